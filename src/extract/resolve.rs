//! After the walk: what every recorded use means, as far as the file alone proves it.
//!
//! What names a path that only other files can bind becomes an open use of the interface. Guesses nothing.

use std::borrow::Cow;

use super::contexts::{Context, ContextId, ContextKind};
use super::members::{Members, accepts, holds_members};
use super::scopes::{Lookup, Space, Target, name_key};
use super::unit::{Segment, Unit};
use super::uses::{NameRecord, Root, Use, UseKind};
use super::values::is_called;
use crate::limits::VALUES_FOLLOWED_MAX;
use crate::model::{CALLED, RefKind, Resolution};

/// What a use was found to mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub resolution: Option<Resolution>,
    /// The symbol record it leads to.
    pub symbol: Option<u32>,
    /// The qualified name that the file proves, where the use leads to no symbol of it.
    pub qualified: Option<String>,
    /// It was found through the type of a value.
    pub of_value: bool,
    /// What is left for the linker is a member of the bases of the type that the path names.
    pub of_bases: bool,
    /// What is left for the linker: the import to start from, and the path.
    pub open: Option<(Option<u32>, Vec<String>)>,
    /// The path that is left is a whole name, wherever it stands.
    pub outermost: bool,
    /// The name is a local's: a bare reference to it is not kept.
    pub local: bool,
    /// A scope binds the name, or the language itself does.
    pub bound: bool,
}

/// What a use asks of the symbol that it means.
#[derive(Clone, Copy, Default)]
pub(super) struct Wanted {
    /// The number of arguments.
    pub arity: Option<u16>,
    /// In a language where arity distinguishes: the name space of the symbol itself (a function and a type may share
    /// name and arity), and the module or type that the use stands in, whose own names alone can be used bare.
    pub strict: Option<(Space, Option<ContextId>)>,
}

impl Wanted {
    fn new(unit: &Unit<'_>, kind: UseKind, arity: Option<u16>, context: &Context) -> Self {
        let space = match kind {
            UseKind::Call(_) | UseKind::Reference(RefKind::Read | RefKind::Write) => Space::VALUE,
            UseKind::Reference(RefKind::Type) | UseKind::Alias(_) | UseKind::Result(_) => Space::TYPE,
            UseKind::Reference(_) => Space::ANY,
        };
        let strict = unit.grammar.spec.arity_distinguishes.then_some((space, context.enclosing_type));
        Self { arity, strict }
    }

    /// Whether a symbol is of the name space.
    pub fn is_of_space(self, unit: &Unit<'_>, symbol: u32) -> bool {
        let binds = unit.symbols[symbol as usize].draft.binds;
        self.strict.is_none_or(|(space, _)| binds.is_some_and(|bound| bound.meets(space)))
    }

    /// Whether a symbol can be used by its bare name: modules inside a module see its modules, not its functions.
    fn reaches(self, unit: &Unit<'_>, symbol: u32) -> bool {
        let record = &unit.symbols[symbol as usize];
        let is_module = record.draft.context == Some(ContextKind::Type);
        let owner = unit.contexts.get(record.context).enclosing_type;
        self.strict.is_none_or(|(_, user)| is_module || user == owner)
    }
}

/// Answers what uses mean, once all names of the unit are bound.
pub(super) struct Resolver<'u, 's> {
    pub unit: &'u Unit<'s>,
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
        let arity = if let UseKind::Call(arity) = kind { Some(arity) } else { usage.arity };
        let wanted = Wanted::new(self.unit, kind, arity, context);
        let called = is_called(&usage.path);
        let at = if called && usage.space.is_none() { Lookup { space: Space::ANY, ..at } } else { at };
        if matches!(kind, UseKind::Alias(_) | UseKind::Result(_))
            && let Some(meaning) = self.held_by_local(usage, wanted, at)
        {
            return meaning;
        }
        let meaning = match usage.root {
            Root::Computed => Meaning::default(),
            Root::Receiver => {
                let member = self.resolve_member(&usage.path, wanted, context, VALUES_FOLLOWED_MAX);
                let named = usage.elsewhere.as_ref().filter(|_| member.symbol.is_none());
                let named = named.map(|path| self.resolve_path(path, wanted, at));
                // A member that the type may have from elsewhere comes before what the language has.
                match named {
                    Some(named) if named.symbol.is_none() => Meaning { open: member.open, ..named },
                    named => named.unwrap_or(member),
                }
            }
            Root::Bases => Meaning { of_bases: true, ..self.open_member(&usage.path, context) },
            Root::Absolute => self.resolve_absolute(&usage.path, wanted),
            Root::Typed => {
                let at = Lookup { space: Space::ANY, ..at };
                self.resolve_typed(usage.path.clone(), wanted, at)
            }
            Root::Scope => {
                let meaning = self.resolve_path(&usage.path, wanted, at);
                let open = usage.elsewhere.as_ref().filter(|_| !meaning.bound && meaning.open.is_none());
                let open = open.map(|path| (None, owned(path)));
                Meaning { open: meaning.open.or(open), ..meaning }
            }
        };
        Meaning { of_value: meaning.of_value || called, ..meaning }
    }

    /// Whether a bare name can be anything but a local. Most can't, and are not looked at again.
    pub fn may_name_something(&self, record: &NameRecord) -> bool {
        let scopes = &self.unit.scopes;
        scopes.names_something(record.key) || scopes.has_stars() || self.unit.grammar.spec.unbound_names
    }

    /// The meaning of a bare name that may name something.
    pub fn resolve_name(&self, name: &str, record: &NameRecord, context: &Context) -> Option<Meaning> {
        let scopes = &self.unit.scopes;
        let wanted = Wanted::new(self.unit, record.kind, record.arity, context);
        let path = [Cow::Borrowed(name)];
        let exact = wanted.strict.is_some() || self.unit.grammar.spec.overloads;
        let meaning = match scopes.find(record.at, record.key, exact, |symbol| {
            accepts(self.unit, symbol, wanted.arity) && wanted.reaches(self.unit, symbol)
        }) {
            Some(target) => self.follow(target, &path, wanted),
            None => self.resolve_unbound(&path, wanted, record.at),
        };
        // Where the arity must fit, what nothing binds is rather a variable than something that a star brings in.
        let starred = |import: Option<u32>| import.is_none() && record.arity.is_some();
        let open = meaning.open.as_ref().is_some_and(|&(import, _)| !starred(import));
        (meaning.symbol.is_some() || open).then_some(meaning)
    }

    fn resolve_path(&self, path: &[Segment<'s>], wanted: Wanted, at: Lookup) -> Meaning {
        let Some(first) = path.first() else { return Meaning::default() };
        let arity_of_first = wanted.arity.filter(|_| path.len() == 1);
        let accepts =
            |symbol| accepts(self.unit, symbol, arity_of_first) && wanted.reaches(self.unit, symbol);
        let exact = wanted.strict.is_some() || self.unit.grammar.spec.overloads;
        match self.unit.scopes.find(at, name_key(first), exact, accepts) {
            Some(target) => self.follow(target, path, wanted),
            None => self.resolve_unbound(path, wanted, at),
        }
    }

    /// Whether a call may mean another overload of a symbol just as well.
    fn is_one_of_several(&self, symbol: u32, wanted: Wanted) -> bool {
        let record = &self.unit.symbols[symbol as usize];
        let called =
            self.unit.grammar.spec.overloads && wanted.arity.is_some() && record.draft.arity.is_some();
        called && self.members.find(self.unit, &record.qualified, wanted).is_none()
    }

    pub(super) fn follow_untyped(&self, target: Target, path: &[Segment<'s>], wanted: Wanted) -> Meaning {
        let bound = Meaning { bound: true, ..Meaning::default() };
        match target {
            Target::Symbol(id) if path.get(1).is_some_and(|next| next == CALLED) => {
                self.follow_called(id, path, wanted)
            }
            Target::Symbol(id) if path.len() == 1 && !self.is_one_of_several(id, wanted) => {
                self.proof(id, Resolution::Scope)
            }
            Target::Symbol(_) if path.len() == 1 => Meaning { open: Some((None, owned(path))), ..bound },
            Target::Symbol(id) => {
                let symbol = &self.unit.symbols[id as usize];
                let qualified = self.join(&symbol.qualified, &path[1..]);
                if let Some(member) = self.members.find(self.unit, &qualified, wanted) {
                    return self.proof(member, Resolution::Scope);
                }
                // A member that is not here may be inherited, or written in another file (`mod a;`).
                let open = holds_members(symbol.draft.kind).then(|| (None, owned(path)));
                let qualified = open.is_some().then_some(qualified);
                Meaning { qualified, open, ..bound }
            }
            Target::Import(id) if is_called(path) => {
                Meaning { open: Some((Some(id), owned(&path[1..]))), ..bound }
            }
            Target::Import(id) => {
                let qualified = self.join(&self.imports[id as usize], &path[1..]);
                if let Some(symbol) = self.members.find(self.unit, &qualified, wanted) {
                    return self.proof(symbol, Resolution::Import);
                }
                let resolution = self.external_module(&qualified);
                let open = Some((Some(id), owned(&path[1..])));
                Meaning { resolution, qualified: Some(qualified), open, ..bound }
            }
            Target::Local | Target::Typed(_) | Target::Global | Target::Outer => {
                Meaning { local: true, ..bound }
            }
        }
    }

    pub(super) fn resolve_unbound(&self, path: &[Segment<'s>], wanted: Wanted, at: Lookup) -> Meaning {
        let mut starred = false;
        for star in self.unit.scopes.stars(at.scope) {
            starred = true;
            if !self.unit.imports[star as usize].draft.star {
                continue;
            }
            let qualified = self.join(&self.imports[star as usize], path);
            if let Some(symbol) = self.members.find(self.unit, &qualified, wanted) {
                return self.proof(symbol, Resolution::Import);
            }
        }
        let spec = self.unit.grammar.spec;
        let is_builtin = match (path, wanted.arity.filter(|_| spec.arity_distinguishes)) {
            ([name], Some(arity)) => spec.is_builtin(&format!("{name}/{arity}")),
            _ => path.first().is_some_and(|first| spec.is_builtin(first)),
        };
        if is_builtin && is_called(path) {
            return Meaning { bound: true, ..Meaning::default() };
        }
        if is_builtin {
            let qualified = Some(path.join(spec.separator));
            return Meaning {
                resolution: Some(Resolution::External),
                qualified,
                bound: true,
                ..Meaning::default()
            };
        }
        let elsewhere = if path.len() > 1 { spec.unbound_paths } else { spec.unbound_names };
        let open = (starred || elsewhere).then(|| (None, owned(path)));
        Meaning { open, ..Meaning::default() }
    }

    /// External, where arity distinguishes and a qualified name is that of a builtin module or of a member of one.
    /// Such a use stays open all the same: the module may be of this version, which then is the language's own.
    fn external_module(&self, qualified: &str) -> Option<Resolution> {
        let spec = self.unit.grammar.spec;
        let module = qualified.rfind(spec.separator).map_or(qualified, |at| &qualified[..at]);
        let external = spec.arity_distinguishes && (spec.is_builtin(module) || spec.is_builtin(qualified));
        external.then_some(Resolution::External)
    }

    /// External, where a whole name is one that the language defines (`\Exception` in PHP).
    fn external_name(&self, path: &[Segment<'s>]) -> Option<Resolution> {
        let spec = self.unit.grammar.spec;
        let own = matches!(path, [name] if spec.is_builtin(name)) && !spec.arity_distinguishes;
        own.then_some(Resolution::External)
    }

    pub(super) fn resolve_absolute(&self, path: &[Segment<'s>], wanted: Wanted) -> Meaning {
        let qualified = self.join("", path);
        match self.members.find(self.unit, &qualified, wanted) {
            Some(symbol) => self.proof(symbol, Resolution::Scope),
            None => Meaning {
                resolution: self
                    .external_name(path)
                    .or_else(|| self.external_module(&qualified))
                    .filter(|_| !is_called(path)),
                qualified: Some(qualified).filter(|_| !is_called(path)),
                open: Some((None, owned(path))),
                outermost: true,
                bound: true,
                ..Meaning::default()
            },
        }
    }

    /// A member of the enclosing type that is not here.
    pub(super) fn open_member(&self, path: &[Segment<'s>], context: &Context) -> Meaning {
        let Some(owner) = context.enclosing_type else { return Meaning::default() };
        let owner = self.unit.contexts.get(owner);
        let outer = &self.unit.contexts.get(self.unit.contexts.get(owner.parent).enclosing_scope).qualified;
        let separator = self.unit.grammar.spec.separator;
        let inner =
            owner.qualified.strip_prefix(outer.as_str()).and_then(|rest| rest.strip_prefix(separator));
        let mut open: Vec<String> =
            inner.unwrap_or(&owner.qualified).split(separator).map(str::to_owned).collect();
        open.extend(owned(path));
        Meaning { open: Some((None, open)), ..Meaning::default() }
    }

    pub(super) fn proof(&self, symbol: u32, resolution: Resolution) -> Meaning {
        Meaning { resolution: Some(resolution), symbol: Some(symbol), bound: true, ..Meaning::default() }
    }

    pub(super) fn join(&self, start: &str, rest: &[Segment<'s>]) -> String {
        let spec = self.unit.grammar.spec;
        let bytes: usize = rest.iter().map(|segment| segment.len() + spec.separator.len()).sum();
        let mut joined = String::with_capacity(start.len() + bytes);
        joined.push_str(start);
        for segment in rest {
            if !joined.is_empty() && !spec.is_marked(segment) {
                joined.push_str(spec.separator);
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

pub(super) fn owned(path: &[Segment<'_>]) -> Vec<String> {
    path.iter().map(|segment| segment.to_string()).collect()
}
