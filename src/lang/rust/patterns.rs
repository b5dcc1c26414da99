//! What Rust's patterns, parameters and generics bind, and the scopes they bind it in.

use super::{field, kind, values};
use crate::extract::{Reach, ScopeKind, Space, Unit};
use crate::model::{NodeId, RefKind};

/// Blocks, and `if` and `while`, whose conditions may bind.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// `let` statements and conditions bind after themselves.
pub fn bind_let(unit: &mut Unit<'_>, node: NodeId) {
    let Some(pattern) = unit.child(node, field::PATTERN) else { return };
    let Some(name) = variable(unit, pattern) else {
        return bind_pattern(unit, pattern, Reach::After(node));
    };
    let held = match unit.child(node, field::TYPE) {
        Some(written) => values::type_of_variable(unit, written),
        None => unit.child(node, field::VALUE).and_then(|value| values::of_value(unit, value)),
    };
    values::bind(unit, name, Reach::After(node), held);
}

pub fn bind_for(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    let (pattern, value) = (unit.child(node, field::PATTERN), unit.child(node, field::VALUE));
    if let (Some(pattern), Some(value)) = (pattern, value) {
        bind_pattern(unit, pattern, Reach::After(value));
    }
}

pub fn bind_match_arm(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    // The first child of a match pattern is the pattern; the guard comes after it and sees its names.
    let pattern = unit.child(node, field::PATTERN).and_then(|pattern| unit.children(pattern).next());
    if let Some(pattern) = pattern {
        bind_pattern(unit, pattern, Reach::Scope);
    }
}

pub fn bind_closure(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    let Some(parameters) = unit.child(node, field::PARAMETERS) else { return };
    for parameter in unit.children(parameters) {
        if unit.is(parameter, kind::PARAMETER) {
            bind_parameter(unit, parameter);
        } else {
            bind_pattern(unit, parameter, Reach::Scope);
        }
    }
}

/// Binds a function's parameters in its scope, which is open already.
pub fn bind_parameters(unit: &mut Unit<'_>, function: NodeId) {
    let Some(parameters) = unit.child(function, field::PARAMETERS) else { return };
    for parameter in unit.children(parameters) {
        bind_parameter(unit, parameter);
    }
}

fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    let Some(pattern) = unit.child(parameter, field::PATTERN) else { return };
    match variable(unit, pattern) {
        Some(name) => {
            let held = unit
                .child(parameter, field::TYPE)
                .and_then(|written| values::type_of_variable(unit, written));
            values::bind(unit, name, Reach::Scope, held);
        }
        None => bind_pattern(unit, pattern, Reach::Scope),
    }
}

/// The variable that is all that a pattern binds, by itself: `x`, `mut x`.
fn variable(unit: &Unit<'_>, pattern: NodeId) -> Option<NodeId> {
    let name = match unit.kind(pattern) {
        kind::MUT_PATTERN => unit.children(pattern).last()?,
        _ => pattern,
    };
    (unit.is(name, kind::IDENTIFIER) && is_variable(unit.text(name))).then_some(name)
}

pub fn bind_type_parameter(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

pub fn bind_const_parameter(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        // `Wrapper<N>` writes it where a type might stand.
        unit.bind_local(name, Reach::Scope);
    }
}

/// Binds the variables of a pattern. A name that begins with a capital is a constant or a variant by the language's
/// naming rules, which the compiler warns about where they are broken.
fn bind_pattern(unit: &mut Unit<'_>, pattern: NodeId, reach: Reach) {
    let range = unit.subtree(pattern);
    let mut node = range.start;
    while node < range.end {
        let mut next = node + 1;
        match unit.kind(node) {
            kind::IDENTIFIER if names_constructor(unit, node, pattern) => {}
            kind::IDENTIFIER if is_variable(unit.text(node)) => {
                unit.bind_local_in(node, reach, Space::VALUE);
            }
            kind::IDENTIFIER => {
                unit.claim(node);
                unit.use_name(node, RefKind::Read);
            }
            kind::SHORTHAND_FIELD => unit.bind_local_in(node, reach, Space::VALUE),
            // Their inner names are no variables of the pattern.
            kind::SCOPED_IDENTIFIER
            | kind::SCOPED_TYPE
            | kind::MACRO_INVOCATION
            | kind::TYPE_ARGUMENTS
            | kind::BLOCK => next = unit.end_of(node),
            _ => {}
        }
        node = next;
    }
}

/// Whether an identifier of a pattern is the `Some` of `Some(x)`.
fn names_constructor(unit: &Unit<'_>, node: NodeId, pattern: NodeId) -> bool {
    node != pattern && unit.is_in(node, field::TYPE) && unit.parent_kind(node) == kind::TUPLE_STRUCT_PATTERN
}

fn is_variable(name: &str) -> bool {
    !name.trim_start_matches("r#").starts_with(char::is_uppercase)
}
