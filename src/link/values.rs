//! Of which type values are: what calls give, what fields hold.

use super::index::{BaseAt, SymbolAt};
use super::keys::NameKey;
use super::outcome::{Outcome, Place, is_type};
use super::paths::PathId;
use super::resolve::{Question, Resolver};
use crate::model::{CALLED, SymbolKind};

impl Resolver<'_> {
    /// The type of what a call of a place gives: the type itself where that makes an instance. Functions of one path
    /// that give different things prove nothing.
    pub fn result_of(&mut self, callee: Place) -> Outcome {
        let Some(symbol) = callee.symbol else { return Outcome::Unknown };
        let kind = self.index.export(symbol).kind;
        if is_type(kind) {
            return Outcome::Found(callee);
        }
        if kind == SymbolKind::EnumMember || kind == SymbolKind::Constructor {
            return self.type_around(callee.path);
        }
        let names = if self.index.has_namesakes(symbol) { self.index.namesakes(symbol) } else { Vec::new() };
        let paths = std::iter::once(callee.path).chain(names);
        let mut results: Vec<BaseAt> = paths
            .filter_map(|path| self.index.paths.child(path, CALLED))
            .flat_map(|path| self.index.bases.get(path).iter().copied())
            .collect();
        // A copy of the function in another file says what that one gives.
        if results.iter().any(|result| result.file == symbol.file) {
            results.retain(|result| result.file == symbol.file);
        }
        self.common_type(&results)
    }

    /// The one type that all of these name.
    fn common_type(&mut self, bases: &[BaseAt]) -> Outcome {
        let Some((&first, others)) = bases.split_first() else { return Outcome::Unknown };
        let mut outcome = self.ask(Question::Base(first));
        for &other in others {
            outcome = match self.ask(Question::Base(other)) {
                other if other == outcome => other,
                other if other.is_external() && outcome.is_external() => Outcome::External(None),
                _ => Outcome::Ambiguous,
            };
        }
        match outcome {
            Outcome::Ambiguous => Outcome::Unknown,
            other => other,
        }
    }

    fn type_around(&self, path: PathId) -> Outcome {
        let around = self.index.paths.parent(path);
        let owner = |&symbol: &SymbolAt| is_type(self.index.export(symbol).kind);
        match self.index.symbols.get(around).iter().copied().find(owner) {
            Some(symbol) => Outcome::Found(Place { path: around, symbol: Some(symbol) }),
            None => Outcome::Unknown,
        }
    }

    /// The type of a value, if another package, or the language, defines it: its name there, where that is known.
    pub fn holds_external(&mut self, place: Place) -> Option<Option<NameKey>> {
        let symbol = place.symbol?;
        let kind = self.index.export(symbol).kind;
        let holds = matches!(
            kind,
            SymbolKind::Field | SymbolKind::Property | SymbolKind::Variable | SymbolKind::Constant
        );
        let bases = if holds { self.index.bases.get(place.path).to_vec() } else { Vec::new() };
        let mut common: Option<Option<NameKey>> = None;
        for base in bases {
            let Outcome::External(key) = self.ask(Question::Base(base)) else { return None };
            common = Some(if common.is_none_or(|known| known == key) { key } else { None });
        }
        common
    }
}
