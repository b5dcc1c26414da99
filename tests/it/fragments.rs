//! A fragment is a function of language and subtree alone: whoever stores it first stores the same row.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use codelode::corpus::{DiscoverOptions, FILE_BYTES_MAX, discover, locate, read_source};
use codelode::extract::extract;
use codelode::lang::{PackageLayout, detect, spec};
use codelode::model::{Extraction, Fragment};

/// Everything of a fragment's row, and its terms, but the hash.
fn content(extraction: &Extraction, fragment: &Fragment) -> String {
    let name = |id| extraction.names.get(id);
    let range = fragment.terms.start as usize..fragment.terms.end as usize;
    let terms: BTreeSet<&str> =
        extraction.fragment_terms[range].iter().map(|&term| extraction.terms.get(term)).collect();
    format!(
        "{} {} {:?} {:?} mass {} normalized {:?} {terms:?}",
        extraction.language,
        name(fragment.kind),
        fragment.name.map(name),
        fragment.arity,
        fragment.mass,
        fragment.normalized_hash
    )
}

/// The fixtures and this project; `CODELODE_CORPUS` adds a directory of packages.
#[test]
fn equal_hashes_are_equal_rows() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut inputs = vec![root];
    inputs.extend(std::env::var_os("CODELODE_CORPUS").map(PathBuf::from));
    let found = discover(&inputs, &DiscoverOptions::default());
    let mut rows: HashMap<u128, (String, String)> = HashMap::new();
    let mut different = Vec::new();
    for version in &found.versions {
        let layout = PackageLayout {
            ecosystem: version.id.ecosystem.clone(),
            name: version.id.name.clone(),
            paths: version.files.iter().map(|file| file.path.clone()).collect(),
            entries: Vec::new(),
        };
        for file in &version.files {
            let Ok(source) = read_source(&locate(version, file), FILE_BYTES_MAX) else { continue };
            let Some(spec) = detect(&file.path, source.text.as_bytes()).and_then(spec) else { continue };
            let module = (spec.module_of)(&layout, &file.path);
            let extraction = extract(&source.text, spec, &module, &file.path);
            for fragment in &extraction.fragments {
                let content = content(&extraction, fragment);
                let place = format!("{} {}", version.id, file.path);
                let (first, first_place) =
                    rows.entry(fragment.hash).or_insert((content.clone(), place.clone()));
                if *first != content {
                    different.push(format!("{first_place}: {first}\n{place}: {content}"));
                }
            }
        }
    }
    assert!(rows.len() > 1_000, "only {} fragments", rows.len());
    let count = different.len();
    different.sort_by_key(|text| {
        text.split(": ").nth(1).map(|rest| rest.split(' ').take(2).collect::<Vec<_>>().join(" "))
    });
    different.dedup_by_key(|text| {
        text.split(": ").nth(1).map(|rest| rest.split(' ').take(2).collect::<Vec<_>>().join(" "))
    });
    different.truncate(12);
    assert!(different.is_empty(), "{count} fragments differ, such as\n{}", different.join("\n\n"));
}
