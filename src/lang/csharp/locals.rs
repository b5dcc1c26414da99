//! What binds locals: declarations, loops, `catch`, `out` arguments, patterns, queries.

use super::{field, kind, paths, typing, values};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit};
use crate::model::NodeId;

/// Blocks and statements whose locals end with them.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// Binds a local, with its type where that is written.
pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, declared: Option<Vec<Segment<'s>>>) {
    match declared {
        Some(path) => unit.bind_typed(name, Reach::Scope, Space::VALUE, path),
        None => unit.bind_local_in(name, Reach::Scope, Space::VALUE),
    }
}

/// `T a = …, b;` in a body. Fields and events are declared by their own rules.
pub fn bind_variables(unit: &mut Unit<'_>, node: NodeId) {
    if matches!(unit.parent_kind(node), kind::FIELD_DECLARATION | kind::EVENT_FIELD) {
        return;
    }
    let written = unit.child(node, field::TYPE);
    let declarators: Vec<NodeId> =
        unit.children(node).filter(|&child| unit.is(child, kind::VARIABLE_DECLARATOR)).collect();
    for declarator in declarators {
        if let Some(name) = unit.child(declarator, field::NAME) {
            let value = value_of(unit, declarator);
            let declared = typing::declared(unit, written, value);
            let inferred = value.filter(|_| declared.is_none() && is_inferred(unit, written));
            match inferred.and_then(|value| values::held(unit, value)) {
                Some(held) => unit.bind_value(name, Reach::Scope, Space::VALUE, held),
                None => bind(unit, name, declared),
            }
        }
    }
}

/// Whether a declaration leaves its type to the value (`var`).
fn is_inferred(unit: &Unit<'_>, written: Option<NodeId>) -> bool {
    written.is_some_and(|written| unit.is(written, kind::IMPLICIT_TYPE))
}

/// The value that a declarator gives to its name.
pub fn value_of(unit: &Unit<'_>, declarator: NodeId) -> Option<NodeId> {
    let equals = unit.child_of(declarator, kind::EQUALS)?;
    unit.children(declarator).find(|&child| child > equals)
}

/// One name with a type before it: `out T x`, `is T x`, `catch (T x)`, `from T x in …`.
pub fn bind_declared(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let declared = typing::declared(unit, unit.child(node, field::TYPE), None);
    bind(unit, name, declared);
}

pub fn bind_foreach(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    let name = unit.child(node, field::LEFT).filter(|&left| unit.is(left, kind::IDENTIFIER));
    if let Some(name) = name.filter(|_| unit.child(node, field::TYPE).is_some()) {
        let declared = typing::declared(unit, unit.child(node, field::TYPE), None);
        bind(unit, name, declared);
    }
}

/// `var x`, `var (x, y)`, `[…] x` in a pattern.
pub fn bind_designation(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        bind(unit, name, None);
    }
}

/// `(x, y)` on the left of a declaration, in a loop, in a pattern.
pub fn bind_names(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.children_in(node, field::NAME).collect();
    for name in names {
        bind(unit, name, None);
    }
}

/// A query's names are its own; `into x` goes on with one.
pub fn open_query(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    let after_into = |&name: &NodeId| {
        unit.is(name, kind::IDENTIFIER) && unit.previous(name).is_some_and(|word| unit.is(word, kind::INTO))
    };
    let names: Vec<NodeId> = unit.children(node).filter(after_into).collect();
    for name in names {
        bind(unit, name, None);
    }
}

/// `let x = …`, `join x in …`, `into x`.
pub fn bind_first_name(unit: &mut Unit<'_>, node: NodeId) {
    let written = unit.child(node, field::TYPE);
    let name = unit.children(node).find(|&child| Some(child) != written);
    if let Some(name) = name.filter(|&name| paths::simple_name(unit, name) == Some(name)) {
        let declared = typing::declared(unit, written, None);
        bind(unit, name, declared);
    }
}
