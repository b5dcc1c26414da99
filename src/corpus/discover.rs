//! Inputs to package versions with their files: the order of the work, and what it gives.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::filter::PathFilter;
use super::layout::{Tree, TreeShape, plan};
use super::manifest::{DirectoryName, Identity, identify};
use super::path::{directory_name, encode_path};
use super::site_packages::split_distributions;
use super::walk::{TreeRules, Walked, source_file, walk};
use crate::model::{PackageId, PackageVersion};

/// The default of `--max-file-size`: above it nearly all files are generated or data, and parser memory (about 35 bytes
/// a source byte) times the workers is a memory bound.
pub const FILE_BYTES_MAX: u64 = 1 << 20;

/// The ecosystem of what has no manifest.
pub(super) const LOCAL: &str = "local";
/// The version of what has none.
pub(super) const NO_VERSION: &str = "0";

/// What is looked for.
#[derive(Clone, Debug)]
pub struct DiscoverOptions {
    /// `--include` and `--exclude`.
    pub filter: PathFilter,
    /// Files and directories whose names begin with a dot count too.
    pub hidden: bool,
    /// `.gitignore` counts for nothing.
    pub no_ignore: bool,
    /// Larger files are found and skipped.
    pub file_bytes_max: u64,
    /// The manifest to believe where a package has several.
    pub ecosystem: Option<String>,
    /// codelode's own data directory, never walked. Absolute and canonical.
    pub data_dir: Option<PathBuf>,
}

impl Default for DiscoverOptions {
    fn default() -> Self {
        Self {
            filter: PathFilter::default(),
            hidden: false,
            no_ignore: false,
            file_bytes_max: FILE_BYTES_MAX,
            ecosystem: None,
            data_dir: None,
        }
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Discovery {
    /// By identity, then by root. An identity may come more than once: see `group_duplicates`.
    pub versions: Vec<PackageVersion>,
    /// Inputs and packages that gave nothing.
    pub failed: Vec<Notice>,
    /// What was odd but did not stop anything, such as a manifest that is not valid.
    pub warnings: Vec<Notice>,
}

/// Something to tell about a path or package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    pub subject: String,
    pub reason: String,
}

/// Finds the package versions in `inputs`, and their files.
///
/// The result is the same for the same inputs, whatever their order and the number of threads.
#[must_use]
pub fn discover(inputs: &[PathBuf], options: &DiscoverOptions) -> Discovery {
    let mut discovery = Discovery::default();
    let mut trees = Vec::new();
    for input in resolve(inputs, &mut discovery.failed) {
        plan(&input, &options.filter, &mut trees);
    }
    let parts: Vec<Discovery> = trees.par_iter().map(|tree| discover_tree(tree, options)).collect();
    for part in parts {
        discovery.versions.extend(part.versions);
        discovery.failed.extend(part.failed);
        discovery.warnings.extend(part.warnings);
    }
    discovery.versions.sort_by(|a, b| (&a.id, &a.root).cmp(&(&b.id, &b.root)));
    discovery.versions.dedup_by(|a, b| a.id == b.id && a.root == b.root && a.files == b.files);
    discovery.failed.sort();
    discovery.warnings.sort();
    discovery.warnings.dedup();
    discovery
}

/// The places in `versions` that share an identity, two or more in each group. `versions` must be in discovery's order.
///
/// Which of them are equal only their content sums can say: equal ones collapse, different ones are an error that names
/// both roots.
#[must_use]
pub fn group_duplicates(versions: &[PackageVersion]) -> Vec<std::ops::Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    for run in versions.chunk_by(|a, b| a.id == b.id) {
        if run.len() > 1 {
            groups.push(start..start + run.len());
        }
        start += run.len();
    }
    groups
}

/// Absolute inputs without repetition. What was named is followed, also where it is a symlink.
fn resolve(inputs: &[PathBuf], failed: &mut Vec<Notice>) -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let mut resolved = Vec::new();
    for input in inputs {
        match input.canonicalize() {
            Ok(path) if seen.insert(path.clone()) => resolved.push(path),
            Ok(_) => {}
            Err(error) => failed.push(notice(input, &error.to_string())),
        }
    }
    resolved
}

fn discover_tree(tree: &Tree, options: &DiscoverOptions) -> Discovery {
    let mut part = Discovery::default();
    if let TreeShape::File = tree.shape {
        part.versions.push(file_version(&tree.root, options));
        return part;
    }
    match walk(&tree.root, tree.rules, &tree.carved, options) {
        Ok(walked) => part = versions_of(tree, walked, options),
        Err(error) => part.failed.push(notice(&tree.root, &error.to_string())),
    }
    part
}

fn versions_of(tree: &Tree, walked: Walked, options: &DiscoverOptions) -> Discovery {
    let Walked { files, warnings } = walked;
    let mut part = Discovery { warnings, ..Discovery::default() };
    let unowned = match tree.shape {
        TreeShape::Package => {
            let mut name = DirectoryName::of(&tree.root, tree.rules == TreeRules::Published);
            if let Some(installed) = &tree.installed {
                part.warnings.extend(installed.problem.clone());
                if let Some((installed, version)) = installed.identity_of(&tree.root) {
                    name.set_installed(installed, version);
                }
            }
            let identity = identify(&tree.root, &name, options.ecosystem.as_deref(), &mut part.warnings);
            let Identity { id, source } = identity;
            part.versions.push(PackageVersion {
                id,
                root: tree.root.clone(),
                identity_source: source,
                files,
            });
            return part;
        }
        TreeShape::SitePackages => {
            let split = split_distributions(&tree.root, files, &mut part.warnings);
            part.versions = split.versions;
            split.unowned
        }
        TreeShape::Leftovers | TreeShape::File => files,
    };
    // What lies beside the packages belongs to none of them, but is found and so has a row.
    if !unowned.is_empty() {
        let id = local_id(directory_name(&tree.root));
        part.versions.push(PackageVersion {
            id,
            root: tree.root.clone(),
            identity_source: "directory",
            files: unowned,
        });
    }
    part
}

/// A file that was named as an input is a package of one file, named as the file.
fn file_version(path: &Path, options: &DiscoverOptions) -> PackageVersion {
    let name = path.file_name().unwrap_or_default();
    let file = source_file(Path::new(name), path.symlink_metadata().ok().as_ref(), options);
    PackageVersion {
        id: local_id(encode_path(name).into_owned()),
        root: path.parent().unwrap_or(path).to_path_buf(),
        identity_source: "directory",
        files: vec![file],
    }
}

pub(super) fn local_id(name: String) -> PackageId {
    PackageId { ecosystem: LOCAL.to_owned(), name, version: NO_VERSION.to_owned() }
}

pub(super) fn notice(path: &Path, reason: &str) -> Notice {
    Notice { subject: path.display().to_string(), reason: reason.to_owned() }
}

/// No directory is a package of its own.
pub(super) fn nothing_carved() -> Arc<HashSet<PathBuf>> {
    Arc::new(HashSet::new())
}
