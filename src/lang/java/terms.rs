//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity`
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, unit.text(name), arity);
    }
}

/// `call:super/1`, `call:this/0`
pub fn constructor(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(word) = unit.child(node, field::CONSTRUCTOR) {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, unit.text(word), arity);
    }
}

/// `call:Type/arity` of `new Type(…)`.
pub fn creation(unit: &mut Unit<'_>, node: NodeId) {
    let path = unit.child(node, field::TYPE).and_then(|written| super::types::path_of(unit, written));
    if let Some(name) = path.and_then(|path| path.last().cloned()) {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, &name, arity);
    }
}

/// `attr:name` of a member.
pub fn field(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::FIELD).filter(|&name| unit.is(name, kind::IDENTIFIER)) {
        unit.attribute_term(node, unit.text(name));
    }
}

/// `attr:Name` of an annotation.
pub fn annotation(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.attribute_term(node, paths::last_name(unit, name));
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if !text.contains('\n') {
        unit.string_term(node, text);
    }
}
