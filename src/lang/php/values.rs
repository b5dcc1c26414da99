//! What PHP expressions and functions give, where they name it: a call, a property, `new`, `$this`.

use super::{field, kind, paths};
use crate::extract::{Assigned, SymbolId, Unit, Use};
use crate::model::NodeId;

/// Levels of brackets around a value.
const WRAPPERS_MAX: usize = 8;

/// Levels climbed from a statement to its function.
const LEVELS_MAX: usize = 64;

/// Names of the type of the object itself.
const OWN_TYPES: &[&str] = &["self", "static"];

/// What an expression gives.
pub fn value<'s>(unit: &Unit<'s>, value: NodeId) -> Assigned<'s> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => match unit.children(node).next() {
                Some(inner) => node = inner,
                None => return Assigned::Unknown,
            },
            _ => return held(unit, node).map_or(Assigned::Unknown, Assigned::Value),
        }
    }
    Assigned::Unknown
}

/// What a value is, as a receiver.
fn held<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    match unit.kind(node) {
        kind::OBJECT_CREATION => {
            let made = unit.children(node).next().filter(|&made| paths::is_name(unit, made))?;
            Some(Use::typed(node, paths::name_use(unit, made).path))
        }
        kind::VARIABLE_NAME if unit.text(node) == "$this" => Some(Use::receiver(node, Vec::new(), "")),
        kind::VARIABLE_NAME => Some(Use::name(node, unit.text(node))),
        kind::MEMBER_ACCESS | kind::NULLSAFE_ACCESS => {
            let (object, name) = (unit.child(node, field::OBJECT)?, paths::member_name(unit, node)?);
            unit.is(name, kind::NAME).then(|| paths::member_use(unit, object, name, paths::PROPERTY))
        }
        _ => paths::called_use(unit, node)?.called(),
    }
}

/// Says what a function gives by the type that it writes.
pub fn set_result(unit: &mut Unit<'_>, function: SymbolId, node: NodeId) {
    let Some(written) = unit.child(node, field::RETURN_TYPE) else { return };
    let is_own = OWN_TYPES.contains(&unit.text(written).trim_start_matches('?').trim());
    let named = paths::name_of_type(unit, written).filter(|_| !is_own);
    match named.map(|name| paths::name_use(unit, name).path) {
        Some(path) => unit.set_result(function, written, path),
        None if is_own => unit.write_result(function, Use::receiver(written, Vec::new(), "")),
        None => unit.hide_result(function, written),
    }
}

/// `return …;`, where no type says what the function gives.
pub fn give_back(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = open_function(unit, node) else { return };
    let assigned = match unit.children(node).next() {
        Some(returned) if unit.text(returned).eq_ignore_ascii_case("null") => Assigned::Nothing,
        Some(returned) => value(unit, returned),
        None => Assigned::Nothing,
    };
    unit.give_result(function, node, assigned);
}

/// A function that yields gives a generator, whatever it returns.
pub fn give_generator(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(function) = open_function(unit, node) {
        unit.give_result(function, node, Assigned::Unknown);
    }
}

/// The function without a written type that a statement stands in, not in a closure inside of it.
fn open_function(unit: &Unit<'_>, statement: NodeId) -> Option<SymbolId> {
    let function = unit.enclosing_symbol()?;
    let mut around =
        std::iter::successors(unit.parent(statement), |&node| unit.parent(node)).take(LEVELS_MAX);
    let nearest = around.find(|&node| {
        matches!(
            unit.kind(node),
            kind::METHOD
                | kind::FUNCTION_DEFINITION
                | kind::ANONYMOUS_FUNCTION
                | kind::ARROW_FUNCTION
                | kind::PROPERTY_HOOK
        )
    });
    match nearest {
        Some(node) => {
            let is_own = unit.parent(unit.symbol(function).name_node) == Some(node);
            (is_own && unit.child(node, field::RETURN_TYPE).is_none()).then_some(function)
        }
        None => None,
    }
}
