//! Terms of fragments: what follows from a subtree alone, whoever else has a use for its nodes.

use super::{kind, modifiers, paths, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// `call:name/arity`; a lambda behind the brackets is one more argument.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = uses::callee(unit, node) else { return };
    let name = match unit.kind(callee) {
        kind::IDENTIFIER => Some(callee),
        kind::NAVIGATION => unit.children(callee).last(),
        _ => None,
    };
    if let Some(name) = name {
        let arity = uses::count_arguments(unit, node);
        unit.call_term(node, paths::name_text(unit, name), arity);
    }
}

/// `call:name/1` of `a name b`.
pub fn infix(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = uses::infix_name(unit, node) {
        unit.call_term(node, paths::name_text(unit, name), 1);
    }
}

/// `attr:name` of a member.
pub fn member(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.children(node).last().filter(|&name| unit.is(name, kind::IDENTIFIER)) {
        unit.attribute_term(node, paths::name_text(unit, name));
    }
}

/// `attr:Name` of an annotation.
pub fn annotation(unit: &mut Unit<'_>, node: NodeId) {
    for name in modifiers::annotation_names(unit, node) {
        unit.attribute_term(node, name);
    }
}

/// `str:text` of a short string without code in it.
pub fn string(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node).trim_matches('"');
    if !text.contains('$') && !text.contains('\n') {
        unit.string_term(node, text);
    }
}
