//! What the files of a version decide together.

use super::kinds::{FactKind, Resolution};

/// One fact bound by its version: the outcome of linking. Indexes are positions among the version's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    /// The file whose fact this is.
    pub file: u32,
    pub fact: FactKind,
    /// The fact's ordinal in its unit.
    pub ordinal: u32,
    pub resolution: Resolution,
    /// The file it leads to; `None` where it leaves the version.
    pub target_file: Option<u32>,
    /// The symbol it leads to in that file's unit; `None` for a whole file.
    pub target_symbol: Option<u32>,
}
