//! After the walk: what every recorded use means, as far as the file alone proves it.
//!
//! What names a path that only other files can bind becomes an open use of the interface. Guesses nothing.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::contexts::Context;
use super::scopes::{Lookup, Space, Target, name_key};
use super::unit::{Segment, Unit};
use super::uses::{Root, Use, UseKind};
use crate::model::{Arity, Resolution, SymbolKind};

/// What a use was found to mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub resolution: Option<Resolution>,
    /// The symbol record it leads to.
    pub symbol: Option<u32>,
    /// The qualified name that the file proves.
    pub qualified: Option<String>,
    /// What is left for the linker: the import to start from, and the path.
    pub open: Option<(Option<u32>, Vec<String>)>,
    /// The name is a local's: a bare reference to it is not kept.
    pub local: bool,
    /// A scope binds the name, or the language itself does.
    pub bound: bool,
}

/// The unit's symbols by qualified name.
pub(super) struct Members {
    /// The last record of each name, and the one of the same name before each record.
    last: FxHashMap<u64, u32>,
    previous: Vec<Option<u32>>,
}

impl Members {
    pub fn new(unit: &Unit<'_>) -> Self {
        let mut last = FxHashMap::default();
        let keys = unit.symbols.iter().map(|symbol| symbol.key);
        let previous = keys.zip(0..).map(|(key, id)| last.insert(key, id)).collect();
        Self { last, previous }
    }

    /// The symbol of a qualified name. Among several, the last that takes the arity, and that is callable if the use
    /// is a call and not if it isn't (a field and a method may share a name); where none fits in full, the last that
    /// fits best. A field is no callee.
    fn find(&self, unit: &Unit<'_>, qualified: &str, arity: Option<u16>) -> Option<u32> {
        let mut next = self.last.get(&name_key(qualified)).copied();
        let (mut wrong_arity, mut other_use) = (None, None);
        while let Some(id) = next {
            next = self.previous[id as usize];
            let draft = &unit.symbols[id as usize].draft;
            if draft.arity.is_some() != arity.is_some() {
                let callable = arity.is_none() || draft.kind != SymbolKind::Field;
                other_use = other_use.or(Some(id).filter(|_| callable));
            } else if accepts(unit, id, arity) {
                return Some(id);
            } else {
                wrong_arity = wrong_arity.or(Some(id).filter(|_| !unit.grammar.spec.arity_distinguishes));
            }
        }
        wrong_arity.or(other_use)
    }

    /// The symbol of a type.
    pub fn find_type(&self, unit: &Unit<'_>, qualified: &str) -> Option<u32> {
        let mut next = self.last.get(&name_key(qualified)).copied();
        while let Some(id) = next {
            if holds_members(unit.symbols[id as usize].draft.kind) {
                return Some(id);
            }
            next = self.previous[id as usize];
        }
        None
    }
}

/// Whether a use with this many arguments can mean the symbol.
fn accepts(unit: &Unit<'_>, symbol: u32, arity: Option<u16>) -> bool {
    match (unit.symbols[symbol as usize].draft.arity, arity) {
        (Some(symbol), Some(arity)) => takes(symbol, arity),
        _ => true,
    }
}

fn takes(arity: Arity, given: u16) -> bool {
    given >= arity.required && (arity.variadic || given <= arity.required.saturating_add(arity.optional))
}

/// Whether a path can go on through a symbol of this kind.
fn holds_members(kind: SymbolKind) -> bool {
    use SymbolKind as K;
    !matches!(
        kind,
        K::Function | K::Method | K::Constructor | K::Macro | K::Variable | K::Field | K::Property
    )
}

/// Answers what uses mean, once all names of the unit are bound.
pub(super) struct Resolver<'u, 's> {
    unit: &'u Unit<'s>,
    pub members: Members,
    /// The qualified name of what each import means.
    imports: Vec<Cow<'u, str>>,
}

impl<'u, 's> Resolver<'u, 's> {
    pub fn new(unit: &'u Unit<'s>) -> Self {
        Self { unit, members: Members::new(unit), imports: imported_names(unit) }
    }

    /// The meaning of a use that stands in a context.
    pub fn resolve(&self, usage: &Use<'s>, kind: UseKind, at: Lookup, context: &Context) -> Meaning {
        let arity = if let UseKind::Call(arity) = kind { Some(arity) } else { None };
        match usage.root {
            Root::Computed => Meaning::default(),
            Root::Receiver => self.resolve_member(&usage.path, arity, context),
            Root::Absolute => self.resolve_absolute(&usage.path, arity),
            Root::Scope => {
                let meaning = self.resolve_path(&usage.path, arity, at);
                let open = usage.elsewhere.as_ref().filter(|_| !meaning.bound && meaning.open.is_none());
                let open = open.map(|path| (None, owned(path)));
                Meaning { open: meaning.open.or(open), ..meaning }
            }
        }
    }

    /// The meaning of a bare name; cheap where it can only be a local.
    pub fn resolve_name(&self, name: &str, key: u64, at: Lookup) -> Option<Meaning> {
        if !self.unit.scopes.names_something(key) && !self.unit.scopes.has_stars() {
            return None;
        }
        let path = [Cow::Borrowed(name)];
        let meaning = match self.unit.scopes.find(at, key, false, |_| true) {
            Some(target) => self.follow(target, &path, None),
            None => self.resolve_unbound(&path, None, at),
        };
        (meaning.symbol.is_some() || meaning.open.is_some()).then_some(meaning)
    }

    fn resolve_path(&self, path: &[Segment<'s>], arity: Option<u16>, at: Lookup) -> Meaning {
        let Some(first) = path.first() else { return Meaning::default() };
        let arity_of_first = if path.len() == 1 { arity } else { None };
        let strict = self.unit.grammar.spec.arity_distinguishes;
        let accepts = |symbol| accepts(self.unit, symbol, arity_of_first);
        match self.unit.scopes.find(at, name_key(first), strict, accepts) {
            Some(target) => self.follow(target, path, arity),
            None => self.resolve_unbound(path, arity, at),
        }
    }

    /// A path whose first segment is bound.
    fn follow(&self, target: Target, path: &[Segment<'s>], arity: Option<u16>) -> Meaning {
        let bound = Meaning { bound: true, ..Meaning::default() };
        match target {
            Target::Symbol(id) if path.len() == 1 => self.proof(id, Resolution::Scope),
            Target::Symbol(id) => {
                let symbol = &self.unit.symbols[id as usize];
                let qualified = self.join(&symbol.qualified, &path[1..]);
                if let Some(member) = self.members.find(self.unit, &qualified, arity) {
                    return self.proof(member, Resolution::Scope);
                }
                // A member that is not here may be inherited, or written in another file (`mod a;`).
                let open = holds_members(symbol.draft.kind).then(|| (None, owned(path)));
                let qualified = open.is_some().then_some(qualified);
                Meaning { qualified, open, ..bound }
            }
            Target::Import(id) => {
                let qualified = self.join(&self.imports[id as usize], &path[1..]);
                if let Some(symbol) = self.members.find(self.unit, &qualified, arity) {
                    return self.proof(symbol, Resolution::Import);
                }
                Meaning { qualified: Some(qualified), open: Some((Some(id), owned(&path[1..]))), ..bound }
            }
            Target::Local | Target::Global | Target::Outer => Meaning { local: true, ..bound },
        }
    }

    fn resolve_unbound(&self, path: &[Segment<'s>], arity: Option<u16>, at: Lookup) -> Meaning {
        let mut starred = false;
        for star in self.unit.scopes.stars(at.scope) {
            starred = true;
            let qualified = self.join(&self.imports[star as usize], path);
            if let Some(symbol) = self.members.find(self.unit, &qualified, arity) {
                return self.proof(symbol, Resolution::Import);
            }
        }
        let spec = self.unit.grammar.spec;
        if path.first().is_some_and(|first| spec.is_builtin(first)) {
            let qualified = Some(path.join(spec.separator));
            return Meaning {
                resolution: Some(Resolution::External),
                qualified,
                bound: true,
                ..Meaning::default()
            };
        }
        let open = (starred || (path.len() > 1 && spec.unbound_paths)).then(|| (None, owned(path)));
        Meaning { open, ..Meaning::default() }
    }

    fn resolve_absolute(&self, path: &[Segment<'s>], arity: Option<u16>) -> Meaning {
        let qualified = path.join(self.unit.grammar.spec.separator);
        match self.members.find(self.unit, &qualified, arity) {
            Some(symbol) => self.proof(symbol, Resolution::Scope),
            None => Meaning {
                qualified: Some(qualified),
                open: Some((None, owned(path))),
                bound: true,
                ..Meaning::default()
            },
        }
    }

    /// A member of the enclosing type.
    fn resolve_member(&self, path: &[Segment<'s>], arity: Option<u16>, context: &Context) -> Meaning {
        let Some(owner) = context.enclosing_type else { return Meaning::default() };
        let owner = self.unit.contexts.get(owner);
        let qualified = self.join(&owner.qualified, path);
        if let Some(symbol) = self.members.find(self.unit, &qualified, arity) {
            return self.proof(symbol, Resolution::Receiver);
        }
        let [member] = path else { return Meaning::default() };
        let outer = &self.unit.contexts.get(self.unit.contexts.get(owner.parent).enclosing_scope).qualified;
        let separator = self.unit.grammar.spec.separator;
        let inner =
            owner.qualified.strip_prefix(outer.as_str()).and_then(|rest| rest.strip_prefix(separator));
        let mut open: Vec<String> =
            inner.unwrap_or(&owner.qualified).split(separator).map(str::to_owned).collect();
        open.push(member.to_string());
        Meaning { open: Some((None, open)), ..Meaning::default() }
    }

    fn proof(&self, symbol: u32, resolution: Resolution) -> Meaning {
        Meaning {
            resolution: Some(resolution),
            symbol: Some(symbol),
            qualified: Some(self.unit.symbols[symbol as usize].qualified.clone()),
            bound: true,
            ..Meaning::default()
        }
    }

    fn join(&self, start: &str, rest: &[Segment<'s>]) -> String {
        let mut joined = start.to_owned();
        for segment in rest {
            if !joined.is_empty() {
                joined.push_str(self.unit.grammar.spec.separator);
            }
            joined.push_str(segment);
        }
        joined
    }
}

/// The qualified name of what each import means. In a language whose import paths start from what is in scope, a
/// first segment that an earlier import or a symbol binds is replaced by what that means.
fn imported_names<'u>(unit: &'u Unit<'_>) -> Vec<Cow<'u, str>> {
    let separator = unit.grammar.spec.separator;
    let mut names: Vec<Cow<'u, str>> = Vec::with_capacity(unit.imports.len());
    for (id, import) in unit.imports.iter().enumerate() {
        let written = import.qualified.as_str();
        let (first, rest) = written.split_once(separator).unwrap_or((written, ""));
        let from_scope = unit.grammar.spec.unbound_paths && import.draft.qualified.is_none();
        let at = Lookup { scope: import.scope, node: import.node, space: Space::TYPE };
        let bound = from_scope.then(|| unit.scopes.find(at, name_key(first), false, |_| true)).flatten();
        let start = match bound {
            Some(Target::Symbol(symbol)) => Some(unit.symbols[symbol as usize].qualified.as_str()),
            Some(Target::Import(earlier)) if (earlier as usize) < id => {
                Some(names[earlier as usize].as_ref())
            }
            _ => None,
        };
        names.push(match start {
            None => Cow::Borrowed(written),
            Some(start) if rest.is_empty() => Cow::Owned(start.to_owned()),
            Some(start) => Cow::Owned([start, separator, rest].concat()),
        });
    }
    names
}

fn owned(path: &[Segment<'_>]) -> Vec<String> {
    path.iter().map(|segment| segment.to_string()).collect()
}
