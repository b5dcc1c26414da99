//! Uses of names in Java expressions: calls, members, creations, method references, annotations.

use super::paths::{self, Chain, Start};
use super::{classes, field, kind, types};
use crate::extract::{Segment, Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// A call of a method.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(chain) = paths::called(unit, node) else { return };
    let arity = count_arguments(unit, node);
    let usage = chain.method_usage(unit);
    unit.call(usage, arity);
    chain.claim(unit);
}

/// The number of arguments of a call.
pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child(call, field::ARGUMENTS);
    let count = arguments.map_or(0, |arguments| unit.children(arguments).count());
    count.min(usize::from(u16::MAX)) as u16
}

/// `this(…)` and `super(…)` call a constructor, which is called as its class.
pub fn call_constructor(unit: &mut Unit<'_>, node: NodeId) {
    let Some(word) = unit.child(node, field::CONSTRUCTOR) else { return };
    let written = unit.text(word);
    let path = if unit.is(word, kind::THIS) { own_path(unit) } else { classes::base_path(unit, node) };
    let usage = match path {
        Some(mut path) => {
            path.extend(path.last().cloned());
            Use::typed(word, path)
        }
        None => Use::computed(word, written, None),
    };
    let arity = count_arguments(unit, node);
    unit.call(Use { written: Some(written.into()), ..usage }, arity);
}

fn own_path<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let own = unit.enclosing_type()?;
    Some(vec![unit.symbol(own).name.clone()])
}

/// `new Type(…)` instantiates; it is not repeated as a call.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(written) = unit.child(node, field::TYPE) {
        types::use_type(unit, written, RefKind::Instantiates);
    }
}

/// A read or write of a field, or what a longer chain goes through.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(chain) = paths::member(unit, node) else { return };
    let usage = chain.usage(unit, Space::VALUE);
    let kind = match access(unit, node) {
        RefKind::Read if is_type_name(unit, chain.last) => RefKind::Type,
        kind => kind,
    };
    unit.reference(usage, kind);
    chain.claim(unit);
}

/// A bare name as a value, or as what a member is taken from: then it may be a type's.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    let is_object = unit.is_in(node, field::OBJECT) || unit.parent_kind(node) == kind::METHOD_REFERENCE;
    let kind = access(unit, node);
    if !is_object {
        // `case null, default` has the word where the grammar expects a value.
        return if unit.text(node) == "default" { unit.claim(node) } else { unit.use_name(node, kind) };
    }
    let kind = if names_type(unit, node) { RefKind::Type } else { kind };
    let space = Space::VALUE.and(Space::TYPE);
    unit.reference(Use { space: Some(space), ..Use::name(node, unit.text(node)) }, kind);
}

/// Whether a name before a dot is a type's, by what was seen so far; else by how it is written.
fn names_type(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = unit.text(name);
    match unit.symbol_named(text) {
        Some(symbol) => unit.symbol(symbol).binds == Some(Space::TYPE),
        None => is_type_name(unit, name) && (unit.is_imported(text) || !unit.is_bound(text)),
    }
}

/// Whether a name is written as those of types are.
fn is_type_name(unit: &Unit<'_>, name: NodeId) -> bool {
    let text = unit.text(name);
    text.starts_with(char::is_uppercase) && (text.contains(char::is_lowercase) || text.len() == 1)
}

/// Whether a place is written: the left side of an assignment, or what is counted up or down.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT => unit.is_in(node, field::LEFT),
        kind::UPDATE => true,
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// `Type::method`, `value::method`, `Type::new`
pub fn refer_to_method(unit: &mut Unit<'_>, node: NodeId) {
    let Some(object) = unit.children(node).next() else { return };
    if unit.has(node, kind::NEW) {
        return refer_to_constructor(unit, object);
    }
    let name = unit.children(node).last().filter(|&name| name != object);
    let Some(name) = name.filter(|&name| unit.is(name, kind::IDENTIFIER)) else { return };
    let chain: Chain<'_> = paths::referred(unit, object, name);
    let usage = chain.method_usage(unit);
    unit.reference(usage, RefKind::Read);
    if matches!(chain.start, Start::Name(_)) {
        chain.claim(unit);
    }
}

fn refer_to_constructor(unit: &mut Unit<'_>, object: NodeId) {
    let usage = match unit.kind(object) {
        kind::IDENTIFIER => Some(Use::name(object, unit.text(object))),
        kind::FIELD_ACCESS => types::path_of(unit, object).map(|path| Use::path(object, path)),
        _ => return types::use_type(unit, object, RefKind::Instantiates),
    };
    if let Some(usage) = usage {
        unit.claim_subtree(object);
        unit.reference(Use { space: Some(Space::TYPE), ..usage }, RefKind::Instantiates);
    }
}

/// `@Name`, `@Name(…)`: not a call besides.
pub fn annotate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        types::use_name(unit, name, RefKind::Annotation);
    }
}

/// The key of `@Name(key = value)` names an element of the annotation's type.
pub fn claim_key(unit: &mut Unit<'_>, node: NodeId) {
    let Some(key) = unit.child(node, field::KEY) else { return };
    let annotation = unit.parent(node).and_then(|arguments| unit.parent(arguments));
    let name = annotation.and_then(|annotation| unit.child(annotation, field::NAME));
    match name {
        Some(name) => {
            let (mut path, _) = paths::dotted(unit, name);
            path.push(unit.text(key).into());
            let usage = Use { space: Some(Space::TYPE), ..Use::path(key, path) };
            unit.reference(usage, RefKind::Read);
        }
        None => unit.claim(key),
    }
}

/// Labels are no names of values.
pub fn claim_label(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(label) = unit.children(node).next().filter(|&label| unit.is(label, kind::IDENTIFIER)) {
        unit.claim(label);
    }
}
