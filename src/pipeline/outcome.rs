//! How each file of a version fared: what the publisher needs to write its row and to link its unit.

use std::sync::Arc;

use crate::corpus::FileContent;
use crate::model::{Language, SkipReason};

/// Where a unit's row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitOrigin {
    /// This run extracts it; its row may still be on its way.
    ThisRun,
    /// It was in the database before.
    Stored,
}

/// The unit of a file.
#[derive(Clone, Debug)]
pub struct FileUnit {
    pub id: i64,
    pub origin: UnitOrigin,
    /// The encoded interface, where this file's job extracted it; otherwise it is read from the unit's row.
    pub interface: Option<Arc<[u8]>>,
}

/// A file after reading and extraction.
#[derive(Clone, Debug)]
pub struct FileOutcome {
    /// Position in the plan's versions.
    pub version: usize,
    /// Position in the version's files.
    pub file: usize,
    pub content: FileContent,
    pub bytes: u64,
    pub lines: u32,
    pub language: Option<Language>,
    /// The fingerprint of its language.
    pub fingerprint: Option<i64>,
    pub unit: Option<FileUnit>,
    /// Set where there is no unit.
    pub skip: Option<SkipReason>,
    pub generated: bool,
    pub minified: bool,
    pub lossy: bool,
}
