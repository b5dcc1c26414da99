//! What binds locals: patterns, conditions, loops, `catch`, closures.

use super::{MODE_ERROR, MODE_VALUES, field, kind, paths};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit};
use crate::model::NodeId;

/// Statements and bodies whose locals end with them.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// A setter or an observer, which has names that nobody writes.
pub fn open_observer(unit: &mut Unit<'_>, node: NodeId) {
    unit.enter_mode(node, MODE_VALUES);
    unit.open_scope(node, ScopeKind::Block);
    // `set(other) { … }`
    let name = unit.children(node).find(|&child| unit.is(child, kind::IDENTIFIER));
    if let Some(name) = name {
        bind(unit, name, Reach::Scope, None);
    }
}

pub fn open_catch(unit: &mut Unit<'_>, node: NodeId) {
    unit.enter_mode(node, MODE_ERROR);
    unit.open_scope(node, ScopeKind::Block);
}

/// Binds a local, with its type where that is written.
pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, declared: Option<Vec<Segment<'s>>>) {
    match declared {
        Some(path) => unit.bind_typed(name, reach, Space::VALUE, path),
        None => unit.bind_local_in(name, reach, Space::VALUE),
    }
}

/// `if let x = y`, `guard var x`: the name is known behind its value.
pub fn bind_condition(unit: &mut Unit<'_>, name: NodeId) {
    let equals = unit.next(name).filter(|&next| unit.is(next, kind::EQUALS));
    let value = equals.and_then(|equals| unit.next(equals));
    let declared = value.and_then(|value| paths::type_of_value(unit, value));
    bind(unit, name, Reach::After(value.unwrap_or(name)), declared);
}

/// The names that a pattern binds: after `let` or `var`, in a loop, between brackets.
pub fn bind_pattern(unit: &mut Unit<'_>, node: NodeId) {
    let binds = unit.has(node, kind::VALUE_BINDING) || unit.is_in(node, field::ITEM);
    if !binds {
        return;
    }
    let names = names(unit, node);
    for name in names {
        bind(unit, name, Reach::Scope, None);
    }
}

/// The identifiers in a pattern that are names of its parts, not of cases.
pub fn names(unit: &Unit<'_>, pattern: NodeId) -> Vec<NodeId> {
    let is_name = |&node: &NodeId| {
        let dotted = |node| unit.previous(node).is_some_and(|before| unit.is(before, kind::DOT));
        unit.is(node, kind::IDENTIFIER)
            && unit.parent_kind(node) == kind::PATTERN
            && !dotted(node)
            // An error may leave a name without text.
            && !unit.text(node).is_empty()
            && !unit.next(node).is_some_and(|next| unit.is(next, kind::COLON))
    };
    unit.subtree(pattern).filter(is_name).collect()
}
