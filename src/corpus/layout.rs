//! What an input is: one package, a directory of packages, an environment, or a file.
//!
//! 1. `node_modules`, `site-packages`, `dist-packages`, and `deps` beside a `mix.exs` are known by name.
//! 2. A directory with a manifest of its own, or a `.git`, is one package: what is nested in it belongs to it.
//! 3. A directory of which most child directories are packages is a directory of packages, also one level of grouping
//!    deeper (a registry's index directory, a scope). Each child directory is a package then, manifest or not; what lies
//!    beside them belongs to a local package named after the input.
//! 4. Anything else is one local package, but for a `site-packages` or `node_modules` directly in it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::discover::nothing_carved;
use super::filter::PathFilter;
use super::walk::TreeRules;

/// Files whose presence makes a directory a package, those of ecosystems whose manifests are not read included: such a
/// tree is one project, and local.
const PROJECT_FILES: [&str; 18] = [
    "Cargo.toml",
    "mix.exs",
    "hex_metadata.config",
    "rebar.config",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "PKG-INFO",
    "package.json",
    "go.mod",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "Gemfile",
    "composer.json",
    "CMakeLists.txt",
    "meson.build",
    "configure",
];

/// Files that only what a registry delivered has.
const PUBLISHED_FILES: [&str; 6] =
    [".cargo-ok", ".cargo-checksum.json", ".cargo_vcs_info.json", "hex_metadata.config", ".hex", "PKG-INFO"];

/// A directory (or file) to list, and what it becomes.
#[derive(Debug)]
pub(super) struct Tree {
    pub root: PathBuf,
    pub rules: TreeRules,
    pub shape: TreeShape,
    /// Directories below that are packages of their own.
    pub carved: Arc<HashSet<PathBuf>>,
}

/// What a tree becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeShape {
    /// One package.
    Package,
    /// As many packages as there are distributions.
    SitePackages,
    /// What lies beside the packages of a directory of packages.
    Leftovers,
    /// A single file.
    File,
}

/// Adds the trees of one input, an absolute path without symlinks.
pub(super) fn plan(input: &Path, filter: &PathFilter, trees: &mut Vec<Tree>) {
    if !input.is_dir() {
        trees.push(tree(input, TreeRules::Published, TreeShape::File, nothing_carved()));
    } else if !plan_environment(input, filter, trees) {
        let named_deps =
            name_of(input) == "deps" && input.parent().is_some_and(|p| p.join("mix.exs").is_file());
        let packages = match named_deps {
            true => Some(directories(input)),
            false if is_package(input) => return plan_project(input, filter, trees),
            false => grouped_packages(input),
        };
        match packages {
            Some(packages) => plan_packages(input, packages, filter, trees),
            None => plan_local(input, filter, trees),
        }
    }
}

/// Adds an input into which a package manager installs, if it is one.
fn plan_environment(input: &Path, filter: &PathFilter, trees: &mut Vec<Tree>) -> bool {
    match name_of(input) {
        "node_modules" => plan_packages(input, node_packages(input), filter, trees),
        "site-packages" | "dist-packages" => plan_site_packages(input, trees),
        _ if !is_package(input) && has_distributions(input) => plan_site_packages(input, trees),
        _ => return false,
    }
    true
}

/// Adds a tree without a manifest. Environments directly in it are that, and not part of it: a Python installation holds
/// its `site-packages` beside its standard library.
fn plan_local(input: &Path, filter: &PathFilter, trees: &mut Vec<Tree>) {
    let mut carved = HashSet::new();
    for child in directories(input) {
        let relative = Path::new(name_of(&child));
        let named = matches!(name_of(&child), "site-packages" | "dist-packages" | "node_modules");
        if named && !filter.excludes_below(relative) && plan_environment(&child, filter, trees) {
            carved.insert(child);
        }
    }
    plan_package(input, Arc::new(carved), trees);
}

/// Adds an input with a manifest. What npm installed into a package that it published is not part of it; what lies in a
/// work tree is, unless ignore rules say otherwise.
fn plan_project(input: &Path, filter: &PathFilter, trees: &mut Vec<Tree>) {
    let installed = input.join("node_modules");
    let nested = match rules_of(input) {
        TreeRules::Published => node_packages(&installed),
        TreeRules::WorkTree => Vec::new(),
    };
    let carved: Arc<HashSet<PathBuf>> = Arc::new(nested.iter().cloned().collect());
    plan_package(input, Arc::clone(&carved), trees);
    push_packages(input, nested, &carved, filter, trees);
}

fn plan_package(root: &Path, carved: Arc<HashSet<PathBuf>>, trees: &mut Vec<Tree>) {
    trees.push(tree(root, rules_of(root), TreeShape::Package, carved));
}

fn plan_site_packages(root: &Path, trees: &mut Vec<Tree>) {
    trees.push(tree(root, TreeRules::Published, TreeShape::SitePackages, nothing_carved()));
}

fn plan_packages(input: &Path, packages: Vec<PathBuf>, filter: &PathFilter, trees: &mut Vec<Tree>) {
    let carved: Arc<HashSet<PathBuf>> = Arc::new(packages.iter().cloned().collect());
    push_packages(input, packages, &carved, filter, trees);
    trees.push(tree(input, TreeRules::Published, TreeShape::Leftovers, carved));
}

fn push_packages(
    input: &Path,
    packages: Vec<PathBuf>,
    carved: &Arc<HashSet<PathBuf>>,
    filter: &PathFilter,
    trees: &mut Vec<Tree>,
) {
    // `--exclude` may name a package's directory too.
    let wanted =
        |root: &PathBuf| !root.strip_prefix(input).is_ok_and(|relative| filter.excludes_below(relative));
    for root in packages.into_iter().filter(wanted) {
        let rules = rules_of(&root);
        trees.push(tree(&root, rules, TreeShape::Package, Arc::clone(carved)));
    }
}

fn tree(root: &Path, rules: TreeRules, shape: TreeShape, carved: Arc<HashSet<PathBuf>>) -> Tree {
    Tree { root: root.to_path_buf(), rules, shape, carved }
}

/// The packages of a `node_modules`: with scopes, nested ones, and a store in `.pnpm`.
fn node_packages(input: &Path) -> Vec<PathBuf> {
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

/// The packages of a directory of packages, or `None` where it isn't one.
fn grouped_packages(input: &Path) -> Option<Vec<PathBuf>> {
    let children = directories(input);
    let packages = children.iter().filter(|child| is_package(child)).count();
    if packages * 2 > children.len() {
        return Some(expand_groups(children));
    }
    // A directory that holds only groups, as a registry's `src` does. One that has files of its own is a project.
    let only_groups = !children.is_empty()
        && !has_files(input)
        && children.iter().all(|child| is_package(child) || is_group(child));
    only_groups.then(|| expand_groups(children))
}

fn expand_groups(children: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut packages = Vec::new();
    for child in children {
        if !is_package(&child) && is_group(&child) {
            packages.extend(directories(&child));
        } else {
            packages.push(child);
        }
    }
    packages
}

fn is_group(directory: &Path) -> bool {
    let children = directories(directory);
    children.iter().filter(|child| is_package(child)).count() * 2 > children.len()
}

fn is_package(directory: &Path) -> bool {
    directory.join(".git").exists() || PROJECT_FILES.iter().any(|file| directory.join(file).is_file())
}

/// Whether ignore rules count. A checkout is a work tree, whatever else is in it.
fn rules_of(root: &Path) -> TreeRules {
    let installed = root.ancestors().skip(1).take(2).any(|a| name_of(a) == "node_modules");
    let published = installed || PUBLISHED_FILES.iter().any(|file| root.join(file).is_file());
    if published && !root.join(".git").exists() { TreeRules::Published } else { TreeRules::WorkTree }
}

fn has_distributions(directory: &Path) -> bool {
    directories(directory).iter().any(|child| name_of(child).ends_with(".dist-info"))
}

fn has_files(directory: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| {
        !entry.file_name().as_encoded_bytes().starts_with(b".")
            && entry.file_type().is_ok_and(|t| t.is_file())
    })
}

/// The child directories in order, without hidden ones and without symlinks. One that can't be read has none: the walk
/// is what reports it.
fn directories(directory: &Path) -> Vec<PathBuf> {
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
fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
