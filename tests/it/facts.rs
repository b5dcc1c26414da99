//! `codelode facts` as programs read it: JSON lines for packages, files and what is skipped.
//!
//! `fixtures/facts/expected.jsonl` is the whole output for `fixtures/facts/project`; `BLESS=1 cargo test facts` writes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Outcome, outcome, program, project, scratch, write_files};

/// Runs `facts` in a directory.
fn facts(directory: &Path, arguments: &[&str]) -> Outcome {
    outcome(program().current_dir(directory).arg("facts").args(arguments))
}

/// The objects of a run that went well.
fn objects(directory: &Path, arguments: &[&str]) -> Vec<Value> {
    let run = facts(directory, &[&["--format", "json"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

/// The texts under a key of the objects of a kind.
fn texts<'v>(objects: &'v [Value], fact: &str, key: &str) -> Vec<&'v str> {
    let of_kind = objects.iter().filter(|object| object["fact"] == fact);
    of_kind.map(|object| object[key].as_str().unwrap_or("null")).collect()
}

fn count_by_fact(objects: &[Value]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for object in objects {
        *counts.entry(object["fact"].as_str().expect("a kind")).or_default() += 1;
    }
    counts
}

#[test]
fn a_directory_gives_the_objects_that_its_fixture_expects() {
    let found = facts(&project("fixtures/facts"), &["--format", "json", "project"]);
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""));
    let expected = project("fixtures/facts/expected.jsonl");
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::write(&expected, &found.stdout).expect("the expected file can be written");
    }
    let expected = fs::read_to_string(&expected).expect("reads");
    for (line, wanted) in found.stdout.lines().zip(expected.lines()) {
        assert_eq!(line, wanted);
    }
    assert_eq!(found.stdout.lines().count(), expected.lines().count());
}

#[test]
fn objects_of_a_kind_have_the_same_keys_in_the_same_order() {
    let run = facts(&project("fixtures/facts"), &["--format", "json", "--fragments", "project"]).stdout;
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in run.lines() {
        let object: Value = serde_json::from_str(line).expect("an object");
        let mut own: Vec<String> = object.as_object().expect("an object").keys().cloned().collect();
        own.sort_by_key(|key| line.find(&format!("\"{key}\":")));
        let fact = object["fact"].as_str().expect("a kind").to_owned();
        assert_eq!(&own, keys.entry(fact).or_insert_with(|| own.clone()));
    }
    let kinds: Vec<&str> = keys.keys().map(String::as_str).collect();
    assert_eq!(kinds, ["call", "comment", "file", "fragment", "import", "ref", "run", "symbol"]);
}

/// What is extracted without fragments is the same otherwise, in every language.
#[test]
fn fragments_are_all_that_the_option_adds() {
    let directory = project("fixtures");
    let lines = |arguments: &[&str]| {
        let run = facts(&directory, &[&["--format", "json", "languages", "../src"], arguments].concat());
        let all = run.stdout.lines().filter(|line| !line.starts_with("{\"fact\":\"fragment\""));
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let (without, with) = (lines(&[]), lines(&["--fragments"]));
    assert!(without.len() > 10_000, "{}", without.len());
    for (line, wanted) in without.iter().zip(&with) {
        assert_eq!(line, wanted);
    }
    assert_eq!(without.len(), with.len());
}

#[test]
fn json_and_text_have_the_same_number_of_facts() {
    let directory = project("fixtures/facts");
    let json = objects(&directory, &["--fragments", "project"]);
    let json = count_by_fact(&json);
    let text = facts(&directory, &["project"]).stdout;
    let lines = |head: &str| text.lines().filter(|line| line.starts_with(head)).count();
    for fact in ["symbol", "import", "call", "ref", "comment"] {
        assert!(json[fact] > 0 && json[fact] == lines(&format!("{fact}  ")), "{fact}: {text}");
    }
    assert_eq!(json["file"], lines("== "));
    let sites = text.lines().filter(|line| line.starts_with("fragments  "));
    let sites = sites.filter_map(|line| line.split(' ').nth(4)?.parse::<usize>().ok()).sum::<usize>();
    assert_eq!(json["fragment"], sites, "{text}");
}

#[test]
fn files_named_one_by_one_are_one_version() {
    let (_scratch, root) = scratch();
    write_files(&root, &[("a/one.py", "def f(): pass\n"), ("a/b/two.py", "from one import f\nf()\n")]);
    let json = objects(&root, &["a/b/two.py", "a/one.py"]);
    assert_eq!(texts(&json, "file", "path"), ["a/b/two.py", "a/one.py"]);
    assert_eq!(texts(&json, "file", "package"), ["local/a@0", "local/a@0"]);
    assert_eq!(texts(&json, "call", "callee_path"), ["a/one.py"]);
    write_files(&root, &[("a/three.py", "from one import f\nf()\n")]);
    let json = objects(&root, &["a/one.py", "./a/three.py"]);
    assert_eq!(texts(&json, "file", "path"), ["a/one.py", "./a/three.py"]);
    assert_eq!(texts(&json, "call", "callee_path"), ["a/one.py"]);
    let alone = objects(&root, &["a/three.py"]);
    assert_eq!(texts(&alone, "file", "path"), ["a/three.py"]);
    assert_eq!(texts(&alone, "call", "callee_path"), ["null"]);
}

#[test]
fn paths_begin_with_the_input_where_there_are_several() {
    let (_scratch, root) = scratch();
    let files = [
        ("one/src/a.py", "x = 1\n"),
        ("many/p/pyproject.toml", "[project]\nname = 'p'\n"),
        ("many/p/a.py", "x = 1\n"),
        ("many/q/pyproject.toml", "[project]\nname = 'q'\n"),
        ("many/q/a.py", "x = 1\n"),
        ("alone.py", "x = 1\n"),
    ];
    write_files(&root, &files);
    let symbols = |arguments: &[&str]| {
        let json = objects(&root, arguments);
        let paths = texts(&json, "symbol", "path").into_iter().filter(|path| path.ends_with(".py"));
        let mut paths: Vec<String> = paths.map(str::to_owned).collect();
        paths.sort();
        paths
    };
    assert_eq!(symbols(&["one"]), ["src/a.py"]);
    assert_eq!(symbols(&["many/"]), ["p/a.py", "q/a.py"]);
    assert_eq!(
        symbols(&["one/", "many", "alone.py"]),
        ["alone.py", "many/p/a.py", "many/q/a.py", "one/src/a.py"]
    );
    assert_eq!(symbols(&[".", "one"]).iter().filter(|path| *path == "one/src/a.py").count(), 2);
}

#[test]
fn a_path_that_is_not_there_is_an_error_with_its_name() {
    let (_scratch, root) = scratch();
    write_files(&root, &[("a.py", "x = 1\n")]);
    let run = facts(&root, &["a.py", "no/such.py"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("no/such.py"), "{}", run.stderr);
}

/// One link is looked up for each fact: ten thousands of both must not cost the square.
#[test]
fn a_file_of_many_imports_takes_no_longer_than_its_size() {
    let (_scratch, root) = scratch();
    let mut text = String::new();
    for number in 0..40_000 {
        text.push_str(&format!("from b import x as x{number}\n"));
    }
    write_files(&root, &[("a.py", &text), ("b.py", "x = 1\n")]);
    let began = Instant::now();
    let json = objects(&root, &["a.py", "b.py"]);
    assert_eq!(texts(&json, "import", "target_path"), vec!["b.py"; 40_000]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
