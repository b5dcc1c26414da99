//! The program: parse the command line, run the command, choose the exit code.

use std::process::ExitCode;

use clap::Parser;
use codelode::cli::Cli;
use codelode::report::print_failure;

fn main() -> ExitCode {
    // A pipe that is closed early (`codelode … | head`) ends the program quietly, as other tools do.
    codelode::cli::reset_sigpipe();
    let cli = Cli::parse();
    match cli.run() {
        Ok(class) => class.map_or(ExitCode::SUCCESS, |class| ExitCode::from(class.exit_code())),
        Err(error) => ExitCode::from(print_failure(&error).exit_code()),
    }
}
