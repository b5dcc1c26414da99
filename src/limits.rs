//! Every bound of the program in one place, each with its unit, its reason and its measurement.
//!
//! Nothing here computes; a formula over these constants belongs to the stage that spends them.

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

/// Bytes of a name. A btree key holds 2,704; a longer name keeps its beginning and gets its hash as a suffix.
pub const NAME_BYTES_MAX: usize = 1_024;

/// Segments of a path (`a.b.c`) that a rule follows; longer chains are computed receivers. It keeps the cost of a
/// 50,000-link chain linear.
pub const PATH_SEGMENTS_MAX: usize = 32;

/// Scopes climbed to find a name. Real code nests a few dozen; 50,000 nested blocks must not cost the square.
pub const SCOPES_CLIMBED_MAX: usize = 256;
