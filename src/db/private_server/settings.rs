//! The private server's configuration: for bulk loads on a small machine, with nothing unsafe.

use std::fmt::Write as _;
use std::path::Path;

/// What codelode's own configuration file says, as (name, value). `postgresql.conf` includes it, so
/// that a line after the include wins. What is given on starting (the socket) is not here.
const SETTINGS: [(&str, &str); 22] = [
    // Nobody but this machine's user, through the socket alone.
    ("listen_addresses", "''"),
    ("unix_socket_permissions", "0700"),
    ("max_connections", "60"),
    // Safe always: a killed server or machine loses nothing that was committed.
    ("fsync", "on"),
    ("full_page_writes", "on"),
    // No replica reads this WAL, and tables filled in the transaction that makes them need none.
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("archive_mode", "off"),
    // A load writes gigabytes once: few checkpoints, long and even ones.
    ("max_wal_size", "4GB"),
    ("min_wal_size", "256MB"),
    ("checkpoint_timeout", "15min"),
    ("wal_buffers", "16MB"),
    // The operating system's cache does the rest; measured, more gains nothing on two cores.
    ("shared_buffers", "256MB"),
    // Measured: btree builds are faster with 16 to 64 MB than with 2 GB.
    ("maintenance_work_mem", "64MB"),
    ("work_mem", "32MB"),
    // An index made for equality look-ups on a local disk: the planner should use it.
    ("random_page_cost", "1.1"),
    ("effective_io_concurrency", "16"),
    // Compiling a query costs more than the short ones that codelode asks.
    ("jit", "off"),
    ("autovacuum", "on"),
    ("timezone", "'UTC'"),
    ("log_timezone", "'UTC'"),
    ("log_checkpoints", "off"),
];

/// The line that makes `postgresql.conf` read our file.
pub const INCLUDE: &str = "\n# codelode's settings; it writes that file at each start. A line below this one wins over them.\n\
     include_if_exists = 'codelode.conf'\n";

/// Parallel queries share hash tables of up to a few hundred MB there; a container has 64 MB.
const SHARED_MEMORY_BYTES_MIN: u64 = 512 << 20;

/// Is the shared memory file system too small for parallel queries? Only Linux has one.
#[allow(clippy::useless_conversion, reason = "these numbers are 32 bits wide on some systems")]
pub fn lacks_shared_memory() -> bool {
    let mut room = std::mem::MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: the path is NUL-terminated, and statvfs fills the buffer when it returns 0.
    let bytes = unsafe {
        match libc::statvfs(c"/dev/shm".as_ptr(), room.as_mut_ptr()) {
            0 => {
                let room = room.assume_init();
                Some(u64::from(room.f_blocks).saturating_mul(room.f_frsize.into()))
            }
            _ => None,
        }
    };
    cfg!(target_os = "linux") && bytes.is_none_or(|bytes| bytes < SHARED_MEMORY_BYTES_MIN)
}

/// The text of `codelode.conf`. `lz4` says whether this server can compress with it, and
/// `shared_memory` whether the system has enough of that.
pub fn text(lz4: bool, shared_memory: bool) -> String {
    let mut text =
        String::from("# Written by codelode at each start. Put your own settings in postgresql.conf.\n");
    for (name, value) in SETTINGS {
        let _ = writeln!(text, "{name} = {value}");
    }
    if lz4 {
        // Measured on source text: 2.4 s a GB instead of 10.3 with pglz.
        text.push_str("default_toast_compression = lz4\n");
    }
    if !shared_memory {
        // Files in the data directory instead: slower, but a query does not fail.
        text.push_str("dynamic_shared_memory_type = mmap\n");
    }
    text
}

/// A path as one element of a list setting: in double quotes (it may hold commas), inside single ones.
pub fn quote_path(path: &Path) -> String {
    format!("'\"{}\"'", path.display().to_string().replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_is_named_where_the_server_has_it() {
        assert!(text(true, true).contains("lz4"));
        assert!(!text(false, true).contains("lz4"));
        assert!(text(false, false).contains("fsync = on\n"));
        assert!(text(false, false).contains("mmap") && !text(false, true).contains("mmap"));
    }
}
