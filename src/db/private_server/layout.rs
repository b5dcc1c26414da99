//! Where a private server keeps its things, and who may be in that directory.
//!
//! ```text
//! <data dir>/cluster/     PostgreSQL's own data directory
//! <data dir>/socket/      the socket, 0700 (in /tmp where this path is too long for a socket)
//! <data dir>/server.log   what the server says
//! <data dir>/lock         held while somebody makes, starts or stops the server
//! ```

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::account::{Account, effective_uid};
use crate::db::environment::Environment;
use crate::model::{Class, Explain};

/// The longest path of a socket: `sun_path` is 108 bytes on Linux and 104 on the BSDs, with its NUL.
const SOCKET_PATH_BYTES_MAX: usize = if cfg!(target_os = "linux") { 107 } else { 103 };
/// Without TCP the port is only a part of the socket's name.
const PORT: u16 = 5432;
/// The name of a socket with the longest of ports.
const SOCKET_NAME_LONGEST: &str = ".s.PGSQL.65535";
/// Everything that this module makes in a data directory. Anything else there is somebody else's.
const OWN_NAMES: [&str; 6] = ["cluster", "cluster.new", "socket", "server.log", "server.log.1", "lock"];

/// The paths under one data directory, absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
    port: u16,
}

impl Layout {
    /// The layout of `data_dir`, else of this user's own directory: `/var/lib/codelode` for root,
    /// `$XDG_DATA_HOME/codelode` or `~/.local/share/codelode` for others.
    ///
    /// # Errors
    /// No home directory to put it in, or no current directory to make it absolute with.
    pub fn of(data_dir: Option<&Path>, environment: &Environment) -> Result<Layout> {
        let chosen = match data_dir {
            Some(dir) => dir.to_path_buf(),
            None if effective_uid() == 0 => PathBuf::from("/var/lib/codelode"),
            None => {
                match (environment.path("XDG_DATA_HOME").filter(|dir| dir.is_absolute()), environment.home())
                {
                    (Some(dir), _) => dir.join("codelode"),
                    (None, Some(home)) => home.join(".local/share/codelode"),
                    (None, None) => {
                        return Err(Class::Usage
                            .error("there is no home directory for the private server's data")
                            .hint("say where with --data-dir"));
                    }
                }
            }
        };
        let absolute = std::path::absolute(&chosen)
            .with_context(|| format!("could not make {} absolute", chosen.display()))?;
        let unquotable = |byte: &u8| matches!(byte, b'"' | b'$' | b'`' | b'\\' | b'\n' | b'\r');
        if absolute.as_os_str().as_bytes().iter().any(unquotable) {
            return Err(Class::Usage.error(format!(
                "PostgreSQL's programs can't handle the characters in the path {}",
                absolute.display()
            )));
        }
        Ok(Layout { root: resolve_links(&absolute), port: PORT })
    }

    /// The same with another port: for a test's server, which may listen on TCP too.
    pub fn with_port(self, port: u16) -> Layout {
        Layout { port, ..self }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn cluster(&self) -> PathBuf {
        self.root.join("cluster")
    }

    /// Where a cluster is made before it gets its name: what a killed run leaves there is no cluster.
    pub fn unfinished_cluster(&self) -> PathBuf {
        self.root.join("cluster.new")
    }

    pub fn log(&self) -> PathBuf {
        self.root.join("server.log")
    }

    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The socket's directory: in the data directory, or a short one whose name follows from it.
    pub fn socket_dir(&self) -> PathBuf {
        let inside = self.root.join("socket");
        if inside.as_os_str().len() + 1 + SOCKET_NAME_LONGEST.len() <= SOCKET_PATH_BYTES_MAX {
            return inside;
        }
        let sum = Sha256::digest(self.root.as_os_str().as_bytes());
        let name = sum.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
        Path::new("/tmp").join(format!("codelode-{name}"))
    }

    /// The socket file.
    pub fn socket(&self) -> PathBuf {
        self.socket_dir().join(format!(".s.PGSQL.{}", self.port))
    }

    /// The major version that made the cluster; `None` when there is no cluster yet.
    pub fn made_by(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.cluster().join("PG_VERSION")).ok()?;
        text.trim().parse().ok()
    }

    /// The account that the server of this directory runs as.
    pub fn account(&self) -> Result<Account> {
        Account::choose(&[&self.cluster(), &self.root])
    }

    /// Makes the data directory where it is missing, gives it to the account where it is still
    /// root's, and refuses a directory that is somebody else's.
    ///
    /// # Errors
    /// It can't be made, holds other things, belongs to another user, or the account can't get there.
    pub fn prepare(&self, account: &Account) -> Result<()> {
        // Before anything is made: what is above the data directory is not ours to change.
        self.check_reachable(account)?;
        self.make_root()?;
        self.check_contents()?;
        let entry = std::fs::metadata(&self.root)
            .with_context(|| format!("could not look at {}", self.root.display()))
            .class(Class::Database)?;
        if entry.uid() == 0 && account.is_switched() {
            self.give_to(account)?;
        } else if entry.uid() != account.uid {
            return Err(Class::Database
                .error(format!(
                    "the data directory {} belongs to another user than {}, who would run the server",
                    self.root.display(),
                    account.name
                ))
                .hint("give --data-dir a directory of your own"));
        } else if entry.mode() & 0o077 != 0 {
            self.close_root()?;
        }
        Ok(())
    }

    fn make_root(&self) -> Result<()> {
        if self.root.is_dir() {
            return Ok(());
        }
        let make = || {
            if let Some(parent) = self.root.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::DirBuilder::new().mode(0o700).create(&self.root)
        };
        match make() {
            // Another process may have been quicker.
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error)
                .with_context(|| format!("could not make the data directory {}", self.root.display()))
                .class(Class::Database)
                .hint("give --data-dir a directory that you may write to"),
            _ => Ok(()),
        }
    }

    fn check_contents(&self) -> Result<()> {
        let entries = std::fs::read_dir(&self.root)
            .with_context(|| format!("could not read the data directory {}", self.root.display()))
            .class(Class::Database)?;
        let stranger = entries
            .flatten()
            .map(|entry| entry.file_name())
            .find(|name| !OWN_NAMES.iter().any(|own| name == own) && name != "lost+found");
        match stranger {
            None => Ok(()),
            Some(name) => Err(Class::Usage
                .error(format!(
                    "the data directory {} holds other things ({})",
                    self.root.display(),
                    name.to_string_lossy()
                ))
                .hint("give --data-dir an empty directory, or one that does not exist yet")),
        }
    }

    fn give_to(&self, account: &Account) -> Result<()> {
        lchown(&self.root, Some(account.uid), Some(account.gid))
            .with_context(|| format!("could not give {} to {}", self.root.display(), account.name))
            .class(Class::Database)?;
        self.close_root()
    }

    fn close_root(&self) -> Result<()> {
        std::fs::set_permissions(&self.root, std::fs::Permissions::from_mode(0o700))
            .with_context(|| format!("could not close {} to others", self.root.display()))
            .class(Class::Database)
    }

    fn check_reachable(&self, account: &Account) -> Result<()> {
        match self.root.parent().and_then(|above| account.first_closed_directory(above)) {
            None => Ok(()),
            Some(closed) => Err(Class::Database
                .error(format!(
                    "the server runs as {}, who can't go through {} to the data directory {}",
                    account.name,
                    closed.display(),
                    self.root.display()
                ))
                .hint(format!(
                    "give --data-dir a directory that {} can reach, such as /var/lib/codelode",
                    account.name
                ))),
        }
    }
}

/// Resolves the links of the part of a path that exists: two names of one directory must lead to one
/// server, also before the directory is there.
fn resolve_links(path: &Path) -> PathBuf {
    for above in path.ancestors() {
        if let (Ok(real), Ok(rest)) = (above.canonicalize(), path.strip_prefix(above)) {
            return if rest.as_os_str().is_empty() { real } else { real.join(rest) };
        }
    }
    path.to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(root: &str) -> Layout {
        Layout { root: PathBuf::from(root), port: PORT }
    }

    #[test]
    fn a_long_path_gets_a_short_socket_directory_always_the_same() {
        let short = layout("/home/someone/.local/share/codelode");
        assert_eq!(short.socket_dir(), Path::new("/home/someone/.local/share/codelode/socket"));
        let long = layout(&format!("/{}", "long/".repeat(30)));
        assert!(long.socket_dir().starts_with("/tmp"));
        assert!(long.socket().as_os_str().len() <= SOCKET_PATH_BYTES_MAX);
        assert_eq!(long.socket(), long.clone().socket());
    }

    #[test]
    fn a_directory_with_other_things_is_refused() {
        let scratch = tempfile::tempdir().expect("a directory");
        let here = Layout { root: scratch.path().to_path_buf(), port: PORT };
        assert!(here.check_contents().is_ok());
        std::fs::write(scratch.path().join("letter.txt"), "dear").expect("written");
        assert!(here.check_contents().is_err());
    }

    #[test]
    fn the_directory_follows_the_environment() {
        let at = |variables: &[(&str, &str)]| {
            Layout::of(None, &Environment::of(variables)).map(|layout| layout.root)
        };
        if effective_uid() == 0 {
            assert_eq!(at(&[("HOME", "/h")]).expect("one"), Path::new("/var/lib/codelode"));
        } else {
            assert_eq!(at(&[("HOME", "/h")]).expect("one"), Path::new("/h/.local/share/codelode"));
            let both = [("HOME", "/h"), ("XDG_DATA_HOME", "/x")];
            assert_eq!(at(&both).expect("one"), Path::new("/x/codelode"));
            assert!(at(&[]).is_err());
        }
    }
}
