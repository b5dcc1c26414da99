//! A package of files, extracted and linked without a database.

use std::fs;
use std::path::{Path, PathBuf};

use codelode::extract::extract;
use codelode::lang::{PackageLayout, detect, spec};
use codelode::link::{LinkedFile, link_version};
use codelode::model::{Extraction, Linked, PackageId};

/// The files below a directory, as sorted relative paths.
fn files_below(root: &Path) -> Vec<String> {
    let mut due = vec![root.to_path_buf()];
    let mut found = Vec::new();
    while let Some(directory) = due.pop() {
        for entry in fs::read_dir(&directory).expect("a directory is readable").flatten() {
            if entry.path().is_dir() {
                due.push(entry.path());
            } else if let Ok(path) = entry.path().strip_prefix(root) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// The directories in a directory, sorted.
pub fn directories(root: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root)
        .map(|read| read.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
        .unwrap_or_default();
    found.sort();
    found
}

/// A package whose files are extracted.
pub struct Extracted {
    pub layout: PackageLayout,
    pub files: Vec<LinkedFile>,
    pub facts: Vec<Extraction>,
}

/// Extracts the files below a directory as a package; the file named `expected` is not one of them.
pub fn extract_package(root: &Path, name: &str, expected: &str) -> Extracted {
    let paths: Vec<String> = files_below(root).into_iter().filter(|path| path != expected).collect();
    let layout = PackageLayout {
        ecosystem: "local".into(),
        name: name.into(),
        paths: paths.iter().cloned().collect(),
        entries: Vec::new(),
    };
    let (mut files, mut facts) = (Vec::new(), Vec::new());
    for path in paths {
        let bytes = fs::read(root.join(&path)).unwrap_or_default();
        let Some(spec) = detect(&path, &bytes).and_then(spec) else { continue };
        let source = String::from_utf8_lossy(&bytes);
        let module = (spec.module_of)(&layout, &path);
        let extraction = extract(&source, spec, &module, &path);
        files.push(LinkedFile { path, language: spec.language, interface: extraction.interface.clone() });
        facts.push(extraction);
    }
    Extracted { layout, files, facts }
}

impl Extracted {
    pub fn linked(&self) -> Linked {
        let id = PackageId { ecosystem: "local".into(), name: self.layout.name.clone(), version: "0".into() };
        link_version(&id, &self.layout, &self.files)
    }
}
