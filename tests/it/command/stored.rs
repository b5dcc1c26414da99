//! What is stored against a fresh extraction: searches against a scan, syntax trees against a parse, facts one by one.

use std::collections::{BTreeMap, BTreeSet};

use codelode::extract::{ast, extract};
use codelode::lang::{PackageLayout, detect, spec};
use codelode::model::{Extraction, Tag};
use serde_json::Value;

use super::indexed;
use crate::program::Session;
use crate::syntax::compare;

/// An indexed file: where it is, what it says, and its facts, extracted anew from the stored text.
struct Fresh {
    package: String,
    path: String,
    source: String,
    ast: Vec<u8>,
    extraction: Extraction,
}

/// Every indexed file.
fn fresh_files() -> Vec<Fresh> {
    let session = Session::new(indexed());
    let query = "select p.ecosystem, p.name, f.path, c.source, u.ast, m.text \
        from codelode_data_1.files f join codelode_data_1.package_versions v on v.id = f.version_id \
        join codelode_data_1.packages p on p.id = v.package_id join codelode_data_1.units u on u.id = f.unit_id \
        join codelode_data_1.contents c on c.id = u.content_id join codelode_data_1.names m on m.id = u.module_id \
        order by 2, 3";
    let rows = session.wait(async |client| client.query(query, &[]).await.expect("reads"));
    let mut paths: BTreeMap<String, PackageLayout> = BTreeMap::new();
    for row in &rows {
        let (ecosystem, name, path): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let layout = paths.entry(name.clone()).or_insert_with(|| PackageLayout {
            ecosystem,
            name,
            ..PackageLayout::default()
        });
        layout.paths.insert(path);
    }
    let fresh = rows.iter().map(|row| {
        let (package, path, source): (String, String, String) = (row.get(1), row.get(2), row.get(3));
        let spec = detect(&path, source.as_bytes()).and_then(spec).expect("an indexed file has a language");
        let module = (spec.module_of)(&paths[&package], &path);
        assert_eq!(module, row.get::<_, String>(5), "{path}");
        let extraction = extract(&source, spec, &module, &path);
        Fresh { package, path, source, ast: row.get(4), extraction }
    });
    fresh.collect()
}

/// A piece of code as a search gives it: package, path, first and last line, mass, hash.
type Site = (String, String, u64, u64, u64, String);

/// The terms of every fragment, and the sites where it stands.
fn scan(files: &[Fresh]) -> Vec<(BTreeSet<&str>, Site)> {
    let mut sites = Vec::new();
    for Fresh { package, path, extraction, .. } in files {
        for site in &extraction.fragment_sites {
            let fragment = &extraction.fragments[site.fragment as usize];
            let terms =
                &extraction.fragment_terms[fragment.terms.start as usize..fragment.terms.end as usize];
            let terms = terms.iter().map(|&term| extraction.terms.get(term)).collect();
            let hash = codelode::chunk::hash_value(fragment.hash).to_string();
            let (first, last) = (u64::from(site.span.start_line), u64::from(site.span.end_line));
            sites.push((terms, (package.clone(), path.clone(), first, last, u64::from(fragment.mass), hash)));
        }
    }
    sites
}

/// Pairs of terms that stand together: some frequent, some rare, in an order that is the same in each run.
fn pairs<'a>(sites: &[(BTreeSet<&'a str>, Site)]) -> Vec<[&'a str; 2]> {
    let mut counts: BTreeMap<[&str; 2], usize> = BTreeMap::new();
    for (terms, _) in sites.iter().step_by(7) {
        let terms: Vec<&str> = terms.iter().copied().collect();
        for window in terms
            .windows(2)
            .chain(terms.chunks(terms.len().max(2)).map(|all| if all.len() > 1 { &all[..2] } else { all }))
        {
            if let [one, two] = *window {
                *counts.entry([one, two]).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<([&str; 2], usize)> = counts.into_iter().collect();
    pairs.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let step = (pairs.len() / 20).max(1);
    pairs.into_iter().map(|(pair, _)| pair).step_by(step).collect()
}

#[test]
fn a_search_by_terms_is_what_a_scan_finds() {
    let files = fresh_files();
    let sites = scan(&files);
    let pairs = pairs(&sites);
    assert!(pairs.len() >= 20);
    let number = |hit: &Value, key: &str| hit[key].as_u64().expect("a number");
    let text = |hit: &Value, key: &str| hit[key].as_str().expect("a text").to_owned();
    let mut found_all = 0;
    for [one, two] in pairs.into_iter().chain([["kind:no_such_kind", "call:no_such_call/1"]]) {
        let answer = indexed().json(&["find", "--term", one, "--term", two, "--limit", "1000000"]);
        let hits = answer["hits"].as_array().expect("hits");
        let mut found: Vec<Site> = hits
            .iter()
            .map(|hit| {
                let place = (text(hit, "package"), text(hit, "path"));
                let lines = (number(hit, "line"), number(hit, "end_line"));
                (place.0, place.1, lines.0, lines.1, number(hit, "mass"), text(hit, "hash"))
            })
            .collect();
        let with_both = sites.iter().filter(|(terms, _)| terms.contains(one) && terms.contains(two));
        let mut expected: Vec<Site> = with_both.map(|(_, site)| site.clone()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{one} and {two}");
        found_all += found.len();
    }
    assert!(found_all > 500, "{found_all}");
    let text = indexed().ask(&["find", "--term", "kind:call_expression", "--term", "call:add_all/1"]);
    assert!(text.contains("shop@1.2.0/src/cart.rs:21") && text.contains("shop@1.2.0/src/lib.rs:4"), "{text}");
}

#[test]
fn stored_trees_decode_to_a_fresh_parse() {
    let files = fresh_files();
    let mut languages = BTreeSet::new();
    for file in &files {
        let stored = ast::decode(&file.ast).expect("a stored tree decodes");
        assert!(compare(&stored, &file.source, &file.path) > 0, "{}", file.path);
        languages.insert(file.extraction.language.number());
    }
    assert!(files.len() >= 50, "{}", files.len());
    assert_eq!(languages.len(), codelode::lang::languages().len(), "a language has no file here");
}

#[test]
fn stored_facts_are_those_of_a_fresh_extraction() {
    let symbols = indexed().rows(
        "select package, path, line, end_line, kind, qualified_name from codelode.symbols order by 1, 2, 3, 4, 5, 6",
    );
    let stored: Vec<Vec<String>> =
        symbols.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
    let mut expected = Vec::new();
    let (mut calls, mut refs, mut imports, mut comments) = (0, 0, 0, 0);
    for Fresh { package, path, extraction, .. } in &fresh_files() {
        for symbol in &extraction.symbols {
            let lines = [symbol.name_line.to_string(), symbol.span.end_line.to_string()];
            let [line, end_line] = lines;
            let name = extraction.names.get(symbol.qualified_name).to_owned();
            expected.push(vec![package.clone(), path.clone(), line, end_line, symbol.kind.to_string(), name]);
        }
        calls += extraction.calls.len();
        refs += extraction.references.len();
        imports += extraction.imports.len();
        comments += extraction.comments.len();
    }
    let count = |view: &str| indexed().number(&format!("select count(*) from codelode.{view}")) as usize;
    assert_eq!([count("calls"), count("imports"), count("comments")], [calls, imports, comments]);
    assert_eq!(count("refs"), refs);
    let sorted = |mut rows: Vec<Vec<String>>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(stored), sorted(expected));
}
