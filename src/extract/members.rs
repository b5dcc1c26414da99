//! The symbols of a unit by qualified name, and which of several a use can mean.
//!
//! Asked after the walk. Knows no scopes.

use rustc_hash::FxHashMap;

use super::resolve::Wanted;
use super::scopes::name_key;
use super::unit::Unit;
use crate::limits::ALTERNATIVES_MAX;
use crate::model::{Arity, SymbolKind};

/// The unit's symbols by qualified name.
pub(super) struct Members {
    /// The last entry of each name.
    last: FxHashMap<u64, u32>,
    /// A record under one of its names, and the entry of the same name before it. Names under which a record is only
    /// exported are not among them.
    entries: Vec<(u32, Option<u32>)>,
}

impl Members {
    pub fn new(unit: &Unit<'_>) -> Self {
        let mut last = FxHashMap::default();
        let records = || (0..).zip(&unit.symbols);
        let aliases = records().flat_map(|(id, symbol)| {
            symbol.other_names.iter().map(move |qualified| (name_key(qualified), id))
        });
        let names = aliases.chain(records().map(|(id, symbol)| (symbol.key, id)));
        let entries = names.zip(0..).map(|((key, id), entry)| (id, last.insert(key, entry))).collect();
        Self { last, entries }
    }

    /// The symbol of a qualified name. Among several, the last that takes the arity, and that is callable if the use
    /// is a call and not if it isn't (a field and a method may share a name); where none fits in full, the last that
    /// fits best, but for the number of arguments where that tells functions apart. A field is no callee,
    /// and a declaration is not the definition, which the link may find.
    pub fn find(&self, unit: &Unit<'_>, qualified: &str, wanted: Wanted) -> Option<u32> {
        let arity = wanted.arity;
        let mut next = self.last.get(&name_key(qualified)).copied();
        let overloads = unit.grammar.spec.overloads && arity.is_some();
        let (mut fits, mut wrong_arity, mut other_use) = (None, None, None);
        let mut alternatives = 0;
        while let Some(entry) = next {
            let (id, previous) = self.entries[entry as usize];
            next = previous;
            let draft = &unit.symbols[id as usize].draft;
            if !wanted.is_of_space(unit, id) || is_declaration(draft.kind) {
                continue;
            }
            if draft.arity.is_some() != arity.is_some() {
                let callable = arity.is_none() || draft.kind != SymbolKind::Field;
                other_use = other_use.or(Some(id).filter(|_| callable));
            } else if accepts(unit, id, arity) {
                match fits {
                    _ if !overloads => return Some(id),
                    None => fits = Some(id),
                    // Only the types of the arguments tell which of two is meant, unless they are alternatives of one.
                    Some(other) if unit.symbols[other as usize].draft.signature != draft.signature => {
                        return None;
                    }
                    Some(_) if alternatives >= ALTERNATIVES_MAX => break,
                    Some(_) => alternatives += 1,
                }
            } else {
                let exact = unit.grammar.spec.arity_distinguishes || unit.grammar.spec.overloads;
                wrong_arity = wrong_arity.or(Some(id).filter(|_| !exact));
            }
        }
        fits.or(wrong_arity).or(other_use)
    }

    /// The symbol of a type; else, where anything may have members, any symbol (a function with a prototype).
    pub fn find_type(&self, unit: &Unit<'_>, qualified: &str, or_any: bool) -> Option<u32> {
        let mut next = self.last.get(&name_key(qualified)).copied();
        let fallback = next.map(|entry| self.entries[entry as usize].0).filter(|_| or_any);
        while let Some(entry) = next {
            let (id, previous) = self.entries[entry as usize];
            if holds_members(unit.symbols[id as usize].draft.kind) {
                return Some(id);
            }
            next = previous;
        }
        fallback
    }
}

/// Whether a use with this many arguments can mean the symbol.
pub(super) fn accepts(unit: &Unit<'_>, symbol: u32, arity: Option<u16>) -> bool {
    match (unit.symbols[symbol as usize].draft.arity, arity) {
        (Some(symbol), Some(arity)) => takes(symbol, arity),
        _ => true,
    }
}

fn takes(arity: Arity, given: u16) -> bool {
    given >= arity.required && (arity.variadic || given <= arity.required.saturating_add(arity.optional))
}

/// Whether a symbol only says that another place defines something.
fn is_declaration(kind: SymbolKind) -> bool {
    matches!(kind, SymbolKind::Prototype | SymbolKind::ExternVariable)
}

/// Whether a path can go on through a symbol of this kind.
pub(super) fn holds_members(kind: SymbolKind) -> bool {
    use SymbolKind as K;
    !matches!(
        kind,
        K::Function
            | K::Method
            | K::Constructor
            | K::Macro
            | K::Prototype
            | K::ExternVariable
            | K::Variable
            | K::Field
            | K::Property
    )
}
