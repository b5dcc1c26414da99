//! Every case of `fixtures/corpora/frameworks/<family>/<case>/`: what a small application serves, puts off and is
//! handed is what `expected.txt` says.
//!
//! `BLESS=1 cargo test` rewrites the expected files; read them before committing.

use std::fs;
use std::path::{Path, PathBuf};

use codelode::model::SymbolPlace;

use crate::package::{Extracted, directories, extract_package};

pub const EXPECTED: &str = "expected.txt";

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora/frameworks")
}

/// The directories of all applications.
pub fn applications() -> Vec<PathBuf> {
    directories(&cases()).iter().flat_map(|family| directories(family)).collect()
}

impl Extracted {
    /// One line a route, a job and an injected dependency, by their files and lines.
    fn print_application(&self) -> String {
        let application = self.linked().application;
        let mut lines = Vec::new();
        for route in &application.routes {
            let place = format!("{}:{}", self.files[route.file as usize].path, route.line);
            let normal = if route.normal_path == route.path {
                String::new()
            } else {
                format!(" ({})", route.normal_path)
            };
            lines.push(format!(
                "{place} route {} {} {}{normal} {} -> {}",
                route.framework,
                route.method,
                route.path,
                route.handler,
                self.symbol(route.handler_symbol)
            ));
        }
        for job in &application.jobs {
            lines.push(format!(
                "{}:{} job {} {} queue={} schedule={} {} -> {}",
                self.files[job.file as usize].path,
                job.line,
                job.framework,
                job.name,
                job.queue.as_deref().unwrap_or("-"),
                job.schedule.as_deref().unwrap_or("-"),
                job.handler,
                self.symbol(job.handler_symbol)
            ));
        }
        for edge in &application.di_edges {
            lines.push(format!(
                "{}:{} di {} {} <- {} -> {}",
                self.files[edge.file as usize].path,
                edge.line,
                edge.framework,
                self.symbol(edge.consumer),
                edge.provided,
                self.symbol(edge.provider)
            ));
        }
        lines.join("\n") + "\n"
    }

    fn symbol(&self, place: Option<SymbolPlace>) -> String {
        let Some(place) = place else { return "?".to_owned() };
        let facts = &self.facts[place.file as usize];
        let symbol = &facts.symbols[place.symbol as usize];
        let path = &self.files[place.file as usize].path;
        format!("{path}:{} {}", symbol.name_line, facts.names.get(symbol.qualified_name))
    }
}

#[test]
fn every_application_is_read_as_it_expects() {
    let blessing = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    for case in applications() {
        let found = extract_package(&case, "demo", EXPECTED).print_application();
        if blessing {
            fs::write(case.join(EXPECTED), &found).expect("the expected file can be written");
        }
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
        if expected != found {
            wrong.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_family_has_an_application() {
    let tested = directories(&cases()).len();
    assert_eq!(tested, codelode::frameworks::families().len(), "a folder a family, and a family a folder");
}

/// `CODELODE_APPLICATION=DIR cargo test --test it application_of -- --ignored --nocapture` prints what a real
/// application wires up.
#[test]
#[ignore = "prints the application of CODELODE_APPLICATION"]
fn application_of_a_real_package() {
    let root = PathBuf::from(std::env::var_os("CODELODE_APPLICATION").unwrap_or_default());
    println!("{}", extract_package(&root, "demo", EXPECTED).print_application());
}
