//! Every case of `fixtures/corpora/links/<language>/<case>/`: what the files of a small package decide together is
//! what `expected_links.txt` says.
//!
//! `BLESS=1 cargo test` rewrites the expected files; read them before committing. A case is a package `demo`; every
//! import is listed, and every call and reference that its own file could not bind, `?` where nothing is proved.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codelode::lang::{PackageLayout, spec};
use codelode::link::{LinkedFile, link_version};
use codelode::model::{
    Export, FactKind, ImportBinding, ImportKind, Interface, Language, Link, OpenUse, PackageId, SymbolKind,
    Tag,
};

use crate::package::{Extracted, directories, extract_package};

const EXPECTED: &str = "expected_links.txt";

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora/links")
}

impl Extracted {
    fn link(&self) -> Vec<Link> {
        self.linked().links
    }

    /// Every import, every open use and every loose call in the order of the files, with its link.
    fn print(&self) -> String {
        let links = self.link();
        let by_fact: BTreeMap<_, _> =
            links.iter().map(|link| ((link.file, link.fact, link.ordinal), link)).collect();
        assert_eq!(by_fact.len(), links.len(), "a fact has two links");
        let mut lines = Vec::new();
        for (at, file) in (0..).zip(&self.files) {
            let imports = file.interface.imports.iter().map(|import| (FactKind::Import, import.ordinal));
            let uses = file.interface.open_uses.iter().map(|open| (open.fact, open.ordinal));
            let loose = file.interface.loose_calls.iter().map(|call| (FactKind::Call, call.ordinal));
            let mut facts: Vec<_> = imports
                .chain(uses)
                .chain(loose)
                .map(|(fact, at)| (self.position(&file.path, fact, at), fact, at))
                .collect();
            facts.sort();
            facts.dedup();
            for ((line, column, written), fact, ordinal) in facts {
                let link = by_fact.get(&(at, fact, ordinal)).copied();
                lines.push(format!(
                    "{}:{line}:{column} {fact} {written} -> {}",
                    file.path,
                    self.target(link)
                ));
            }
        }
        lines.join("\n") + "\n"
    }

    /// Line, column and text of a fact.
    fn position(&self, path: &str, fact: FactKind, ordinal: u32) -> (u32, u32, String) {
        let at = self.files.iter().position(|file| file.path == path).expect("a file of the package");
        let (facts, ordinal) = (&self.facts[at], ordinal as usize);
        let name = |id| facts.names.get(id).to_owned();
        match fact {
            FactKind::Call => {
                let call = &facts.calls[ordinal];
                (call.line, call.column, format!("{}/{}", name(call.callee), call.arity))
            }
            FactKind::Reference => {
                let reference = &facts.references[ordinal];
                (reference.line, reference.column, format!("{} {}", reference.kind, name(reference.name)))
            }
            FactKind::Import => {
                let import = &facts.imports[ordinal];
                let taken = import.name.map(|id| format!(" {}", name(id))).unwrap_or_default();
                let star = if import.star { " *" } else { "" };
                (import.line, import.column, format!("{}{taken}{star}", name(import.source)))
            }
        }
    }

    fn target(&self, link: Option<&Link>) -> String {
        let Some(link) = link else { return "?".to_owned() };
        let mut text = link.resolution.to_string();
        if let Some(file) = link.target_file {
            text = format!("{text} {}", self.files[file as usize].path);
            if let Some(symbol) = link.target_symbol {
                let facts = &self.facts[file as usize];
                let symbol = &facts.symbols[symbol as usize];
                text = format!(
                    "{text}:{} {} {}",
                    symbol.name_line,
                    symbol.kind,
                    facts.names.get(symbol.qualified_name)
                );
            }
        }
        text
    }
}

#[test]
fn every_case_has_the_links_that_it_expects() {
    let blessing = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for language in directories(&cases()) {
        let label = language.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = Language::ALL.iter().find(|language| language.label() == label);
        if known.copied().and_then(spec).is_none() {
            continue;
        }
        for case in directories(&language) {
            let found = extract_package(&case, "demo", EXPECTED).print();
            if blessing {
                fs::write(case.join(EXPECTED), &found).expect("the expected file can be written");
            }
            let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
            if expected != found {
                wrong.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", case.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn links_depend_on_nothing_but_their_input() {
    for case in directories(&cases()).iter().flat_map(|language| directories(language)) {
        let package = extract_package(&case, "demo", EXPECTED);
        assert_eq!(package.link(), package.link(), "{}", case.display());
    }
}

/// `CODELODE_LINK_PACKAGE=DIR cargo test --test it links_of -- --ignored --nocapture` prints the links of a real
/// package; its name is the directory's, without a version.
#[test]
#[ignore = "prints the links of CODELODE_LINK_PACKAGE"]
fn links_of_a_real_package() {
    let root = PathBuf::from(std::env::var_os("CODELODE_LINK_PACKAGE").unwrap_or_default());
    let directory = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let version =
        directory.rfind('-').filter(|&at| directory[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    let name = &directory[..version.unwrap_or(directory.len())];
    println!("{}", extract_package(&root, name, EXPECTED).print());
}

/// A Rust module of a hand-built version: what it defines, the modules whose stars it re-exports, what it calls.
fn module(name: &str, functions: &[&str], stars: &[String], calls: &[&str]) -> LinkedFile {
    let export = |(ordinal, function): (u32, &&str)| Export {
        qualified_name: format!("{name}::{function}"),
        kind: SymbolKind::Function,
        ordinal,
        line: ordinal + 1,
        arity: Some((0, 0)),
        overrides: false,
        public: true,
    };
    let star = |(ordinal, source): (u32, &String)| ImportBinding {
        ordinal,
        kind: ImportKind::Relative,
        source: source.clone(),
        name: None,
        local: String::new(),
        star: true,
        reexport: true,
        public: true,
        lent: false,
        borrows: false,
        scope: name.to_owned(),
    };
    let call = |(ordinal, callee): (u32, &&str)| OpenUse {
        fact: FactKind::Call,
        ordinal,
        import: None,
        path: vec![(*callee).to_owned()],
        of_value: false,
        of_bases: false,
        unbound: true,
        kind: None,
        arity: Some(0),
        scope: name.to_owned(),
    };
    let interface = Interface {
        module: name.to_owned(),
        exports: (0..).zip(functions).map(export).collect(),
        imports: (0..).zip(stars).map(star).collect(),
        open_uses: (0..).zip(calls).map(call).collect(),
        ..Interface::default()
    };
    LinkedFile { path: format!("{}.rs", name.replace("::", "/")), language: Language::Rust, interface }
}

fn calls_bound(files: &[LinkedFile]) -> Vec<(u32, u32, Option<u32>)> {
    let id = PackageId { ecosystem: "local".into(), name: "demo".into(), version: "0".into() };
    let layout = PackageLayout { name: "demo".into(), ..PackageLayout::default() };
    let links = link_version(&id, &layout, files).links;
    let calls = links.iter().filter(|link| link.fact == FactKind::Call);
    calls.map(|link| (link.file, link.ordinal, link.target_file)).collect()
}

#[test]
fn cycles_of_stars_end_and_lose_nothing() {
    let others =
        |own: usize| (0..60).filter(|&at| at != own).map(|at| format!("crate::m{at}")).collect::<Vec<_>>();
    let mut files: Vec<LinkedFile> =
        (0..60).map(|at| module(&format!("demo::m{at}"), &[], &others(at), &["found", "missing"])).collect();
    files.push(module("demo::z", &["found"], &[], &[]));
    files[59] = module("demo::m59", &[], &["crate::z".to_owned(), "crate::m0".to_owned()], &["found"]);
    let bound = calls_bound(&files);
    assert_eq!(bound.len(), 60);
    assert!(bound.iter().all(|&(_, ordinal, target)| ordinal == 0 && target == Some(60)));
}

#[test]
fn chains_of_any_length_end() {
    let next = |at: usize| vec![format!("crate::m{:05}", at + 1)];
    let files: Vec<LinkedFile> = (0..2_000)
        .map(|at| {
            module(&format!("demo::m{at:05}"), if at == 1_999 { &["far"] } else { &[] }, &next(at), &["far"])
        })
        .collect();
    let bound = calls_bound(&files);
    assert!(bound.len() >= 8, "the modules next to the definition reach it");
    assert!(bound.iter().all(|&(_, _, target)| target == Some(1_999)));
}
