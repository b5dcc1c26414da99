//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity` of a call by a name or a member.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let callee = uses::callee(unit, function);
    let name = match unit.kind(callee) {
        kind::IDENTIFIER | kind::SUPER => Some(callee),
        kind::MEMBER => unit.child(callee, field::PROPERTY),
        _ => None,
    };
    let arguments = unit.child(node, field::ARGUMENTS);
    let arity = arguments.map_or(0, |arguments| uses::count_arguments(unit, arguments));
    if let Some(name) = name {
        unit.call_term(node, unit.text(name), arity);
    }
}

/// `attr:name` of a member; what is called is its call's.
pub fn attribute(unit: &mut Unit<'_>, node: NodeId) {
    let called = unit.parent_kind(node) == kind::CALL && unit.is_in(node, field::FUNCTION);
    if let Some(name) = unit.child(node, field::PROPERTY).filter(|_| !called) {
        unit.attribute_term(node, unit.text(name));
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    unit.string_term(node, paths::string_text(unit, node));
}
