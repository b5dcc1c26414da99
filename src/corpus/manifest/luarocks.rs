//! `*.rockspec`.

use std::path::Path;

use super::script::{LUA, Token, tokens};
use super::{Reading, files_with_extension, invalid, read_manifest};

const MANIFEST: &str = "*.rockspec";

/// The rock in `root`. A repository keeps the specifications of its releases: they agree in the name, and none of them
/// says which version the sources are.
pub(super) fn read(root: &Path) -> Reading {
    let mut named: Option<(String, Option<String>)> = None;
    for path in files_with_extension(root, "rockspec") {
        let text = match read_manifest(&path) {
            Ok(text) => text.unwrap_or_default(),
            Err(reason) => return invalid(&path.to_string_lossy(), &reason),
        };
        // LuaRocks tells names apart in lower case only.
        let Some(name) = assigned(&text, "package").map(|name| name.to_lowercase()) else {
            return invalid(&path.to_string_lossy(), "no package");
        };
        named = match named {
            None => Some((name, assigned(&text, "version"))),
            Some((first, _)) if first == name => Some((first, None)),
            Some(_) => return Reading::Unnamed { version: None },
        };
    }
    match named {
        Some((name, version)) => Reading::Named { manifest: MANIFEST, name, version },
        None => Reading::Absent,
    }
}

/// The string that the file gives to a global.
fn assigned(text: &str, key: &str) -> Option<String> {
    tokens(text, &LUA).windows(3).find_map(|window| match [0, 1, 2].map(|at| window[at]) {
        [(0, Token::Word(word)), (0, Token::Mark('=')), (0, Token::Text(value))] if word == key => {
            Some(value.to_owned())
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globals_are_read_and_fields_are_not() {
        let text = "-- package = 'no'\nrockspec_format = \"3.0\"\npackage = \"LuaSocket\"\n\
            source = {\n  version = \"9\",\n  text = [[ it's ]]\n}\nversion = \"3.1.0-1\"\n";
        assert_eq!(assigned(text, "package").as_deref(), Some("LuaSocket"));
        assert_eq!(assigned(text, "version").as_deref(), Some("3.1.0-1"));
        assert_eq!(assigned("version = a .. \"-1\"", "version"), None);
    }
}
