//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity` of a call by a name or a member.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = uses::callee(unit, node).and_then(|callee| paths::last_name(unit, callee)) else {
        return;
    };
    let arity = uses::count_arguments(unit, node);
    unit.call_term(node, name, arity);
}

/// `attr:name` of a member; what is called is its call's.
pub fn attribute(unit: &mut Unit<'_>, node: NodeId) {
    let called = unit.parent_kind(node) == kind::INVOCATION && unit.is_in(node, field::FUNCTION);
    if let Some(name) = paths::last_name(unit, node).filter(|_| !called) {
        unit.attribute_term(node, name);
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    let (Some(start), Some(end)) = (text.find('"'), text.rfind('"')) else { return };
    if start < end {
        unit.string_term(node, &text[start + 1..end]);
    }
}
