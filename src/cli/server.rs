//! `codelode server` and `codelode sql`.

use std::io::{Write, stderr};

use anyhow::Result;
use clap::{Args, Subcommand};

use super::{CommonArgs, out};
use crate::db::{private_server, psql};
use crate::model::Class;
use crate::query::Format;

/// What to do with the private server.
#[derive(Debug, Subcommand)]
pub enum ServerCommand {
    /// Start it, where it does not run
    Start,
    /// Stop it
    Stop,
    /// Say whether it runs, and where its data are
    Status,
    /// Print its address, for any PostgreSQL client
    Url,
    /// Install PostgreSQL's server programs with the system's package manager
    Install,
}

/// Arguments of `sql`.
#[derive(Debug, Args)]
pub struct SqlArgs {
    /// Arguments for psql, such as -c 'select …'
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<std::ffi::OsString>,
}

/// Runs a `server` command.
pub fn run(common: &CommonArgs, command: ServerCommand) -> Result<Option<Class>> {
    let data_dir = common.connection.data_dir();
    let mut out = out();
    match command {
        ServerCommand::Start => {
            let server = private_server::start(data_dir, common.connection.install_server(), &mut stderr())?;
            writeln!(out, "{}", server.url())?;
        }
        ServerCommand::Stop => {
            let stopped = private_server::stop(data_dir)?;
            writeln!(out, "{}", if stopped { "stopped" } else { "was not running" })?;
        }
        ServerCommand::Status => {
            let status = private_server::status(data_dir)?;
            match Format::from(common.format) {
                Format::Text => writeln!(out, "{status}")?,
                Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(&status)?)?,
            }
        }
        ServerCommand::Url => writeln!(out, "{}", private_server::url(data_dir)?)?,
        ServerCommand::Install => {
            let binaries = private_server::install(&mut stderr())?;
            writeln!(out, "{}", binaries.program("postgres").display())?;
        }
    }
    Ok(None)
}

/// Becomes psql on the index.
pub fn sql(common: &CommonArgs, args: SqlArgs) -> Result<Option<Class>> {
    let target = common.connection.resolve(common.quiet)?;
    psql::exec(&target, &common.schema, &args.arguments).map(|never| match never {})
}
