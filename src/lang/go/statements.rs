//! Go statements: the scopes that they open, and the names that they bind.

use super::{field, kind, paths, typing};
use crate::extract::{Reach, ScopeKind, Unit};
use crate::model::{NodeId, RefKind};

pub fn open_scope(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// The block of a function is the scope of its parameters too.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    let is_body = matches!(
        unit.parent_kind(node),
        kind::FUNCTION_DECLARATION | kind::FUNCTION_LITERAL | kind::METHOD_DECLARATION
    );
    if !is_body {
        unit.open_scope(node, ScopeKind::Block);
    }
}

/// `a, b := …`, also of `range` and of a receive: new names are bound after the statement's head, those that the same
/// scope has are written. With `=`, all are.
pub fn bind_left(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    let values = unit.child(node, field::RIGHT).filter(|_| unit.is(node, kind::SHORT_DECLARATION));
    if !unit.has(node, kind::DEFINES) {
        return super::uses::write_all(unit, left);
    }
    let names: Vec<NodeId> = unit.children(left).collect();
    let paired = values.filter(|&values| unit.children(values).count() == names.len());
    for (at, name) in
        names.into_iter().enumerate().filter(|&(_, name)| unit.is(name, kind::IDENTIFIER)).collect::<Vec<_>>()
    {
        if unit.is_bound_here(unit.text(name)) && unit.scope_kind() != ScopeKind::File {
            unit.use_variable(name);
            unit.claim(name);
            continue;
        }
        let value = match paired {
            Some(values) => unit.children(values).nth(at),
            // `v, ok := x.(T)`, `v, err := f()`
            None if at == 0 => values.and_then(|values| unit.children(values).next()),
            None => None,
        };
        let gives_several = |value| matches!(unit.kind(value), kind::TYPE_ASSERTION | kind::CALL);
        let value = value.filter(|&value| paired.is_some() || gives_several(value));
        let held = value.and_then(|value| paths::value_use(unit, value));
        typing::bind_value(unit, name, Reach::After(node), held);
    }
}

/// `switch v := x.(type)`: each case binds `v` anew, with the case's type.
pub fn open_type_switch(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(name) = alias(unit, node) {
        typing::bind(unit, name, Reach::Scope, None);
    }
}

pub fn open_type_case(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    let mut types =
        unit.children_in(node, field::TYPE).filter(|&written| unit.tree().node(written).is_named());
    let (Some(only), None) = (types.next(), types.next()) else { return };
    let name = unit.parent(node).and_then(|switch| alias(unit, switch));
    if let (Some(name), Some(path)) = (name, typing::path_of_type(unit, only)) {
        typing::bind(unit, name, Reach::Scope, Some(path));
    }
}

fn alias(unit: &Unit<'_>, switch: NodeId) -> Option<NodeId> {
    let list = unit.child(switch, field::ALIAS)?;
    unit.children(list).next().filter(|&name| unit.is(name, kind::IDENTIFIER))
}

/// Records a write of a name or a member.
pub fn write(unit: &mut Unit<'_>, target: NodeId) {
    match unit.kind(target) {
        kind::IDENTIFIER => {
            if unit.text(target) != "_" {
                unit.use_name(target, RefKind::Write);
            }
            unit.claim(target);
        }
        kind::SELECTOR => {
            if let Some(usage) = paths::use_of(unit, target) {
                unit.reference(usage, RefKind::Write);
            }
            unit.claim(target);
        }
        _ => {}
    }
}
