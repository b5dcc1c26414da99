//! Every limit, with its reason. Memory is a formula of these.

use std::time::Duration;

/// Source bytes that one extraction job takes on. A megabyte is about 30,000 lines and 0.2 s of work: long enough
/// that a chunk's COPY statements cost nothing, short enough that the last jobs of a run end together. On 2.5 M lines
/// of Rust two megabytes cost 90 MiB more at the peak and saved nothing above the noise.
pub const JOB_BYTES_MAX: u64 = 1 << 20;

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

/// Unit ids reserved at a time; a reservation is one short transaction.
pub const UNIT_ID_BLOCK: i64 = 4_096;

/// Memory of one job at its worst: a source file of the largest size with its tree (35 bytes a source byte) and flat
/// nodes, and the job's facts and encoded rows (about 12 bytes a source byte, measured).
pub const JOB_MEMORY_BYTES: u64 = 40 << 20;

/// Jobs beyond the workers, so that the connections have work while the workers extract.
pub const JOBS_AHEAD: usize = 1;

/// Events that wait for the publisher.
pub const EVENTS_MAX: usize = 64;

/// Chunks that wait for a loading connection.
pub const COPY_JOBS_MAX: usize = 1;

/// The default of `--memory`.
pub const MEMORY_BYTES: u64 = 384 << 20;

/// How often a version that another loader has claimed is looked at again.
pub const VERSION_LOCK_POLL: Duration = Duration::from_millis(100);

/// No `--max-file-size` goes beyond this: byte offsets are stored in 32 bits, and a parse takes 35 bytes a source byte.
pub const FILE_BYTES_CEILING: u64 = 256 << 20;

/// Milliseconds that one file's parse may take. The slowest honest file measured (wrong-language input, 2.7 s a
/// MB at the 1 MiB file limit) stays under it; what takes longer is garbage that would hold a core.
pub const PARSE_MS_MAX: u64 = 5_000;

/// Smallest mass of a fragment that is not a definition: below it, everything looks like everything.
pub const FRAGMENT_MASS_MIN: u32 = 8;

/// Largest mass of a fragment that is kept with terms; a subtree above it is a file's body, not a fragment.
pub const FRAGMENT_MASS_MAX: u32 = 2_000;

/// Distinct terms of one fragment, in order of first occurrence; what exceeds it says little more about it.
pub const FRAGMENT_TERMS_MAX: usize = 64;

/// Bytes of a string literal that becomes a `str:` term; longer ones are prose, not tokens.
pub const LITERAL_TERM_BYTES_MAX: usize = 40;

/// Bytes of a signature; longer ones are cut at a character.
pub const SIGNATURE_BYTES_MAX: usize = 500;

/// Bytes of a docstring; longer ones are cut at a character.
pub const DOCSTRING_BYTES_MAX: usize = 16 * 1024;

/// Definitions with one name and signature that are looked at before the first is taken to stand for all. It keeps the
/// cost of a file with thousands of them linear.
pub const ALTERNATIVES_MAX: usize = 32;

/// Segments of a path (`a.b.c`) that a rule follows; longer chains are computed receivers. It keeps the cost of a
/// 50,000-link chain linear.
pub const PATH_SEGMENTS_MAX: usize = 32;

/// Bytes of a method's name from which on it can be taken for the version's own, if no other has it.
pub const OWN_NAME_BYTES_MIN: usize = 8;

/// Values followed from one to the next (`a = b()`, `b = c.d()`) to know what a receiver is; a circle must end.
pub const VALUES_FOLLOWED_MAX: usize = 8;

/// Scopes climbed to find a name. Real code nests a few dozen; 50,000 nested blocks must not cost the square.
pub const SCOPES_CLIMBED_MAX: usize = 256;

/// Imports followed one through another to find what a name means. Real re-exports go
/// through a handful of files.
pub const LINK_DEPTH_MAX: usize = 48;

/// Times that a question which leads back to itself is answered anew before its answer is kept until the question that
/// led to it is answered.
pub const LINK_CIRCLES_AT_ONCE: u8 = 4;

/// Times that it is answered anew before its answer is kept for good.
pub const LINK_CIRCLES_MAX: u8 = 32;

/// Stars followed to find what one name means. Barrels of ten thousand icons are real.
pub const LINK_STARS_MAX: usize = 50_000;

/// Stars followed in all to link one version, about 5 s; beyond it stars bring in nothing, so that a hostile package
/// (every module a star of the next) ends.
pub const LINK_STARS_TOTAL_MAX: usize = 100_000_000;

/// Names that a manifest gives to a package's files. Icon sets export thousands by pattern, not one by one.
pub const ENTRY_POINTS_MAX: usize = 1_000;

/// Re-exports followed one through another to name what a package offers, and barrels of stars likewise. Two name what a
/// re-exported module re-exports; a prelude that re-exports its own parent would go on for ever.
pub const LINK_REEXPORTS_MAX: u8 = 2;

/// Names under which one version offers its symbols: ten times what the largest crate has; beyond it the rest is found
/// under no other name.
pub const LINK_OFFERS_MAX: usize = 500_000;

/// Names listed in all to find these; beyond it re-exports of everything bring in nothing.
pub const LINK_OFFERS_LOOKED_AT_MAX: usize = 10 * LINK_OFFERS_MAX;

/// Types that a type takes members from, all together; beyond it the rest is not asked.
pub const LINK_BASES_MAX: usize = 64;

/// Keys of one JSON, TOML or YAML file that become symbols: whole levels from the top, as long as they fit. Six of
/// seven such files have fewer; the rest are data (service models, lock files, tables of words), whose keys would be
/// three quarters of all. On 2,271 JSON files of 85 MB it keeps 285,000 of 1,126,000 keys.
pub const KEYS_MAX: usize = 1_000;

/// Levels of keys that become symbols. A path with more says nothing that its beginning doesn't; service models and
/// API descriptions, the deepest that people write, have six.
pub const KEY_DEPTH_MAX: usize = 8;

/// Calls, annotations and constants of one file that are kept for frameworks. The longest list of routes found has some
/// two thousand; a table of constants may be longer, and what comes after says nothing new.
pub const MARKS_MAX: usize = 10_000;

/// Bytes of a text or a path in them; a longer one is no path, queue or token.
pub const MARK_TEXT_BYTES_MAX: usize = 400;

/// Levels of lists and maps in an argument, and items of one.
pub const OPERAND_DEPTH_MAX: usize = 8;
pub const OPERAND_ITEMS_MAX: usize = 1_000;

/// Routers that are mounted one on another, and ways on which one router can be reached; a circle of mounts must end.
pub const ROUTER_DEPTH_MAX: usize = 16;
pub const ROUTER_PREFIXES_MAX: usize = 64;

/// Rounds in which routers are followed from function to function.
pub const ROUTER_ROUNDS_MAX: usize = 32;
