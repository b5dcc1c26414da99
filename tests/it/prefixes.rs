//! A file that breaks off: every definition that ended before the break is still there, and nothing panics.

use std::collections::{BTreeMap, HashSet};

use codelode::extract::ast;
use codelode::lang::{LanguageSpec, languages};
use codelode::model::{Extraction, ParseStatus, SymbolKind};

use crate::hostile::{check_in, inputs};

/// Fixtures of each language that are cut at every character.
const FILES: usize = 6;

/// Longer files say no more and cost the square.
const FILE_BYTES_MAX: usize = 1_500;

/// Prefixes in which a definition may be missing.
const PREFIXES_LOST_MAX: usize = 2;

/// A definition as both extractions should have it.
type Known = (SymbolKind, String, u32, u32);

fn known(facts: &Extraction, ordinal: usize) -> Known {
    let symbol = &facts.symbols[ordinal];
    let name = facts.names.get(symbol.qualified_name).to_owned();
    (symbol.kind, name, symbol.span.start_line, symbol.span.end_line)
}

/// Every definition of a whole file with the byte at which the construct of the file that it stands in ends.
fn definitions(facts: &Extraction) -> Vec<(u32, Known)> {
    let tree = ast::decode(&facts.ast).expect("the stored tree decodes");
    let constructs: Vec<(u32, u32)> =
        tree.children(0).map(|id| (tree.node(id).start_byte, tree.node(id).end_byte)).collect();
    let end = |ordinal: usize| {
        let at = facts.symbols[ordinal].span.end_byte;
        let construct = constructs.iter().find(|(start, end)| (*start..=*end).contains(&at));
        construct.map_or(at, |(_, end)| *end)
    };
    (0..facts.symbols.len()).map(|ordinal| (end(ordinal), known(facts, ordinal))).collect()
}

/// What prefixes of a file lack, and the first of the bytes at which it is missing.
fn lost(source: &str, whole: &Extraction, spec: &'static LanguageSpec) -> BTreeMap<String, (usize, usize)> {
    let definitions = definitions(whole);
    let mut lost = BTreeMap::new();
    for end in (0..source.len()).filter(|&end| source.is_char_boundary(end)) {
        let facts = check_in(spec, &source[..end]);
        let found: HashSet<Known> = (0..facts.symbols.len()).map(|at| known(&facts, at)).collect();
        let complete = definitions.iter().filter(|(last, _)| (*last as usize) < end);
        for (_, known) in complete.filter(|(_, known)| !found.contains(known)) {
            lost.entry(format!("{}: {known:?}", spec.language)).or_insert((end, 0)).1 += 1;
        }
    }
    lost
}

#[test]
fn no_prefix_loses_what_was_complete() {
    let mut all = Vec::new();
    let mut prefixes = 0;
    for spec in languages() {
        let inputs = inputs(spec);
        let whole = |source: &String| check_in(spec, source);
        let short = inputs.iter().filter(|source| source.len() <= FILE_BYTES_MAX);
        let clean = short
            .map(|source| (source, whole(source)))
            .filter(|(_, facts)| facts.status == ParseStatus::Clean);
        for (source, facts) in clean.take(FILES) {
            prefixes += source.len();
            all.extend(lost(source, &facts, spec));
        }
    }
    // For a character or two what follows may be more of what was before (a `#` is text, a heading only with more), or
    // lead the parser's recovery astray (`val a get()`, before it has its body).
    let lines: Vec<String> = all
        .iter()
        .filter(|(_, (_, times))| *times > PREFIXES_LOST_MAX)
        .map(|(known, (first, times))| format!("{known} is missing {times} times, first at byte {first}"))
        .collect();
    assert!(lines.is_empty(), "{} of {prefixes} prefixes\n{}", lines.len(), lines.join("\n"));
}
