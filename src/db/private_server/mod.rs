//! A PostgreSQL of codelode's own, for people who have none: made from the installed server programs,
//! reached through a socket that nobody else can open, started when needed, found while it lives.
//!
//! These functions block; they know nothing of what is stored. `connect` makes a target of the result.

pub mod account;
mod binaries;
mod ephemeral;
mod install;
mod layout;
mod lifecycle;
mod lock;
mod probe;
mod process;
mod settings;

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

pub use binaries::{Binaries, MAJOR_MIN};
pub use ephemeral::EphemeralServer;

use self::layout::Layout;
use self::probe::Answer;
use crate::db::environment::Environment;

/// The role that codelode connects as: owner of the database, no superuser.
pub const ROLE: &str = "codelode";
/// The database that it uses.
pub const DATABASE: &str = "codelode";
/// The role that made the cluster, for repairs by hand.
pub const SUPERUSER: &str = "postgres";

/// A private server that has answered.
#[derive(Clone, Debug)]
pub struct PrivateServer {
    layout: Layout,
}

impl PrivateServer {
    /// The directory of the socket: the `host` of a connection.
    pub fn socket_dir(&self) -> PathBuf {
        self.layout.socket_dir()
    }

    /// The port, which is a part of the socket's name.
    pub fn port(&self) -> u16 {
        self.layout.port()
    }

    /// The data directory.
    pub fn data_dir(&self) -> &Path {
        self.layout.root()
    }

    /// Its address for any PostgreSQL client. It holds no password, because there is none.
    pub fn url(&self) -> String {
        url_of(&self.layout)
    }
}

/// Makes sure that the server of this data directory runs, and returns it.
/// Where no server programs are installed and `install_server` is set, installs them first, saying on
/// `talk` what is run.
///
/// # Errors
/// No programs, no way to run them, or a server that does not come up; all of class `Database`.
pub fn start(data_dir: Option<&Path>, install_server: bool, talk: &mut dyn Write) -> Result<PrivateServer> {
    let environment = Environment::of_process();
    start_in(&environment, data_dir, install_server, talk)
}

/// As [`start`], in the given surroundings.
pub(crate) fn start_in(
    environment: &Environment,
    data_dir: Option<&Path>,
    install_server: bool,
    talk: &mut dyn Write,
) -> Result<PrivateServer> {
    let layout = Layout::of(data_dir, environment)?;
    let mut find = |environment: &Environment, made_by: Option<u32>| {
        let found = Binaries::find(environment, made_by);
        if found.is_ok() || !install_server {
            return found;
        }
        install::install(environment, talk)?;
        Binaries::find(environment, made_by)
    };
    lifecycle::ensure_running(&layout, environment, &mut find, "")?;
    Ok(PrivateServer { layout })
}

/// Stops the server of this data directory. Returns false when none was running.
///
/// # Errors
/// It runs and can't be stopped.
pub fn stop(data_dir: Option<&Path>) -> Result<bool> {
    let environment = Environment::of_process();
    lifecycle::stop(&Layout::of(data_dir, &environment)?, &environment)
}

/// What there is of a private server.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    pub data_dir: PathBuf,
    pub state: State,
    /// The major version that made the data directory.
    pub major: Option<u32>,
    /// The postmaster's process id, when it runs.
    pub pid: Option<i32>,
    pub url: String,
    pub log: PathBuf,
}

/// How far a private server has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is no cluster yet.
    Absent,
    Stopped,
    /// Starting up or recovering.
    Starting,
    Running,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data_dir = self.data_dir.display();
        match (self.state, self.major, self.pid) {
            (State::Absent, ..) => write!(f, "no private server yet; its data will be in {data_dir}"),
            (state, major, pid) => {
                let word = match state {
                    State::Running => "running",
                    State::Starting => "starting",
                    _ => "stopped",
                };
                write!(f, "{word}: PostgreSQL {} in {data_dir}", major.unwrap_or_default())?;
                match pid {
                    Some(pid) => write!(f, ", pid {pid}\nurl: {}\nlog: {}", self.url, self.log.display()),
                    None => write!(f, "\nlog: {}", self.log.display()),
                }
            }
        }
    }
}

/// Looks at the server of this data directory without changing anything.
///
/// # Errors
/// There is no place for a data directory.
pub fn status(data_dir: Option<&Path>) -> Result<Status> {
    let layout = Layout::of(data_dir, &Environment::of_process())?;
    let major = layout.made_by();
    let state = match (major, lifecycle::answer(&layout)) {
        (None, _) => State::Absent,
        (_, Answer::Nothing) => State::Stopped,
        (_, Answer::Busy) => State::Starting,
        (_, Answer::Ready) => State::Running,
    };
    let lives = matches!(state, State::Running | State::Starting);
    Ok(Status {
        data_dir: layout.root().to_path_buf(),
        state,
        major,
        pid: process::recorded_postmaster(&layout.cluster()).filter(|_| lives),
        url: url_of(&layout),
        log: layout.log(),
    })
}

/// The address of this data directory's server, whether it runs or not.
///
/// # Errors
/// There is no place for a data directory.
pub fn url(data_dir: Option<&Path>) -> Result<String> {
    Ok(url_of(&Layout::of(data_dir, &Environment::of_process())?))
}

/// Installs the server programs with this system's package manager, saying on `talk` what is run;
/// then looks whether they are there. Does nothing where they are.
///
/// # Errors
/// No known package manager, a command that fails, or a version that is too old.
pub fn install(talk: &mut dyn Write) -> Result<Binaries> {
    let environment = Environment::of_process();
    if let Ok(found) = Binaries::find(&environment, None) {
        return Ok(found);
    }
    install::install(&environment, talk)?;
    Binaries::find(&environment, None)
}

fn url_of(layout: &Layout) -> String {
    let host = crate::db::connect::percent_encode(&layout.socket_dir());
    format!("postgresql://{ROLE}@/{DATABASE}?host={host}")
}
