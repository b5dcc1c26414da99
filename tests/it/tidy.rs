//! The house style as a test: lengths, dependency directions, what code must not do, nothing that nobody uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::program::project;
use crate::seam::files_below;

/// A file has one reason to change; one that grows past this has two.
const FILE_LINES_MAX: usize = 400;

/// Files that are longer, with the length that they may not pass: to be split, never to grow.
const RATCHETS: &[(&str, usize)] = &[];

/// A function longer than this is an orchestrator that has swallowed its steps.
const FUNCTION_LINES_MAX: usize = 80;

/// What a module may use beside itself, `model` and `limits`, which are open to all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("limits", &[]),
    ("corpus", &[]),
    ("schema", &[]),
    // The rules of a language are functions over the unit that extraction fills, so these two know each other.
    ("lang", &["extract"]),
    ("frameworks", &[]),
    ("extract", &["lang", "frameworks"]),
    ("link", &["lang", "frameworks"]),
    ("chunk", &["schema"]),
    ("db", &["chunk", "schema"]),
    ("query", &["db", "report", "schema"]),
    ("report", &[]),
    ("pipeline", &["corpus", "lang", "extract", "link", "chunk", "schema", "db", "report"]),
    ("cli", &["corpus", "lang", "extract", "link", "db", "query", "pipeline", "report"]),
    ("main", &["cli", "report"]),
];

/// What code outside tests must not say, and the files that may all the same.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (".unwrap()", &[]),
    (".expect(", &[]),
    ("panic!(", &[]),
    ("todo!(", &[]),
    ("unimplemented!(", &[]),
    ("unreachable!(", &[]),
    ("dbg!(", &[]),
    ("println!(", &[]),
    ("print!(", &[]),
    // The second interrupt ends the process at once.
    ("process::exit(", &["src/cli/index.rs"]),
];

/// A project file and its text.
struct Source {
    path: String,
    text: String,
}

fn sources(directories: &[&str]) -> Vec<Source> {
    let paths = directories.iter().flat_map(|directory| files_below(directory, ".rs"));
    paths.map(|path| Source { text: fs::read_to_string(project(&path)).expect("reads"), path }).collect()
}

/// The lines outside `#[cfg(test)] mod tests { … }`, comments and texts of attributes left in, numbered from 1.
fn program_lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut in_tests = false;
    let mut before = "";
    for (index, line) in text.lines().enumerate() {
        in_tests = in_tests || (before == "#[cfg(test)]" && line.starts_with("mod "));
        if !in_tests {
            lines.push((index + 1, line));
        }
        // rustfmt ends an item of the file with a brace in the first column.
        in_tests = in_tests && line != "}";
        before = line;
    }
    lines
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn starts_function(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take_while(|word| !word.starts_with("fn")).collect();
    let modifiers = ["const", "async", "unsafe", "extern", "\"C\""];
    let modified = words.iter().all(|word| word.starts_with("pub") || modifiers.contains(word));
    modified && line.split_whitespace().nth(words.len()) == Some("fn")
}

/// The functions of a text: first line, name, number of lines. Holds for code as rustfmt leaves it.
fn functions(text: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| starts_function(line)) {
        let depth = indent(line);
        // A body ends with a brace, a declaration without one with a semicolon, in the function's own column.
        let ends = |line: &&str| indent(line) == depth && (line.trim() == "}" || line.ends_with(';'));
        let length = if line.ends_with('}') || line.ends_with(';') {
            1
        } else {
            lines[index..].iter().position(ends).map_or(lines.len() - index, |last| last + 1)
        };
        let name = line.split("fn ").nth(1).unwrap_or_default();
        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        functions.push((index + 1, name, length));
    }
    functions
}

/// The module that a file belongs to.
fn module_of(path: &str) -> &str {
    let below = path.trim_start_matches("src/");
    below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn report(offenders: &[String]) {
    assert!(offenders.is_empty(), "{} offenders\n{}", offenders.len(), offenders.join("\n"));
}

#[test]
fn files_are_short() {
    let long = sources(&["src", "tests", "benches"]).into_iter().filter_map(|source| {
        let ratchet = RATCHETS.iter().find(|(path, _)| *path == source.path);
        let most = ratchet.map_or(FILE_LINES_MAX, |(_, most)| *most);
        let lines = source.text.lines().count();
        (lines > most).then(|| format!("{}: {lines} lines, at most {most}", source.path))
    });
    report(&long.collect::<Vec<_>>());
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    let mut seen = 0;
    for source in sources(&["src", "tests", "benches"]) {
        for (line, name, lines) in functions(&source.text) {
            seen += 1;
            if lines > FUNCTION_LINES_MAX {
                long.push(format!("{}:{line}: {name} has {lines} lines", source.path));
            }
        }
    }
    assert!(seen > 1_000, "only {seen} functions were found");
    report(&long);
}

#[test]
fn dependencies_run_one_way() {
    let may_use: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for source in sources(&["src"]).iter().filter(|source| source.path != "src/lib.rs") {
        let module = module_of(&source.path);
        let Some(allowed) = may_use.get(module) else {
            wrong.push(format!("{}: {module} has no line in MAY_USE", source.path));
            continue;
        };
        for (number, line) in program_lines(&source.text) {
            for used in modules_named(line) {
                let open = used == module || ["model", "limits"].contains(&used) || allowed.contains(&used);
                if may_use.contains_key(used) && !open {
                    wrong.push(format!("{}:{number}: {module} must not know {used}", source.path));
                }
            }
        }
    }
    report(&wrong);
}

/// The modules that a line of code names, by `crate::module` or by the crate's own name.
fn modules_named(line: &str) -> Vec<&str> {
    if is_comment(line) {
        return Vec::new();
    }
    let starts = ["crate::", "codelode::"];
    let parts = starts.iter().flat_map(|start| line.split(start).skip(1));
    parts
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn code_does_not_panic_or_print() {
    let mut wrong = Vec::new();
    for source in sources(&["src"]) {
        for (number, line) in program_lines(&source.text).into_iter().filter(|(_, line)| !is_comment(line)) {
            for (text, allowed) in FORBIDDEN {
                if line.contains(text) && !allowed.contains(&source.path.as_str()) {
                    wrong.push(format!("{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn unsafe_code_says_why_it_is_safe() {
    let mut wrong = Vec::new();
    for source in sources(&["src", "tests", "benches"]) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let says = lines[index.saturating_sub(6)..=index].iter().any(|line| line.contains("SAFETY:"));
            if line.contains("unsafe {") && !line.contains('"') && !says {
                wrong.push(format!("{}:{}: {}", source.path, index + 1, line.trim()));
            }
        }
    }
    report(&wrong);
}

#[test]
fn modules_say_what_they_are_for_and_all_belong_to_the_program() {
    let all = sources(&["src", "tests", "benches"]);
    let declared: BTreeSet<String> = all.iter().flat_map(|source| declared_modules(&source.text)).collect();
    let mut wrong = Vec::new();
    for source in &all {
        let first = source.text.lines().next().unwrap_or_default();
        let headed = first.starts_with("//! ") || source.path == "src/lib.rs";
        if !headed {
            wrong.push(format!("{}: begins with no //! head", source.path));
        }
        let parts: Vec<&str> = source.path.split('/').collect();
        let [.., folder, file] = parts[..] else { continue };
        let name = if file == "mod.rs" { folder } else { file.trim_end_matches(".rs") };
        let root = source.path.starts_with("benches/") || ["main", "lib", "build"].contains(&name);
        if !root && !declared.contains(name) {
            wrong.push(format!("{}: no `mod {name};` anywhere", source.path));
        }
        if ["utils", "util", "common", "helpers", "helper", "manager", "misc"].contains(&name) {
            wrong.push(format!("{}: {name} says nothing", source.path));
        }
    }
    report(&wrong);
}

/// The names in `mod name;`.
fn declared_modules(text: &str) -> Vec<String> {
    let modules = text.lines().filter_map(|line| {
        let rest = line.trim().split("mod ").nth(1)?;
        rest.strip_suffix(';').map(str::to_owned)
    });
    modules.collect()
}

#[test]
fn every_fixture_is_used() {
    let tests: String = sources(&["tests", "benches", "src"]).into_iter().map(|source| source.text).collect();
    let mut wrong = Vec::new();
    for file in files_below("fixtures", "") {
        let parts: Vec<&str> = file.split('/').collect();
        let expected = match parts[1..] {
            ["languages", _, "version.txt"] => true,
            // The fixtures test holds these cases to one input and one expected file.
            ["languages", language, case, _] => {
                project(&format!("fixtures/languages/{language}/{case}/expected.txt")).exists()
            }
            ["corpora", "links", language, case, ..] => {
                project(&format!("fixtures/corpora/links/{language}/{case}/expected_links.txt")).exists()
            }
            ["corpora", "frameworks", family, case, ..] => {
                project(&format!("fixtures/corpora/frameworks/{family}/{case}/expected.txt")).exists()
            }
            ["corpora", case, ..] => project(&format!("fixtures/corpora/{case}/expected.txt")).exists(),
            [folder, ..] => tests.contains(&format!("fixtures/{folder}")),
            [] => false,
        };
        if !expected {
            wrong.push(format!("{file}: no test reads it"));
        }
    }
    report(&wrong);
}

#[test]
fn sql_is_written_in_lower_case() {
    let words = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "FROM", "WHERE", "JOIN", "TABLE", "INDEX"];
    let mut wrong = Vec::new();
    for path in files_below("sql", ".sql") {
        let text = fs::read_to_string(project(&path)).expect("reads");
        for (index, line) in text.lines().enumerate() {
            let code = line.split("--").next().unwrap_or_default();
            if code.split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word)) {
                wrong.push(format!("{path}:{}: {line}", index + 1));
            }
        }
    }
    report(&wrong);
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = fs::read_to_string(project("Cargo.toml")).expect("reads");
    let mut section = "";
    let mut wrong = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let dependency = section.ends_with("dependencies]") && line.contains(" = ");
        // A grammar's name says it.
        if dependency && !line.contains('#') && !line.starts_with("tree-sitter-") {
            wrong.push(line.to_owned());
        }
    }
    report(&wrong);
}
