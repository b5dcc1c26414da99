//! The command line: options, and one small function a command.
//!
//! Knows no SQL and no extraction: it turns options into settings and hands results to `report`.

mod application;
mod connection;
mod facts;
mod graphs;
mod index;
mod languages;
mod queries;
mod server;

use std::io::Write;

use anyhow::Result;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::model::{Class, Explain};
use crate::query::Graph;
use crate::report::ProgressMode;
pub use connection::ConnectionArgs;

/// Indexes source packages into PostgreSQL: symbols, references, imports, calls, comments and code fragments, ready
/// for SQL.
///
/// Without a database URL it runs a private PostgreSQL server of its own.
#[derive(Debug, Parser)]
#[command(name = "codelode", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct CommonArgs {
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// The schema that holds the index
    #[arg(long, global = true, value_name = "NAME", default_value = "codelode")]
    pub schema: String,
    /// The tenant whose packages are meant
    #[arg(long, global = true, value_name = "NAME", default_value = "default")]
    pub org: String,
    /// How results are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When progress is shown
    #[arg(long, global = true, value_enum, default_value_t = ProgressMode::Auto, value_name = "WHEN")]
    pub progress: ProgressMode,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    /// A graph for Graphviz (callers, callees, impact)
    Dot,
    /// A graph for Mermaid (callers, callees, impact)
    Mermaid,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read packages, extract their facts and load them
    Index(index::IndexArgs),
    /// Show what the index holds
    Status,
    /// Print a checksum of each table that does not depend on ids, order or time
    Checksum,
    /// Check the index: each check must find nothing
    Verify,
    /// Print what is extracted from files, without a database
    Facts(facts::FactsArgs),
    /// Find definitions by name, or code by its structural terms
    Find(queries::FindArgs),
    /// List the uses of a name
    Refs(queries::NameArgs),
    /// List the callers of a function
    Callers(queries::NameArgs),
    /// List what a function calls
    Callees(queries::NameArgs),
    /// List what a change of a function can reach: its callers, their callers, and so on
    Impact(graphs::ImpactArgs),
    /// List the routes that applications serve
    Routes(application::RouteArgs),
    /// List the work that applications do in the background or by the clock
    Jobs(application::JobArgs),
    /// List what is handed to the parts of applications, and what provides it
    Di(application::InjectionArgs),
    /// List the languages and what is extracted from each
    Languages,
    /// The private PostgreSQL server
    #[command(subcommand)]
    Server(server::ServerCommand),
    /// Open psql on the index, or run psql with the given arguments
    Sql(server::SqlArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

impl Cli {
    /// Runs the command. A class is given back where the work is done but not all of it is well.
    ///
    /// # Errors
    /// What stopped the command, with its class and hint.
    pub fn run(self) -> Result<Option<Class>> {
        let common = &self.common;
        self.check_format()?;
        match self.command {
            Command::Index(args) => index::run(common, args),
            Command::Status => queries::status(common),
            Command::Checksum => queries::checksum(common),
            Command::Verify => queries::verify(common),
            Command::Facts(args) => facts::run(common, &args),
            Command::Find(args) => queries::find(common, &args),
            Command::Refs(args) => queries::refs(common, &args),
            Command::Callers(args) => graphs::callers(common, &args),
            Command::Callees(args) => graphs::callees(common, &args),
            Command::Impact(args) => graphs::impact(common, &args),
            Command::Routes(args) => application::routes(common, &args),
            Command::Jobs(args) => application::jobs(common, &args),
            Command::Di(args) => application::injections(common, &args),
            Command::Languages => languages::run(common),
            Command::Server(command) => server::run(common, command),
            Command::Sql(args) => server::sql(common, args),
            Command::Completions { shell } => {
                clap_complete::generate(shell, &mut Cli::command(), "codelode", &mut std::io::stdout());
                Ok(None)
            }
        }
    }
}

impl Cli {
    /// Only edges can be drawn.
    fn check_format(&self) -> Result<()> {
        let draws = matches!(self.command, Command::Callers(_) | Command::Callees(_) | Command::Impact(_));
        if draws || self.common.format.graph().is_none() {
            return Ok(());
        }
        Err(Class::Usage.error("only callers, callees and impact can be drawn as a graph"))
            .hint("use --format text or json")
    }
}

impl Format {
    /// The language of a graph; `None` is a list.
    fn graph(self) -> Option<Graph> {
        match self {
            Format::Text | Format::Json => None,
            Format::Dot => Some(Graph::Dot),
            Format::Mermaid => Some(Graph::Mermaid),
        }
    }
}

/// Restores the default action of SIGPIPE, which Rust programs ignore.
pub fn reset_sigpipe() {
    // SAFETY: called before any thread is started; the default action has no handler of ours.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
    }
}

/// Runs the async part of a command.
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(future)
}

/// Standard output for a command's results.
fn out() -> impl Write {
    std::io::stdout().lock()
}
