//! Directories into which package managers put packages: which directories in them are one, and what they are called.
//!
//! `node_modules`, Go's module cache (`pkg/mod`), a gem home's `gems`, and Composer's `vendor`. Python's `site-packages`
//! mixes the files of its packages and has a module of its own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::discover::{Notice, notice};
use super::manifest::{cached_module, installed_versions};

/// What an installer's own list says about the packages beside it.
#[derive(Debug, Default)]
pub(super) struct InstalledList {
    versions: HashMap<String, String>,
    /// Why it could not be read.
    pub problem: Option<Notice>,
}

impl InstalledList {
    /// The list of the Composer `vendor` that holds the package in `root`, if one does.
    pub(super) fn around(root: &Path) -> Option<Self> {
        composer_vendor(root).map(Self::read)
    }

    fn read(vendor: &Path) -> Self {
        let list = vendor.join(COMPOSER_LIST);
        match installed_versions(&list) {
            Ok(versions) => Self { versions, problem: None },
            Err(reason) => Self { versions: HashMap::new(), problem: Some(notice(&list, &reason)) },
        }
    }

    /// The name and version of the package in `vendor/<owner>/<name>`.
    pub(super) fn identity_of(&self, root: &Path) -> Option<(String, Option<&str>)> {
        let name = format!("{}/{}", name_of(root.parent()?), name_of(root)).to_lowercase();
        let version = self.versions.get(&name).map(String::as_str);
        Some((name, version))
    }
}

const COMPOSER_LIST: &str = "composer/installed.json";

/// The packages of an input into which a package manager installs, or `None` where it isn't one.
pub(super) fn installed_packages(input: &Path) -> Option<Vec<PathBuf>> {
    if name_of(input) == "node_modules" {
        Some(node_packages(input))
    } else if is_gems(input) {
        Some(directories(input))
    } else if is_vendor(input) {
        Some(composer_packages(input))
    } else if is_in_module_cache(input) {
        Some(cached_modules(input))
    } else {
        None
    }
}

/// Whether a package manager put this package where it is.
pub(super) fn is_installed(root: &Path) -> bool {
    root.ancestors().skip(1).take(2).any(|above| name_of(above) == "node_modules")
        || root.parent().is_some_and(is_gems)
        || cached_module(root).is_some()
        || composer_vendor(root).is_some()
}

/// The packages of a `node_modules`: with scopes, nested ones, and a store in `.pnpm`.
pub(super) fn node_packages(input: &Path) -> Vec<PathBuf> {
    let mut packages = Vec::new();
    let mut open = vec![input.to_path_buf()];
    while let Some(directory) = open.pop() {
        for child in directories_with_hidden(&directory) {
            let name = name_of(&child);
            if name == ".pnpm" {
                open.extend(
                    directories_with_hidden(&child).into_iter().map(|entry| entry.join("node_modules")),
                );
            } else if name.starts_with('@') && name_of(&directory) == "node_modules" {
                open.push(child);
            } else if !name.starts_with('.') && child.join("package.json").is_file() {
                open.push(child.join("node_modules"));
                packages.push(child);
            }
        }
    }
    packages.sort();
    packages
}

/// `gems` in a gem home, with the specifications beside it.
fn is_gems(directory: &Path) -> bool {
    name_of(directory) == "gems" && directory.parent().is_some_and(is_gem_home)
}

/// A directory such as `/var/lib/gems/3.1.0`.
pub(super) fn is_gem_home(directory: &Path) -> bool {
    directory.join("gems").is_dir() && directory.join("specifications").is_dir()
}

fn is_vendor(directory: &Path) -> bool {
    name_of(directory) == "vendor" && directory.join(COMPOSER_LIST).is_file()
}

/// The `vendor` in which Composer has put the package in `root`.
fn composer_vendor(root: &Path) -> Option<&Path> {
    root.parent()?.parent().filter(|vendor| is_vendor(vendor))
}

/// `vendor/<owner>/<name>`. Composer's own files lie where packages of an owner of that name would.
fn composer_packages(vendor: &Path) -> Vec<PathBuf> {
    let owners = directories(vendor).into_iter().filter(|owner| name_of(owner) != "bin");
    let packages = owners.flat_map(|owner| {
        let mut packages = directories(&owner);
        packages.retain(|p| name_of(&owner) != "composer" || p.join("composer.json").is_file());
        packages
    });
    packages.collect()
}

/// Whether the directory is Go's module cache or lies in it, above the modules.
fn is_in_module_cache(directory: &Path) -> bool {
    let in_cache = directory.ancestors().any(|above| above.ends_with("pkg/mod"));
    in_cache && !directory.ancestors().any(|above| cached_module(above).is_some())
}

/// The modules of the module cache, which lie as deep as their paths are long.
fn cached_modules(input: &Path) -> Vec<PathBuf> {
    let mut modules = Vec::new();
    let mut open = vec![input.to_path_buf()];
    while let Some(directory) = open.pop() {
        for child in directories(&directory) {
            if cached_module(&child).is_some() {
                modules.push(child);
            } else if !child.ends_with("pkg/mod/cache") {
                open.push(child);
            }
        }
    }
    modules.sort();
    modules
}

/// The child directories in order, without hidden ones and without symlinks. One that can't be read has none: the walk
/// is what reports it.
pub(super) fn directories(directory: &Path) -> Vec<PathBuf> {
    let mut children = directories_with_hidden(directory);
    children.retain(|child| !child.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b".")));
    children
}

fn directories_with_hidden(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut children: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir()))
        .map(|entry| entry.path())
        .collect();
    children.sort();
    children
}

/// The name where it is text; no rule here is about a name that isn't.
pub(super) fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
