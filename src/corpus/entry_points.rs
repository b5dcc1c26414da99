//! Under which names a package gives out its files, where a manifest says it: `package.json`'s main, module, exports and
//! types.
//!
//! Reads what is written out; patterns (`./features/*`) are left to the files' own paths.

use serde_json::Value;

use super::{locate, read_source};
use crate::limits::ENTRY_POINTS_MAX;
use crate::model::PackageVersion;

const MANIFEST: &str = "package.json";

/// Names below the package (empty for the package itself) with the file that each gives, code before declarations.
pub fn entry_points(version: &PackageVersion) -> Vec<(String, String)> {
    let file = version.files.iter().find(|file| file.path == MANIFEST && version.id.ecosystem == "npm");
    let text = file.and_then(|file| read_source(&locate(version, file), super::FILE_BYTES_MAX).ok());
    let manifest: Option<Value> = text.and_then(|source| serde_json::from_str(&source.text).ok());
    manifest.map(|manifest| of_manifest(&manifest)).unwrap_or_default()
}

fn of_manifest(manifest: &Value) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    match manifest.get("exports") {
        Some(Value::Object(map)) if map.keys().any(|key| key.starts_with('.')) => {
            for (key, value) in map {
                targets(key.trim_start_matches('.').trim_start_matches('/'), value, &mut entries);
            }
        }
        Some(value) => targets("", value, &mut entries),
        None => {}
    }
    for key in ["main", "module", "source", "types", "typings"] {
        if let Some(value) = manifest.get(key) {
            targets("", value, &mut entries);
        }
    }
    entries.retain(|(name, path)| !name.contains('*') && !path.contains('*'));
    entries.truncate(ENTRY_POINTS_MAX);
    entries
}

/// The files of a target, which may depend on how the package is loaded.
fn targets(name: &str, value: &Value, entries: &mut Vec<(String, String)>) {
    let mut due = vec![value];
    while let Some(value) = due.pop() {
        match value {
            Value::String(path) => {
                let path = path.trim_start_matches("./").trim_end_matches('/');
                entries.push((name.to_owned(), path.to_owned()));
            }
            Value::Array(values) => due.extend(values.iter().rev()),
            // What declares only types comes last.
            Value::Object(map) => {
                let (types, code): (Vec<_>, Vec<_>) = map.iter().partition(|(key, _)| *key == "types");
                due.extend(types.into_iter().chain(code.into_iter().rev()).map(|(_, value)| value));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(manifest: &str) -> Vec<(String, String)> {
        of_manifest(&serde_json::from_str(manifest).expect("JSON"))
    }

    fn entry(name: &str, path: &str) -> (String, String) {
        (name.to_owned(), path.to_owned())
    }

    #[test]
    fn main_stands_for_the_package() {
        assert_eq!(entries(r#"{"main": "./lib/a.js"}"#), [entry("", "lib/a.js")]);
        assert_eq!(
            entries(r#"{"exports": "./b.mjs", "types": "b.d.ts"}"#),
            [entry("", "b.mjs"), entry("", "b.d.ts")]
        );
    }

    #[test]
    fn exports_name_parts_of_the_package() {
        let manifest = r#"{"exports": {".": {"types": "./t.d.ts", "import": "./m.mjs"}, "./sub": "./lib/sub.js", "./x/*": "./x/*.js"}}"#;
        assert_eq!(entries(manifest), [entry("", "m.mjs"), entry("", "t.d.ts"), entry("sub", "lib/sub.js")]);
    }
}
