//! `package.json`.

use std::path::Path;

use super::{Reading, read_json};

const MANIFEST: &str = "package.json";

/// The package in `root`. One without a name is a private application, or only says how its files are to be read.
pub(super) fn read(root: &Path) -> Reading {
    let manifest = match read_json(root, MANIFEST) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => return Reading::Absent,
        Err(invalid) => return invalid,
    };
    let text_at = |key: &str| manifest.get(key).and_then(serde_json::Value::as_str).map(str::trim);
    // npm publishes `v1.2.3` and `=1.2.3` as `1.2.3`.
    let version = text_at("version").map(|v| v.trim_start_matches(['v', '=', ' ']).to_owned());
    match text_at("name") {
        Some(name) if !name.is_empty() => {
            Reading::Named { manifest: MANIFEST, name: name.to_owned(), version }
        }
        _ => Reading::Unnamed { version: version.filter(|v| !v.is_empty()) },
    }
}
