//! Rust expressions and types: calls, and references to what they name.

use super::{attributes, field, items, kind, macros, paths, values};
use crate::extract::{Unit, Use};
use crate::model::{NodeId, RefKind};

/// A call of a name, of a path, or of a method.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = values::callee(unit, node) else { return };
    let arity = unit.child(node, field::ARGUMENTS).map_or(0, |arguments| count_arguments(unit, arguments));
    match unit.kind(callee) {
        kind::IDENTIFIER | kind::SCOPED_IDENTIFIER => {
            if let Some((path, at)) = paths::path_of(unit, callee) {
                let usage = paths::use_of(unit, at, path);
                unit.call(usage, arity);
                paths::claim_path(unit, callee);
            } else if let Some(name) = unit.child(callee, field::NAME) {
                unit.call(Use::computed(name, unit.text(name), Some(unit.text(callee).into())), arity);
                unit.claim(callee);
            }
        }
        kind::FIELD_EXPRESSION => call_method(unit, callee, arity),
        _ => {}
    }
}

fn count_arguments(unit: &Unit<'_>, arguments: NodeId) -> u16 {
    let counted = unit.children(arguments).filter(|&child| !unit.is(child, kind::ATTRIBUTE_ITEM)).count();
    counted.min(usize::from(u16::MAX)) as u16
}

fn call_method(unit: &mut Unit<'_>, callee: NodeId, arity: u16) {
    let Some(usage) = member_use(unit, callee) else { return };
    unit.call(usage, arity);
    unit.claim(callee);
}

/// A member reached through `self` or a value; `None` for positions of a tuple (`x.0`).
fn member_use<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let (value, name) = (unit.child(node, field::VALUE)?, unit.child(node, field::FIELD)?);
    if !unit.is(name, kind::FIELD_IDENTIFIER) {
        return None;
    }
    Some(values::member_of(unit, value, name))
}

/// A read or write of a field.
pub fn use_field(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(usage) = member_use(unit, node) {
        let kind = access_kind(unit, node);
        unit.attribute_term(usage.at, unit.text(usage.at));
        unit.reference(usage, kind);
    }
}

fn access_kind(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let assigned = matches!(unit.parent_kind(node), kind::ASSIGNMENT | kind::COMPOUND_ASSIGNMENT);
    if assigned && unit.is_in(node, field::LEFT) { RefKind::Write } else { RefKind::Read }
}

/// A bare name as a value, or a name among a macro's tokens.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if unit.parent_kind(node) == kind::TOKEN_TREE {
        return macros::use_token(unit, node);
    }
    let kind = access_kind(unit, node);
    unit.use_name(node, kind);
}

/// A path as a value: a constant, a variant, a function that is passed on.
pub fn use_path(unit: &mut Unit<'_>, node: NodeId) {
    reference_path(unit, node, RefKind::Read);
}

pub fn use_type_path(unit: &mut Unit<'_>, node: NodeId) {
    reference_path(unit, node, RefKind::Type);
}

/// `Self` by itself names nothing new.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    if unit.text(node) != "Self" {
        reference_path(unit, node, RefKind::Type);
    }
}

/// Records a reference to what a type or path node names, and claims the path's own nodes.
pub fn reference_path(unit: &mut Unit<'_>, node: NodeId, kind: RefKind) {
    // `for<'a> Fn(&'a T)` says its trait in a field.
    let node = match unit.kind(node) {
        kind::HIGHER_RANKED => unit.child(node, field::TYPE).unwrap_or(node),
        _ => node,
    };
    if let Some(usage) = items::use_of_type(unit, node) {
        unit.reference(usage, kind);
        paths::claim_path(unit, node);
    }
}

/// `Type { field: value }`: the type is instantiated, its fields are written.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let Some((path, at)) = paths::path_of(unit, name) else { return };
    let owner = paths::use_of(unit, at, path);
    let fields: Vec<NodeId> =
        unit.child(node, field::BODY).map(|body| unit.children(body).collect()).unwrap_or_default();
    for initializer in fields {
        let target = match unit.kind(initializer) {
            kind::FIELD_INITIALIZER => unit.child(initializer, field::FIELD),
            kind::SHORTHAND_INITIALIZER => unit.children(initializer).last(),
            _ => None,
        };
        let Some(target) = target.filter(|&node| unit.kind(node) != crate::lang::Kind::OTHER) else {
            continue;
        };
        let mut usage = owner.clone();
        usage.at = target;
        usage.path.push(unit.text(target).into());
        let is_shorthand = unit.is(initializer, kind::SHORTHAND_INITIALIZER);
        unit.reference(usage, RefKind::Write);
        if is_shorthand {
            unit.use_name(target, RefKind::Read);
        }
    }
    unit.reference(owner, RefKind::Instantiates);
    paths::claim_path(unit, name);
}

/// `Type { field, .. }` as a pattern reads the fields.
pub fn read_pattern(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::TYPE) else { return };
    let Some((path, at)) = paths::path_of(unit, name) else { return };
    let owner = paths::use_of(unit, at, path);
    for pattern in unit.children(node) {
        let target = unit.child(pattern, field::NAME).filter(|_| unit.is(pattern, kind::FIELD_PATTERN));
        if let Some(target) = target {
            let mut usage = owner.clone();
            usage.at = target;
            usage.path.push(unit.text(target).into());
            unit.reference(usage, RefKind::Read);
        }
    }
}

pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    unit.string_term(node, attributes::string_text(unit, node));
}

/// What is inside a label, a lifetime or `pub(in path)` is no use.
pub fn claim_subtree(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}

/// `Item = T` names a member of the bound's trait, which only types would tell.
pub fn claim_name(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.claim(name);
    }
}
