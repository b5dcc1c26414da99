//! What Kotlin expressions give, where they name it: a call, a property, a cast.

use super::{kind, paths, types, uses};
use crate::extract::{Space, Unit, Use};
use crate::model::NodeId;

/// Levels of wrappers around a value.
const WRAPPERS_MAX: usize = 8;

/// Levels climbed from `it` to its lambda.
const LEVELS_MAX: usize = 64;

/// Functions of the standard library that give a lambda what they are called on.
const GIVING: &[&str] = &["also", "let", "takeIf", "takeUnless"];

/// What a value is, as a receiver.
pub fn held<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Use<'s>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::UNARY if unit.has(node, kind::NOT_NULL) => node = unit.children(node).next()?,
            kind::BINARY if is_guarded(unit, node) => node = unit.children(node).next()?,
            kind::CALL => return paths::called(unit, uses::callee(unit, node)?)?.call_usage().called(),
            kind::NAVIGATION => return Some(paths::member(unit, node)?.usage(Space::VALUE)),
            kind::IDENTIFIER => return named(unit, node),
            _ => return Some(Use::typed(node, types::type_of_value(unit, node)?)),
        }
    }
    None
}

/// `value ?: return`, `value ?: throw …`: what goes on is the value.
fn is_guarded(unit: &Unit<'_>, node: NodeId) -> bool {
    let last = unit.children(node).last().map(|last| unit.kind(last));
    unit.has(node, kind::ELVIS) && matches!(last, Some(kind::RETURN | kind::THROW))
}

fn named<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let name = paths::name_text(unit, node);
    let is_word = uses::WORDS.contains(&name) || name == "it" || name == "field" || name.is_empty();
    (!is_word).then(|| Use::name(node, name))
}

/// What `it` stands for: the value before `?.let { … }` or the like.
pub fn implied(unit: &Unit<'_>, name: NodeId) -> Option<NodeId> {
    let mut next = unit.parent(name);
    for _ in 0..LEVELS_MAX {
        let node = next?;
        next = unit.parent(node);
        if unit.is(node, kind::LAMBDA) && !unit.has(node, kind::LAMBDA_PARAMETERS) {
            return given_to(unit, node);
        }
    }
    None
}

/// The value that a lambda is given, where the function that runs it says so.
pub fn given_to(unit: &Unit<'_>, lambda: NodeId) -> Option<NodeId> {
    let argument = unit.parent(lambda).filter(|&argument| unit.is(argument, kind::ANNOTATED_LAMBDA))?;
    let callee = uses::callee(unit, unit.parent(argument)?)?;
    let (object, function) = (unit.children(callee).next()?, unit.children(callee).last()?);
    let gives = unit.is(callee, kind::NAVIGATION) && GIVING.contains(&unit.text(function));
    gives.then_some(object)
}
