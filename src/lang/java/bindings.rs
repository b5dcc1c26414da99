//! What Java parameters, local variables, loops, resources, handlers and patterns bind, and the scopes of blocks.

use super::{field, kind, paths, types};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit};
use crate::model::{NodeId, RefKind};

/// Blocks and the statements that bind names for themselves.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    // The block of an instance initialiser is a body of its own.
    if unit.parent_kind(node) == kind::CLASS_BODY || unit.parent_kind(node) == kind::ENUM_BODY_DECLARATIONS {
        return open_initializer(unit, node);
    }
    unit.open_scope(node, ScopeKind::Block);
}

/// `static { … }`, `{ … }`: what they define can't be named from outside; they belong to the type.
pub fn open_initializer(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Function);
}

/// `x -> …`, `(x, y) -> …`, `(int x) -> …`
pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Function);
    let Some(parameters) = unit.child(node, field::PARAMETERS) else { return };
    match unit.kind(parameters) {
        kind::IDENTIFIER => unit.bind_local_in(parameters, Reach::Scope, Space::VALUE),
        kind::INFERRED_PARAMETERS => {
            let names: Vec<NodeId> = unit.children(parameters).collect();
            for name in names {
                unit.bind_local_in(name, Reach::Scope, Space::VALUE);
            }
        }
        _ => bind_parameters(unit, node),
    }
}

/// The parameters of a method or lambda whose scope is open.
pub fn bind_parameters(unit: &mut Unit<'_>, definition: NodeId) {
    let Some(list) = unit.child(definition, field::PARAMETERS) else { return };
    let parameters: Vec<NodeId> = unit.children(list).collect();
    for parameter in parameters {
        match unit.kind(parameter) {
            kind::FORMAL_PARAMETER => bind_declared(unit, parameter, parameter, Reach::Scope),
            kind::SPREAD_PARAMETER => {
                let name = unit.child_of(parameter, kind::VARIABLE_DECLARATOR);
                if let Some(name) = name.and_then(|declarator| unit.child(declarator, field::NAME)) {
                    unit.bind_local_in(name, Reach::Scope, Space::VALUE);
                }
            }
            // `Outer this`
            _ => claim_names(unit, parameter),
        }
    }
}

fn claim_names(unit: &mut Unit<'_>, parameter: NodeId) {
    for node in unit.subtree(parameter) {
        if unit.is(node, kind::IDENTIFIER) {
            unit.claim(node);
        }
    }
}

/// A compact constructor's parameters are the record's components.
pub fn bind_components(unit: &mut Unit<'_>, record: NodeId) {
    bind_parameters(unit, record);
}

/// Binds the name of a declarator to the type of its declaration.
fn bind_declared(unit: &mut Unit<'_>, declaration: NodeId, declarator: NodeId, reach: Reach) {
    let name = unit.child(declarator, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER));
    let Some(name) = name else { return };
    let typed = types::declared(unit, declaration, declarator);
    let inferred = unit.child(declarator, field::VALUE).filter(|_| typed.is_none());
    let inferred = inferred.filter(|_| types::is_inferred(unit, declaration));
    match inferred.and_then(|value| paths::result(unit, value)) {
        Some(value) => unit.bind_value(name, reach, Space::VALUE, value),
        None => bind(unit, name, reach, typed),
    }
}

fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, typed: Option<Vec<Segment<'s>>>) {
    match typed {
        Some(path) => unit.bind_typed(name, reach, Space::VALUE, path),
        None => unit.bind_local_in(name, reach, Space::VALUE),
    }
}

pub fn bind_variables(unit: &mut Unit<'_>, node: NodeId) {
    let declarators: Vec<NodeId> = unit.children_in(node, field::DECLARATOR).collect();
    for declarator in declarators {
        if let Some(name) = unit.child(declarator, field::NAME) {
            bind_declared(unit, node, declarator, Reach::After(name));
        }
    }
}

/// `for (Type name : values)`
pub fn bind_for_each(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    bind_declared(unit, node, node, Reach::Scope);
}

/// `try (Type name = value)`; a name alone is a use.
pub fn bind_resource(unit: &mut Unit<'_>, node: NodeId) {
    bind_declared(unit, node, node, Reach::Scope);
}

/// `catch (A | B error)` is of neither for sure.
pub fn bind_caught(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let written = unit.child_of(node, kind::CATCH_TYPE);
    let mut alternatives = written.into_iter().flat_map(|written| unit.children(written));
    let typed = match (alternatives.next(), alternatives.next()) {
        (Some(only), None) => types::path_of(unit, only),
        _ => None,
    };
    bind(unit, name, Reach::Scope, typed);
}

/// `value instanceof Type name`: seen by what follows in the same block.
pub fn bind_instance(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let typed = unit.child(node, field::RIGHT).and_then(|written| types::path_of(unit, written));
    bind(unit, name, Reach::After(name), typed);
}

/// `Type name` in a pattern.
pub fn bind_pattern(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.children(node).collect();
    let [written, name] = parts.as_slice() else { return };
    let typed = types::path_of(unit, *written);
    bind(unit, *name, Reach::After(*name), typed);
}

/// `Point(int x, int y)` in a pattern names a type.
pub fn use_record(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        types::use_name(unit, name, RefKind::Type);
    }
}
