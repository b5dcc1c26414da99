//! Every limit, with its reason. Memory is a formula of these.

use std::time::Duration;

/// Source bytes that one extraction job takes on. Two megabytes are about 60,000 lines and 0.4 s of work: long
/// enough that a chunk's COPY statements cost nothing, short enough that the last jobs of a run end together.
pub const JOB_BYTES_MAX: u64 = 2 << 20;

/// The smallest job, so that a small input still spreads over all workers.
pub const JOB_BYTES_MIN: u64 = 64 << 10;

/// Files of one job, so that a million empty files do not make one job.
pub const JOB_FILES_MAX: usize = 2_000;

/// Names longer than this are shortened to a prefix and a hash: a btree key holds at most 2,704 bytes.
pub const NAME_BYTES_MAX: usize = 1_000;

/// Bytes of one block handed to a COPY; MEASURED.md: 64 KB to 1 MB is the flat bottom.
pub const COPY_BLOCK_BYTES: usize = 256 << 10;

/// Keys asked for in one look-up of existing units.
pub const UNIT_LOOKUP_KEYS_MAX: usize = 2_000;

/// Versions published in one transaction, so that it stays short.
pub const PUBLISH_VERSIONS_MAX: usize = 64;

/// Files published in one transaction (unless one version alone has more).
pub const PUBLISH_FILES_MAX: usize = 20_000;

/// Tries of a short transaction that met a deadlock before the error is reported.
pub const RETRIES_MAX: u32 = 6;

/// The pause before the second try; it doubles with each.
pub const RETRY_PAUSE: Duration = Duration::from_millis(50);

/// Memory of one entry of an id map: a 16-byte key, a 4- or 8-byte id, and the table's slack of up to one half.
pub const ID_MAP_ENTRY_BYTES: u64 = 48;
