//! A private server that lives as long as its owner: for tests and benches.
//!
//! It is stopped and its directory removed when the value is dropped, and also when the process is
//! killed: a watchdog waits on a pipe that only this process holds open.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result};

use super::layout::Layout;
use super::{Binaries, PrivateServer, lifecycle, process};
use crate::db::environment::Environment;

/// What the watchdog does once its stdin ends: stops the server at once and removes the directory.
/// SIGQUIT is an immediate shutdown; nothing in there will be used again.
const WATCHDOG: &str = r#"
    read -r _
    pid=$(head -n 1 "$1/data/cluster/postmaster.pid" 2>/dev/null)
    home=$(readlink "/proc/$pid/cwd" 2>/dev/null)
    if [ -n "$pid" ] && [ "${home:-$1/data/cluster}" = "$1/data/cluster" ]; then
        kill -QUIT "$pid" 2>/dev/null
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    fi
    rm -rf "$1"
"#;

/// Owns a directory, the private server in it, and the watchdog.
#[derive(Debug)]
pub struct EphemeralServer {
    server: PrivateServer,
    dir: PathBuf,
    watchdog: Child,
    /// Ends with this process, however it ends; the watchdog reads the other side.
    leash: Option<ChildStdin>,
}

impl EphemeralServer {
    /// Makes `dir` (which must not exist), readable by the server's account, and starts a server in
    /// `dir/data`. `extra_settings` are lines of `postgresql.conf`.
    ///
    /// # Errors
    /// As [`super::start`].
    pub fn start(dir: &Path, extra_settings: &str) -> Result<EphemeralServer> {
        Self::start_on(dir, None, extra_settings)
    }

    /// As [`EphemeralServer::start`], on this port; `extra_settings` may then let it listen on TCP.
    ///
    /// # Errors
    /// As [`super::start`].
    pub fn start_on(dir: &Path, port: Option<u16>, extra_settings: &str) -> Result<EphemeralServer> {
        std::fs::create_dir(dir).with_context(|| format!("could not make {}", dir.display()))?;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755))?;
        // A process group of its own: Ctrl-C on the terminal must not end the watchdog first.
        let mut watchdog = Command::new("/bin/sh")
            .args(["-c", WATCHDOG, "sh"])
            .arg(dir)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let leash = watchdog.stdin.take();
        let data_dir = dir.join("data");
        let started = run(&data_dir, port, extra_settings);
        match started {
            Ok(server) => Ok(EphemeralServer { server, dir: dir.to_path_buf(), watchdog, leash }),
            Err(error) => {
                drop(leash);
                let _ = watchdog.wait();
                Err(error)
            }
        }
    }

    /// The running server.
    pub fn server(&self) -> &PrivateServer {
        &self.server
    }

    /// The directory that goes with it.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The postmaster's process id.
    pub fn pid(&self) -> Option<i32> {
        process::recorded_postmaster(&self.server.data_dir().join("cluster"))
    }
}

fn run(data_dir: &Path, port: Option<u16>, extra_settings: &str) -> Result<PrivateServer> {
    let environment = Environment::of_process();
    let layout = Layout::of(Some(data_dir), &environment)?;
    let layout = match port {
        Some(port) => layout.with_port(port),
        None => layout,
    };
    lifecycle::ensure_running(&layout, &environment, &mut Binaries::find, extra_settings)?;
    Ok(PrivateServer { layout })
}

impl Drop for EphemeralServer {
    fn drop(&mut self) {
        drop(self.leash.take());
        // An error leaves nothing to do: the watchdog is on its own then.
        let _ = self.watchdog.wait();
    }
}
