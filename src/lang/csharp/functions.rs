//! What everything with parameters shares, local functions, and lambdas.

use super::modifiers::modifiers;
use super::{field, kind, locals, paths, types, typing, values};
use crate::extract::{Reach, ScopeKind, Space, SymbolDraft, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// How many arguments a parameter list takes, without the receiver of an extension method; and how many parameters
/// it writes, if that is another number.
pub fn arity(unit: &Unit<'_>, parameters: NodeId) -> (Arity, Option<u16>) {
    let mut arity = Arity { required: 0, optional: 0, variadic: unit.has(parameters, kind::PARAMS) };
    let listed = unit.children(parameters).filter(|&child| unit.is(child, kind::PARAMETER));
    let mut extends = false;
    for (position, parameter) in listed.enumerate() {
        if position == 0 && has_modifier(unit, parameter, "this") {
            extends = true;
        } else if unit.has(parameter, kind::EQUALS) {
            arity.optional = arity.optional.saturating_add(1);
        } else {
            arity.required = arity.required.saturating_add(1);
        }
    }
    let counted = arity.required.saturating_add(arity.optional).saturating_add(u16::from(extends));
    (arity, extends.then_some(counted))
}

pub fn has_modifier(unit: &Unit<'_>, node: NodeId, word: &str) -> bool {
    unit.children(node).any(|child| unit.is(child, kind::MODIFIER) && unit.text(child) == word)
}

/// Binds the parameters of a list with their types.
pub fn bind_parameters(unit: &mut Unit<'_>, parameters: NodeId) {
    let listed: Vec<NodeId> =
        unit.children(parameters).filter(|&child| unit.is(child, kind::PARAMETER)).collect();
    for parameter in listed {
        bind_parameter(unit, parameter);
    }
    // `params T[] xs` is written into the list itself.
    if let Some(name) = unit.child(parameters, field::NAME) {
        unit.bind_local_in(name, Reach::Scope, Space::VALUE);
    }
}

fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    if let Some(name) = paths::name_of(unit, parameter) {
        let written = unit.child(parameter, field::TYPE);
        let declared = typing::declared(unit, written, None);
        locals::bind(unit, name, declared);
    }
}

/// Opens what is inside a callable: its scope, type parameters and parameters.
pub fn open(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    types::bind_type_parameters(unit, node);
    if let Some(parameters) = unit.child(node, field::PARAMETERS) {
        bind_parameters(unit, parameters);
    }
}

/// A function inside a function.
pub fn define_local_function(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(name), Some(parameters)) = (paths::name_of(unit, node), unit.child(node, field::PARAMETERS))
    else {
        return;
    };
    let said = modifiers(unit, node);
    let draft = SymbolDraft {
        arity: Some(arity(unit, parameters).0),
        visibility: Visibility::Private,
        ..types::draft(unit, node, SymbolKind::Function, name, &said)
    };
    let symbol = unit.define(node, draft);
    open(unit, node);
    values::set_result(unit, symbol, unit.child(node, field::TYPE));
}

/// `x => …`, `(x, y) => …`, `delegate (…) { … }`: no names of their own.
pub fn enter_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Block);
    match unit.child(node, field::PARAMETERS) {
        Some(name) if unit.is(name, kind::IMPLICIT_PARAMETER) => {
            unit.bind_local_in(name, Reach::Scope, Space::VALUE);
        }
        Some(parameters) => bind_parameters(unit, parameters),
        None => {}
    }
}
