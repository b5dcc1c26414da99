//! Every case of `fixtures/languages/<language>/<case>/`: the facts of its input are what `expected.txt` says.
//!
//! `BLESS=1 cargo test` rewrites the expected files; read them before committing. A language's `version.txt` holds
//! its extractor version and a sum of its expected files, so that changed facts force a new version.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codelode::extract::{extract, print};
use codelode::lang::{FactClass, LanguageSpec, PackageLayout, detect, languages};
use codelode::model::Tag;
use xxhash_rust::xxh3::xxh3_64;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/languages")
}

/// The entries of a directory, sorted.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)
        .map(|read| read.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    entries.sort();
    entries
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

/// The facts of a case. The input lies in the package `demo`, at the path that its first line may give in a comment
/// with `path: src/lib.rs`, else at its own name.
fn facts_of(input: &Path) -> String {
    let source = fs::read_to_string(input).expect("an input is text");
    let name = file_name(input);
    let first_line = source.lines().next().unwrap_or_default();
    let path = first_line.split_once("path: ").map_or(name.as_str(), |(_, path)| path.trim());
    let language = detect(path, source.as_bytes()).expect("the input's language is known");
    let spec = codelode::lang::spec(language).expect("the language is compiled in");
    let mut layout =
        PackageLayout { ecosystem: "local".into(), name: "demo".into(), ..PackageLayout::default() };
    layout.paths.insert(path.to_owned());
    if let Some((directory, _)) = path.rsplit_once('/') {
        // A directory of Python is a package where it has one of these.
        layout.paths.insert(format!("{directory}/__init__.py"));
    }
    let module = (spec.module_of)(&layout, path);
    print(&extract(&source, spec, &module, path), &[])
}

/// Checks or blesses the cases of a language; gives what differs.
fn check_language(spec: &LanguageSpec) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut sum = String::new();
    let root = fixtures().join(spec.language.label());
    for case in entries(&root).into_iter().filter(|path| path.is_dir()) {
        let files = entries(&case);
        let inputs: Vec<_> = files.iter().filter(|path| file_name(path).starts_with("input.")).collect();
        let [input] = inputs.as_slice() else {
            wrong.push(format!("{}: needs one input file", case.display()));
            continue;
        };
        let strays = files.iter().filter(|path| path != input && file_name(path) != "expected.txt");
        wrong.extend(strays.map(|path| format!("{}: belongs to no case", path.display())));
        let facts = facts_of(input);
        let expected_path = case.join("expected.txt");
        if blessing() {
            fs::write(&expected_path, &facts).expect("the expected file can be written");
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if expected != facts {
            wrong.push(format!("{}:\n{}", case.display(), difference(&expected, &facts)));
        }
        sum.push_str(&expected);
    }
    wrong.extend(check_version(spec, &root, xxh3_64(sum.as_bytes())));
    wrong
}

/// The first lines that are not the same.
fn difference(expected: &str, found: &str) -> String {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (expected.lines().collect(), found.lines().collect());
    let missing = old.difference(&new).map(|line| format!("  - {line}"));
    let extra = new.difference(&old).map(|line| format!("  + {line}"));
    missing.chain(extra).take(30).collect::<Vec<_>>().join("\n")
}

/// `version.txt` says `<extractor version> <sum of the expected files>`. Blessing writes it, but never a changed sum
/// under a version that was already committed with another: raise `version` in the language's file first.
fn check_version(spec: &LanguageSpec, root: &Path, sum: u64) -> Option<String> {
    let path = root.join("version.txt");
    let now = format!("{} {sum:016x}\n", spec.version);
    let stored = fs::read_to_string(&path).unwrap_or_default();
    if stored == now {
        return None;
    }
    let same_version = stored.split(' ').next() == Some(&spec.version.to_string());
    if blessing() && (!same_version || std::env::var_os("BLESS_SAME_VERSION").is_some()) {
        fs::write(&path, now).expect("the version file can be written");
        return None;
    }
    Some(format!(
        "{}: expected files changed under version {}: raise `version` in the language's file and bless again \
         (before a first release: BLESS_SAME_VERSION=1)",
        path.display(),
        spec.version
    ))
}

#[test]
fn every_language_has_the_facts_that_its_fixtures_expect() {
    let wrong: Vec<String> = languages().iter().flat_map(|spec| check_language(spec)).collect();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// What `codelode languages` says that a language gives is what its fixtures show, no more and no less.
#[test]
fn languages_give_the_kinds_of_facts_that_they_declare() {
    for spec in languages() {
        let cases = entries(&fixtures().join(spec.language.label()));
        let expected: Vec<String> =
            cases.iter().filter_map(|case| fs::read_to_string(case.join("expected.txt")).ok()).collect();
        let shows = |facts: &FactClass| {
            let head = match facts {
                FactClass::Symbols => "symbol  ",
                FactClass::References => "ref  ",
                FactClass::Imports => "import  ",
                FactClass::Calls => "call  ",
                FactClass::Comments => "comment  ",
                FactClass::Fragments => "fragment  ",
            };
            expected.iter().flat_map(|text| text.lines()).any(|line| line.starts_with(head))
        };
        let shown: Vec<FactClass> = FactClass::ALL.iter().copied().filter(shows).collect();
        assert_eq!(spec.facts, shown, "{}", spec.language);
    }
}

#[test]
fn every_fixture_belongs_to_a_language() {
    let known: BTreeSet<&str> = languages().iter().map(|spec| spec.language.label()).collect();
    for directory in entries(&fixtures()) {
        assert!(known.contains(file_name(&directory).as_str()), "{}: no such language", directory.display());
    }
}
