//! `go.mod`, and the path of a module in the module cache.

use std::path::Path;

use super::{Reading, invalid, read_manifest};

const MANIFEST: &str = "go.mod";

/// The module in `root`. A `go.mod` has no version: where the module cache holds it, its directory says that.
pub(super) fn read(root: &Path) -> Reading {
    let cached = cached_module(root);
    let version = cached.as_ref().map(|(_, version)| version.clone());
    match read_manifest(&root.join(MANIFEST)) {
        Ok(Some(text)) => match module_path(&text) {
            Some(name) => Reading::Named { manifest: MANIFEST, name, version },
            None => invalid(MANIFEST, "no module directive"),
        },
        // Modules from before there was a `go.mod` have none.
        Ok(None) => match cached {
            Some((name, _)) => Reading::Named { manifest: "directory", name, version },
            None => Reading::Absent,
        },
        Err(reason) => invalid(MANIFEST, &reason),
    }
}

/// The path in `module path`, which may be quoted and may stand in a block.
fn module_path(text: &str) -> Option<String> {
    let mut in_block = false;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default().trim();
        let words: Vec<&str> = line.split_whitespace().collect();
        let path = match words.as_slice() {
            ["module", "("] | ["module("] => {
                in_block = true;
                continue;
            }
            ["module", path] => path,
            [path] if in_block => path,
            _ => continue,
        };
        let path = path.trim_matches(['"', '`']);
        return (!path.is_empty() && path != ")").then(|| path.to_owned());
    }
    None
}

/// The module path and version of a directory of the module cache, `pkg/mod/github.com/!burnt!sushi/toml@v1.2.3`.
pub(in crate::corpus) fn cached_module(root: &Path) -> Option<(String, String)> {
    let path = root.to_str()?;
    let (_, below) = path.rsplit_once("/pkg/mod/")?;
    let (module, version) = below.rsplit_once('@')?;
    let is_version = version.strip_prefix('v').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    // A directory inside of a module has further components.
    (is_version && !version.contains('/')).then(|| (unescape(module), unescape(version)))
}

/// The cache writes a capital letter as `!` and the small one, because some file systems don't tell them apart.
fn unescape(path: &str) -> String {
    let mut parts = path.split('!');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut chars = part.chars();
        text.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        text.push_str(chars.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_directive_is_found_in_all_its_forms() {
        for (text, path) in [
            ("// a\nmodule github.com/a/b/v2 // +incompatible\n\ngo 1.21\n", Some("github.com/a/b/v2")),
            ("module \"example.com/q\"\r\n", Some("example.com/q")),
            ("module (\n\t`std`\n)\n", Some("std")),
            ("go 1.21\nrequire module v1.0.0\n", None),
            ("module\n", None),
            ("module (\n)\n", None),
        ] {
            assert_eq!(module_path(text).as_deref(), path, "{text}");
        }
    }

    #[test]
    fn a_directory_of_the_module_cache_is_a_module_and_a_version() {
        let cached = |path: &str| cached_module(Path::new(path));
        assert_eq!(
            cached("/root/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.3-0.2020!a"),
            Some(("github.com/BurntSushi/toml".into(), "v1.2.3-0.2020A".into()))
        );
        assert_eq!(cached("/root/go/pkg/mod/github.com/a/b@v1.0.0/internal"), None);
        assert_eq!(cached("/src/b@v1.0.0"), None);
        assert_eq!(cached("/go/pkg/mod/cache"), None);
    }
}
