//! What Hex adds to a package it delivers, `hex_metadata.config`; `mix.exs`; an Erlang application's resource file. A
//! `rebar.config` without one is a release or an umbrella.

use std::collections::HashMap;
use std::path::Path;

use super::{Reading, erlang, invalid, read_manifest};

const MIX: &str = "mix.exs";
const REBAR: &str = "rebar.config";
const METADATA: &str = "hex_metadata.config";

/// The package in `root`. An umbrella is unnamed.
pub(super) fn read(root: &Path) -> Reading {
    match read_manifest(&root.join(METADATA)) {
        Ok(Some(text)) => {
            if let Some(name) = metadata_value(&text, "name") {
                let version = metadata_value(&text, "version");
                return Reading::Named { manifest: METADATA, name, version };
            }
        }
        Ok(None) => {}
        Err(reason) => return invalid(METADATA, &reason),
    }
    match read_manifest(&root.join(MIX)) {
        Ok(Some(text)) => read_project(root, &text),
        Ok(None) => match erlang::read(root) {
            Reading::Absent if root.join(REBAR).is_file() || root.join(METADATA).is_file() => {
                Reading::Unnamed { version: None }
            }
            reading => reading,
        },
        Err(reason) => invalid(MIX, &reason),
    }
}

/// The value of a top-level `{<<"key">>,<<"value">>}.`, which begins a line; nested ones are indented.
fn metadata_value(text: &str, key: &str) -> Option<String> {
    let opening = format!("{{<<\"{key}\">>,");
    text.lines().find_map(|line| {
        let value = line.strip_prefix(opening.as_str())?.trim_start().strip_prefix("<<\"")?;
        Some(value.split_once('"')?.0.to_owned())
    })
}

/// The first `app:` and `version:` whose values the file writes out, directly or in a module attribute.
fn read_project(root: &Path, text: &str) -> Reading {
    let tokens = tokens(text);
    let mut attributes: HashMap<&str, Value> = HashMap::new();
    let (mut app, mut version) = (None, None);
    for (at, token) in tokens.iter().enumerate() {
        let value = || value_at(root, &tokens[at + 1..], &attributes);
        match token {
            Token::Attribute(name) if !attributes.contains_key(name) => {
                if let Some(value) = value() {
                    attributes.insert(*name, value);
                }
            }
            Token::Key("app") if app.is_none() => {
                app = value().and_then(|v| if let Value::Atom(name) = v { Some(name) } else { None });
            }
            Token::Key("version") if version.is_none() => {
                version = value().and_then(|v| if let Value::Text(text) = v { Some(text) } else { None });
            }
            _ => {}
        }
    }
    match app {
        Some(name) => Reading::Named { manifest: MIX, name, version },
        None => Reading::Unnamed { version },
    }
}

#[derive(Clone, Debug)]
enum Value {
    Atom(String),
    Text(String),
}

/// The value that follows a key: an atom, a string, a known attribute, or the content of a file beside the manifest.
fn value_at(root: &Path, tokens: &[Token], attributes: &HashMap<&str, Value>) -> Option<Value> {
    match tokens {
        [Token::Atom(name), ..] => Some(Value::Atom((*name).to_owned())),
        [Token::Text(text), ..] => Some(Value::Text((*text).to_owned())),
        [Token::Attribute(name), ..] => attributes.get(name).cloned(),
        [Token::Word("File"), Token::Word("read!"), Token::Text(file), ..] => {
            let beside = !file.contains('/') && !file.contains("..");
            let text = if beside { read_manifest(&root.join(file)).ok().flatten() } else { None };
            text.map(|text| Value::Text(text.trim().to_owned()))
        }
        _ => None,
    }
}

/// As much of Elixir's lexical grammar as tells keys, atoms, attributes and strings from each other and from comments.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    /// `name:`
    Key(&'a str),
    /// `:name`
    Atom(&'a str),
    /// `@name`
    Attribute(&'a str),
    /// `"text"`, as written
    Text(&'a str),
    Word(&'a str),
    /// Any other character, but not parentheses, dots and white space.
    Other,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, length) = next_token(rest, first);
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

fn next_token(rest: &str, first: char) -> (Option<Token<'_>>, usize) {
    let word = |from: usize| &rest[from..from + word_length(&rest[from..])];
    match first {
        '#' => (None, rest.find('\n').unwrap_or(rest.len())),
        '"' => text_token(rest),
        ':' if word_length(&rest[1..]) > 0 => (Some(Token::Atom(word(1))), 1 + word(1).len()),
        '@' if word_length(&rest[1..]) > 0 => (Some(Token::Attribute(word(1))), 1 + word(1).len()),
        c if is_word(c) => {
            let word = word(0);
            let after = &rest[word.len()..];
            let is_key = after.starts_with(':') && !after.starts_with("::");
            if is_key {
                (Some(Token::Key(word)), word.len() + 1)
            } else {
                (Some(Token::Word(word)), word.len())
            }
        }
        '(' | ')' | '.' => (None, 1),
        c if c.is_whitespace() => (None, c.len_utf8()),
        c => (Some(Token::Other), c.len_utf8()),
    }
}

/// A string or heredoc, to its closing quotes or the end of the file.
fn text_token(rest: &str) -> (Option<Token<'_>>, usize) {
    let quotes = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let body = &rest[quotes.len()..];
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        if !escaped && body[at..].starts_with(quotes) {
            return (Some(Token::Text(&body[..at])), at + 2 * quotes.len());
        }
        escaped = c == '\\' && !escaped;
    }
    (Some(Token::Text(body)), rest.len())
}

fn word_length(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '!' | '?')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn project(text: &str) -> Reading {
        read_project(Path::new("/nonexistent"), text)
    }

    fn named(name: &str, version: Option<&str>) -> Reading {
        Reading::Named { manifest: MIX, name: name.to_owned(), version: version.map(str::to_owned) }
    }

    #[test]
    fn app_and_version_are_read_directly_and_through_attributes() {
        let direct =
            "def project do\n [app: :my_app, # version: \"9\"\n version: \"1.2.3\", deps: deps()]\nend";
        assert_eq!(project(direct), named("my_app", Some("1.2.3")));
        let attributes = "@version \"0.4.0\"\n@app :plug\n def project, do: [version: @version, app: @app]";
        assert_eq!(project(attributes), named("plug", Some("0.4.0")));
        assert_eq!(project("[app: :a, version: version()]\ndef version, do: \"1\""), named("a", None));
        assert_eq!(project("x = \"\"\"\napp: :no\n\"\"\"\n[app: :yes]"), named("yes", None));
    }

    #[test]
    fn an_umbrella_is_unnamed_and_rubbish_does_no_harm() {
        assert_eq!(
            project("[apps_path: \"apps\", version: \"0.1.0\"]"),
            Reading::Unnamed { version: Some("0.1.0".into()) }
        );
        assert_eq!(project("\"unclosed \\"), Reading::Unnamed { version: None });
        assert_eq!(project("app: @app version: @@ :: é:"), Reading::Unnamed { version: None });
    }

    #[test]
    fn metadata_is_read_at_the_top_level_only() {
        let text = "{<<\"app\">>,<<\"x\">>}.\n{<<\"requirements\">>,\n [[{<<\"name\">>,<<\"decimal\">>}]]}.\n{<<\"name\">>,<<\"jason\">>}.\n";
        assert_eq!(metadata_value(text, "name").as_deref(), Some("jason"));
        assert_eq!(metadata_value(text, "version"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "([:@#\"\\\\ (),é\\n]|app: |version: |\"\"\"|[a-z]{0,3}){0,20}") {
            project(&text);
            metadata_value(&text, "name");
        }
    }
}
