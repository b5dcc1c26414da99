//! Under which names a package gives out its files, where a manifest says it: `package.json`'s main, module, exports and
//! types, `Cargo.toml`'s library.
//!
//! Reads what is written out; patterns (`./features/*`) are left to the files' own paths.

use serde_json::Value;

use super::{FILE_BYTES_MAX, locate, read_source};
use crate::limits::ENTRY_POINTS_MAX;
use crate::model::PackageVersion;

/// How a package is loaded, the one that is read first; any other comes behind, declarations of types last.
const CONDITIONS: &[&str] = &["import", "module", "node", "require", "default"];

/// Names with the file that each gives, the best first. Of an npm package names below it (empty for the package itself),
/// code before declarations; of a crate the library's name.
pub fn entry_points(version: &PackageVersion) -> Vec<(String, String)> {
    let read = |path: &str| {
        let file = version.files.iter().find(|file| file.path == path)?;
        read_source(&locate(version, file), FILE_BYTES_MAX).ok()
    };
    match version.id.ecosystem.as_str() {
        "npm" => {
            let manifest = read("package.json").and_then(|source| serde_json::from_str(&source.text).ok());
            manifest.map(|manifest| of_package(&manifest)).unwrap_or_default()
        }
        "cargo" => {
            let manifest = read("Cargo.toml").and_then(|source| source.text.parse().ok());
            manifest.and_then(|manifest| of_crate(&manifest)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The library of a crate, where it is not called like the package.
fn of_crate(manifest: &toml::Table) -> Option<(String, String)> {
    let library = manifest.get("lib")?.as_table()?;
    let path = library.get("path").and_then(toml::Value::as_str).unwrap_or("src/lib.rs");
    Some((library.get("name")?.as_str()?.to_owned(), path.to_owned()))
}

fn of_package(manifest: &Value) -> Vec<(String, String)> {
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
            Value::Object(map) => {
                let mut ways: Vec<(&String, &Value)> = map.iter().collect();
                let rank = |key: &str| match CONDITIONS.iter().position(|&condition| condition == key) {
                    Some(position) => position,
                    None => CONDITIONS.len() + usize::from(key == "types"),
                };
                ways.sort_by_key(|(key, _)| std::cmp::Reverse(rank(key)));
                due.extend(ways.into_iter().map(|(_, value)| value));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(manifest: &str) -> Vec<(String, String)> {
        of_package(&serde_json::from_str(manifest).expect("JSON"))
    }

    #[test]
    fn a_library_may_have_a_name_of_its_own() {
        let entries = |text: &str| of_crate(&text.parse().expect("TOML"));
        assert_eq!(entries("[lib]\nname = \"md5\""), Some(entry("md5", "src/lib.rs")));
        assert_eq!(entries("[lib]\npath = \"lib.rs\""), None);
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
        let manifest = r#"{"exports": {".": {"types": "./t.d.ts", "default": "./c.js", "import": "./m.mjs"}, "./sub": "./lib/sub.js", "./x/*": "./x/*.js"}}"#;
        assert_eq!(
            entries(manifest),
            [entry("", "m.mjs"), entry("", "c.js"), entry("", "t.d.ts"), entry("sub", "lib/sub.js")]
        );
    }
}
