//! Following names from module to module: symbols, imports, stars, submodules, members.
//!
//! Answers are exact where imports form cycles: a question that comes back to itself adds nothing, and what was
//! answered meanwhile is forgotten. Depth and steps are bounded; past the bound nothing is known.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::index::{BaseAt, BindingAt, Index, SymbolAt};
use super::keys::NameKey;
use super::outcome::{Outcome, Place, Role, Wanted};
use super::paths::PathId;
use crate::lang::PackageLayout;
use crate::limits::{LINK_CIRCLES_AT_ONCE, LINK_CIRCLES_MAX, LINK_DEPTH_MAX};
use crate::model::CALLED;

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
    /// Answers that hold until the outermost question is answered.
    provisional: FxHashMap<Question, Outcome>,
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
            provisional: FxHashMap::default(),
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
        let provisional = self.provisional.get(&question).copied();
        if provisional.is_some() || self.active.len() >= LINK_DEPTH_MAX || self.active.contains(&question) {
            self.cut = true;
            return provisional.unwrap_or(Outcome::Unknown);
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
        if !self.cut || self.active.is_empty() {
            self.answers.insert(question, answer);
        } else {
            self.keep_circular(question, answer);
        }
        if self.active.is_empty() {
            self.provisional.clear();
        }
        self.cut = !self.active.is_empty() && (self.cut || cut_before);
        answer
    }

    /// Keeps the answer to a question that leads in a circle: for a while where it is asked again and again from
    /// places of the circle, for good where that never ends. A barrel of stars would cost the power of their number.
    fn keep_circular(&mut self, question: Question, answer: Outcome) {
        let times = self.circular.entry(question).or_default();
        *times = times.saturating_add(1);
        if *times >= LINK_CIRCLES_MAX {
            self.answers.insert(question, answer);
        } else if times.is_multiple_of(LINK_CIRCLES_AT_ONCE) {
            self.provisional.insert(question, answer);
        }
    }

    pub fn ask(&mut self, question: Question) -> Outcome {
        self.answer(question, "")
    }

    /// Follows a path from a place; every segment but the last must hold the next.
    pub fn walk<S: AsRef<str>>(&mut self, start: Place, path: &[S], wanted: Wanted, asker: Asker) -> Outcome {
        let mut place = start;
        let mut left = path;
        while let Some((segment, rest)) = left.split_first() {
            left = rest;
            match self.lookup(place, segment.as_ref(), wanted.before(rest), asker) {
                Outcome::Found(next) if !rest.is_empty() => place = next,
                other => return other.before(rest),
            }
        }
        self.settle(place, wanted, asker)
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
        if name == CALLED {
            return self.result_of(place);
        }
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
        let held = if outcome.is_unknown() { self.holds_external(place) } else { None };
        match held {
            Some(key) => Outcome::External(key.map(|key| key.child(name))),
            None => outcome,
        }
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
            (Outcome::External(key), Some(name)) => Outcome::External(key.map(|key| key.child(name))),
            (Outcome::External(_), None) => Outcome::External(self.foreign_beginning(binding)),
            (other, _) => other,
        }
    }

    /// What an import without a name binds of another package's module: all of it, or the beginning (`import a.b`).
    fn foreign_beginning(&self, binding: BindingAt) -> Option<NameKey> {
        let rules = self.index.entry(binding.file)?.rules;
        let import = self.index.binding(binding);
        let bound = if self.first_segments(binding).is_some() { &import.local } else { &import.source };
        let module = (rules.travel.foreign_module)(bound)?;
        Some(NameKey::of_family(rules.family).below(rules.module_segments(module)))
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

    pub fn symbols(&self, path: PathId) -> impl Iterator<Item = SymbolAt> + '_ {
        let adopted = self.adopted.get(&path).map_or(&[][..], |symbols| symbols);
        self.index.symbols.get(path).iter().chain(adopted).copied()
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}
