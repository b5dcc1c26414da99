//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{field, kind, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity` of a call by a name or a member.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = unit.child(node, field::FUNCTION).map(|function| uses::callee(unit, function)) else {
        return;
    };
    let arity = unit.child(node, field::ARGUMENTS).map_or(0, |arguments| uses::count(unit, arguments));
    if let Some(name) = paths::last_name(unit, callee) {
        unit.call_term(node, unit.text(name), arity);
    }
}

/// The same of `F[T](x)`.
pub fn convert(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = uses::instance(unit, node) {
        let own = unit.child(name, field::NAME).unwrap_or(name);
        unit.call_term(node, unit.text(own), 1);
    }
}

/// `attr:name` of a member; what is called is its call's.
pub fn attribute(unit: &mut Unit<'_>, node: NodeId) {
    let called = unit.parent_kind(node) == kind::CALL && unit.is_in(node, field::FUNCTION);
    if let Some(name) = unit.child(node, field::FIELD).filter(|_| !called) {
        unit.attribute_term(node, unit.text(name));
    }
}

/// `str:text` of a short string.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    unit.string_term(node, string_text(unit, node));
}

/// What stands between a string's quotes.
pub fn string_text<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    let text = unit.text(node);
    let quote = |c: char| matches!(c, '"' | '`');
    text.strip_prefix(quote).map_or(text, |text| text.strip_suffix(quote).unwrap_or(text))
}
