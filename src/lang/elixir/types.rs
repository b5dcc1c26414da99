//! Elixir types: their definitions, specs, callbacks, and the types that they name.

use super::paths::{self, ModulePath};
use super::{TYPES, builtins, calls, docs, field, functions, kind, mode, patterns};
use crate::extract::{Reach, ScopeKind, SymbolDraft, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// `@type name(parameter) :: type`.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId, call: NodeId, attribute: &str) {
    let Some(head) = enter(unit, node, call) else { return };
    let is_named = matches!(unit.kind(head), kind::IDENTIFIER | kind::CALL);
    let Some(name) = name_of(unit, head).filter(|_| is_named) else { return };
    let parameters = parameters(unit, head);
    let arity = parameters.len().min(usize::from(u16::MAX)) as u16;
    let notes = docs::notes(unit, node, "typedoc");
    let text = unit.text(name);
    unit.define(
        node,
        SymbolDraft {
            qualified: Some(functions::qualified(unit, text, arity)),
            arity: Some(Arity { required: arity, optional: 0, variadic: false }),
            visibility: if attribute == "typep" { Visibility::Private } else { Visibility::Public },
            deprecated: notes.deprecated,
            signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
            docstring: notes.docstring,
            binds: Some(TYPES),
            hoisted: true,
            everywhere: true,
            ..SymbolDraft::new(SymbolKind::TypeAlias, name, text)
        },
    );
    unit.claim(head);
    unit.open_scope(node, ScopeKind::Block);
    for parameter in parameters {
        if unit.is(parameter, kind::IDENTIFIER) {
            unit.bind_local_in(parameter, Reach::Scope, TYPES);
        }
    }
}

/// `@spec fun(type) :: type`: only its types say something new.
pub fn use_spec(unit: &mut Unit<'_>, node: NodeId, call: NodeId) {
    let Some(head) = enter(unit, node, call) else { return };
    if let Some(name) = name_of(unit, head) {
        unit.claim(head);
        unit.claim(name);
    }
}

/// `@callback fun(type) :: type`: what an implementation must define.
pub fn define_callback(unit: &mut Unit<'_>, node: NodeId, call: NodeId, attribute: &str) {
    let Some(head) = enter(unit, node, call) else { return };
    let Some(name) = name_of(unit, head) else { return };
    let arity = parameters(unit, head).len().min(usize::from(u16::MAX)) as u16;
    let kind = if attribute == "callback" { SymbolKind::Method } else { SymbolKind::Macro };
    let notes = docs::notes(unit, node, "doc");
    let text = unit.text(name);
    unit.claim(head);
    unit.define(
        node,
        SymbolDraft {
            qualified: Some(functions::qualified(unit, text, arity)),
            arity: Some(Arity { required: arity, optional: 0, variadic: false }),
            deprecated: notes.deprecated,
            signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
            docstring: notes.docstring,
            // Nobody calls a callback by name: it is called on a module that a value holds.
            binds: None,
            ..SymbolDraft::new(kind, name, text)
        },
    );
}

/// Reads what follows as types; gives the head before `::`, if it has one.
fn enter(unit: &mut Unit<'_>, node: NodeId, call: NodeId) -> Option<NodeId> {
    unit.enter_mode(node, mode::TYPE);
    unit.exclude_fragments_inside(node);
    let mut head = docs::first_argument(unit, call)?;
    while unit.is(head, kind::BINARY) && matches!(patterns::operator(unit, head), "::" | "when") {
        unit.claim(head);
        head = unit.child(head, field::LEFT)?;
    }
    Some(head)
}

fn name_of(unit: &Unit<'_>, head: NodeId) -> Option<NodeId> {
    match unit.kind(head) {
        kind::IDENTIFIER => Some(head),
        kind::CALL => {
            let target = unit.child(head, field::TARGET)?;
            let is_name = unit.is(target, kind::IDENTIFIER) && unit.text(target) != "unquote";
            is_name.then_some(target)
        }
        kind::BINARY | kind::UNARY => unit.child(head, field::OPERATOR),
        _ => None,
    }
}

fn parameters(unit: &Unit<'_>, head: NodeId) -> Vec<NodeId> {
    match unit.kind(head) {
        kind::CALL => unit
            .child_of(head, kind::ARGUMENTS)
            .map(|arguments| unit.children(arguments).collect())
            .unwrap_or_default(),
        kind::BINARY => unit.children(head).take(2).collect(),
        kind::UNARY => unit.child(head, field::OPERAND).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn is_builtin(name: &str) -> bool {
    builtins::TYPES.binary_search(&name).is_ok()
}

/// A type with parentheses.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    let name = unit.text(target);
    unit.claim(target);
    if !is_builtin(name) {
        let arity = Some(calls::argument_count(unit, node));
        unit.reference(Use { arity, ..Use::name(target, name) }, RefKind::Type);
    }
}

/// A type without parentheses, or a type variable.
pub fn use_type_name(unit: &mut Unit<'_>, node: NodeId) {
    if !is_builtin(unit.text(node)) {
        unit.use_type_name(node);
    }
}

/// `Mod.t()`.
pub fn use_remote_type<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    path: Option<ModulePath<'s>>,
    member: (NodeId, &'s str),
) {
    let Some(path) = path else { return };
    unit.claim_subtree(path.at);
    if let Some(usage) = paths::module_use(unit, &path, Some(member)) {
        let arity = Some(calls::argument_count(unit, node));
        unit.reference(Use { arity, ..usage }, RefKind::Type);
    }
}
