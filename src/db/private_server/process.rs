//! The operating system's processes of a cluster: which live, and how to end what a crash left.
//!
//! A postmaster that was killed leaves its pid file, and for a while its backends. On Linux a process
//! of the cluster is known by its working directory, which is the cluster; elsewhere only the pid file
//! speaks.

use std::path::Path;
use std::time::{Duration, Instant};

/// How long orphaned backends get to end.
const ORPHAN_SECONDS_MAX: u64 = 20;

/// The pid that `postmaster.pid` names.
pub fn recorded_postmaster(cluster: &Path) -> Option<i32> {
    let text = std::fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
    text.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)
}

/// Is the recorded postmaster a live process of this cluster?
pub fn postmaster_lives(cluster: &Path) -> bool {
    recorded_postmaster(cluster).is_some_and(|pid| belongs(pid, cluster))
}

/// Has the recorded postmaster written that it takes connections? Its eighth line says so.
pub fn postmaster_is_ready(cluster: &Path) -> bool {
    std::fs::read_to_string(cluster.join("postmaster.pid"))
        .is_ok_and(|text| text.lines().nth(7).is_some_and(|line| line.trim() == "ready"))
}

/// Ends the processes of a cluster whose postmaster is gone, and waits for them.
/// Returns false when some are still there.
pub fn end_orphans(cluster: &Path) -> bool {
    let deadline = Instant::now() + Duration::from_secs(ORPHAN_SECONDS_MAX);
    loop {
        let orphans = processes_of(cluster);
        if orphans.is_empty() {
            return true;
        }
        if Instant::now() > deadline {
            return false;
        }
        for pid in orphans {
            // SIGQUIT is PostgreSQL's own "leave at once": no clean-up that could touch shared state.
            signal(pid, libc::SIGQUIT);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Sends a signal; a process that is gone already is fine.
pub fn signal(pid: i32, number: i32) {
    // SAFETY: kill takes two numbers; callers pass the pid of one process, never 0 or a group.
    unsafe { libc::kill(pid, number) };
}

#[cfg(target_os = "linux")]
fn belongs(pid: i32, cluster: &Path) -> bool {
    std::fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|dir| dir == cluster) && !is_zombie(pid)
}

/// A zombie has no working directory any more, but keep to what the kernel says.
#[cfg(target_os = "linux")]
fn is_zombie(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('Z')))
}

#[cfg(not(target_os = "linux"))]
fn belongs(pid: i32, _: &Path) -> bool {
    // SAFETY: signal 0 only asks whether the process is there.
    unsafe { libc::kill(pid, 0) == 0 }
}

#[cfg(target_os = "linux")]
fn processes_of(cluster: &Path) -> Vec<i32> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str().and_then(|name| name.parse().ok()))
        .filter(|pid| belongs(*pid, cluster) && is_postgres(*pid))
        .collect()
}

/// Somebody's shell may stand in the cluster's directory; only the server's programs are ours to end.
#[cfg(target_os = "linux")]
fn is_postgres(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim_end() == "postgres")
}

#[cfg(not(target_os = "linux"))]
fn processes_of(_: &Path) -> Vec<i32> {
    Vec::new()
}
