//! `package.json`.

use std::path::Path;

use super::{Reading, one_line, read_manifest};

const MANIFEST: &str = "package.json";

/// The package in `root`. One without a name is a private application, or only says how its files are to be read.
pub(super) fn read(root: &Path) -> Reading {
    let text = match read_manifest(&root.join(MANIFEST)) {
        Ok(Some(text)) => text,
        Ok(None) => return Reading::Absent,
        Err(reason) => return Reading::Invalid { manifest: MANIFEST, reason },
    };
    let manifest: serde_json::Value = match serde_json::from_str(&text) {
        Ok(manifest) => manifest,
        Err(error) => return Reading::Invalid { manifest: MANIFEST, reason: one_line(&error.to_string()) },
    };
    if !manifest.is_object() {
        return Reading::Invalid { manifest: MANIFEST, reason: "not an object".to_owned() };
    }
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
