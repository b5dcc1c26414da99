//! The house rules that a machine can hold: file length, module heads, dependency directions, no panics.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a file may have.
const LINES_MAX: usize = 400;

/// Files that are longer, with the length that they may not pass: to be split, never to grow.
const RATCHETS: &[(&str, usize)] = &[("src/extract/facts.rs", 420), ("src/extract/resolve.rs", 410)];

/// What each module may use beside `model`, `limits` and itself. Everything runs one way.
const MAY_USE: &[(&str, &[&str])] = &[
    ("chunk", &["schema"]),
    ("cli", &["chunk", "corpus", "db", "extract", "lang", "link", "pipeline", "query", "report", "schema"]),
    ("corpus", &[]),
    ("db", &["chunk", "schema"]),
    ("extract", &["lang"]),
    ("lang", &["extract"]),
    ("limits", &[]),
    ("link", &["lang"]),
    ("model", &[]),
    ("pipeline", &["chunk", "corpus", "db", "extract", "lang", "link", "report", "schema"]),
    ("query", &["db", "report", "schema"]),
    ("report", &[]),
    ("schema", &[]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a directory, with its path from the project's root.
fn sources(directory: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut open = vec![root().join(directory)];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// The part of a file before its tests.
fn program_part(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn files_are_short() {
    let mut long = Vec::new();
    for (path, text) in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        let most = RATCHETS.iter().find(|(name, _)| *name == path).map_or(LINES_MAX, |(_, most)| *most);
        let lines = text.lines().count();
        if lines > most {
            long.push(format!("{path}: {lines} lines, at most {most}"));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn modules_say_what_they_are_for() {
    let heads = sources("src").into_iter().filter(|(path, _)| path != "src/lib.rs");
    let silent: Vec<String> =
        heads.filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "without a head: {silent:?}");
}

#[test]
fn dependencies_run_one_way() {
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let Some(module) = path.strip_prefix("src/").and_then(|rest| rest.split(['/', '.']).next()) else {
            continue;
        };
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            assert!(["lib", "main"].contains(&module), "{path} is in no module that this test knows");
            continue;
        };
        for (line, used) in program_part(&text).lines().enumerate().flat_map(uses) {
            let open = ["model", "limits", module].contains(&used) || allowed.contains(&used);
            if known.contains(used) && !open {
                wrong.push(format!("{path}:{}: {module} uses {used}", line + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The modules of this crate that a line names.
fn uses((number, line): (usize, &str)) -> Vec<(usize, &str)> {
    let code = line.split("//").next().unwrap_or(line);
    let after = code.split("crate::").skip(1);
    after
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
        .map(|used| (number, used))
        .collect()
}

#[test]
fn nothing_panics_on_purpose() {
    let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        if Path::new(&path).ends_with("tests.rs") {
            continue;
        }
        for (number, line) in program_part(&text).lines().enumerate() {
            if !line.trim_start().starts_with("//") && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
