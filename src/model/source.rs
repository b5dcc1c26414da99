//! Packages, versions and files as found, before anything is read from them.

use std::path::PathBuf;

use super::language::tags;

/// The identity of a package version.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PackageId {
    /// A purl type (`cargo`, `golang`, `maven`, `npm`, …), or `local`.
    pub ecosystem: String,
    /// Normalised as the registry does.
    pub name: String,
    /// The constant `0` for a tree without a version.
    pub version: String,
}

impl std::fmt::Display for PackageId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}@{}", self.ecosystem, self.name, self.version)
    }
}

/// A package version and where its files are.
#[derive(Clone, Debug)]
pub struct PackageVersion {
    pub id: PackageId,
    /// The directory that its files' paths are relative to. Several distributions of one `site-packages` share it.
    pub root: PathBuf,
    /// Where the identity was read from: `Cargo.toml`, `package.json`, …, or `directory`.
    pub identity_source: &'static str,
    /// In path order. Every file found is here, also those that are not indexed.
    pub files: Vec<SourceFile>,
}

/// A file as found: a regular file, a symlink, a special file, or a directory that could not be read.
///
/// It holds no location: that is the version's root and this path (`corpus::locate`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the package, with `/`; bytes that are not UTF-8 as `\xNN`, and a `\` that would read as such as
    /// `\x5C` (`corpus::encode_path`).
    pub path: String,
    /// Size on disk when it was found, 0 for what is not a regular file.
    pub bytes: u64,
    /// Set where the file will not be indexed and discovery already knows.
    pub skip: Option<SkipReason>,
    /// The path says that another project's code was copied in.
    pub vendored: bool,
}

tags! {
    /// Why a file has no facts.
    SkipReason {
        UnknownLanguage = 1 "unknown_language",
        TooLarge = 2 "too_large",
        Binary = 3 "binary",
        Timeout = 4 "timeout",
        Unreadable = 5 "unreadable",
        Symlink = 6 "symlink",
        Excluded = 7 "excluded",
        NotAFile = 8 "not_a_file",
    }
}

/// How a file fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatus {
    /// Its unit has its facts.
    Indexed,
    Skipped(SkipReason),
}
