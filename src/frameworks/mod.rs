//! Frameworks: what calls and annotations of a version say of its routes, its jobs and its injected dependencies.
//!
//! A family of frameworks is a file with a table of rules over marks; the engine follows routers from where they are
//! made to where they are mounted. Knows plain data only: no syntax, no database, no source.

mod ancestry;
mod django;
mod finder;
mod injection;
mod jvm_web;
mod mounts;
mod paths;
mod python_jobs;
mod python_web;
mod routers;
mod routes;
mod rule;
mod settle;
mod types;
mod values;
mod written;

pub use finder::{Finder, MarkedFile, Site};
pub use rule::{
    Constructed, ConstructorRule, Family, Framework, Gives, Handler, Join, Methods, On, Parameters, Pick,
    Rule, Text, TypeRule, When,
};

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::model::{Application, Language, MarkShape};

/// One line a family, sorted.
static FAMILIES: &[&Family] = &[&django::FAMILY, &jvm_web::FAMILY, &python_jobs::FAMILY, &python_web::FAMILY];

/// The families that are known.
pub fn families() -> &'static [&'static Family] {
    FAMILIES
}

/// Whether a call or an annotation of a name may mean something to a framework of a language.
pub fn is_mark(language: Language, name: &str) -> bool {
    mark_names(language).is_some_and(|names| names.used.contains(name))
}

/// Whether the name that something is given says what it means to a framework of a language.
pub fn is_assigned_mark(language: Language, name: &str) -> bool {
    mark_names(language).is_some_and(|names| names.assigned.contains(name))
}

/// A number that changes with what is a mark in a language; `None` where nothing is.
pub fn marks_key(language: Language) -> Option<u64> {
    let names = mark_names(language)?;
    let sorted = |names: &FxHashSet<&'static str>| {
        let mut names: Vec<&str> = names.iter().copied().collect();
        names.sort_unstable();
        names.join(" ")
    };
    let (used, assigned) = (sorted(&names.used), sorted(&names.assigned));
    let text = format!("{} {used} = {assigned}", looks_at_constructors(language));
    Some(xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}

/// Whether a framework looks at a language.
pub fn looks_at(language: Language) -> bool {
    mark_names(language).is_some()
}

/// Names in a language: of calls and annotations, and of what is given a value.
#[derive(Default)]
struct MarkNames {
    used: FxHashSet<&'static str>,
    assigned: FxHashSet<&'static str>,
}

fn mark_names(language: Language) -> Option<&'static MarkNames> {
    static NAMES: OnceLock<HashMap<Language, MarkNames>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut names: HashMap<Language, MarkNames> = HashMap::new();
        for family in FAMILIES {
            for &language in family.languages {
                let of_language = names.entry(language).or_default();
                for rule in family.rules {
                    let assigned = rule.shape == MarkShape::Assigned;
                    let into = if assigned { &mut of_language.assigned } else { &mut of_language.used };
                    into.extend(rule.names);
                }
                // What a condition asks of a type's annotations has to be kept.
                of_language
                    .used
                    .extend(family.rules.iter().flat_map(|rule| rule.when).flat_map(When::annotations));
                of_language.used.extend(injection::names(family));
                of_language.used.extend(types::names(family));
            }
        }
        names
    });
    names.get(&language)
}

/// Whether a container may make types of a language that no annotation tells from others.
pub fn looks_at_constructors(language: Language) -> bool {
    let mut families = FAMILIES.iter().filter(|family| family.languages.contains(&language));
    families.any(|family| injection::looks_further(family))
}

/// What the frameworks of a version say. Files in the order of the version's.
pub fn find(files: &[MarkedFile<'_>]) -> Application {
    let mut finder = Finder::new(files);
    finder.settle();
    finder.write_settled();
    for family in FAMILIES {
        finder.read_types(family);
        if let Some(read_file) = family.files {
            let numbers = (0..).zip(files).filter(|(_, file)| family.languages.contains(&file.language));
            numbers.for_each(|(number, _)| read_file(&mut finder, number));
        }
        finder.read_constructors(family);
    }
    finder.finish()
}
