//! What Kotlin parameters, local variables, loops, handlers and lambdas bind, and the scopes of blocks.

use super::{kind, properties, types, values};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit, Use};
use crate::model::NodeId;

pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// `init { … }`: what it defines can't be named from outside; it belongs to the type.
pub fn open_body(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Function);
}

/// `{ x, (y, z) -> … }`
pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    open_body(unit, node);
    let Some(parameters) = unit.child_of(node, kind::LAMBDA_PARAMETERS) else { return };
    match values::given_to(unit, node).and_then(|object| values::held(unit, object)) {
        Some(value) => bind_given(unit, parameters, value),
        None => bind_declarations(unit, parameters, Reach::Scope),
    }
}

/// The parameter of a lambda that is given a value that is known.
fn bind_given<'s>(unit: &mut Unit<'s>, parameters: NodeId, value: Use<'s>) {
    let single = unit.child_of(parameters, kind::VARIABLE_DECLARATION);
    let untyped = single.filter(|&single| types::written(unit, single).is_none());
    match untyped.and_then(|single| unit.child_of(single, kind::IDENTIFIER)) {
        Some(name) => unit.bind_value(name, Reach::Scope, Space::VALUE, value),
        None => bind_declarations(unit, parameters, Reach::Scope),
    }
}

/// The parameters of a function or constructor whose scope is open.
pub fn bind_parameters(unit: &mut Unit<'_>, function: NodeId) {
    let Some(list) = unit.child_of(function, kind::FUNCTION_PARAMETERS) else { return };
    let mut is_variadic = false;
    let parts: Vec<NodeId> = unit.children(list).collect();
    for part in parts {
        match unit.kind(part) {
            kind::PARAMETER_MODIFIERS => is_variadic = unit.text(part).contains("vararg"),
            kind::PARAMETER => {
                if let Some(name) = unit.child_of(part, kind::IDENTIFIER) {
                    let written = types::written(unit, part).filter(|_| !is_variadic);
                    let typed = written.and_then(|written| types::path_of(unit, written));
                    bind(unit, name, Reach::Scope, typed);
                }
                is_variadic = false;
            }
            _ => {}
        }
    }
}

pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, typed: Option<Vec<Segment<'s>>>) {
    match typed {
        Some(path) => unit.bind_typed(name, reach, Space::VALUE, path),
        None => unit.bind_local_in(name, reach, Space::VALUE),
    }
}

/// Binds every variable that is declared directly in a node, or in brackets there.
fn bind_declarations(unit: &mut Unit<'_>, holder: NodeId, reach: Reach) {
    let mut due: Vec<NodeId> = unit.children(holder).collect();
    due.reverse();
    while let Some(node) = due.pop() {
        match unit.kind(node) {
            kind::MULTI_VARIABLE => due.extend(unit.children(node)),
            kind::VARIABLE_DECLARATION => {
                if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
                    let typed = types::written(unit, node).and_then(|written| types::path_of(unit, written));
                    bind(unit, name, reach, typed);
                }
            }
            _ => {}
        }
    }
}

/// A local `val` or `var`, also of several names.
pub fn bind_variables(unit: &mut Unit<'_>, node: NodeId) {
    let single = unit.child_of(node, kind::VARIABLE_DECLARATION);
    match single.and_then(|declaration| unit.child_of(declaration, kind::IDENTIFIER)) {
        Some(name) => {
            let typed = properties::declared(unit, node);
            match properties::given(unit, node) {
                Some(value) => unit.bind_value(name, Reach::After(name), Space::VALUE, value),
                None => bind(unit, name, Reach::After(name), typed),
            }
        }
        None => bind_declarations(unit, node, Reach::Scope),
    }
}

/// `for (x in xs)`, `for ((x, y) in xs)`
pub fn bind_for(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    bind_declarations(unit, node, Reach::Scope);
}

/// `when (val x = …) { … }`
pub fn bind_subject(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(subject) = unit.children(node).next() {
        bind_declarations(unit, subject, Reach::Scope);
    }
}

/// `catch (error: Type) { … }`
pub fn bind_caught(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        let typed = types::written(unit, node).and_then(|written| types::path_of(unit, written));
        bind(unit, name, Reach::Scope, typed);
    }
}
