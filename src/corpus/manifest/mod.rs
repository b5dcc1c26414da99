//! A directory to the identity of the package in it, from its manifests.
//!
//! The manifests are asked in a fixed order (that of `--ecosystem` first) and the first that gives a name decides. Where
//! none does, the package is named after its directory, in the ecosystem of the first manifest that is there: a virtual
//! workspace, an umbrella, a manifest that is not valid. Without any manifest it is local.
//!
//! A manifest that leaves out the version (`go.mod`, most of `composer.json`, a gem's that takes it from code) has that of
//! its directory, where the directory is called `name-1.2.3` or `name@v1.2.3` after the name in the manifest.

mod cargo;
mod composer;
mod debian;
mod directory;
mod erlang;
mod gem;
mod go;
mod gradle;
mod hex;
mod luarocks;
mod maven;
mod npm;
mod nuget;
mod python;
mod sbt;
mod script;
mod swift;
mod xml;

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub(super) use composer::installed_versions;
pub(super) use go::cached_module;
pub(super) use python::{Headers, normal_name, parse_headers};

use super::discover::{LOCAL, NO_VERSION, Notice, notice};
use super::path::directory_name;
use crate::model::PackageId;
pub(super) use directory::DirectoryName;

/// Manifests are small; one above this is not believed. The largest in a registry of 100,000 packages is under 1 MiB.
const MANIFEST_BYTES_MAX: u64 = 4 << 20;
/// What a name or version may be long in bytes: registries allow at most 214 and a database key must stay under 2,700.
const NAME_BYTES_MAX: usize = 255;

/// What an ecosystem's manifests say about a directory.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// None is there.
    Absent,
    /// One is there and valid, but it names no package.
    Unnamed { version: Option<String> },
    /// One is there and can't be read. Its path may be relative to the package.
    Invalid { manifest: String, reason: String },
    /// The package.
    Named { manifest: &'static str, name: String, version: Option<String> },
}

/// An identity, and where it is from.
#[derive(Debug)]
pub(super) struct Identity {
    pub id: PackageId,
    pub source: &'static str,
}

type ReadManifest = fn(&Path) -> Reading;

/// In the order of precedence, that in which a person would say what a project with several is. Bindings and tools come
/// last: many a project in another language has a `package.json` for its tools, a `Package.swift` so that its C can be
/// used from Swift, and a `debian` directory in which somebody packed it.
const ECOSYSTEMS: [(&str, ReadManifest); 14] = [
    ("cargo", cargo::read),
    ("hex", hex::read),
    ("pypi", python::read),
    ("golang", go::read),
    ("gem", gem::read),
    ("maven", maven::read),
    ("maven", gradle::read),
    ("maven", sbt::read),
    ("nuget", nuget::read),
    ("composer", composer::read),
    ("luarocks", luarocks::read),
    ("npm", npm::read),
    ("swift", swift::read),
    ("deb", debian::read),
];

/// The identity of the package in `root`. A manifest that is not valid gives a warning, never an error.
pub(super) fn identify(
    root: &Path,
    directory: &DirectoryName,
    preferred: Option<&str>,
    warnings: &mut Vec<Notice>,
) -> Identity {
    let mut ecosystems = ECOSYSTEMS;
    ecosystems.sort_by_key(|(ecosystem, _)| Some(*ecosystem) != preferred);
    let mut fallback = None;
    for (ecosystem, read) in ecosystems {
        match checked(read(root)) {
            Reading::Absent => {}
            Reading::Unnamed { version } => {
                fallback.get_or_insert((ecosystem, version));
            }
            Reading::Invalid { manifest, reason } => {
                let reason = format!(
                    "{reason}; the package is named after its directory unless another manifest names it"
                );
                warnings.push(notice(&root.join(&manifest), &reason));
                fallback.get_or_insert((ecosystem, None));
            }
            Reading::Named { manifest, name, version } => {
                let version = version.or_else(|| directory.version_of(&name));
                return Identity { id: package_id(ecosystem, name, version), source: manifest };
            }
        }
    }
    let (ecosystem, version) = fallback.unwrap_or((LOCAL, None));
    let directory_version = if ecosystem == LOCAL { None } else { directory.version().map(str::to_owned) };
    let name = match (&directory_version, ecosystem) {
        // `foo-1.0` is its name where nothing says that 1.0 is a version.
        (None, LOCAL) => directory_name(root),
        _ => directory.name().to_owned(),
    };
    Identity { id: package_id(ecosystem, name, version.or(directory_version)), source: "directory" }
}

fn package_id(ecosystem: &str, name: String, version: Option<String>) -> PackageId {
    let name = if ecosystem == "pypi" { normal_name(&name) } else { name };
    let version = version.unwrap_or_else(|| NO_VERSION.to_owned());
    PackageId { ecosystem: ecosystem.to_owned(), name, version }
}

/// Names and versions end in database keys and in people's terminals.
fn checked(reading: Reading) -> Reading {
    let Reading::Named { manifest, name, version } = reading else { return reading };
    let (name, version) = (name.trim().to_owned(), version.map(|v| v.trim().to_owned()));
    let version = version.filter(|v| !v.is_empty());
    for text in [Some(&name), version.as_ref()].into_iter().flatten() {
        if text.is_empty() || text.len() > NAME_BYTES_MAX || text.chars().any(char::is_control) {
            let reason = format!("not a name or version: {:?}", text.chars().take(40).collect::<String>());
            return invalid(manifest, &reason);
        }
    }
    Reading::Named { manifest, name, version }
}

fn invalid(manifest: &str, reason: &str) -> Reading {
    Reading::Invalid { manifest: manifest.to_owned(), reason: reason.to_owned() }
}

/// The files in `directory` whose names end in `.extension`, in order. A directory that can't be read has none.
fn files_with_extension(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let ending = format!(".{extension}");
    let named = |name: &OsStr| name.to_str().is_some_and(|name| name.ends_with(&ending) && name != ending);
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| named(&entry.file_name()))
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// A manifest's text, or `None` where there is none.
///
/// # Errors
/// It can't be read, is too long, or is not UTF-8.
fn read_manifest(path: &Path) -> Result<Option<String>, String> {
    if !path.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MANIFEST_BYTES_MAX + 1).read_to_end(&mut bytes))
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MANIFEST_BYTES_MAX {
        return Err(format!("longer than {MANIFEST_BYTES_MAX} bytes"));
    }
    let mut text = String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(Some(text))
}

/// A JSON manifest that is an object, or `None` where there is none.
fn read_json(root: &Path, manifest: &'static str) -> Result<Option<serde_json::Value>, Reading> {
    let Some(text) = read_manifest(&root.join(manifest)).map_err(|reason| invalid(manifest, &reason))? else {
        return Ok(None);
    };
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| invalid(manifest, &one_line(&error.to_string())))?;
    if value.is_object() { Ok(Some(value)) } else { Err(invalid(manifest, "not an object")) }
}

/// A TOML manifest, or `None` where there is none.
fn read_toml(path: &Path) -> Result<Option<toml::Table>, String> {
    let Some(text) = read_manifest(path)? else { return Ok(None) };
    text.parse().map(Some).map_err(|error: toml::de::Error| one_line(error.message()))
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn string_at(table: &toml::Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_owned)
}

fn table_at<'a>(table: &'a toml::Table, key: &str) -> Option<&'a toml::Table> {
    table.get(key)?.as_table()
}
