//! Uses of names in Kotlin expressions: calls, members, references, annotations, templates of strings.

use super::{ACCESSOR, FUNCTIONS, field, kind, paths, types};
use crate::extract::{Segment, Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Words that the grammar takes for names where a statement is expected.
pub const WORDS: &[&str] = &["break", "continue", "false", "null", "true"];

/// A call of a name or of a member. One with brackets and a lambda behind them is two nodes to the grammar; the outer
/// is the call.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let is_inner = unit.parent(node).is_some_and(|outer| bracketed(unit, outer) == Some(node));
    let Some(callee) = callee(unit, node).filter(|_| !is_inner) else { return };
    let Some(chain) = paths::called(unit, callee) else { return };
    let arity = count_arguments(unit, node);
    unit.call(chain.call_usage(), arity);
    unit.claim(callee);
    chain.claim(unit);
}

/// The inner node of `f(x) { … }`.
fn bracketed(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let is_outer = unit.is(call, kind::CALL)
        && unit.has(call, kind::ANNOTATED_LAMBDA)
        && !unit.has(call, kind::VALUE_ARGUMENTS);
    let inner = unit.children(call).next().filter(|_| is_outer)?;
    (unit.is(inner, kind::CALL) && !unit.has(inner, kind::ANNOTATED_LAMBDA)).then_some(inner)
}

/// What a call calls.
pub fn callee(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    unit.children(bracketed(unit, call).unwrap_or(call)).next()
}

/// The number of arguments of a call, a lambda behind the brackets included.
pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let values = count_values(unit, bracketed(unit, call).unwrap_or(call));
    values.saturating_add(u16::from(unit.has(call, kind::ANNOTATED_LAMBDA)))
}

/// The number of arguments in the brackets of a node.
pub fn count_values(unit: &Unit<'_>, node: NodeId) -> u16 {
    let arguments = unit.child_of(node, kind::VALUE_ARGUMENTS);
    let count = arguments.map_or(0, |arguments| unit.children(arguments).count());
    count.min(usize::from(u16::MAX)) as u16
}

/// The name in `a name b`.
pub fn infix_name(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    unit.children(node).nth(1).filter(|&name| unit.is(name, kind::IDENTIFIER))
}

/// `a name b` calls what only the type of `a` tells, or an extension of it.
pub fn call_infix(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = infix_name(unit, node) {
        unit.call(Use::computed(name, paths::name_text(unit, name), None), 1);
    }
}

/// A read or write of a member, what a longer chain goes through, or `value::name`.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    if unit.has(node, kind::BOUND_REFERENCE) {
        return refer(unit, node);
    }
    let Some(chain) = paths::member(unit, node) else { return };
    let kind = match access(unit, node) {
        RefKind::Read if is_type_name(unit, chain.last) => RefKind::Type,
        kind => kind,
    };
    unit.reference(chain.usage(Space::VALUE), kind);
    chain.claim(unit);
}

/// `::name`, `Type::name`, `value::name`, `Type::class`
pub fn refer(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.children(node).collect();
    let name = parts.last().copied().filter(|&name| unit.is(name, kind::IDENTIFIER));
    let Some(name) = name.filter(|&name| unit.text(name) != "class") else {
        return parts.iter().skip(1).for_each(|&name| unit.claim(name));
    };
    let space = FUNCTIONS.and(Space::VALUE).and(Space::TYPE);
    let usage = match parts.as_slice() {
        [object, _] => paths::referred(unit, *object, name).usage(space),
        _ => Use { space: Some(space), ..Use::name(name, paths::name_text(unit, name)) },
    };
    unit.reference(usage, RefKind::Read);
    unit.claim(name);
}

/// A bare name as a value, or as what a member is taken from: then it may be a type's.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    let is_word = WORDS.contains(&text)
        || (text == "it" && !unit.is_bound("it"))
        || (text == "field" && unit.mode() == ACCESSOR);
    if is_word || text.is_empty() {
        return unit.claim(node);
    }
    let is_object = unit.parent_kind(node) == kind::NAVIGATION && unit.previous(node).is_none();
    let kind = access(unit, node);
    if !is_object && !text.starts_with('`') {
        return unit.use_name(node, kind);
    }
    let kind = if is_object && names_type(unit, node) { RefKind::Type } else { kind };
    let space = if is_object { Space::VALUE.and(Space::TYPE) } else { Space::VALUE };
    unit.reference(Use { space: Some(space), ..Use::name(node, paths::name_text(unit, node)) }, kind);
}

/// Whether a name before a dot is a type's, by what was seen so far; else by how it is written.
fn names_type(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = paths::name_text(unit, name);
    match unit.symbol_named(text) {
        Some(symbol) => {
            unit.symbol(symbol).binds.is_some_and(|space| space != Space::VALUE && space != FUNCTIONS)
        }
        None => is_type_name(unit, name) && (unit.is_imported(text) || !unit.is_bound(text)),
    }
}

/// Whether a name is written as those of types are.
fn is_type_name(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = paths::name_text(unit, name);
    text.starts_with(char::is_uppercase) && (text.contains(char::is_lowercase) || text.len() == 1)
}

/// Whether a place is written: the left side of an assignment, or what is counted up or down.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent(node).map(|parent| (unit.kind(parent), parent)) {
        Some((kind::ASSIGNMENT, _)) => unit.is_in(node, field::LEFT),
        Some((kind::UNARY, parent)) => unit.has(parent, kind::INCREMENT) || unit.has(parent, kind::DECREMENT),
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// `@Name`, `@get:Name(…)`, `@[A B]`: not a call besides.
pub fn annotate(unit: &mut Unit<'_>, node: NodeId) {
    let named: Vec<NodeId> = unit.children(node).filter(|&child| types::is_type(unit, child)).collect();
    for written in named {
        types::use_type(unit, written, RefKind::Annotation);
    }
}

/// The name of `f(name = value)` is the callee's.
pub fn claim_argument_name(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.children(node).next().filter(|&name| unit.is(name, kind::IDENTIFIER));
    if let Some(name) = name.filter(|_| unit.has(node, kind::ASSIGN)) {
        unit.claim(name);
    }
}

/// `return@label`
pub fn claim_label(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(label) = unit.child(node, field::LABEL) {
        unit.claim(label);
    }
}

/// The labels of `this@Outer` and `super@Outer`.
pub fn claim_words(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(label) = unit.child_of(node, kind::IDENTIFIER) {
        unit.claim(label);
    }
}

/// `"$name"`: the grammar gives the dollar a node of its own and the name to the text behind it.
pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> =
        unit.children(node).filter(|&part| unit.is(part, kind::STRING_CONTENT)).collect();
    for two in parts.windows(2) {
        let (dollar, text) = (two[0], two[1]);
        if unit.text(dollar) != "$" || unit.end_byte(dollar) != unit.start_byte(text) {
            continue;
        }
        let name = unit.text(text);
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        let name = &name[..end];
        if name.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && name != "it"
            && name != "this"
        {
            let name: Segment<'_> = name.into();
            unit.reference(Use { space: Some(Space::VALUE), ..Use::name(text, name) }, RefKind::Read);
        }
    }
}
