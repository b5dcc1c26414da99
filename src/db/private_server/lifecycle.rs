//! Makes, starts, stops and finds a private server: the sequence, with its waits and retries.
//!
//! Everything here blocks. Alive means that the server answers on its socket; the pid file is only a
//! help to clean up after a crash.

use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::account::Account;
use super::binaries::Binaries;
use super::layout::Layout;
use super::lock::Lock;
use super::probe::{Answer, probe};
use super::{DATABASE, ROLE, SUPERUSER, process, settings};
use crate::db::environment::Environment;
use crate::model::{Class, Explain};

/// Crash recovery replays up to max_wal_size: minutes on a slow disk.
const START_SECONDS_MAX: u64 = 10 * 60;
/// A fast shutdown writes a checkpoint of shared_buffers.
const STOP_SECONDS_MAX: u64 = 5 * 60;
/// A postmaster that listens answers at once; one that has just been started needs a moment.
const SILENT_SECONDS_MAX: u64 = 10;
/// Beyond this the log is put aside on the next start.
const LOG_BYTES_MAX: u64 = 8 << 20;

/// What the cluster holds from its first moment: the role that owns the database is an ordinary one,
/// so that codelode meets on its own server what it meets on anybody's.
fn first_statements() -> String {
    format!(
        "create role {ROLE} login createrole;\n\
         grant pg_monitor, pg_checkpoint to {ROLE};\n\
         create database {DATABASE} owner {ROLE};\n"
    )
}

/// What the server says now. A socket in a directory of somebody else's is no answer.
pub fn answer(layout: &Layout) -> Answer {
    let owner = |path: &Path| std::fs::symlink_metadata(path).ok().map(|entry| entry.uid());
    let cluster_owner = owner(&layout.cluster());
    if cluster_owner.is_none() || owner(&layout.socket_dir()) != cluster_owner {
        return Answer::Nothing;
    }
    probe(&layout.socket(), ROLE, DATABASE)
}

/// Makes sure that the server of this directory runs: finds it, or makes and starts it.
/// `find` looks for the server's programs, given the major version that made the cluster.
///
/// # Errors
/// Anything that keeps it from running, with the end of the server's log where it has one.
pub fn ensure_running(
    layout: &Layout,
    environment: &Environment,
    find: &mut dyn FnMut(&Environment, Option<u32>) -> Result<Binaries>,
    extra_settings: &str,
) -> Result<()> {
    if answer(layout) == Answer::Ready {
        return Ok(());
    }
    // Programs first: without them nothing should be left behind, and installing them may make the
    // account that runs them.
    let binaries = find(environment, layout.made_by())?;
    let account = layout.account()?;
    layout.prepare(&account)?;
    let _lock = Lock::take(&layout.lock())?;
    if answer(layout) == Answer::Ready {
        return Ok(());
    }
    let server = Stopped { layout, account: &account, binaries: &binaries };
    if layout.made_by().is_none() {
        server.make_cluster(extra_settings).context("could not make the private server's data directory")?;
    }
    server.start().context("could not start the private server")
}

/// Stops the server of this directory. Returns false when none was running.
///
/// # Errors
/// The programs are gone, or it does not stop within five minutes.
pub fn stop(layout: &Layout, environment: &Environment) -> Result<bool> {
    let cluster = layout.cluster();
    if layout.made_by().is_none() {
        return Ok(false);
    }
    let _lock = Lock::take(&layout.lock())?;
    if answer(layout) == Answer::Nothing && !process::postmaster_lives(&cluster) {
        return Ok(false);
    }
    let account = layout.account()?;
    let binaries = Binaries::find(environment, layout.made_by())?;
    Stopped { layout, account: &account, binaries: &binaries }.stop_now()?;
    if !layout.socket_dir().starts_with(layout.root()) {
        // The short directory in /tmp is ours alone and empty now; it is made again on the next start.
        let _ = std::fs::remove_dir(layout.socket_dir());
    }
    Ok(true)
}

/// A server that we hold the lock of, with all that is needed to run it.
struct Stopped<'a> {
    layout: &'a Layout,
    account: &'a Account,
    binaries: &'a Binaries,
}

impl Stopped<'_> {
    /// initdb under another name, the role and the database, then the rename: a cluster that has its
    /// name is whole.
    fn make_cluster(&self, extra_settings: &str) -> Result<()> {
        let dir = self.layout.unfinished_cluster();
        self.run(self.account.command("/bin/rm").arg("-rf").arg(&dir))?;
        self.run(
            self.account
                .command(self.binaries.program("initdb"))
                .args(["--encoding=UTF8", "--locale=C", "--auth=trust", "--no-sync", "--username", SUPERUSER])
                .arg("--pgdata")
                .arg(&dir),
        )?;
        self.run_single_user(&dir, &first_statements())?;
        let main_conf = dir.join("postgresql.conf");
        self.write("cat >> \"$1\"", &main_conf, &format!("{}{extra_settings}", settings::INCLUDE))?;
        // Everything must be on disk before it gets its name: flushed here, once.
        self.run(
            self.account
                .command(self.binaries.program("initdb"))
                .arg("--sync-only")
                .arg("--pgdata")
                .arg(&dir),
        )?;
        self.run(self.account.command("/bin/mv").arg(&dir).arg(self.layout.cluster()))
    }

    /// Runs statements, one a line, in a server without a postmaster.
    fn run_single_user(&self, cluster: &Path, statements: &str) -> Result<()> {
        let mut command = self.account.command(self.binaries.program("postgres"));
        command.arg("--single").arg("-D").arg(cluster).arg("postgres");
        let said = feed(&mut command, statements)?;
        // It goes on after an error, and ends well.
        match said.lines().find(|line| line.contains("ERROR:") || line.contains("FATAL:")) {
            Some(line) => bail!("{}", line.trim()),
            None => Ok(()),
        }
    }

    fn start(&self) -> Result<()> {
        self.clear_remains()?;
        if answer(self.layout) == Answer::Ready {
            return Ok(());
        }
        self.make_socket_dir()?;
        self.write_settings()?;
        self.put_log_aside()?;
        let started = self.run(
            self.account
                .command(self.binaries.program("pg_ctl"))
                .args(["start", "--silent", "--wait", "--timeout", &START_SECONDS_MAX.to_string()])
                .arg("--pgdata")
                .arg(self.layout.cluster())
                .arg("--log")
                .arg(self.layout.log()),
        );
        if self.wait_for_answer(SILENT_SECONDS_MAX) {
            return Ok(());
        }
        let error = match started {
            Ok(()) => Class::Database.error("it was started, but does not answer on its socket"),
            Err(_) => Class::Database.error(self.last_words()),
        };
        Err(error.hint(format!("its log is {}", self.layout.log().display())))
    }

    /// After this no process of the cluster is left, or the server answers.
    fn clear_remains(&self) -> Result<()> {
        let cluster = self.layout.cluster();
        if process::postmaster_lives(&cluster) {
            // Somebody started it and was killed before it was ready; or its socket was swept away, and
            // then it says that it is ready and there is nothing to wait for.
            let swept = process::postmaster_is_ready(&cluster) && !self.layout.socket().exists();
            if !swept && self.wait_for_answer(SILENT_SECONDS_MAX) {
                return Ok(());
            }
            return self.stop_now();
        }
        if !process::end_orphans(&cluster) {
            return Err(Class::Database
                .error("processes of a server that was killed are still there")
                .hint("end the postgres processes of this data directory, and try again"));
        }
        // On Linux we know that the recorded process is not this cluster's, whatever bears its number
        // now. The server itself would take any process of its account for a rival, and also a
        // zombie, which in a container without an init stays for ever.
        if cfg!(target_os = "linux") {
            let socket = self.layout.socket();
            let mut remove = self.account.command("/bin/rm");
            remove.arg("-f").arg(cluster.join("postmaster.pid")).arg(&socket);
            self.run(remove.arg(socket.with_extension(format!("{}.lock", self.layout.port()))))?;
        }
        Ok(())
    }

    /// Waits while the server starts up or recovers; gives up after `silent_seconds` without any answer.
    fn wait_for_answer(&self, silent_seconds: u64) -> bool {
        let begin = Instant::now();
        let mut heard = begin;
        loop {
            match answer(self.layout) {
                Answer::Ready => return true,
                Answer::Busy => heard = Instant::now(),
                Answer::Nothing if !process::postmaster_lives(&self.layout.cluster()) => return false,
                Answer::Nothing => {}
            }
            let patience = Duration::from_secs(START_SECONDS_MAX);
            if heard.elapsed() > Duration::from_secs(silent_seconds) || begin.elapsed() > patience {
                return false;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn stop_now(&self) -> Result<()> {
        self.run(
            self.account
                .command(self.binaries.program("pg_ctl"))
                .args(["stop", "--silent", "--wait", "--mode", "fast"])
                .args(["--timeout", &STOP_SECONDS_MAX.to_string()])
                .arg("--pgdata")
                .arg(self.layout.cluster()),
        )
        .context("could not stop the private server")
    }

    fn make_socket_dir(&self) -> Result<()> {
        let dir = self.layout.socket_dir();
        if std::fs::symlink_metadata(&dir).is_err() {
            self.run(self.account.command("/bin/mkdir").args(["-m", "700"]).arg(&dir))?;
        }
        let entry = std::fs::symlink_metadata(&dir)?;
        if !entry.is_dir() || entry.uid() != self.account.uid || entry.mode() & 0o077 != 0 {
            return Err(Class::Database
                .error(format!("the socket directory {} is not {}'s alone", dir.display(), self.account.name))
                .hint("remove it, or choose another --data-dir"));
        }
        Ok(())
    }

    fn write_settings(&self) -> Result<()> {
        let cluster = self.layout.cluster();
        let lz4 = self
            .account
            .command(self.binaries.program("postgres"))
            .arg("-D")
            .arg(&cluster)
            .args(["-c", "default_toast_compression=lz4", "-C", "default_toast_compression"])
            .stdin(Stdio::null())
            .output()
            .is_ok_and(|output| output.status.success());
        let socket_dir = settings::quote_path(&self.layout.socket_dir());
        let port = self.layout.port();
        let mut text = settings::text(lz4, !settings::lacks_shared_memory());
        text.push_str(&format!("unix_socket_directories = {socket_dir}\nport = {port}\n"));
        let target = cluster.join("codelode.conf");
        self.write("umask 077; cat > \"$1.new\" && mv -f \"$1.new\" \"$1\"", &target, &text)
    }

    /// Writes `text` as the account: as root we never follow what that account may have put there.
    fn write(&self, script: &str, file: &Path, text: &str) -> Result<()> {
        let mut command = self.account.command("/bin/sh");
        command.args(["-c", script, "sh"]).arg(file);
        feed(&mut command, text).with_context(|| format!("could not write {}", file.display()))?;
        Ok(())
    }

    fn put_log_aside(&self) -> Result<()> {
        let log = self.layout.log();
        if !std::fs::metadata(&log).is_ok_and(|entry| entry.len() > LOG_BYTES_MAX) {
            return Ok(());
        }
        self.run(self.account.command("/bin/mv").arg("-f").arg(&log).arg(log.with_extension("log.1")))
    }

    /// The last line of the log that says what went wrong.
    fn last_words(&self) -> String {
        let log = std::fs::read(self.layout.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&log);
        let telling =
            |line: &&str| line.contains("FATAL:") || line.contains("PANIC:") || line.contains("ERROR:");
        match text.lines().rev().take(50).find(telling).or_else(|| text.lines().next_back()) {
            Some(line) => format!("the server says: {}", line.trim()),
            None => "it said nothing".into(),
        }
    }

    fn run(&self, command: &mut Command) -> Result<()> {
        let name = command.get_program().to_string_lossy().into_owned();
        let output = command
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("could not run {name} as {}", self.account.name))
            .class(Class::Database)?;
        check(&name, output.status, &output.stderr)
    }
}

/// Runs a command with `text` on its stdin; returns what it printed, on both streams.
fn feed(command: &mut Command, text: &str) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not run {name}"))
        .class(Class::Database)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A few hundred bytes fit in the pipe, so this can't wait for the child; a child that is gone
        // says why below.
        let _ = stdin.write_all(text.as_bytes());
    }
    let output = child.wait_with_output()?;
    check(&name, output.status, &output.stderr)?;
    Ok(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

fn check(name: &str, status: std::process::ExitStatus, stderr: &[u8]) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(stderr);
    let line = said.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or("nothing");
    Err(Class::Database.error(format!("{name} ended with {status} and said: {line}")))
}
