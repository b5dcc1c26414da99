//! Python's facts are those that Python's own `ast` and `tokenize` find, over the whole standard library of the
//! `python3` on the path; `fixtures/python_ast/reference.py` prints them.
//!
//! Definitions (with arity and lines), docstrings, imports, comments and assigned names are compared as whole sets,
//! file by file, the library's own tests among them. Each fact is an array: its kind, its line, and the rest as below.
//! Not compared: the docstring of a module, which is no symbol.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use codelode::corpus::{FILE_BYTES_MAX, read_source};
use codelode::extract::extract;
use codelode::lang::{LanguageSpec, PackageLayout, spec};
use codelode::model::{Arity, Extraction, Language, Symbol, SymbolKind};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::program::project;

/// A place where codelode and Python differ, with the reason. Where the file has such a line, the two must differ.
struct Exception {
    below: &'static str,
    /// The text of the line, without what is around it.
    line: &'static str,
    why: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        below: "test/test_unicode_identifiers.py",
        line: "µ = 2 # this is a compatibility character",
        why: "Python reads a name in its normal form (NFKC); facts have it as it is written",
    },
    Exception {
        below: "test/test_future_stmt/badsyntax_future8.py",
        line: "from __future__ import *",
        why: "no Python: only `ast` takes it, the compiler and the grammar refuse it",
    },
    Exception {
        below: "test/badsyntax_future8.py",
        line: "from __future__ import *",
        why: "the same, where it lies before Python 3.11",
    },
];

/// A line of the reference program.
struct Reference {
    path: String,
    /// The path below the standard library.
    below: String,
    /// `None` where Python itself can't read the file.
    facts: Option<Vec<Value>>,
}

/// The lines of the reference program as it writes them.
fn references() -> impl Iterator<Item = Reference> + Send {
    let program = project("fixtures/python_ast/reference.py");
    let mut child = Command::new("python3")
        .args(["-X", "utf8", "-W", "ignore"])
        .arg(program)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs python3 on the path (.ci/run installs it): {error}"));
    let stdout = child.stdout.take().expect("is piped");
    let mut lines = BufReader::new(stdout).lines();
    std::iter::from_fn(move || {
        let Some(line) = lines.next() else {
            assert!(child.wait().expect("ends").success(), "the reference program failed");
            return None;
        };
        let line: Value = serde_json::from_str(&line.expect("is text")).expect("is JSON");
        let text = |key: &str| line[key].as_str().expect("a text").to_owned();
        let facts = line["facts"].as_array().cloned();
        Some(Reference { path: text("path"), below: text("below"), facts })
    })
}

/// The same facts as codelode has them.
fn facts_of(source: &str, below: &str, spec: &'static LanguageSpec) -> Vec<Value> {
    let layout = PackageLayout { name: "library".into(), ..PackageLayout::default() };
    let module = (spec.module_of)(&layout, below);
    let extraction = extract(source, spec, &module, below);
    let names = &extraction.names;
    let mut facts: Vec<Value> = Vec::new();
    for symbol in &extraction.symbols {
        facts.extend(symbol_facts(&extraction, symbol));
    }
    for import in &extraction.imports {
        let name = if import.star { Some("*") } else { import.name.map(|name| names.get(name)) };
        let alias = import.alias.map(|alias| names.get(alias));
        facts.push(json!(["import", import.line, import.column, names.get(import.source), name, alias]));
    }
    for comment in &extraction.comments {
        facts.push(json!(["comment", comment.start_line, comment.column, comment.text]));
    }
    facts
}

fn symbol_facts(extraction: &Extraction, symbol: &Symbol) -> Vec<Value> {
    let qualified = extraction.names.get(symbol.qualified_name);
    let path = qualified.strip_prefix(&extraction.module).unwrap_or(qualified).trim_start_matches('.');
    let (start, end, line) = (symbol.span.start_line, symbol.span.end_line, symbol.name_line);
    let arity =
        symbol.arity.map(|Arity { required, optional, variadic }| json!([required, optional, variadic]));
    let signature = symbol.signature.as_deref().unwrap_or_default();
    let kind = match symbol.kind {
        SymbolKind::Class | SymbolKind::Enum => "class",
        SymbolKind::Function | SymbolKind::Method if signature.contains(" = lambda") && start == line => {
            return vec![json!(["lambda", line, path, arity])];
        }
        SymbolKind::Function => "function",
        SymbolKind::Method => "method",
        // Others are made by a call: `x = property(…)`.
        SymbolKind::Property if signature.contains("def ") => "property",
        _ => return vec![json!(["assigned", line, path])],
    };
    let mut facts = vec![json!(["definition", line, kind, path, start, end, arity])];
    if let Some(docstring) = &symbol.docstring {
        facts.push(json!(["docstring", line, path, docstring]));
    }
    facts
}

/// The facts of which one side has more than the other: `-` where codelode lacks it, `+` where Python does; with line.
fn differences(expected: &[Value], found: &[Value]) -> Vec<(u64, String)> {
    let mut counts: BTreeMap<(u64, String), i32> = BTreeMap::new();
    for (facts, sign) in [(expected, 1), (found, -1)] {
        for fact in facts {
            *counts.entry((fact[1].as_u64().expect("a line"), fact.to_string())).or_default() += sign;
        }
    }
    let sign = |count: i32| if count > 0 { '-' } else { '+' };
    let differing = counts.into_iter().filter(|(_, count)| *count != 0);
    differing.map(|((line, fact), count)| (line, format!("{} {fact}", sign(count)))).collect()
}

/// What is wrong in a file: differences without an exception, exceptions without a difference.
fn check(reference: &Reference, expected: &[Value], spec: &'static LanguageSpec) -> Vec<String> {
    let source = read_source(Path::new(&reference.path), FILE_BYTES_MAX).expect("is a source file").text;
    let lines: Vec<&str> = source.split('\n').map(str::trim).collect();
    let mut differences = differences(expected, &facts_of(&source, &reference.below, spec));
    let mut wrong = Vec::new();
    for exception in EXCEPTIONS.iter().filter(|exception| exception.below == reference.below) {
        let Some(at) = lines.iter().position(|line| *line == exception.line) else { continue };
        let before = differences.len();
        differences.retain(|(line, _)| *line != at as u64 + 1);
        if differences.len() == before {
            wrong.push(format!("{}: happens no longer: {}", reference.below, exception.why));
        }
    }
    wrong.extend(differences.into_iter().map(|(_, fact)| format!("{} {fact}", reference.below)));
    wrong
}

#[test]
fn facts_of_the_standard_library_are_those_of_ast_and_tokenize() {
    let spec = spec(Language::Python).expect("Python is compiled in");
    let (files, facts, unread) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let count = |counter: &AtomicUsize, more: usize| counter.fetch_add(more, Ordering::Relaxed);
    let wrong: Vec<String> = references()
        .par_bridge()
        .flat_map_iter(|reference| {
            count(&files, 1);
            let Some(expected) = &reference.facts else {
                count(&unread, 1);
                return Vec::new();
            };
            count(&facts, expected.len());
            check(&reference, expected, spec)
        })
        .collect();
    let (files, facts, unread) = (files.into_inner(), facts.into_inner(), unread.into_inner());
    println!("{files} files, {unread} of them not read by Python; {facts} facts");
    assert!(files > 400 && facts > 50_000, "the library has {files} files with {facts} facts");
    assert!(unread * 50 < files, "Python could not read {unread} of {files} files");
    let shown = &wrong[..wrong.len().min(50)];
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), shown.join("\n"));
}
