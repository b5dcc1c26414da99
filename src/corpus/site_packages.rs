//! An environment's `site-packages`: which distribution each file belongs to.
//!
//! A distribution's `RECORD` (or `installed-files.txt`) says so. One without such a list owns what `top_level.txt` names,
//! or what is called as it is. Compiled caches belong to whoever owns their source, and metadata directories to their
//! distribution. What has no owner is returned, not dropped.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

use super::discover::{NO_VERSION, Notice, notice};
use super::manifest::{Headers, normal_name, parse_headers};
use super::path::encode_path;
use crate::model::{PackageId, PackageVersion, SourceFile};

/// The largest lists of installed files, of machine learning frameworks, are about 3 MB.
const LIST_BYTES_MAX: u64 = 64 << 20;

/// Files by distribution.
pub(super) struct Split {
    pub versions: Vec<PackageVersion>,
    pub unowned: Vec<SourceFile>,
}

/// A distribution's metadata, and what says which files are its own.
struct Distribution {
    id: PackageId,
    source: &'static str,
    /// `name-1.0.dist-info` or `name-1.0.egg-info`, a directory or a file. Debian's packages have both.
    metadata: Vec<String>,
    /// Paths relative to `site-packages`.
    recorded: Vec<String>,
    /// Top-level modules and packages, where there is no list of files.
    top_level: Vec<String>,
}

/// Gives each file under `root`, in path order, to its distribution.
pub(super) fn split_distributions(root: &Path, files: Vec<SourceFile>, warnings: &mut Vec<Notice>) -> Split {
    let distributions = read_distributions(root, warnings);
    let owners = Owners::new(&distributions);
    let mut owned: Vec<Vec<SourceFile>> = distributions.iter().map(|_| Vec::new()).collect();
    let mut unowned = Vec::new();
    for file in files {
        match owners.of(&file.path) {
            Some(index) => owned[index].push(file),
            None => unowned.push(file),
        }
    }
    let versions = distributions
        .into_iter()
        .zip(owned)
        .map(|(distribution, files)| PackageVersion {
            id: distribution.id,
            root: root.to_path_buf(),
            identity_source: distribution.source,
            files,
        })
        .collect();
    Split { versions, unowned }
}

/// Which distribution owns what, as its place in the list. The first in name order wins where two claim the same.
struct Owners<'a> {
    files: HashMap<&'a str, usize>,
    /// Top-level names: metadata, and modules of distributions without a list.
    top_level: HashMap<&'a str, usize>,
}

impl<'a> Owners<'a> {
    fn new(distributions: &'a [Distribution]) -> Self {
        let mut owners = Self { files: HashMap::new(), top_level: HashMap::new() };
        for (index, distribution) in distributions.iter().enumerate() {
            owners.top_level.extend(distribution.metadata.iter().map(|name| (name.as_str(), index)));
            for path in &distribution.recorded {
                owners.files.entry(path).or_insert(index);
            }
        }
        for (index, distribution) in distributions.iter().enumerate() {
            for name in &distribution.top_level {
                owners.top_level.entry(name).or_insert(index);
            }
        }
        owners
    }

    fn of(&self, path: &str) -> Option<usize> {
        let source = cached_source(path);
        let path = source.as_deref().unwrap_or(path);
        let top = path.split('/').next().unwrap_or(path);
        let module = if path.contains('/') { top } else { top.split('.').next().unwrap_or(top) };
        let by_name = || self.top_level.get(top).or_else(|| self.top_level.get(module));
        self.files.get(path).or_else(by_name).copied()
    }
}

/// `a/__pycache__/b.cpython-312.pyc` was compiled from `a/b.py`.
fn cached_source(path: &str) -> Option<String> {
    let (directory, file) = path.rsplit_once('/').unwrap_or(("", path));
    let parent = directory.strip_suffix("__pycache__")?;
    let module = file.split('.').next()?;
    file.ends_with(".pyc").then(|| format!("{parent}{module}.py"))
}

fn read_distributions(root: &Path, warnings: &mut Vec<Notice>) -> Vec<Distribution> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let mut distributions: Vec<Distribution> = Vec::new();
    let mut places: HashMap<PackageId, usize> = HashMap::new();
    for name in &names {
        let Some(found) = read_distribution(root, &encode_path(name), warnings) else { continue };
        match places.get(&found.id) {
            Some(place) => {
                let known = &mut distributions[*place];
                known.metadata.extend(found.metadata);
                known.recorded.extend(found.recorded);
                known.top_level.extend(found.top_level);
            }
            None => {
                places.insert(found.id.clone(), distributions.len());
                distributions.push(found);
            }
        }
    }
    distributions
}

fn read_distribution(root: &Path, name: &str, warnings: &mut Vec<Notice>) -> Option<Distribution> {
    let (stem, file) = match (name.strip_suffix(".dist-info"), name.strip_suffix(".egg-info")) {
        (Some(stem), _) => (stem, "METADATA"),
        (_, Some(stem)) => (stem, "PKG-INFO"),
        _ => return None,
    };
    let directory = root.join(name);
    let (metadata, source) =
        if directory.is_dir() { (directory.join(file), file) } else { (directory.clone(), file) };
    let headers = match read_list(&metadata) {
        Some(text) => parse_headers(&text),
        None => {
            warnings.push(notice(&metadata, "can't be read; the distribution is named after its directory"));
            Headers::default()
        }
    };
    let (stem_name, stem_version) = match stem.split_once('-') {
        // An egg's directory may go on with the interpreter's version.
        Some((name, version)) => (name, Some(version.split("-py").next().unwrap_or(version))),
        None => (stem, None),
    };
    let source = if headers.name.is_some() { source } else { "directory" };
    let package = normal_name(headers.name.as_deref().unwrap_or(stem_name));
    let version = headers.version.as_deref().or(stem_version).unwrap_or(NO_VERSION).to_owned();
    let recorded = recorded_files(&directory, name);
    let top_level = if recorded.is_empty() { top_level_names(&directory, &package) } else { Vec::new() };
    let id = PackageId { ecosystem: "pypi".to_owned(), name: package, version };
    Some(Distribution { id, source, metadata: vec![name.to_owned()], recorded, top_level })
}

/// The files that a distribution's own list names, relative to `site-packages`.
fn recorded_files(directory: &Path, name: &str) -> Vec<String> {
    if let Some(record) = read_list(&directory.join("RECORD")) {
        return record.lines().filter_map(first_field).collect();
    }
    let Some(installed) = read_list(&directory.join("installed-files.txt")) else { return Vec::new() };
    // These are relative to the metadata directory.
    let relative = |line: &str| match line.trim().strip_prefix("../") {
        Some(path) => path.to_owned(),
        None => format!("{name}/{}", line.trim()),
    };
    installed.lines().filter(|line| !line.trim().is_empty()).map(relative).collect()
}

/// The first field of a line of CSV.
fn first_field(line: &str) -> Option<String> {
    let Some(quoted) = line.strip_prefix('"') else {
        return line.split(',').next().filter(|field| !field.is_empty()).map(str::to_owned);
    };
    let mut field = String::new();
    let mut rest = quoted;
    loop {
        let (text, after) = rest.split_once('"')?;
        field.push_str(text);
        match after.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => return Some(field),
        }
    }
}

fn top_level_names(directory: &Path, package: &str) -> Vec<String> {
    match read_list(&directory.join("top_level.txt")) {
        Some(text) => {
            text.lines().map(|line| line.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        }
        None => vec![package.replace('-', "_"), package.to_owned()],
    }
}

fn read_list(path: &Path) -> Option<String> {
    if !path.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path).ok()?.take(LIST_BYTES_MAX).read_to_end(&mut bytes).ok()?;
    Some(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_record_may_be_quoted() {
        assert_eq!(first_field("a/b.py,sha256=x,12").as_deref(), Some("a/b.py"));
        assert_eq!(first_field("\"a,\"\"b\"\".py\",,").as_deref(), Some("a,\"b\".py"));
        assert_eq!(first_field(""), None);
        assert_eq!(first_field("\"open"), None);
    }

    #[test]
    fn a_cache_belongs_to_its_source() {
        assert_eq!(cached_source("a/__pycache__/b.cpython-312.pyc").as_deref(), Some("a/b.py"));
        assert_eq!(cached_source("__pycache__/six.cpython-312.opt-1.pyc").as_deref(), Some("six.py"));
        assert_eq!(cached_source("a/b.py"), None);
    }
}
