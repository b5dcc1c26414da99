//! Which database is meant, by the command line.

use std::io::{Write, sink, stderr};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::db::connect::{ConnectOptions, Target};
use crate::db::private_server;

/// Options that choose the database.
#[derive(Clone, Args)]
pub struct ConnectionArgs {
    /// The database, as a URL or `keyword=value` pairs [default: $CODELODE_DATABASE_URL, $DATABASE_URL, libpq's
    /// variables, else a private server]
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    database_url: Option<String>,
    /// The private server's directory
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "database_url")]
    data_dir: Option<PathBuf>,
    /// Install PostgreSQL's server programs where they are missing
    #[arg(long, global = true)]
    install_server: bool,
}

/// Shows no URL: it may hold a password.
impl std::fmt::Debug for ConnectionArgs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConnectionArgs").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}

impl ConnectionArgs {
    /// Finds the database; the private server is made and started where it is meant.
    ///
    /// # Errors
    /// Where options make no sense or the server does not come up.
    pub fn resolve(&self, quiet: bool) -> Result<Target> {
        let options = ConnectOptions {
            database_url: self.database_url.clone(),
            data_dir: self.data_dir.clone(),
            install_server: self.install_server,
        };
        let mut talk: Box<dyn Write> = if quiet { Box::new(sink()) } else { Box::new(stderr()) };
        Target::resolve(&options, &mut talk)
    }

    /// `--data-dir`.
    pub fn data_dir(&self) -> Option<&std::path::Path> {
        self.data_dir.as_deref()
    }

    /// `--install-server`.
    pub fn install_server(&self) -> bool {
        self.install_server
    }

    /// The private server's directory where there is one, so that it is never indexed.
    pub fn private_data_dir(&self) -> Option<PathBuf> {
        private_server::status(self.data_dir()).ok()?.data_dir.canonicalize().ok()
    }
}
