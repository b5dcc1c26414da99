//! Where modules lie in a package: what the functions that name modules may see.

use std::collections::BTreeSet;

/// A package as far as module names depend on it.
#[derive(Clone, Debug, Default)]
pub struct PackageLayout {
    /// A purl type (`cargo`, `golang`, `maven`, `npm`, …), or `local`.
    pub ecosystem: String,
    /// The package's name as its manifest writes it.
    pub name: String,
    /// Every file, relative with `/`.
    pub paths: BTreeSet<String>,
    /// Names that its manifest gives to files, the best first: of npm packages below the package (empty for the package
    /// itself), of a crate the library's.
    pub entries: Vec<(String, String)>,
}

impl PackageLayout {
    /// Whether the package has this file.
    pub fn has_file(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether any file lies under this directory (`""` is the root; no trailing slash).
    pub fn has_directory(&self, directory: &str) -> bool {
        if directory.is_empty() {
            return !self.paths.is_empty();
        }
        let prefix = format!("{directory}/");
        self.paths.range(prefix.clone()..).next().is_some_and(|path| path.starts_with(&prefix))
    }
}

/// Where an import stands.
#[derive(Clone, Copy, Debug)]
pub struct ModuleContext<'a> {
    pub package: &'a PackageLayout,
    /// The module (or inner scope) whose text holds the import, as in qualified names.
    pub module: &'a str,
    /// The file's path in the package.
    pub path: &'a str,
}

/// What an import's source means, as far as its text and the package's layout say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleTarget {
    /// Modules of this package that it can name, most likely first; none need exist.
    Candidates(Vec<String>),
    /// Provably outside the package.
    External,
}
