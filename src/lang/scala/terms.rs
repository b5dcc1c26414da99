//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, paths, types, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity`
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = uses::callee(unit, node) else { return };
    let name = match unit.kind(callee) {
        kind::IDENTIFIER => Some(callee),
        kind::FIELD_EXPRESSION => unit.children(callee).last(),
        _ => None,
    };
    if let Some(name) = name {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, paths::name_text(unit, name), arity);
    }
}

/// `call:name/1` of `a name b`.
pub fn infix(unit: &mut Unit<'_>, node: NodeId) {
    if let Some((name, arity)) = uses::infix_call(unit, node) {
        unit.call_term(node, paths::name_text(unit, name), arity);
    }
}

/// `attr:name` of a member.
pub fn member(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::FIELD) {
        unit.attribute_term(node, paths::name_text(unit, name));
    }
}

/// `attr:Name` of an annotation.
pub fn annotation(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.child(node, field::NAME).and_then(|written| types::last_name(unit, written));
    if let Some(name) = name {
        unit.attribute_term(node, name);
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node).trim_matches('"');
    if !text.contains('\n') {
        unit.string_term(node, text);
    }
}
