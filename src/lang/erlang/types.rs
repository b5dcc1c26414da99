//! Erlang types, specs and callbacks, and the types that they name.

use super::{TYPES, docs, field, functions, mode, names};
use crate::extract::{ScopeKind, SymbolDraft, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// `-type`, `-opaque`, `-nominal`
pub fn define(unit: &mut Unit<'_>, node: NodeId) {
    let named = unit.child(node, field::NAME);
    if let Some(named) = named
        && let Some(name) = names::atom_in(unit, named, field::NAME)
    {
        let text = names::atom(unit, name);
        let args = unit.child(named, field::ARGS).map_or(0, |args| names::count(unit, args));
        let notes = docs::notes(unit, node);
        let draft = SymbolDraft {
            qualified: Some(names::qualified(unit, text, Some(args))),
            arity: Some(Arity { required: args, optional: 0, variadic: false }),
            visibility: functions::visibility(unit, "export_type", text, args),
            deprecated: notes.deprecated,
            signature: unit.signature(unit.start_byte(named), unit.end_byte(node) - 1),
            docstring: notes.docstring,
            binds: Some(TYPES),
            ..SymbolDraft::new(SymbolKind::TypeAlias, name, text)
        };
        unit.define(node, draft);
    }
    enter(unit, node);
}

/// `-callback f(…) -> …`: what a module of this behaviour must define.
pub fn define_callback(unit: &mut Unit<'_>, node: NodeId) {
    let args = unit.child(node, field::SIGS).and_then(|sig| unit.child(sig, field::ARGS));
    if let Some(name) = names::atom_in(unit, node, field::FUN) {
        let text = names::atom(unit, name);
        let given = args.map_or(0, |args| names::count(unit, args));
        let notes = docs::notes(unit, node);
        let draft = SymbolDraft {
            qualified: Some(names::qualified(unit, text, Some(given))),
            arity: Some(Arity { required: given, optional: 0, variadic: false }),
            visibility: Visibility::Public,
            deprecated: notes.deprecated,
            signature: functions::spec_signature(unit, node),
            docstring: notes.docstring,
            // Nobody calls a callback by name: it is called on a module that a value holds.
            binds: None,
            ..SymbolDraft::new(SymbolKind::Method, name, text)
        };
        unit.define(node, draft);
    }
    enter(unit, node);
}

pub fn enter_spec(unit: &mut Unit<'_>, node: NodeId) {
    enter(unit, node);
}

/// Calls in a type are types, and its parts no expressions.
pub fn enter(unit: &mut Unit<'_>, node: NodeId) {
    unit.enter_mode(node, mode::TYPE);
    unit.exclude_fragments_inside(node);
    unit.open_scope(node, ScopeKind::Function);
}

/// `t()`, `m:t(A)`
pub fn use_type<'s>(unit: &mut Unit<'s>, usage: Use<'s>, arity: u16) {
    unit.reference(Use { arity: Some(arity), space: Some(TYPES), ..usage }, RefKind::Type);
}
