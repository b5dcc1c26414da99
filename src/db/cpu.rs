//! The server's CPU time, read from the kernel where the server runs on this machine.
//!
//! A backend's time shows in its parent only after it has exited, so live children are added up beside what
//! the postmaster has already waited for.

use std::fs;

use anyhow::Result;
use tokio_postgres::Client;

/// The server's postmaster as this machine's kernel knows it.
#[derive(Clone, Copy, Debug)]
pub struct ServerProcess {
    postmaster: u32,
}

/// The fields of `/proc/PID/stat` that matter here; times in clock ticks.
struct ProcessStat {
    parent: u32,
    own_ticks: u64,
    waited_ticks: u64,
}

fn read_stat(pid: u32) -> Option<(String, ProcessStat)> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command name stands in brackets and may hold spaces: fields are counted after the last bracket.
    let (head, tail) = text.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    let fields: Vec<&str> = tail.split_whitespace().collect();
    let number = |index: usize| fields.get(index).and_then(|field| field.parse::<u64>().ok());
    let stat = ProcessStat {
        parent: number(1)? as u32,
        own_ticks: number(11)? + number(12)?,
        waited_ticks: number(13)? + number(14)?,
    };
    Some((name, stat))
}

impl ServerProcess {
    /// The server behind a connection; `None` where it is on another machine or the kernel tells nothing.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn find(client: &Client) -> Result<Option<Self>> {
        let row = client
            .query_one("select pg_backend_pid(), inet_server_addr() is null or inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() = '::1'", &[])
            .await?;
        let (pid, local): (i32, bool) = (row.get(0), row.get(1));
        let found = local.then(|| read_stat(pid as u32)).flatten();
        Ok(found
            .filter(|(name, _)| name.starts_with("postgres"))
            .map(|(_, stat)| Self { postmaster: stat.parent }))
    }

    /// CPU seconds of the postmaster and all its children, dead and alive.
    pub fn cpu_seconds(self) -> Option<f64> {
        let (_, postmaster) = read_stat(self.postmaster)?;
        let mut ticks = postmaster.own_ticks + postmaster.waited_ticks;
        for entry in fs::read_dir("/proc").ok()?.flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
                continue;
            };
            if let Some((_, stat)) = read_stat(pid)
                && stat.parent == self.postmaster
            {
                ticks += stat.own_ticks + stat.waited_ticks;
            }
        }
        // SAFETY: sysconf takes a constant and touches no memory of ours.
        let per_second = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
        (per_second > 0).then(|| ticks as f64 / per_second as f64)
    }
}
