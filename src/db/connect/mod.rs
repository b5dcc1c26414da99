//! From what the user and the environment say to connections: whose server, how to get in, is it fit.
//!
//! libpq's conventions throughout: connection strings, variables, service file, password file, sslmode.
//! It knows no table and no schema; settings for a session are given by the caller.

mod admission;
mod attempt;
mod conninfo;
mod passfile;
mod resolve;
mod service_file;
mod tls;
mod verify;

use std::fmt;
use std::io::Write;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use tokio::task::JoinHandle;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres_rustls::MakeRustlsConnect;

use self::admission::{DIRECT_OPTION, Route};
use self::attempt::{Connected, Refusal, Server, Trial};
use self::conninfo::Settings;
pub use self::conninfo::percent_encode;
use self::tls::TlsMode;
use crate::db::environment::Environment;
use crate::db::private_server::PrivateServer;
use crate::model::{Class, Explain};

/// What the command line says about the database.
#[derive(Clone, Default)]
pub struct ConnectOptions {
    /// `--database-url`: a URL or `keyword=value` pairs.
    pub database_url: Option<String>,
    /// `--data-dir`: the private server's; given, it wins over the environment.
    pub data_dir: Option<PathBuf>,
    /// `--install-server`: install the server programs where they are missing.
    pub install_server: bool,
}

/// Shows no URL: it may hold a password.
impl fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions")
            .field("database_url", &self.database_url.as_ref().map(|_| "_"))
            .field("data_dir", &self.data_dir)
            .field("install_server", &self.install_server)
            .finish()
    }
}

/// A database that connections can be opened to, as many as wanted. Cheap to clone.
#[derive(Clone)]
pub struct Target(Arc<Inner>);

struct Inner {
    settings: Settings,
    servers: Vec<Server>,
    base: tokio_postgres::Config,
    mode: TlsMode,
    tls: Option<MakeRustlsConnect>,
    passfile: Option<PathBuf>,
    private: Option<PrivateServer>,
    /// Known after the first connection.
    route: OnceLock<Route>,
}

impl Target {
    /// Decides which database is meant: `--database-url`, `--data-dir`, `CODELODE_DATABASE_URL`,
    /// `DATABASE_URL`, libpq's variables, else the private server, which is made and started as needed.
    /// Warnings, and what is installed, are said on `talk`. Blocks while a server is started.
    ///
    /// # Errors
    /// `Usage` for what can't be understood, `Database` for a private server that can't be had.
    pub fn resolve(options: &ConnectOptions, talk: &mut dyn Write) -> Result<Target> {
        resolve::resolve(options, &Environment::of_process(), talk)
    }

    /// As [`Target::resolve`], in the given surroundings.
    pub fn resolve_in(
        environment: &Environment,
        options: &ConnectOptions,
        talk: &mut dyn Write,
    ) -> Result<Target> {
        resolve::resolve(options, environment, talk)
    }

    /// The target that is a private server.
    ///
    /// # Errors
    /// None in practice: the settings are our own.
    pub fn of_private(server: &PrivateServer) -> Result<Target> {
        resolve::private(server)
    }

    /// The private server, if that is what this is.
    pub fn private_server(&self) -> Option<&PrivateServer> {
        self.0.private.as_ref()
    }

    /// Opens a connection, with nothing set but what the user's own options say.
    ///
    /// # Errors
    /// `Database`: unreachable, refused, or unfit (too old, not UTF-8, a pooler in transaction mode).
    pub async fn connect(&self, application_name: &str) -> Result<Connection> {
        self.connect_with(application_name, &[]).await
    }

    /// Opens a connection and sets these parameters for its session; they end with it.
    ///
    /// # Errors
    /// As [`Target::connect`], and a parameter that the server does not take.
    pub async fn connect_with(
        &self,
        application_name: &str,
        settings: &[(&str, &str)],
    ) -> Result<Connection> {
        let connection = self.open(application_name).await.class(Class::Database)?;
        set_parameters(&connection, settings).await.class(Class::Database)?;
        Ok(connection)
    }

    async fn open(&self, application_name: &str) -> Result<Connection> {
        let route = self.0.route.get().copied();
        let mut opened = self.try_servers(application_name, route != Some(Route::Pooled)).await;
        if route.is_none() && opened.as_ref().is_err_and(|(_, refusal)| admission::refuses_option(refusal)) {
            opened = self.try_servers(application_name, false).await;
        }
        let connected = opened.map_err(|(server, refusal)| self.explain(server, refusal))?;
        let mut connection = Connection::of(connected);
        let introduction = admission::introduce(&connection).await?;
        connection.server_version = introduction.version;
        connection.backend_pid = introduction.backend_pid;
        if route.is_none() {
            let route =
                if introduction.direct { Route::Direct } else { self.look_behind(&connection).await? };
            // Another connection may have found it out meanwhile: the same.
            let _ = self.0.route.set(route);
        }
        Ok(connection)
    }

    /// Something stands between: refuses it unless it keeps sessions together.
    async fn look_behind(&self, first: &Connection) -> Result<Route> {
        let second = self.try_servers("codelode pooler check", false).await;
        let second = Connection::of(second.map_err(|(server, refusal)| self.explain(server, refusal))?);
        admission::check_pooler(first, &second).await?;
        Ok(Route::Pooled)
    }

    /// Tries one server after the other; the last refusal is the one to report.
    async fn try_servers(
        &self,
        application_name: &str,
        with_option: bool,
    ) -> Result<Connected, (usize, Refusal)> {
        let mut last = (0, Refusal::Timeout);
        for (index, server) in self.0.servers.iter().enumerate() {
            let trial = Trial {
                server,
                config: self.config(server, application_name, with_option),
                mode: self.0.mode,
                tls: self.0.tls.as_ref(),
            };
            match trial.run().await {
                Ok(connected) => return Ok(connected),
                Err(refusal) => {
                    let is_final = refusal.is_final();
                    last = (index, refusal);
                    if is_final {
                        break;
                    }
                }
            }
        }
        Err(last)
    }

    fn config(&self, server: &Server, application_name: &str, with_option: bool) -> tokio_postgres::Config {
        let mut config = self.0.base.clone();
        // What the user calls it wins, as with fallback_application_name in libpq.
        config.application_name(self.0.settings.get("application_name").unwrap_or(application_name));
        if let (Some(password), _) = attempt::password(&self.0.settings, self.0.passfile.as_deref(), server) {
            config.password(password);
        }
        let own = self.0.settings.get("options");
        match (own, with_option) {
            (Some(own), true) => config.options(format!("{own} {DIRECT_OPTION}")),
            (None, true) => config.options(DIRECT_OPTION),
            (Some(own), false) => config.options(own),
            (None, false) => &mut config,
        };
        config
    }

    fn explain(&self, server: usize, refusal: Refusal) -> anyhow::Error {
        let hint = self.hint(&refusal);
        let place = self.0.servers.get(server).map_or_else(|| self.to_string(), |server| self.place(server));
        let error = refusal.into_error().context(format!("could not connect to {place}"));
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    fn hint(&self, refusal: &Refusal) -> Option<String> {
        let code = refusal.code();
        let no_password = matches!(refusal, Refusal::Postgres(error)
            if std::error::Error::source(error).is_some_and(|cause| cause.to_string() == "password missing"));
        if code == Some(&SqlState::INVALID_PASSWORD) || no_password {
            return Some("the password comes from the URL, PGPASSWORD or ~/.pgpass".into());
        }
        if code == Some(&SqlState::INVALID_CATALOG_NAME) {
            return Some("create the database first, or name another one".into());
        }
        if code.is_some() {
            return None;
        }
        if matches!(refusal, Refusal::Postgres(error) if error.to_string().contains("TLS")) {
            return Some(
                "sslmode says how much TLS is asked for, sslrootcert which certificate to trust".into(),
            );
        }
        Some("is PostgreSQL running there? Without a database URL codelode runs a private server".into())
    }

    fn place(&self, server: &Server) -> String {
        let user = self.0.settings.get("user").unwrap_or_default();
        let database = self.0.settings.get("dbname").unwrap_or_default();
        match server.is_socket() {
            true => format!(
                "database {database:?} as {user} through the socket in {}, port {}",
                server.host, server.port
            ),
            false => format!("database {database:?} as {user} on {}, port {}", server.host, server.port),
        }
    }

    /// The connection as libpq's variables, for a program that uses libpq; password included.
    pub fn libpq_variables(&self) -> Vec<(&'static str, String)> {
        resolve::libpq_variables(&self.0.settings, &self.0.servers, self.0.passfile.as_deref())
    }
}

/// What people are told: never a password.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(private) = &self.0.private {
            return write!(f, "private server in {}", private.data_dir().display());
        }
        let places = self.0.servers.iter().map(|server| self.place(server)).collect::<Vec<_>>();
        f.write_str(&places.join(", or "))
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.0.settings).finish()
    }
}

/// An open connection: the client, and the task that moves its messages.
/// Dropped, it closes; what it was doing is rolled back.
pub struct Connection {
    client: Client,
    driver: JoinHandle<Result<(), tokio_postgres::Error>>,
    server_version: i32,
    backend_pid: i32,
}

impl Connection {
    fn of((client, driver): Connected) -> Connection {
        Connection { client, driver: tokio::spawn(driver), server_version: 0, backend_pid: 0 }
    }

    /// The server's version as `server_version_num` has it: 150014.
    pub fn server_version(&self) -> i32 {
        self.server_version
    }

    /// The process that serves this connection, on the server's machine.
    pub fn backend_pid(&self) -> i32 {
        self.backend_pid
    }

    /// Closes the connection and waits until the server has been told.
    ///
    /// # Errors
    /// The connection was broken.
    pub async fn close(self) -> Result<()> {
        drop(self.client);
        self.driver.await.context("the connection's task was stopped")?.context("the connection was broken")
    }
}

impl Deref for Connection {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("backend_pid", &self.backend_pid).finish_non_exhaustive()
    }
}

async fn set_parameters(client: &Client, settings: &[(&str, &str)]) -> Result<()> {
    if settings.is_empty() {
        return Ok(());
    }
    let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let calls = settings
        .iter()
        .map(|(name, value)| format!("set_config({}, {}, false)", quote(name), quote(value)))
        .collect::<Vec<_>>();
    let statement = format!("select {}", calls.join(", "));
    client.simple_query(&statement).await.context("could not set the session's parameters")?;
    Ok(())
}
