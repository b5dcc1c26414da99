//! Erlang macros: their definitions and uses.

use super::{MARKED, docs, field, kind, names, records};
use crate::extract::{ScopeKind, SymbolDraft, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind};

/// What the preprocessor itself defines.
const PREDEFINED: &[&str] = &[
    "BASE_MODULE",
    "BASE_MODULE_STRING",
    "FEATURE_AVAILABLE",
    "FEATURE_ENABLED",
    "FILE",
    "FUNCTION_ARITY",
    "FUNCTION_NAME",
    "LINE",
    "MACHINE",
    "MODULE",
    "MODULE_STRING",
    "OTP_RELEASE",
];

/// `-define(NAME, …)`, `-define(NAME(A, B), …)`
pub fn define(unit: &mut Unit<'_>, node: NodeId) {
    let Some(lhs) = unit.child(node, field::LHS) else { return };
    let Some(name) = unit.child(lhs, field::NAME) else { return };
    let text = names::atom(unit, name);
    let args = unit.child(lhs, field::ARGS).map(|args| names::count(unit, args));
    let notes = docs::notes(unit, node);
    let draft = SymbolDraft {
        qualified: Some(names::qualified(unit, text, args)),
        arity: args.map(|required| Arity { required, optional: 0, variadic: false }),
        visibility: records::visibility(unit),
        deprecated: notes.deprecated,
        signature: unit.signature(unit.start_byte(lhs), unit.end_byte(lhs)),
        docstring: notes.docstring,
        binds: Some(MARKED),
        ..SymbolDraft::new(SymbolKind::Macro, name, text)
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Function);
}

/// `?NAME`, `?NAME(…)`
pub fn use_macro(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    unit.claim(name);
    let text = names::atom(unit, name);
    if PREDEFINED.binary_search(&text).is_ok() {
        return;
    }
    let arity = unit.child(node, field::ARGS).map(|args| names::count(unit, args)).or(names::NO_BUILTIN);
    unit.reference(Use { space: Some(MARKED), arity, ..Use::name(name, text) }, RefKind::Macro);
}

/// Whether a node is `?MODULE`.
pub fn is_own_module(unit: &Unit<'_>, node: NodeId) -> bool {
    let name = unit.child(node, field::NAME).filter(|_| unit.is(node, kind::MACRO_CALL));
    name.is_some_and(|name| unit.text(name) == "MODULE")
}

#[cfg(test)]
mod tests {
    #[test]
    fn predefined_macros_are_sorted() {
        assert!(super::PREDEFINED.is_sorted());
    }
}
