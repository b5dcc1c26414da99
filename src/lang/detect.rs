//! Which language a file is written in: by its name, by its first line where that says nothing, by its text where two
//! languages share an extension.

use super::registry::languages;
use crate::model::Language;

/// The language of a file; `text` may be empty where the file was not read yet.
pub fn detect(path: &str, text: &[u8]) -> Option<Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some(spec) = languages().iter().find(|spec| spec.file_names.contains(&name)) {
        return Some(spec.language);
    }
    if let Some((stem, extension)) = name.rsplit_once('.')
        && !stem.is_empty()
    {
        let extension = extension.to_ascii_lowercase();
        let mut specs = languages().iter().filter(|spec| spec.extensions.contains(&extension.as_str()));
        return specs.find(|spec| (spec.recognises)(path, text)).map(|spec| spec.language);
    }
    let interpreter = shebang_interpreter(text)?;
    languages().iter().find(|spec| spec.interpreters.contains(&interpreter)).map(|spec| spec.language)
}

/// The program that a `#!` line names, without directory, `env` and version: `python` for `/usr/bin/env python3.11`.
fn shebang_interpreter(first_bytes: &[u8]) -> Option<&str> {
    let line = first_bytes.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let first = words.next()?;
    let program = if first == "env" {
        words.find(|word| !word.starts_with('-') && !word.contains('='))?
    } else {
        first
    };
    Some(program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpreters_are_found_behind_env_and_versions() {
        assert_eq!(shebang_interpreter(b"#!/usr/bin/env -S python3.11 -u\nx"), Some("python"));
        assert_eq!(shebang_interpreter(b"#!/bin/sh"), Some("sh"));
        assert_eq!(shebang_interpreter(b"plain"), None);
    }

    #[test]
    fn extensions_are_known_in_any_case() {
        assert_eq!(detect("src/lib.RS", b""), Some(Language::Rust));
        assert_eq!(detect(".rs", b""), None);
    }
}
