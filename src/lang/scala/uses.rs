//! Uses of names in Scala expressions: calls, members, operators, annotations, interpolated strings.

use super::{classes, field, kind, paths, types};
use crate::extract::{Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Operators that numbers, truth values, texts and lists have: their use is no call of what a program defines.
/// Sorted.
const OPERATORS: &[&str] = &[
    "!=", "%", "&", "&&", "*", "+", "++", "+:", "-", "->", "/", ":+", "::", ":::", "<", "<<", "<=", "==",
    ">", ">=", ">>", ">>>", "^", "|", "||",
];

/// Interpolators of the language itself.
const INTERPOLATORS: &[&str] = &["f", "raw", "s"];

/// A call of a name or of a member. What is applied to its result is another list of arguments, or a call of what it
/// gives: no name tells.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = callee(unit, node) else { return };
    let arity = count_arguments(unit, node);
    if unit.text(callee) == "this" {
        unit.claim(callee);
        return call_constructor(unit, callee, arity);
    }
    let Some(chain) = paths::called(unit, callee) else { return };
    unit.call(chain.call_usage(), arity);
    unit.claim(callee);
    chain.claim(unit);
}

/// `this(…)` calls another constructor.
fn call_constructor(unit: &mut Unit<'_>, word: NodeId, arity: u16) {
    let usage = match classes::own_path(unit) {
        Some(mut path) => {
            path.extend(path.last().cloned());
            Use::typed(word, path)
        }
        None => Use::computed(word, "this", None),
    };
    unit.call(Use { written: Some("this".into()), ..usage }, arity);
}

/// What a call calls, without arguments of types.
pub fn callee(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let function = unit.child(call, field::FUNCTION)?;
    if unit.is(function, kind::GENERIC_FUNCTION) {
        unit.child(function, field::FUNCTION)
    } else {
        Some(function)
    }
}

/// The number of arguments of a call; a block is one.
pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    match unit.child(call, field::ARGUMENTS) {
        Some(arguments) if unit.is(arguments, kind::ARGUMENTS_NODE) => count(unit, arguments),
        Some(_) => 1,
        None => 0,
    }
}

fn count(unit: &Unit<'_>, list: NodeId) -> u16 {
    unit.children(list).count().min(usize::from(u16::MAX)) as u16
}

/// The name in `a name b`, where it is a call, and the number of its arguments.
pub fn infix_call(unit: &Unit<'_>, node: NodeId) -> Option<(NodeId, u16)> {
    let name = unit.child(node, field::OPERATOR)?;
    let text = unit.text(name);
    if OPERATORS.binary_search(&text).is_ok() || is_assignment(text) {
        return None;
    }
    let argument = argument(unit, node)?;
    let arity = match unit.kind(argument) {
        kind::TUPLE => count(unit, argument),
        kind::UNIT => 0,
        _ => 1,
    };
    Some((name, arity))
}

/// An operator that ends with a colon is its right side's.
fn receiver(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let is_right = unit.text(unit.child(node, field::OPERATOR)?).ends_with(':');
    unit.child(node, if is_right { field::RIGHT } else { field::LEFT })
}

fn argument(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let is_right = unit.text(unit.child(node, field::OPERATOR)?).ends_with(':');
    unit.child(node, if is_right { field::LEFT } else { field::RIGHT })
}

/// Whether an operator writes to its left side: it ends with `=` and does not compare.
fn is_assignment(operator: &str) -> bool {
    let compares = matches!(operator, "<=" | ">=" | "!=") || operator.starts_with('=');
    operator.ends_with('=') && !compares
}

/// `a name b`
pub fn call_infix(unit: &mut Unit<'_>, node: NodeId) {
    let Some(operator) = unit.child(node, field::OPERATOR) else { return };
    unit.claim(operator);
    let Some((name, arity)) = infix_call(unit, node) else { return };
    let Some(object) = receiver(unit, node) else { return };
    let chain = paths::infix(unit, object, name);
    unit.call(chain.call_usage(), arity);
    chain.claim(unit);
}

/// A read or write of a member, or what a longer chain goes through.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(chain) = paths::member(unit, node) else { return };
    if paths::is_word(unit, chain.last) {
        return claim_names(unit, node);
    }
    let kind = match access(unit, node) {
        RefKind::Read if is_object(unit, node) && is_type_name(unit, chain.last) => RefKind::Type,
        kind => kind,
    };
    unit.reference(chain.usage(Space::VALUE), kind);
    chain.claim(unit);
}

/// `xs size`
pub fn use_postfix(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.children(node).collect();
    let [object, name] = parts.as_slice() else { return };
    if unit.is(*name, kind::IDENTIFIER) {
        let chain = paths::infix(unit, *object, *name);
        unit.reference(chain.usage(Space::VALUE), RefKind::Read);
        chain.claim(unit);
    }
}

/// A bare name as a value, or as what a member is taken from: then it may be an object's.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if paths::is_word(unit, node) || unit.text(node).is_empty() {
        return unit.claim(node);
    }
    let is_object = is_object(unit, node);
    let kind = access(unit, node);
    let text = paths::name_text(unit, node);
    if !is_object && text == unit.text(node) {
        return unit.use_name(node, kind);
    }
    let kind = if is_object && names_type(unit, node) { RefKind::Type } else { kind };
    let space = if is_object { Space::VALUE.and(Space::TYPE) } else { Space::VALUE };
    unit.reference(Use { space: Some(space), ..Use::name(node, text) }, kind);
}

/// Whether a member is taken from a node.
fn is_object(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.parent_kind(node) == kind::FIELD_EXPRESSION && unit.is_in(node, field::VALUE)
}

/// Whether a name before a dot is an object's, by what was seen so far; else by how it is written.
fn names_type(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = paths::name_text(unit, name);
    match unit.symbol_named(text) {
        Some(symbol) => unit.symbol(symbol).context == Some(crate::extract::ContextKind::Type),
        None => is_type_name(unit, name) && (unit.is_imported(text) || !unit.is_bound(text)),
    }
}

/// Whether a name is written as those of types and objects are.
fn is_type_name(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = paths::name_text(unit, name);
    text.starts_with(char::is_uppercase) && (text.contains(char::is_lowercase) || text.len() == 1)
}

/// Whether a place is written: the left side of an assignment.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = unit.is_in(node, field::LEFT)
        && match unit.parent(node).map(|parent| (unit.kind(parent), parent)) {
            Some((kind::ASSIGNMENT, _)) => true,
            Some((kind::INFIX, parent)) => {
                unit.child(parent, field::OPERATOR).is_some_and(|name| is_assignment(unit.text(name)))
            }
            _ => false,
        };
    if written { RefKind::Write } else { RefKind::Read }
}

/// `@Name(…)`: not a call besides.
pub fn annotate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(written) = unit.child(node, field::NAME) {
        types::use_type(unit, written, RefKind::Annotation);
    }
}

/// `name"text $value"` calls what the name adds to texts with code in them, but for the language's own.
pub fn interpolate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::INTERPOLATOR) else { return };
    unit.claim(name);
    let text = unit.text(name);
    if INTERPOLATORS.contains(&text) {
        return;
    }
    let string = unit.child_of(node, kind::INTERPOLATED_STRING);
    let values = string
        .map_or(0, |string| unit.children(string).filter(|&part| unit.is(part, kind::INTERPOLATION)).count());
    unit.call(Use::computed(name, text, None), values.min(usize::from(u16::MAX)) as u16);
}

/// The name of `f(name = value)` is the callee's.
pub fn claim_argument_name(unit: &mut Unit<'_>, node: NodeId) {
    if unit.parent_kind(node) == kind::ARGUMENTS_NODE {
        claim_first_name(unit, node);
    }
}

/// A name that belongs to what it is given to.
pub fn claim_first_name(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.children(node).next().filter(|&name| unit.is(name, kind::IDENTIFIER)) {
        unit.claim(name);
    }
}

/// Names that are no uses.
pub fn claim_names(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.children(node).filter(|&name| paths::is_name(unit, name)).collect();
    names.into_iter().for_each(|name| unit.claim(name));
}
