//! The program: parse the command line, run the command, choose the exit code.

use std::process::ExitCode;

use clap::Parser;
use codelode::cli::Cli;
use codelode::report::error::{class_of, print};

fn main() -> ExitCode {
    // A pipe that is closed early (`codelode … | head`) ends the program quietly, as other tools do.
    codelode::cli::reset_sigpipe();
    let cli = Cli::parse();
    match cli.run() {
        Ok(class) => class.map_or(ExitCode::SUCCESS, |class| ExitCode::from(class.exit_code())),
        Err(error) => {
            // Where standard error is closed there is nobody to tell; the exit code still says it.
            let _ = print(&error, &mut std::io::stderr());
            ExitCode::from(class_of(&error).exit_code())
        }
    }
}
