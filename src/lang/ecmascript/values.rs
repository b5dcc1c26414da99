//! What names, fields and functions are given where the text writes no type: the values of assignments and `return`.

use super::{field, jsdoc, kind, paths, typing};
use crate::extract::{Assigned, Space, SymbolId, Unit, Use};
use crate::model::{NodeId, SymbolKind};

/// Levels of wrappers around a value.
const WRAPPERS_MAX: usize = 8;

/// Levels between a `return` and its function.
const FUNCTION_LEVELS_MAX: usize = 64;

/// What a value gives to the name that it is assigned to.
pub fn assigned<'s>(unit: &Unit<'s>, value: NodeId) -> Assigned<'s> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        if unit.is(node, kind::PARENTHESIZED)
            && let Some(cast) = jsdoc::cast(unit, node)
        {
            return or_unknown(cast);
        }
        let inner = match unit.kind(node) {
            kind::NULL | kind::UNDEFINED => return Assigned::Nothing,
            kind::IDENTIFIER if unit.text(node) == "undefined" => return Assigned::Nothing,
            kind::UNARY if unit.text(node).starts_with("void ") => return Assigned::Nothing,
            kind::CALL => return or_unknown(result(unit, node)),
            kind::IDENTIFIER | kind::MEMBER => return or_unknown(held(unit, node)),
            kind::PARENTHESIZED | kind::NON_NULL | kind::SATISFIES => unit.children(node).next(),
            kind::AS_EXPRESSION if unit.children(node).nth(1).is_none() => unit.children(node).next(),
            kind::AWAIT => unit.children(node).next().filter(|&inner| unit.is(inner, kind::CALL)),
            kind::ASSIGNMENT => unit.child(node, field::RIGHT),
            _ => return or_unknown(typing::type_of_value(unit, node).map(|path| Use::typed(node, path))),
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    Assigned::Unknown
}

fn or_unknown(value: Option<Use<'_>>) -> Assigned<'_> {
    value.map_or(Assigned::Unknown, Assigned::Value)
}

/// What a call gives, as a receiver.
fn result<'s>(unit: &Unit<'s>, call: NodeId) -> Option<Use<'s>> {
    let callee = super::uses::callee(unit, unit.child(call, field::FUNCTION)?);
    held(unit, callee)?.called()
}

fn held<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    matches!(unit.kind(node), kind::IDENTIFIER | kind::MEMBER).then_some(())?;
    if let Some(path) = typing::type_of_value(unit, node) {
        return Some(Use::typed(node, path));
    }
    Some(paths::chain_of_calls(unit, node)?.usage(unit))
}

/// `name = value`, and what else writes a name: what it holds from then on.
pub fn assign_name(unit: &mut Unit<'_>, name: NodeId) {
    let given = given(unit, name);
    match unit.symbol_named(unit.text(name)) {
        Some(symbol) => give(unit, symbol, name, given),
        None => unit.reassign(name, Space::VALUE, given),
    }
}

/// `this.name = value`
pub fn assign_field(unit: &mut Unit<'_>, place: NodeId, name: NodeId) {
    let Some(owner) = unit.enclosing_type_name() else { return };
    let qualified = [owner, ".", unit.text(name)].concat();
    if let Some(field) =
        unit.symbol_of(&qualified).filter(|&field| unit.symbol(field).kind == SymbolKind::Field)
    {
        let given = given(unit, place);
        give(unit, field, name, given);
    }
}

/// What the assignment around a place gives it.
fn given<'s>(unit: &Unit<'s>, place: NodeId) -> Assigned<'s> {
    let assignment = unit.parent(place).filter(|_| unit.is_in(place, field::LEFT));
    let plain = assignment.filter(|&assignment| match unit.kind(assignment) {
        kind::ASSIGNMENT => true,
        kind::AUGMENTED_ASSIGNMENT => {
            unit.all_children(assignment).any(|part| matches!(unit.text(part), "||=" | "??="))
        }
        _ => false,
    });
    match plain.and_then(|assignment| unit.child(assignment, field::RIGHT)) {
        Some(value) => assigned(unit, value),
        None => Assigned::Unknown,
    }
}

/// Says what a variable or field is given, unless its type is written.
pub fn give<'s>(unit: &mut Unit<'s>, symbol: SymbolId, at: NodeId, assigned: Assigned<'s>) {
    let holds = matches!(
        unit.symbol(symbol).kind,
        SymbolKind::Constant | SymbolKind::Field | SymbolKind::Property | SymbolKind::Variable
    );
    if holds && unit.symbol(symbol).arity.is_none() {
        unit.give_value(symbol, at, assigned);
    }
}

/// `return value`
pub fn give_back(unit: &mut Unit<'_>, node: NodeId) {
    let value = unit.children(node).next();
    let Some((symbol, function)) = returning(unit, node) else { return };
    let given = value.map_or(Assigned::Nothing, |value| assigned(unit, value));
    give_result(unit, symbol, function, node, given);
}

/// `() => value`, whose scope is open.
pub fn give_back_body(unit: &mut Unit<'_>, function: NodeId, symbol: SymbolId) {
    let body = unit.child(function, field::BODY).filter(|_| unit.is(function, kind::ARROW_FUNCTION));
    if let Some(body) = body.filter(|&body| !unit.is(body, kind::STATEMENT_BLOCK)) {
        let given = assigned(unit, body);
        give_result(unit, symbol, function, body, given);
    }
}

fn give_result<'s>(unit: &mut Unit<'s>, symbol: SymbolId, function: NodeId, at: NodeId, given: Assigned<'s>) {
    let written = unit.child(function, field::RETURN_TYPE).is_some();
    let generates = matches!(unit.kind(function), kind::GENERATOR | kind::GENERATOR_DECLARATION)
        || unit.has(function, kind::STAR);
    if written || generates {
        return;
    }
    if unit.symbol(symbol).kind == SymbolKind::Property {
        if unit.has(function, kind::GET) || unit.has(function, kind::STATIC_GET) {
            unit.give_value(symbol, at, given);
        }
    } else {
        unit.give_result(symbol, at, given);
    }
}

/// The function that a `return` leaves, and its symbol: that of the walk's own context, if nothing lies between.
fn returning(unit: &Unit<'_>, node: NodeId) -> Option<(SymbolId, NodeId)> {
    let symbol = unit.function_symbol()?;
    let definition = unit.context_node()?;
    let mut function = None;
    let mut next = unit.parent(node);
    for _ in 0..FUNCTION_LEVELS_MAX {
        let around = next?;
        let is_function = is_function(unit, around);
        match function {
            None if is_function => function = Some(around),
            Some(_) if is_function || unit.is(around, kind::CALL) => return None,
            _ => {}
        }
        if around == definition {
            return function.map(|function| (symbol, function));
        }
        next = unit.parent(around);
    }
    None
}

fn is_function(unit: &Unit<'_>, node: NodeId) -> bool {
    let node_kind = unit.kind(node);
    super::definitions::is_function(node_kind)
        || matches!(
            node_kind,
            kind::FUNCTION_DECLARATION | kind::GENERATOR_DECLARATION | kind::METHOD_DEFINITION
        )
}
