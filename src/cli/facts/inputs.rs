//! What was given on the command line, as package versions whose files have paths that the reader can use.
//!
//! A directory is what `index` makes of it. Files that are named one by one are one version together, as if the
//! directory that holds them all held nothing else: whoever names ten files of a tree wants them bound to each other.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::corpus::{DiscoverOptions, Discovery, Notice, discover, encode_path};
use crate::model::{PackageId, PackageVersion, SourceFile};

/// What the inputs hold.
pub(super) struct Found {
    pub versions: Vec<InputVersion>,
    pub failed: Vec<Notice>,
    pub warnings: Vec<Notice>,
}

/// A version to extract.
pub(super) struct InputVersion {
    pub version: PackageVersion,
    /// Comes before the version's own paths where a path is shown.
    pub prefix: Prefix,
}

/// How the files of a version are called in the output.
pub(super) enum Prefix {
    /// What comes before each path, with its slash.
    Directory(String),
    /// The files as given, in the order of the version's.
    Files(Vec<String>),
}

impl InputVersion {
    /// The path of one of the version's files as it is shown.
    pub fn shown(&self, file: usize) -> String {
        match &self.prefix {
            Prefix::Directory(prefix) => format!("{prefix}{}", self.version.files[file].path),
            Prefix::Files(given) => given[file].clone(),
        }
    }
}

/// An input and where it is.
struct Input {
    given: String,
    path: PathBuf,
}

/// Finds the versions in the inputs.
///
/// # Errors
/// Where an input is not there: nothing is printed then, or a missing file would look like one without facts.
pub(super) fn find(given: &[PathBuf]) -> Result<Found> {
    let (mut files, mut directories) = (Vec::new(), Vec::new());
    for one in given {
        let path = one.canonicalize().with_context(|| format!("could not read {}", one.display()))?;
        let input = Input { given: encode_path(one.as_os_str()).into_owned(), path };
        if input.path.is_dir() { &mut directories } else { &mut files }.push(input);
    }
    let paths: Vec<PathBuf> = directories.iter().map(|input| input.path.clone()).collect();
    let Discovery { versions, failed, warnings } = discover(&paths, &DiscoverOptions::default());
    let sole = given.len() == 1;
    let of_directory = |version: PackageVersion| InputVersion {
        prefix: Prefix::Directory(prefix_of(&version.root, &directories, sole)),
        version,
    };
    let mut versions: Vec<InputVersion> = versions.into_iter().map(of_directory).collect();
    versions.extend(version_of_files(&files));
    Ok(Found { versions, failed, warnings })
}

/// What stands before the paths of a version: the input that it was found under unless that is the only one, and the
/// way from there.
fn prefix_of(root: &Path, directories: &[Input], sole: bool) -> String {
    let holders = directories.iter().filter(|input| root.starts_with(&input.path));
    let Some(input) = holders.max_by_key(|input| input.path.components().count()) else {
        return String::new();
    };
    let mut prefix = String::new();
    if !sole && input.given != "." {
        prefix.push_str(input.given.trim_end_matches('/'));
        prefix.push('/');
    }
    let below = root.strip_prefix(&input.path).unwrap_or(Path::new(""));
    if !below.as_os_str().is_empty() {
        prefix.push_str(&encode_path(below.as_os_str()));
        prefix.push('/');
    }
    prefix
}

/// The files that were named one by one as one version, below the directory that holds them all.
fn version_of_files(inputs: &[Input]) -> Option<InputVersion> {
    let root = inputs.iter().filter_map(|input| input.path.parent()).reduce(common_directory)?;
    let mut files: Vec<(SourceFile, String)> = Vec::new();
    for input in inputs {
        let found = discover(std::slice::from_ref(&input.path), &DiscoverOptions::default());
        for version in found.versions {
            let below = version.root.strip_prefix(root).unwrap_or(Path::new(""));
            files.extend(version.files.into_iter().map(|mut file| {
                if !below.as_os_str().is_empty() {
                    file.path = format!("{}/{}", encode_path(below.as_os_str()), file.path);
                }
                (file, input.given.clone())
            }));
        }
    }
    files.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
    files.dedup_by(|(one, _), (other, _)| one.path == other.path);
    let (files, given): (Vec<SourceFile>, Vec<String>) = files.into_iter().unzip();
    let name = match files.as_slice() {
        [sole] => sole.path.clone(),
        _ => root.file_name().map_or_else(|| "root".to_owned(), |name| encode_path(name).into_owned()),
    };
    let id = PackageId { ecosystem: "local".to_owned(), name, version: "0".to_owned() };
    let version = PackageVersion { id, root: root.to_path_buf(), identity_source: "directory", files };
    Some(InputVersion { version, prefix: Prefix::Files(given) })
}

fn common_directory<'p>(one: &'p Path, other: &'p Path) -> &'p Path {
    one.ancestors().find(|ancestor| other.starts_with(ancestor)).unwrap_or(one)
}
