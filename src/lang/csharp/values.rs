//! What C# expressions give, where they name it: a call, a property, a value that is awaited.

use super::{field, kind, paths, typing, uses};
use crate::extract::{Space, SymbolId, Unit, Use};
use crate::model::NodeId;

/// Levels of wrappers around a value.
const WRAPPERS_MAX: usize = 8;

/// Types whose value is what awaiting them gives.
const TASKS: &[&str] = &["Task", "ValueTask"];

/// The value in parentheses, behind `await` or before `!`, where it is one that names something.
pub fn unwrapped(unit: &Unit<'_>, value: NodeId) -> NodeId {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        let wraps = match unit.kind(node) {
            kind::PARENTHESIZED | kind::AWAIT => true,
            kind::POSTFIX_UNARY => unit.text(node).ends_with('!'),
            _ => false,
        };
        match unit.children(node).next().filter(|_| wraps) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    let names = matches!(
        unit.kind(node),
        kind::INVOCATION | kind::MEMBER_ACCESS | kind::IDENTIFIER | kind::THIS | kind::CONDITIONAL_ACCESS
    );
    if names { node } else { value }
}

/// What a value is, as a receiver.
pub fn held<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Use<'s>> {
    let node = unwrapped(unit, value);
    match unit.kind(node) {
        kind::INVOCATION => paths::use_of(unit, uses::callee(unit, node)?)?.called(),
        kind::MEMBER_ACCESS => {
            let member = paths::use_of(unit, node)?;
            Some(Use { space: member.space.or(Some(Space::VALUE)), ..member })
        }
        kind::IDENTIFIER => Some(Use::name(node, paths::name_text(unit, node))),
        _ => None,
    }
}

/// Says what a call of a method gives: of a task, its value.
pub fn set_result(unit: &mut Unit<'_>, method: SymbolId, written: Option<NodeId>) {
    let Some(written) = written else { return };
    match typing::type_of(unit, awaited(unit, written)) {
        Some(path) => unit.set_result(method, written, path),
        None => unit.hide_result(method, written),
    }
}

/// The type that awaiting a value of a type gives.
fn awaited(unit: &Unit<'_>, written: NodeId) -> NodeId {
    let named = match unit.kind(written) {
        kind::QUALIFIED_NAME => unit.child(written, field::NAME),
        _ => Some(written),
    };
    let generic = named.filter(|&named| unit.is(named, kind::GENERIC_NAME));
    let is_task = generic
        .and_then(|generic| unit.child_of(generic, kind::IDENTIFIER))
        .is_some_and(|name| TASKS.contains(&unit.text(name)));
    let arguments = generic.filter(|_| is_task).and_then(|task| unit.child_of(task, kind::TYPE_ARGUMENTS));
    arguments.and_then(|arguments| unit.children(arguments).next()).unwrap_or(written)
}
