//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity` of a call by a name or a member.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let callee = uses::callee(unit, function);
    let name = match unit.kind(callee) {
        kind::IDENTIFIER => Some(callee),
        kind::FIELD_EXPRESSION => unit.child(callee, field::FIELD),
        _ => None,
    };
    if let Some(name) = name {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, unit.text(name), arity);
    }
}

/// `attr:name` of a member; what is called is its call's.
pub fn member(unit: &mut Unit<'_>, node: NodeId) {
    let called = unit.parent_kind(node) == kind::CALL && unit.is_in(node, field::FUNCTION);
    if let Some(name) = unit.child(node, field::FIELD).filter(|_| !called) {
        unit.attribute_term(node, unit.text(name));
    }
}

/// `attr:name` of an attribute.
pub fn attribute(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.attribute_term(node, unit.text(name));
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    if let (Some(first), Some(last)) = (text.find('"'), text.rfind('"')) {
        unit.string_term(node, text.get(first + 1..last).unwrap_or_default());
    }
}
