//! What Python's statements and expressions bind besides assignments: loops, `with`, `except`, `match`, `:=`,
//! comprehensions, `global` and `nonlocal`.

use super::{field, kind, types, values, variables};
use crate::extract::{Assigned, Reach, ScopeKind, Segment, Unit, Use};
use crate::model::{NodeId, RefKind};

/// The names, attributes and subscripts that a target is made of.
pub fn targets(unit: &Unit<'_>, target: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut due = vec![target];
    while let Some(node) = due.pop() {
        match unit.kind(node) {
            kind::PATTERN_LIST
            | kind::TUPLE_PATTERN
            | kind::LIST_PATTERN
            | kind::LIST_SPLAT_PATTERN
            | kind::EXPRESSION_LIST
            | kind::TUPLE
            | kind::LIST
            | kind::LIST_SPLAT
            | kind::PARENTHESIZED => {
                let first = due.len();
                due.extend(unit.children(node));
                due[first..].reverse();
            }
            _ => found.push(node),
        }
    }
    found
}

/// Binds what a loop, `with` or `except` gives its value to.
fn bind_targets(unit: &mut Unit<'_>, target: NodeId) {
    for target in targets(unit, target) {
        match unit.kind(target) {
            kind::IDENTIFIER => bind_name(unit, target),
            kind::ATTRIBUTE => variables::assign_attribute(unit, target, target),
            _ => {}
        }
    }
}

/// A name that is written with a value that only running would know.
pub fn bind_name(unit: &mut Unit<'_>, name: NodeId) {
    bind_assigned(unit, name, Assigned::Unknown);
}

/// A name that is written: a local, unless its function (or module) has said before what it is.
pub fn bind_assigned<'s>(unit: &mut Unit<'s>, name: NodeId, assigned: Assigned<'s>) {
    if unit.is_bound_in_function(unit.text(name)) {
        unit.use_name(name, RefKind::Write);
    }
    unit.bind_assigned(name, Reach::Function, assigned);
}

/// `for x in xs`, as a statement and in a comprehension.
pub fn bind_for(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    if unit.is(node, kind::FOR_STATEMENT) {
        return bind_targets(unit, left);
    }
    for target in targets(unit, left) {
        if unit.is(target, kind::IDENTIFIER) {
            unit.bind_local(target, Reach::Scope);
        }
    }
}

/// Comprehensions have a scope of their own; `:=` in it binds outside.
pub fn open_comprehension(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

pub fn bind_walrus(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        bind_name(unit, name);
    }
}

/// `with a as b`, `except E as e`.
pub fn bind_as(unit: &mut Unit<'_>, node: NodeId) {
    let Some(alias) = unit.child(node, field::ALIAS) else { return };
    let value = unit.children(node).next().filter(|&value| value != alias);
    for target in unit.children(alias) {
        match value {
            Some(value) if unit.is(target, kind::IDENTIFIER) => bind_named(unit, node, value, target),
            _ => bind_targets(unit, target),
        }
    }
}

/// `with value as name`, `except Error as name`
fn bind_named(unit: &mut Unit<'_>, node: NodeId, value: NodeId, name: NodeId) {
    if unit.parent_kind(node) == kind::EXCEPT_CLAUSE {
        let error = types::caught(unit, value);
        return bind_assigned(unit, name, error);
    }
    values::bind_entered(unit, value, name);
}

/// The types that a handler catches, and the name that it gives the exception.
pub fn bind_except(unit: &mut Unit<'_>, node: NodeId) {
    let values: Vec<NodeId> = unit.children_in(node, field::VALUE).collect();
    for (at, &value) in values.iter().enumerate() {
        let value = match unit.kind(value) {
            kind::AS_PATTERN => unit.children(value).next().unwrap_or(value),
            _ => value,
        };
        // Python 2 writes `except E, e`.
        if at == 1 && values.len() == 2 && is_variable(unit, value) {
            bind_name(unit, value);
            continue;
        }
        for caught in targets(unit, value) {
            types::use_path(unit, caught, RefKind::Type);
        }
    }
    if let Some(alias) = unit.child(node, field::ALIAS) {
        bind_targets(unit, alias);
    }
}

fn is_variable(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.is(node, kind::IDENTIFIER) && unit.text(node).starts_with(|first: char| !first.is_uppercase())
}

pub fn bind_global(unit: &mut Unit<'_>, node: NodeId) {
    for name in unit.children(node) {
        // At the top of a module it says nothing.
        if unit.scope_kind() == ScopeKind::File {
            unit.claim(name);
        } else {
            unit.bind_global(name);
        }
    }
}

pub fn bind_nonlocal(unit: &mut Unit<'_>, node: NodeId) {
    for name in unit.children(node) {
        unit.bind_outer(name);
    }
}

/// The patterns of a `case`: plain names are bound, dotted ones are values, those with brackets are classes.
pub fn bind_case(unit: &mut Unit<'_>, node: NodeId) {
    for pattern in unit.children(node) {
        if unit.is(pattern, kind::CASE_PATTERN) {
            bind_case_pattern(unit, pattern);
        }
    }
}

fn bind_case_pattern(unit: &mut Unit<'_>, pattern: NodeId) {
    let range = unit.subtree(pattern);
    let mut node = range.start;
    while node < range.end {
        let mut next = node + 1;
        match unit.kind(node) {
            kind::DOTTED_NAME => {
                use_pattern_name(unit, node);
                next = unit.end_of(node);
            }
            kind::SPLAT_PATTERN | kind::AS_PATTERN => bind_last(unit, node),
            kind::KEYWORD_PATTERN => {
                if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
                    unit.claim(name);
                }
            }
            _ => {}
        }
        node = next;
    }
}

fn bind_last(unit: &mut Unit<'_>, pattern: NodeId) {
    let last = unit.children(pattern).last().filter(|&last| unit.is(last, kind::IDENTIFIER));
    if let Some(name) = last {
        bind_name(unit, name);
    }
}

fn use_pattern_name(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.children(node).collect();
    let Some(&last) = names.last() else { return };
    let is_class = unit.parent_kind(node) == kind::CLASS_PATTERN;
    if names.len() == 1 && !is_class {
        return bind_name(unit, last);
    }
    let path: Vec<Segment<'_>> = names.iter().map(|&name| unit.text(name).into()).collect();
    let kind = if is_class { RefKind::Type } else { RefKind::Read };
    unit.claim_subtree(node);
    unit.reference(Use::path(last, path), kind);
}
