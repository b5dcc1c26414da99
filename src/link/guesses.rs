//! Calls that nothing binds, by their names alone.
//!
//! A method whose name only one method of the version has, and that reads as the version's own (several words, never
//! called on something from outside), is taken for proved: `package`. Any other name that one callable alone has is a
//! guess: `name`. Where several have it, nothing is said.

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::{Index, SymbolAt};
use super::outcome::{Outcome, takes_arguments};
use super::paths::PathId;
use super::resolve::{Question, Resolver};
use super::rules::Rules;
use crate::limits::OWN_NAME_BYTES_MIN;
use crate::model::{FactKind, Link, OpenUse, Resolution, SymbolKind};

/// A name in a family of languages.
type Key<'a> = (PathId, &'a str);

/// A call without a target.
struct Unbound<'a> {
    file: u32,
    ordinal: u32,
    name: &'a str,
    arity: u16,
    /// It is a member of a value of which nothing is known: neither that it is of a type that lacks the member, nor that
    /// the name must be visible by itself.
    of_unknown: bool,
}

/// The links of the calls that `links`, sorted, leave unbound.
pub(super) fn guess(resolver: &mut Resolver<'_>, links: &[Link]) -> Vec<Link> {
    let external = external_types(resolver);
    let index = &resolver.index;
    let callables = callables(index);
    let outside = called_outside(index, links);
    let mut library = Library::default();
    let mut guesses = Vec::new();
    for file in 0..index.files.len() as u32 {
        let Some(entry) = index.entry(file) else { continue };
        for call in unbound(index, file, links) {
            let key = (entry.root, call.name);
            let Some(candidates) = callables.get(&key) else { continue };
            let fits = |symbol: &&SymbolAt| takes_arguments(index.export(**symbol).arity, Some(call.arity));
            let mut fitting = candidates.iter().filter(fits);
            let (Some(&symbol), None) = (fitting.next(), fitting.next()) else { continue };
            let is_own = candidates.len() == 1
                && call.of_unknown
                && is_own_method(index, symbol, &external)
                && is_distinctive(call.name)
                && !outside.contains(&key)
                && library.lacks(&entry.rules, call.name);
            guesses.push(Link {
                file: call.file,
                fact: FactKind::Call,
                ordinal: call.ordinal,
                resolution: if is_own { Resolution::Package } else { Resolution::Name },
                target_file: Some(symbol.file),
                target_symbol: Some(index.export(symbol).ordinal),
            });
        }
    }
    guesses
}

/// The methods of the languages' own libraries.
#[derive(Default)]
struct Library(FxHashMap<&'static str, FxHashSet<&'static str>>);

impl Library {
    /// Whether a language's own library is known to have no method of a name.
    fn lacks(&mut self, rules: &Rules, name: &str) -> bool {
        let methods = rules.library_methods;
        let known = self.0.entry(methods).or_insert_with(|| methods.lines().collect());
        !known.is_empty() && !known.contains(name)
    }
}

/// Whether a method is neither written for another type's declaration nor in a class that has methods from outside.
fn is_own_method(index: &Index<'_>, symbol: SymbolAt, external: &FxHashSet<PathId>) -> bool {
    let export = index.export(symbol);
    let owner = || index.symbol_of(symbol.file, export.ordinal).map(|(path, _)| index.paths.parent(path));
    export.kind == SymbolKind::Method
        && !export.overrides
        && owner().is_some_and(|owner| !external.contains(&owner))
}

/// Classes that take members, directly or not, from what is outside of the version or not known.
fn external_types(resolver: &mut Resolver<'_>) -> FxHashSet<PathId> {
    let mut found = FxHashSet::default();
    let mut derived: FxHashMap<PathId, Vec<PathId>> = FxHashMap::default();
    for path in resolver.index.paths.all() {
        let bases = resolver.index.bases.get(path).to_vec();
        let mut symbols = resolver.index.symbols.get(path).iter();
        let is_class = symbols.any(|&symbol| resolver.index.export(symbol).kind == SymbolKind::Class);
        for base in bases.into_iter().filter(|_| is_class) {
            match resolver.ask(Question::Base(base)) {
                Outcome::Found(place) => derived.entry(place.path).or_default().push(path),
                _ => _ = found.insert(path),
            }
        }
    }
    let mut due: Vec<PathId> = found.iter().copied().collect();
    while let Some(path) = due.pop() {
        let below = derived.remove(&path).unwrap_or_default();
        due.extend(below.into_iter().filter(|&path| found.insert(path)));
    }
    found
}

/// The calls of a file that have no link and whose own file binds nothing.
fn unbound<'a>(index: &Index<'a>, file: u32, links: &[Link]) -> Vec<Unbound<'a>> {
    let interface = &index.files[file as usize].interface;
    let loose = interface.loose_calls.iter().map(|call| Unbound {
        file,
        ordinal: call.ordinal,
        name: call.name.as_str(),
        arity: call.arity,
        of_unknown: call.of_value,
    });
    let open = interface.open_uses.iter();
    let open = open.filter(|open| open.fact == FactKind::Call && open.unbound && !open.of_bases);
    let open = open.filter(|open| link_of(links, file, open).is_none()).filter_map(|open| {
        let (name, arity) = (open.path.last()?.as_str(), open.arity.unwrap_or_default());
        Some(Unbound { file, ordinal: open.ordinal, name, arity, of_unknown: false })
    });
    loose.chain(open).collect()
}

fn link_of<'l>(links: &'l [Link], file: u32, open: &OpenUse) -> Option<&'l Link> {
    let key = (file, open.fact, open.ordinal);
    let at = links.partition_point(|link| (link.file, link.fact, link.ordinal) < key);
    links.get(at).filter(|link| (link.file, link.fact, link.ordinal) == key)
}

/// The functions, methods and types of the version by name. A declaration counts where nothing else has the name.
fn callables<'a>(index: &Index<'a>) -> FxHashMap<Key<'a>, Vec<SymbolAt>> {
    let mut found: FxHashMap<Key<'a>, Vec<SymbolAt>> = FxHashMap::default();
    let mut declared: FxHashMap<Key<'a>, Vec<SymbolAt>> = FxHashMap::default();
    for path in index.paths.all() {
        for &symbol in index.symbols.get(path) {
            let Some(entry) = index.entry(symbol.file) else { continue };
            let kind = index.export(symbol).kind;
            let marks = entry.rules.member_marks;
            let name = index.paths.segment(path);
            let name = marks.iter().find_map(|mark| name.strip_prefix(mark)).unwrap_or(name);
            let key = (entry.root, name);
            match kind {
                SymbolKind::Prototype => declared.entry(key).or_default().push(symbol),
                SymbolKind::Function | SymbolKind::Method | SymbolKind::Macro if entry.stub => {
                    declared.entry(key).or_default().push(symbol);
                }
                SymbolKind::Function | SymbolKind::Method | SymbolKind::Macro => {
                    found.entry(key).or_default().push(symbol);
                }
                _ => {}
            }
        }
    }
    for (key, symbols) in declared {
        found.entry(key).or_insert(symbols);
    }
    for symbols in found.values_mut() {
        symbols.sort_unstable_by_key(|&symbol| (symbol.file, index.export(symbol).ordinal));
        symbols.dedup_by_key(|symbol| (symbol.file, index.export(*symbol).ordinal));
    }
    found
}

/// Names that are called on what is outside of the version.
fn called_outside<'a>(index: &Index<'a>, links: &[Link]) -> FxHashSet<Key<'a>> {
    let mut names = FxHashSet::default();
    for file in 0..index.files.len() as u32 {
        let Some(entry) = index.entry(file) else { continue };
        let interface = &index.files[file as usize].interface;
        names.extend(interface.external_calls.iter().map(|name| (entry.root, name.as_str())));
        let calls = interface.open_uses.iter().filter(|open| open.fact == FactKind::Call);
        let leaves = |open: &&OpenUse| {
            link_of(links, file, open).is_some_and(|link| link.resolution == Resolution::External)
        };
        names.extend(calls.filter(leaves).filter_map(|open| Some((entry.root, open.path.last()?.as_str()))));
    }
    names
}

/// Whether a name is made of several words: those of one are what every library calls its methods.
fn is_distinctive(name: &str) -> bool {
    let inner = name.trim_matches('_');
    let words = inner.contains('_')
        || inner
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    inner.len() >= OWN_NAME_BYTES_MIN && words
}
