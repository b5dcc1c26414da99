//! Choosing among the symbols of one path: overloads, alternatives, parts of one type, definitions in several files.

use super::index::{SymbolAt, is_module};
use super::outcome::{Outcome, Place, Role, Wanted, is_type, takes_arguments};
use super::paths::PathId;
use super::resolve::{Asker, Resolver};
use crate::model::SymbolKind;

impl Resolver<'_> {
    /// The symbol of a path that serves best: by kind, then by nearness of its file. Where two serve equally well,
    /// nothing is proved, unless they are alternatives or redefinitions within one file.
    pub fn choose(&self, path: PathId, wanted: Wanted, asker: Asker, rank_max: u8) -> Outcome {
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
            let Some(rank) = rank.filter(|_| !declares_file && takes_arguments(export.arity, given)) else {
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
                self.untie(path, tied, wanted, asker)
            }
            Some((_, symbol)) => Outcome::Found(Place { path, symbol: Some(symbol) }),
            None => Outcome::Unknown,
        }
    }

    /// What symbols of one path that serve equally well prove: parts of one namespace or type hold the members of
    /// that path, whichever of them is meant; of overloads the only one that takes the arguments is called.
    fn untie(&self, path: PathId, mut tied: Vec<SymbolAt>, wanted: Wanted, asker: Asker) -> Outcome {
        let kind = |&symbol: &SymbolAt| self.index.export(symbol).kind;
        let holds = |symbol: &SymbolAt| is_module(kind(symbol)) || is_type(kind(symbol));
        // Which of them is called doesn't matter where all give the same, which is asked of their path.
        if wanted.role == Role::Called {
            return Outcome::Found(Place { path, symbol: tied.first().copied() });
        }
        if wanted.role == Role::Container && tied.iter().all(holds) {
            return Outcome::Found(Place { path, symbol: None });
        }
        self.keep_nearest(&mut tied, asker);
        if let &[symbol] = tied.as_slice() {
            return Outcome::Found(Place { path, symbol: Some(symbol) });
        }
        let takes = |symbol: &&SymbolAt| takes_arguments(self.index.export(**symbol).arity, wanted.overload);
        let mut taking = tied.iter().filter(takes).filter(|_| wanted.overload.is_some());
        match (taking.next(), taking.next()) {
            (Some(&symbol), None) => Outcome::Found(Place { path, symbol: Some(symbol) }),
            _ => Outcome::Ambiguous,
        }
    }

    /// Of copies of one module, which several projects of one version have, the one below the innermost directory that
    /// the asker's file is below, too. Where names have no module, equal names say nothing of copies.
    fn keep_nearest(&self, tied: &mut Vec<SymbolAt>, asker: Asker) {
        if !self.index.entry(asker.file).is_some_and(|entry| entry.rules.module_in_names) {
            return;
        }
        let path = |file: u32| self.index.files[file as usize].path.as_str();
        let shared = |symbol: &SymbolAt| shared_directories(path(symbol.file), path(asker.file));
        let nearest = tied.iter().map(shared).max();
        tied.retain(|symbol| Some(shared(symbol)) == nearest);
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
        let by_arity = rules.arity_distinguishes && one.arity != other.arity;
        // Told apart by the types that they take, which are not known here.
        let by_type = rules.overloads && one.kind == SymbolKind::Function;
        let alike =
            one.kind == other.kind && !matches!(one.kind, SymbolKind::Method | SymbolKind::Constructor);
        (alike && !by_arity && !by_type).then_some(first)
    }
}

/// The number of directories, from the outermost on, that two files have in common.
fn shared_directories(one: &str, other: &str) -> usize {
    let directories = |path: &'_ str| path.matches('/').count();
    let depth = directories(one).min(directories(other));
    one.split('/').zip(other.split('/')).take(depth).take_while(|(one, other)| one == other).count()
}
