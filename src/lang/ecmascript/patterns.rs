//! What patterns, parameters, loops and `catch` bind.

use super::{definitions, field, jsdoc, kind, typing};
use crate::extract::{Reach, ScopeKind, Space, SymbolDraft, Unit};
use crate::model::{NodeId, SymbolKind, Visibility};

/// The nodes of the names that a pattern binds, in order.
pub fn names(unit: &Unit<'_>, pattern: NodeId) -> Vec<NodeId> {
    let mut names = Vec::new();
    let range = unit.subtree(pattern);
    let mut node = range.start;
    while node < range.end {
        let is_default = unit.is_in(node, field::RIGHT)
            && matches!(unit.parent_kind(node), kind::ASSIGNMENT_PATTERN | kind::OBJECT_ASSIGNMENT_PATTERN);
        node = match unit.kind(node) {
            _ if is_default && node != pattern => unit.end_of(node),
            kind::IDENTIFIER | kind::SHORTHAND_PATTERN => {
                names.push(node);
                node + 1
            }
            kind::COMPUTED_NAME
            | kind::TYPE_ANNOTATION
            | kind::MEMBER
            | kind::SUBSCRIPT
            | kind::DECORATOR
            | kind::CALL => unit.end_of(node),
            _ => node + 1,
        };
    }
    names
}

pub fn bind(unit: &mut Unit<'_>, pattern: NodeId, reach: Reach) {
    for name in names(unit, pattern) {
        unit.bind_local_in(name, reach, Space::VALUE);
    }
}

/// Binds a function's parameters in its scope, which is open already; the function's JSDoc may say their types.
pub fn bind_parameters<'s>(unit: &mut Unit<'s>, function: NodeId, comment: Option<&'s str>) {
    if let Some(parameter) = unit.child(function, field::PARAMETER) {
        bind(unit, parameter, Reach::Scope);
    }
    let Some(list) = unit.child(function, field::PARAMETERS) else { return };
    for parameter in unit.children(list) {
        match unit.child(parameter, field::PATTERN) {
            Some(pattern) => {
                define_parameter_property(unit, parameter, pattern);
                let typed = typing::annotated(unit, parameter).filter(|_| unit.is(pattern, kind::IDENTIFIER));
                match typed {
                    Some(typed) => unit.bind_typed(pattern, Reach::Scope, Space::VALUE, typed),
                    None => bind(unit, pattern, Reach::Scope),
                }
            }
            None => bind_documented(unit, parameter, comment),
        }
    }
}

/// A parameter of JavaScript, with or without a default.
fn bind_documented<'s>(unit: &mut Unit<'s>, parameter: NodeId, comment: Option<&'s str>) {
    let name = match unit.kind(parameter) {
        kind::ASSIGNMENT_PATTERN => unit.child(parameter, field::LEFT),
        _ => Some(parameter),
    };
    let name = name.filter(|&name| unit.is(name, kind::IDENTIFIER));
    let typed = name.zip(comment).and_then(|(name, comment)| jsdoc::parameter(unit, comment, name));
    match (name, typed) {
        (Some(name), Some(typed)) => unit.bind_value(name, Reach::Scope, Space::VALUE, typed),
        _ => bind(unit, parameter, Reach::Scope),
    }
}

/// `constructor(private readonly name: string)` declares a field.
fn define_parameter_property(unit: &mut Unit<'_>, parameter: NodeId, pattern: NodeId) {
    let text = unit.slice(unit.start_byte(parameter), unit.start_byte(pattern));
    let modified = unit.has(parameter, kind::ACCESSIBILITY)
        || unit.has(parameter, kind::OVERRIDE)
        || text.split_ascii_whitespace().any(|word| word == "readonly");
    let is_name = unit.is(pattern, kind::IDENTIFIER);
    let Some(class) = unit.enclosing_type().filter(|_| modified && is_name) else { return };
    let value = unit.child(parameter, field::VALUE);
    let end = value.map_or(unit.end_byte(parameter), |value| unit.start_byte(value));
    let name = definitions::Named { node: pattern, text: unit.text(pattern).into() };
    let draft = definitions::draft(unit, parameter, SymbolKind::Field, name, end);
    let visibility = super::classes::modifier(unit, parameter).unwrap_or(Visibility::Public);
    let symbol = unit.define(
        parameter,
        SymbolDraft { parent: Some(class), binds: None, context: None, visibility, ..draft },
    );
    typing::set_annotated(unit, symbol, parameter, pattern);
}

pub fn bind_catch(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(parameter) = unit.child(node, field::PARAMETER) {
        bind(unit, parameter, Reach::Scope);
    }
}

/// `for (const x of xs)`; without a keyword the left side is written, not bound.
pub fn bind_for_in(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    let Some(left) = unit.child(node, field::LEFT) else { return };
    match unit.child(node, field::KIND).map(|kind| unit.kind(kind)) {
        Some(kind::VAR) => bind(unit, left, Reach::Function),
        Some(_) => bind(unit, left, Reach::Scope),
        None => {}
    }
}
