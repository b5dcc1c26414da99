//! Members that a type has from elsewhere: from its bases, and from definitions in other files than its own.

use std::rc::Rc;

use super::index::{BaseAt, SymbolAt};
use super::outcome::{Outcome, Place, Wanted};
use super::paths::PathId;
use super::resolve::{Asker, Question, Resolver};
use crate::lang::Travel;
use crate::limits::LINK_BASES_MAX;
use crate::model::{BaseTarget, SymbolKind};

impl<'a> Resolver<'a> {
    /// A member that a type takes from another. Where bases are asked in order, the first that has it counts;
    /// elsewhere two that have it prove nothing.
    pub fn lookup_in_bases(&mut self, owner: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let travel = self.index.entry(asker.file).map_or(Travel::BASE, |entry| entry.rules.travel);
        let in_order = travel.bases_in_order;
        let mut outcome = Outcome::Unknown;
        for &place in self.ancestors_of(owner).iter() {
            if place.symbol.is_some_and(|base| !(travel.takes)(name, self.index.export(base).kind)) {
                continue;
            }
            let mut found = self.lookup_in(place.path, name, wanted, asker);
            if found.is_unknown() {
                found = self.lookup_in_namesakes(place, name, wanted, asker);
            }
            outcome = outcome.join(found);
            if in_order && !outcome.is_unknown() {
                break;
            }
        }
        outcome
    }

    /// Every type that a type takes members from, each after all that take from it. That is the order in which
    /// Python asks them, but for orders that Python refuses.
    pub fn ancestors_of(&mut self, owner: Place) -> Rc<[Place]> {
        let is_known_by_others = owner.symbol.is_some_and(|symbol| self.index.has_namesakes(symbol));
        if self.index.bases.get(owner.path).is_empty() && !is_known_by_others {
            return Rc::new([]);
        }
        match self.ancestors.get(&owner.path) {
            Some(Some(known)) => return known.clone(),
            // Bases are found by looking names up, which must not ask for these bases again.
            Some(None) => {
                self.cut = true;
                return Rc::new([]);
            }
            None => {}
        }
        self.ancestors.insert(owner.path, None);
        let mut order: Vec<Place> = Vec::new();
        let mut due = self.bases_of(owner);
        due.reverse();
        while let Some(place) = due.pop() {
            if order.len() >= LINK_BASES_MAX {
                break;
            }
            order.push(place);
            if place != owner && order.iter().filter(|&&seen| seen == place).count() <= 2 {
                due.extend(self.bases_of(place).into_iter().rev());
            }
        }
        let is_last = |at: usize| !order[at + 1..].contains(&order[at]) && order[at] != owner;
        let ancestors: Rc<[Place]> = (0..order.len()).filter(|&at| is_last(at)).map(|at| order[at]).collect();
        self.ancestors.insert(owner.path, Some(ancestors.clone()));
        ancestors
    }

    /// The types that a type names as its bases, under whichever of its names it does.
    fn bases_of(&mut self, owner: Place) -> Vec<Place> {
        let mut bases: Vec<BaseAt> = self.index.bases.get(owner.path).to_vec();
        if let Some(symbol) =
            owner.symbol.filter(|&symbol| bases.is_empty() && self.index.has_namesakes(symbol))
        {
            let names = self.index.namesakes(symbol);
            bases = names.into_iter().flat_map(|path| self.index.bases.get(path).iter().copied()).collect();
        }
        let places = bases.into_iter().map(|base| self.ask(Question::Base(base)));
        places
            .filter_map(|outcome| if let Outcome::Found(place) = outcome { Some(place) } else { None })
            .collect()
    }

    /// The type that a base names.
    pub fn base(&mut self, base: BaseAt) -> Outcome {
        let taken = &self.index.files[base.file as usize].interface.bases[base.base as usize];
        match &taken.target {
            BaseTarget::Symbol(ordinal) => match self.index.symbol_of(base.file, *ordinal) {
                Some((path, symbol)) => Outcome::Found(Place { path, symbol: Some(symbol) }),
                None => Outcome::Unknown,
            },
            BaseTarget::External => Outcome::External(None),
            BaseTarget::Path { import, path } => self.named_type(base.file, *import, path, &taken.scope),
        }
    }

    /// The type behind an alias, or the place itself.
    fn unaliased(&mut self, place: Place) -> Place {
        let mut place = place;
        for _ in 0..LINK_BASES_MAX {
            let is_alias = |symbol: SymbolAt| self.index.export(symbol).kind == SymbolKind::TypeAlias;
            let aliased = if place.symbol.is_some_and(is_alias) { self.bases_of(place) } else { Vec::new() };
            let [next] = aliased.as_slice() else { break };
            place = *next;
        }
        place
    }

    /// Puts the members of types that another file defines under those types.
    pub fn adopt_members(&mut self) {
        let mut found: Vec<(PathId, &'a str, SymbolAt)> = Vec::new();
        for (parent, members) in self.index.orphans() {
            let Some(&(_, first)) = members.first() else { continue };
            let Some(entry) = self.index.entry(first.file) else { continue };
            let (root, asker) =
                (entry.root, Asker { file: first.file, scope: self.index.paths.parent(parent) });
            let segments = self.index.segments_below(root, parent);
            match self.absolute(root, &segments, Wanted::CONTAINER, asker) {
                Outcome::Found(place) if self.unaliased(place).path != parent => {
                    let place = self.unaliased(place);
                    found.extend(members.into_iter().map(|(name, symbol)| (place.path, name, symbol)));
                }
                _ => {}
            }
        }
        for (owner, name, symbol) in found {
            let path = self.index.paths.intern(owner, name);
            self.adopted.entry(path).or_default().push(symbol);
        }
        self.answers.clear();
        self.ancestors.clear();
    }
}
