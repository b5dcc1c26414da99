//! What an input is: one package, a directory of packages, an environment, or a file.
//!
//! 1. `node_modules`, `site-packages`, `dist-packages`, and `deps` beside a `mix.exs` are known by name; Go's module cache,
//!    a gem home's `gems` and Composer's `vendor` by name and by what lies around them.
//! 2. A directory with a manifest of its own, or a `.git`, is one package: what is nested in it belongs to it.
//! 3. A directory of which most child directories are packages is a directory of packages, also one level of grouping
//!    deeper (a registry's index directory, a scope). Each child directory is a package then, manifest or not; what lies
//!    beside them belongs to a local package named after the input.
//! 4. Anything else is one local package, but for a `site-packages`, `node_modules`, `gems` or `pkg/mod`
//!    directly in it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::discover::nothing_carved;
use super::filter::PathFilter;
use super::installed::{
    InstalledList, directories, installed_packages, is_gem_home, is_installed, name_of, node_packages,
};
use super::walk::TreeRules;

/// Files whose presence makes a directory a package, those of build systems that give no identity included: such a tree
/// is one project, and local.
const PROJECT_FILES: [&str; 26] = [
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
    "settings.gradle",
    "settings.gradle.kts",
    "build.sbt",
    "Gemfile",
    "composer.json",
    "Package.swift",
    "debian/changelog",
    "CMakeLists.txt",
    "meson.build",
    "configure",
    "configure.ac",
    "configure.in",
    "erlang.mk",
];

/// The same, where the file is called as the package.
const PROJECT_FILE_ENDINGS: [&str; 5] = [".gemspec", ".csproj", ".nuspec", ".sln", ".rockspec"];

/// What package managers call the directories into which they install. What lies around them decides, as far as a name
/// may mean something else too.
const ENVIRONMENTS: [&str; 5] = ["site-packages", "dist-packages", "node_modules", "gems", "mod"];

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
    /// What the installer that put it there says about it.
    pub installed: Option<Arc<InstalledList>>,
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
            // Its specifications are no package, as those in a project are.
            false if is_gem_home(input) => None,
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
    let named_site_packages = matches!(name_of(input), "site-packages" | "dist-packages");
    if let Some(packages) = installed_packages(input) {
        plan_packages(input, packages, filter, trees);
    } else if named_site_packages || (!is_package(input) && has_distributions(input)) {
        plan_site_packages(input, trees);
    } else {
        return false;
    }
    true
}

/// Adds a tree without a manifest. Environments directly in it are that, and not part of it: a Python installation holds
/// its `site-packages` beside its standard library.
fn plan_local(input: &Path, filter: &PathFilter, trees: &mut Vec<Tree>) {
    let mut carved = HashSet::new();
    for child in directories(input) {
        let relative = Path::new(name_of(&child));
        if ENVIRONMENTS.contains(&name_of(&child))
            && !filter.excludes_below(relative)
            && plan_environment(&child, filter, trees)
        {
            carved.insert(child);
        }
    }
    if carved.is_empty() {
        plan_package(input, Arc::new(carved), trees);
    } else {
        trees.push(tree(input, rules_of(input), TreeShape::Leftovers, Arc::new(carved)));
    }
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
    let installed = InstalledList::around(root).map(Arc::new);
    trees.push(Tree { installed, ..tree(root, rules_of(root), TreeShape::Package, carved) });
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
    // They lie in one directory, so that one list is about all of them.
    let installed = packages.first().and_then(|root| InstalledList::around(root)).map(Arc::new);
    for root in packages.into_iter().filter(wanted) {
        let tree = tree(&root, rules_of(&root), TreeShape::Package, Arc::clone(carved));
        trees.push(Tree { installed: installed.clone(), ..tree });
    }
}

fn tree(root: &Path, rules: TreeRules, shape: TreeShape, carved: Arc<HashSet<PathBuf>>) -> Tree {
    Tree { root: root.to_path_buf(), rules, shape, carved, installed: None }
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
        && !has_file(input, |_| true)
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
    directory.join(".git").exists()
        || PROJECT_FILES.iter().any(|file| directory.join(file).is_file())
        || has_project_file_by_ending(directory)
}

fn has_project_file_by_ending(directory: &Path) -> bool {
    has_file(directory, |name| PROJECT_FILE_ENDINGS.iter().any(|ending| name.ends_with(ending)))
        || has_file(&directory.join("src"), |name| name.ends_with(".app.src"))
        || has_file(&directory.join("ebin"), |name| name.ends_with(".app"))
}

/// Whether ignore rules count. A checkout is a work tree, whatever else is in it.
fn rules_of(root: &Path) -> TreeRules {
    let published = is_installed(root) || PUBLISHED_FILES.iter().any(|file| root.join(file).is_file());
    if published && !root.join(".git").exists() { TreeRules::Published } else { TreeRules::WorkTree }
}

fn has_distributions(directory: &Path) -> bool {
    directories(directory).iter().any(|child| name_of(child).ends_with(".dist-info"))
}

/// Whether the directory holds a file, not a hidden one, with such a name.
fn has_file(directory: &Path, wanted: impl Fn(&str) -> bool) -> bool {
    let Ok(entries) = std::fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        !name.as_encoded_bytes().starts_with(b".")
            && wanted(&name.to_string_lossy())
            && entry.file_type().is_ok_and(|t| t.is_file())
    })
}
