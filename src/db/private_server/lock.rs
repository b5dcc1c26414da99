//! The lock under which a private server is made, started and stopped: one process at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::model::{Class, Explain};

/// Whoever holds the lock may be waiting for a crash recovery, which reads gigabytes of WAL.
const WAIT_SECONDS_MAX: u64 = 11 * 60;
const RETRY_MILLISECONDS: u64 = 50;

/// Held until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Waits for the lock on this file, making the file where it is missing.
    ///
    /// # Errors
    /// The file can't be opened, or somebody held the lock for eleven minutes.
    pub fn take(path: &Path) -> Result<Lock> {
        // Opened for reading where it exists: root's file serves the server's account too. No link is
        // followed, because as root we are in somebody else's directory.
        let open = |create: bool| {
            OpenOptions::new()
                .read(true)
                .write(create)
                .create_new(create)
                .mode(0o644)
                .custom_flags(libc::O_NOFOLLOW)
                .open(path)
        };
        let file = open(false)
            .or_else(|_| open(true))
            .or_else(|_| open(false))
            .with_context(|| format!("could not open the lock file {}", path.display()))
            .class(Class::Database)?;
        let deadline = Instant::now() + Duration::from_secs(WAIT_SECONDS_MAX);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(RETRY_MILLISECONDS));
                }
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("could not lock {}", path.display()))
                        .class(Class::Database)
                        .hint("another codelode is starting or stopping this server");
                }
            }
        }
    }
}
