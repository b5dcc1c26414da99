//! Of which type values are: what calls give, what fields hold.

use super::index::{BaseAt, SymbolAt};
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
            if self.ask(Question::Base(other)) != outcome {
                outcome = Outcome::Ambiguous;
            }
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

    /// Whether a place is a value of a type that another package, or the language, defines.
    pub fn holds_external(&mut self, place: Place) -> bool {
        let Some(symbol) = place.symbol else { return false };
        let kind = self.index.export(symbol).kind;
        let holds = matches!(
            kind,
            SymbolKind::Field | SymbolKind::Property | SymbolKind::Variable | SymbolKind::Constant
        );
        let bases = if holds { self.index.bases.get(place.path).to_vec() } else { Vec::new() };
        !bases.is_empty() && bases.iter().all(|&base| self.ask(Question::Base(base)) == Outcome::External)
    }
}
