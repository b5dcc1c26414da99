//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{kind, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity` of a call by a name or a member.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = uses::callee(unit, node).and_then(|callee| paths::last_identifier(unit, callee)) else {
        return;
    };
    let arity = uses::count_arguments(unit, node);
    unit.call_term(node, paths::name_text(unit, name), arity);
}

/// `attr:name` of a member; what is called is its call's.
pub fn attribute(unit: &mut Unit<'_>, node: NodeId) {
    let called = unit.parent_kind(node) == kind::CALL && unit.previous(node).is_none();
    if let Some(name) = paths::last_identifier(unit, node).filter(|_| !called) {
        unit.attribute_term(node, paths::name_text(unit, name));
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let mut parts = unit.children(node);
    if let (Some(text), None) = (parts.next(), parts.next())
        && unit.is(text, kind::LINE_TEXT)
    {
        unit.string_term(node, unit.text(text));
    }
}
