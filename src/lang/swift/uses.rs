//! Uses of names in expressions and types.

use super::{MODE_ERROR, MODE_VALUES, field, kind, locals, modifiers, paths};
use crate::extract::{Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// What a call calls.
pub fn callee(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    unit.children(call).next()
}

/// The arguments between brackets, and closures behind them.
pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let suffix =
        unit.child_of(call, kind::CALL_SUFFIX).or_else(|| unit.child_of(call, kind::CONSTRUCTOR_SUFFIX));
    let count: usize = suffix.map_or(0, |suffix| {
        unit.children(suffix)
            .map(|part| match unit.kind(part) {
                kind::VALUE_ARGUMENTS => {
                    unit.children(part).filter(|&child| unit.is(child, kind::VALUE_ARGUMENT)).count()
                }
                kind::LAMBDA => 1,
                _ => 0,
            })
            .sum()
    });
    count.min(usize::from(u16::MAX)) as u16
}

/// A call of a name, a type or a member. `a[i]` is to the grammar a call too.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = callee(unit, node).filter(|_| !is_subscript(unit, node)) else { return };
    let Some(usage) = paths::use_of(unit, callee) else { return };
    let space = usage.space.or(Some(Space::ANY));
    let arity = count_arguments(unit, node);
    unit.call(Use { space, ..usage }, arity);
    claim_member(unit, callee);
}

/// Whether the brackets of a call are square.
fn is_subscript(unit: &Unit<'_>, call: NodeId) -> bool {
    let arguments = unit
        .child_of(call, kind::CALL_SUFFIX)
        .and_then(|suffix| unit.child_of(suffix, kind::VALUE_ARGUMENTS));
    arguments.is_some_and(|arguments| unit.text(arguments).starts_with('['))
}

/// `A<T>(…)`
pub fn construct(unit: &mut Unit<'_>, node: NodeId) {
    let written = unit.child(node, field::CONSTRUCTED).filter(|&name| unit.is(name, kind::USER_TYPE));
    let Some(written) = written else { return };
    let at = unit.children(written).filter(|&part| unit.is(part, kind::TYPE_IDENTIFIER)).last();
    let path = paths::segments(unit, written);
    if let Some(at) = at {
        let arity = count_arguments(unit, node);
        unit.call(Use { space: Some(Space::TYPE), ..Use::path(at, path) }, arity);
        unit.claim(written);
    }
}

/// Claims a name or member access with its last name, not what stands before it.
fn claim_member(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim(node);
    if let Some(identifier) = paths::last_identifier(unit, node) {
        unit.claim(identifier);
    }
}

/// A read or write of a member.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(usage) = paths::use_of(unit, node) else { return };
    // `T.self` is the type itself as a value.
    if usage.path.last().is_some_and(|last| last == "self") {
        return claim_member(unit, node);
    }
    let ref_kind = access(unit, node);
    unit.reference(usage, ref_kind);
    claim_member(unit, node);
}

/// `#name(…)`
pub fn use_macro(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        let text = paths::name_text(unit, name);
        unit.reference(Use::name(name, text), RefKind::Macro);
    }
}

fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    if unit.parent_kind(node) == kind::ASSIGNABLE { RefKind::Write } else { RefKind::Read }
}

/// A type's name, or a path to it.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    use_type_as(unit, node, RefKind::Type);
}

pub fn use_type_as(unit: &mut Unit<'_>, node: NodeId, ref_kind: RefKind) {
    let at = unit.children(node).filter(|&part| unit.is(part, kind::TYPE_IDENTIFIER)).last();
    let path = paths::segments(unit, node);
    if let Some(at) = at.filter(|_| path.last().is_some_and(|last| last != "Self")) {
        unit.reference(Use { space: Some(Space::TYPE), ..Use::path(at, path) }, ref_kind);
    }
    unit.claim(node);
}

/// `@Name`; those in small letters are the language's own.
pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    if !modifiers::attribute_name(unit, node).starts_with(char::is_uppercase) {
        return unit.claim_subtree(node);
    }
    if let Some(name) = unit.child_of(node, kind::USER_TYPE) {
        use_type_as(unit, name, RefKind::Attribute);
    }
}

pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    if unit.is_in(node, field::BOUND) {
        return locals::bind_condition(unit, node);
    }
    let implicit = match text {
        "newValue" | "oldValue" => unit.mode() == MODE_VALUES,
        "error" => unit.mode() == MODE_ERROR && !unit.is_bound(text),
        _ => text.starts_with('$') || text == "_",
    };
    if implicit {
        return unit.use_variable(node);
    }
    if matches!(text, "self" | "Self") {
        return;
    }
    // `.name` is of whatever type is expected.
    if unit.previous(node).is_some_and(|before| unit.is(before, kind::DOT)) {
        return unit.reference(Use::computed(node, paths::name_text(unit, node), None), RefKind::Read);
    }
    let is_label = unit.next(node).is_some_and(|next| unit.is(next, kind::COLON))
        && matches!(
            unit.parent_kind(node),
            kind::ATTRIBUTE
                | kind::CALL_SUFFIX
                | kind::ENUM_PARAMETERS
                | kind::PATTERN
                | kind::TUPLE_EXPRESSION
        );
    if is_label || unit.parent_kind(node) == kind::ENUM_PARAMETERS {
        return;
    }
    let ref_kind = access(unit, node);
    let is_root = unit.is_in(node, field::TARGET) && unit.parent_kind(node) == kind::NAVIGATION;
    if is_root || text.starts_with('`') {
        let usage = Use { space: Some(Space::ANY), ..Use::name(node, paths::name_text(unit, node)) };
        return unit.reference(usage, ref_kind);
    }
    unit.use_name(node, ref_kind);
}

/// What is inside is no use.
pub fn claim_subtree(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
