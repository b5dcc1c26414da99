//! `settings.gradle`, `build.gradle`, both also in Kotlin, and `gradle.properties`.

use std::path::Path;

use super::script::{GRADLE, Token, tokens};
use super::{Reading, invalid, read_manifest};

const SETTINGS: [&str; 2] = ["settings.gradle", "settings.gradle.kts"];
const BUILDS: [&str; 2] = ["build.gradle", "build.gradle.kts"];
const PROPERTIES: &str = "gradle.properties";

/// The build in `root`: `group:name` where it writes out a group. Without a name it is called as its directory, as
/// Gradle does.
pub(super) fn read(root: &Path) -> Reading {
    let (settings, build) = match (first_of(root, SETTINGS), first_of(root, BUILDS)) {
        (Err(invalid), _) | (_, Err(invalid)) => return invalid,
        (Ok(None), Ok(None)) => return Reading::Absent,
        (Ok(settings), Ok(build)) => (settings, build),
    };
    let properties = read_manifest(&root.join(PROPERTIES)).ok().flatten().unwrap_or_default();
    let build = build.map(|(_, text)| text).unwrap_or_default();
    let value = |key: &str| assigned(&build, key).or_else(|| property(&properties, key));
    let (group, version) = (value("group"), value("version"));
    let named = settings.and_then(|(file, text)| Some((file, assigned(&text, "rootProject.name")?)));
    match named {
        Some((manifest, name)) => {
            let name = group.map_or(name.clone(), |group| format!("{group}:{name}"));
            Reading::Named { manifest, name, version }
        }
        None => Reading::Unnamed { version },
    }
}

fn first_of(root: &Path, files: [&'static str; 2]) -> Result<Option<(&'static str, String)>, Reading> {
    for file in files {
        match read_manifest(&root.join(file)) {
            Ok(Some(text)) => return Ok(Some((file, text))),
            Ok(None) => {}
            Err(reason) => return Err(invalid(file, &reason)),
        }
    }
    Ok(None)
}

/// The string that a statement gives to `key`, at the top or for all projects: `key = "…"`, `key '…'`, `key("…")`.
fn assigned(text: &str, key: &str) -> Option<String> {
    let tokens = tokens(text, &GRADLE);
    let qualified = format!("project.{key}");
    let mut for_all = false;
    for (at, (depth, token)) in tokens.iter().enumerate() {
        if (*depth, *token) == (0, Token::Mark('{')) {
            for_all = at > 0 && tokens[at - 1].1 == Token::Word("allprojects");
        }
        let here = *depth == 0 || (*depth == 1 && for_all);
        let begins = at == 0 || matches!(tokens[at - 1].1, Token::LineEnd | Token::Mark('{' | ';' | '}'));
        let named = matches!(token, Token::Word(word) if *word == key || *word == qualified);
        if !(here && begins && named) {
            continue;
        }
        let after: Vec<Token> = tokens[at + 1..].iter().take(4).map(|(_, token)| *token).collect();
        let (value, after) = match after.as_slice() {
            [Token::Text(value), after @ ..]
            | [Token::Mark('='), Token::Text(value), after @ ..]
            | [Token::Mark('('), Token::Text(value), Token::Mark(')'), after @ ..] => (value, after),
            _ => continue,
        };
        // `"1." + minor` goes on.
        if matches!(after.first(), None | Some(Token::LineEnd | Token::Mark(';' | '}'))) {
            return Some((*value).to_owned());
        }
    }
    None
}

/// A property of the project: `group=org.example`.
fn property(text: &str, key: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(['=', ':'])?;
        let value = value.trim();
        (name.trim() == key && !value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_strings_of_the_whole_build_are_read() {
        for (text, version) in [
            ("plugins { id 'x' version '9' }\nversion = '1.0'\n", Some("1.0")),
            ("version '1.0'", Some("1.0")),
            ("project.version = \"2\" // why\n", Some("2")),
            ("allprojects {\n  group = 'g'\n  version = \"3\"\n}\n", Some("3")),
            ("allprojects { version = '4' }", Some("4")),
            ("subprojects {\n  version = '5'\n}\n", None),
            ("version = \"1.$minor\"\n", None),
            ("version = '1.' + minor\n", None),
            ("version = minor()\ndependencies {\n version = '6'\n}\n", None),
            ("def x = [\n version: '7']\n/*\nversion = '8'\n*/", None),
        ] {
            assert_eq!(assigned(text, "version").as_deref(), version, "{text}");
        }
    }

    #[test]
    fn properties_are_read_by_their_whole_name() {
        let text = "# version=1\nkotlin.version=2\nversion = 3\ngroup:\n";
        assert_eq!(property(text, "version").as_deref(), Some("3"));
        assert_eq!(property(text, "group"), None);
    }
}
