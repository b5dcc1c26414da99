//! `composer.json`, and the list of what Composer has installed.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use super::{Reading, one_line, read_json, read_manifest};

const MANIFEST: &str = "composer.json";

/// The package in `root`. Most leave out the version, which is then a tag of their repository.
pub(super) fn read(root: &Path) -> Reading {
    let manifest = match read_json(root, MANIFEST) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => return Reading::Absent,
        Err(invalid) => return invalid,
    };
    let text_at = |key: &str| manifest.get(key).and_then(serde_json::Value::as_str).map(str::trim);
    let version = text_at("version").filter(|v| !v.is_empty()).map(str::to_owned);
    match text_at("name") {
        // Packagist tells names apart in lower case only.
        Some(name) if !name.is_empty() => {
            Reading::Named { manifest: MANIFEST, name: name.to_lowercase(), version }
        }
        _ => Reading::Unnamed { version },
    }
}

/// `installed.json`: since Composer 2 an object, before that the list alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Installed {
    Packages { packages: Vec<InstalledPackage> },
    List(Vec<InstalledPackage>),
}

#[derive(Deserialize)]
struct InstalledPackage {
    name: String,
    version: String,
}

/// The versions in `vendor/composer/installed.json`, by name in lower case.
///
/// # Errors
/// It can't be read or is not such a list.
pub(in crate::corpus) fn installed_versions(list: &Path) -> Result<HashMap<String, String>, String> {
    let text = read_manifest(list)?.unwrap_or_default();
    let installed = serde_json::from_str(&text).map_err(|error| one_line(&error.to_string()))?;
    let (Installed::Packages { packages } | Installed::List(packages)) = installed;
    Ok(packages.into_iter().map(|package| (package.name.to_lowercase(), package.version)).collect())
}
