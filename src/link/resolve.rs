//! Following names from module to module: symbols, imports, stars, submodules, members.
//!
//! Answers are exact where imports form cycles: a question that comes back to itself adds nothing, and what was
//! answered meanwhile is forgotten. Depth and steps are bounded; past the bound nothing is known.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::index::{BaseAt, BindingAt, Index, SymbolAt, is_module};
use super::outcome::{Outcome, Place, Role, Wanted, is_type};
use super::paths::PathId;
use crate::lang::PackageLayout;
use crate::limits::{LINK_CIRCLES_MAX, LINK_DEPTH_MAX};
use crate::model::SymbolKind;

/// Who asks: what is visible, and which of several definitions is nearest, depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker {
    pub file: u32,
    pub scope: PathId,
}

/// Which stars of a scope someone sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sight {
    Reexports,
    All,
    /// Those of one file, and what others re-export: several files share the scope (a namespace, a package).
    File(u32),
}

/// What is asked of an import or a base. Names are hashed, so that a question owns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// What an import takes from.
    Source(BindingAt),
    /// What an import's local name means.
    Target(BindingAt, Wanted),
    /// What a name means that the stars of a scope may bring in.
    Stars(PathId, Sight, u64, Wanted),
    /// What a name means that an import borrows.
    Loan(BindingAt, u64, Wanted),
    /// The type that a type takes members from.
    Base(BaseAt),
}

/// Answers questions about the names of one version.
pub(super) struct Resolver<'a> {
    pub index: Index<'a>,
    pub package: &'a PackageLayout,
    /// The types that each type takes members from, in the order in which they are asked; `None` while they are found.
    pub ancestors: FxHashMap<PathId, Option<Rc<[Place]>>>,
    /// Members that are written in another place than their type (`impl` in another file), under the type's path.
    pub adopted: FxHashMap<PathId, Vec<SymbolAt>>,
    pub answers: FxHashMap<Question, Outcome>,
    pub stars_followed: usize,
    /// How often a question was answered without a final answer.
    circular: FxHashMap<Question, u8>,
    active: Vec<Question>,
    /// Whether an answer since the last reset left out what is still being asked.
    pub cut: bool,
}

impl<'a> Resolver<'a> {
    pub fn new(index: Index<'a>, package: &'a PackageLayout) -> Self {
        let mut resolver = Self {
            index,
            package,
            ancestors: FxHashMap::default(),
            adopted: FxHashMap::default(),
            answers: FxHashMap::default(),
            stars_followed: 0,
            circular: FxHashMap::default(),
            active: Vec::new(),
            cut: false,
        };
        resolver.adopt_members();
        resolver
    }

    /// The answer to a question, computed once. `name` is the one that is hashed in it.
    pub fn answer(&mut self, question: Question, name: &str) -> Outcome {
        if let Some(&answer) = self.answers.get(&question) {
            return answer;
        }
        if self.active.len() >= LINK_DEPTH_MAX || self.active.contains(&question) {
            self.cut = true;
            return Outcome::Unknown;
        }
        let cut_before = std::mem::take(&mut self.cut);
        self.active.push(question);
        let answer = match question {
            Question::Source(binding) => self.source(binding),
            Question::Target(binding, wanted) => self.target(binding, wanted),
            Question::Stars(scope, sight, _, wanted) => self.through_stars(scope, sight, name, wanted),
            Question::Loan(borrowing, _, wanted) => self.through_loan(borrowing, name, wanted),
            Question::Base(base) => self.base(base),
        };
        self.active.pop();
        if !self.cut || self.active.is_empty() || self.is_asked_too_often(question) {
            self.answers.insert(question, answer);
        }
        self.cut = !self.active.is_empty() && (self.cut || cut_before);
        answer
    }

    /// Whether a question that leads in a circle is kept as it was answered: asked again from every place of the
    /// circle, a barrel of stars would cost the power of their number.
    fn is_asked_too_often(&mut self, question: Question) -> bool {
        let times = self.circular.entry(question).or_default();
        *times += 1;
        *times >= LINK_CIRCLES_MAX
    }

    pub fn ask(&mut self, question: Question) -> Outcome {
        self.answer(question, "")
    }

    /// Follows a path from a place; every segment but the last must hold the next.
    pub fn walk<S: AsRef<str>>(&mut self, start: Place, path: &[S], wanted: Wanted, asker: Asker) -> Outcome {
        let Some((last, before)) = path.split_last() else { return self.settle(start, wanted, asker) };
        let mut place = start;
        for segment in before {
            match self.lookup(place, segment.as_ref(), Wanted::CONTAINER, asker) {
                Outcome::Found(next) => place = next,
                other => return other,
            }
        }
        self.lookup(place, last.as_ref(), wanted, asker)
    }

    /// A place as it stands at the end of a path.
    fn settle(&mut self, place: Place, wanted: Wanted, asker: Asker) -> Outcome {
        let serves = match place.symbol {
            Some(symbol) => wanted.role.rank(self.index.export(symbol).kind).is_some(),
            None => wanted.role.takes_module(),
        };
        match self.index.entry(asker.file).and_then(|entry| entry.rules.travel.whole_module) {
            _ if serves => Outcome::Found(place),
            Some(name) if place.symbol.is_none() => self.lookup(place, name, wanted, asker),
            _ => Outcome::Unknown,
        }
    }

    /// What a name means in a place.
    pub fn lookup(&mut self, place: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let mut outcome = self.lookup_own(place, name, wanted, asker);
        if outcome.is_unknown() {
            outcome = self.lookup_in_stars(place.path, name, wanted, asker);
        }
        if outcome.is_unknown() && place.symbol.is_none() {
            outcome = self.lookup_in_whole(place, name, wanted, asker);
        }
        if outcome.is_unknown() && wanted.role == Role::Container {
            outcome = self.unnamed(place, name, asker);
        }
        outcome
    }

    /// A path that is no symbol but has some below it (`export default { f() {} }`), where a module is no path.
    fn unnamed(&self, place: Place, name: &str, asker: Asker) -> Outcome {
        let entry = self.index.entry(asker.file);
        match self.index.paths.child(place.path, name) {
            Some(path) if entry.is_some_and(|entry| !entry.rules.travel.nested_modules) => {
                Outcome::Found(Place { path, symbol: None })
            }
            _ => Outcome::Unknown,
        }
    }

    /// What a name means in a place, whatever stars may bring in.
    pub fn lookup_own(&mut self, place: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let mut outcome = self.lookup_in(place.path, name, wanted, asker);
        if outcome.is_unknown() && place.symbol.is_some() {
            outcome = self.lookup_in_namesakes(place, name, wanted, asker);
        }
        if outcome.is_unknown() {
            outcome = self.lookup_in_bases(place, name, wanted, asker);
        }
        outcome
    }

    pub fn lookup_in(&mut self, path: PathId, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        match self.index.paths.child(path, name) {
            Some(child) => self.at(child, wanted, asker),
            None => Outcome::Unknown,
        }
    }

    /// A symbol that is exported under several names has its members under one of them.
    pub fn lookup_in_namesakes(&mut self, place: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let others = place.symbol.filter(|&symbol| self.index.has_namesakes(symbol));
        let Some(symbol) = others else { return Outcome::Unknown };
        let mut outcome = Outcome::Unknown;
        for path in self.index.namesakes(symbol) {
            if outcome.is_unknown() && path != place.path {
                outcome = self.lookup_in(path, name, wanted, asker);
            }
        }
        outcome
    }

    /// A member of what the module is as a value (`module.exports = class …`).
    pub fn lookup_in_whole(&mut self, place: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let whole = self.index.entry(asker.file).and_then(|entry| entry.rules.travel.whole_module);
        let Some(whole) = whole.filter(|&whole| whole != name) else { return Outcome::Unknown };
        match self.lookup_in(place.path, whole, Wanted::CONTAINER, asker) {
            Outcome::Found(value) if value.symbol.is_some() => self.lookup(value, name, wanted, asker),
            _ => Outcome::Unknown,
        }
    }

    /// What a path itself stands for: a symbol, an import of its scope, a module.
    pub fn at(&mut self, path: PathId, wanted: Wanted, asker: Asker) -> Outcome {
        let is_file = !self.index.modules.get(path).is_empty();
        let strict = is_file && wanted.role == Role::Container;
        let chosen = self.choose(path, wanted, asker, if strict { 0 } else { u8::MAX });
        if !chosen.is_unknown() {
            return chosen;
        }
        let mut outcome = Outcome::Unknown;
        for at in 0..self.index.bindings.get(path).len() {
            let binding = self.index.bindings.get(path)[at];
            if self.reaches(binding, self.index.paths.parent(path), asker) {
                outcome = outcome.join(self.ask(Question::Target(binding, wanted)));
            }
        }
        if !outcome.is_unknown() {
            return outcome;
        }
        if is_file && wanted.role.takes_module() {
            return Outcome::Found(Place { path, symbol: None });
        }
        Outcome::Unknown
    }

    /// Whether the name that an import binds in `scope` can be used by the asker.
    pub fn reaches(&self, binding: BindingAt, scope: PathId, asker: Asker) -> bool {
        let Some(entry) = self.index.entry(binding.file) else { return false };
        self.index.binding(binding).reexport
            || (asker.file == binding.file && asker.scope == scope)
            || (entry.rules.travel.imports_reach_inside && self.index.paths.is_within(asker.scope, scope))
    }

    fn target(&mut self, binding: BindingAt, wanted: Wanted) -> Outcome {
        let source = self.ask(Question::Source(binding));
        let asker = self.asker_of(binding);
        match (source, &self.index.binding(binding).name) {
            (Outcome::Found(place), Some(name)) => self.lookup(place, name, wanted, asker),
            (Outcome::Unknown, Some(name)) => self.below_source(binding, name, wanted, asker),
            (Outcome::Found(place), None) => match self.first_segments(binding) {
                Some(paths) => self.first_known(binding.file, &paths, wanted, asker),
                None => self.settle(place, wanted, asker),
            },
            // A name that only imports give to the outermost scope would lead back to here.
            (Outcome::Unknown, None) => self.first_module(binding),
            (other, _) => other,
        }
    }

    /// The module that the first name of an import is, where the rest leads nowhere.
    fn first_module(&self, binding: BindingAt) -> Outcome {
        let Some(root) = self.index.entry(binding.file).map(|entry| entry.root) else {
            return Outcome::Unknown;
        };
        let paths = self.first_segments(binding).unwrap_or_default();
        let modules = paths.iter().map(|path| self.module_at(root, path));
        modules.fold(Outcome::Unknown, |known, module| known.or_else(|| module))
    }

    fn first_known(&mut self, file: u32, paths: &[Vec<String>], wanted: Wanted, asker: Asker) -> Outcome {
        let Some(root) = self.index.entry(file).map(|entry| entry.root) else { return Outcome::Unknown };
        let mut outcome = Outcome::Unknown;
        for path in paths {
            outcome = outcome.or_else(|| self.absolute(root, path, wanted, asker));
        }
        outcome
    }

    /// The symbol of a path that serves best: by kind, then by nearness of its file. Where two serve equally well,
    /// nothing is proved, unless they are alternatives or redefinitions within one file.
    fn choose(&self, path: PathId, wanted: Wanted, asker: Asker, rank_max: u8) -> Outcome {
        let is_file = !self.index.modules.get(path).is_empty();
        let mut best: Option<((u8, u8), SymbolAt)> = None;
        let mut tied: Vec<SymbolAt> = Vec::new();
        for symbol in self.symbols(path) {
            let export = self.index.export(symbol);
            let rank = wanted.role.rank(export.kind).filter(|&rank| rank <= rank_max);
            let declares_file = is_file && is_module(export.kind);
            let rank =
                rank.filter(|_| export.kind != SymbolKind::Macro || self.names_macro(symbol, wanted.role));
            let overloads = self.index.entry(symbol.file).is_some_and(|entry| entry.rules.overloads);
            let given = wanted.arity.or(wanted.overload.filter(|_| overloads));
            let Some(rank) = rank.filter(|_| !declares_file && accepts(export.arity, given)) else {
                continue;
            };
            let weight = (rank, self.file_weight(symbol.file, asker));
            match best {
                Some((best_weight, _)) if best_weight < weight => {}
                Some((best_weight, held)) if best_weight == weight => {
                    match self.same_definition(held, symbol) {
                        Some(kept) => best = Some((weight, kept)),
                        // Two of the nearest take the arguments: no other can decide.
                        None if overloads && given.is_some() && weight == (0, 0) => {
                            return Outcome::Ambiguous;
                        }
                        None => tied.push(symbol),
                    }
                }
                _ => {
                    best = Some((weight, symbol));
                    tied.clear();
                }
            }
        }
        match best {
            Some((_, symbol)) if !tied.is_empty() => {
                tied.push(symbol);
                self.untie(path, &tied, wanted)
            }
            Some((_, symbol)) => Outcome::Found(Place { path, symbol: Some(symbol) }),
            None => Outcome::Unknown,
        }
    }

    /// What symbols of one path that serve equally well prove: parts of one namespace or type hold the members of
    /// that path, whichever of them is meant; of overloads the only one that takes the arguments is called.
    fn untie(&self, path: PathId, tied: &[SymbolAt], wanted: Wanted) -> Outcome {
        let kind = |&symbol: &SymbolAt| self.index.export(symbol).kind;
        let holds = |symbol: &SymbolAt| is_module(kind(symbol)) || is_type(kind(symbol));
        if wanted.role == Role::Container && tied.iter().all(holds) {
            return Outcome::Found(Place { path, symbol: None });
        }
        let takes = |symbol: &&SymbolAt| accepts(self.index.export(**symbol).arity, wanted.overload);
        let mut taking = tied.iter().filter(takes).filter(|_| wanted.overload.is_some());
        match (taking.next(), taking.next()) {
            (Some(&symbol), None) => Outcome::Found(Place { path, symbol: Some(symbol) }),
            _ => Outcome::Ambiguous,
        }
    }

    /// Whether a use in this role can name a macro.
    fn names_macro(&self, symbol: SymbolAt, role: Role) -> bool {
        let apart = self.index.entry(symbol.file).is_some_and(|entry| entry.rules.travel.macros_apart);
        !apart || matches!(role, Role::Macro | Role::Any)
    }

    /// Which of two symbols of one path stands for both, if they are one definition: in one file, and either the
    /// later replaces the earlier, or they are alternatives (`#[cfg]`) of one item. Methods of one name come from
    /// different implementations; names of different arity are different where arity distinguishes.
    fn same_definition(&self, first: SymbolAt, second: SymbolAt) -> Option<SymbolAt> {
        let (one, other) = (self.index.export(first), self.index.export(second));
        let rules = &self.index.entry(first.file)?.rules;
        let is_open = |kind| match kind {
            // A namespace goes on in every file that opens it.
            SymbolKind::Namespace | SymbolKind::Package => true,
            _ => rules.travel.open_types && (Role::Type.rank(kind) == Some(0) || is_module(kind)),
        };
        if is_open(one.kind) && is_open(other.kind) {
            return Some(first);
        }
        if first.file != second.file {
            return None;
        }
        if rules.travel.last_wins {
            return Some(second);
        }
        let overload = rules.arity_distinguishes && one.arity != other.arity;
        let alike =
            one.kind == other.kind && !matches!(one.kind, SymbolKind::Method | SymbolKind::Constructor);
        (alike && !overload).then_some(first)
    }

    /// The own file first, then files of the same kind (`.cjs` beside `.mjs`), of the same language, of another, and
    /// declarations without code last.
    pub fn file_weight(&self, file: u32, asker: Asker) -> u8 {
        let (of, to) = (&self.index.files[asker.file as usize], &self.index.files[file as usize]);
        if file == asker.file {
            0
        } else if extension(&of.path) == extension(&to.path) && self.is_stub(asker.file) == self.is_stub(file)
        {
            1
        } else if self.is_stub(file) {
            4
        } else {
            2 + u8::from(of.language != to.language)
        }
    }

    fn is_stub(&self, file: u32) -> bool {
        self.index.entry(file).is_some_and(|entry| entry.stub)
    }

    fn symbols(&self, path: PathId) -> impl Iterator<Item = SymbolAt> + '_ {
        let adopted = self.adopted.get(&path).map_or(&[][..], |symbols| symbols);
        self.index.symbols.get(path).iter().chain(adopted).copied()
    }
}

fn accepts(takes: Option<(u16, u16)>, given: Option<u16>) -> bool {
    match (takes, given) {
        (Some((least, most)), Some(given)) => (least..=most).contains(&given),
        _ => true,
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}
