//! Go expressions: calls, selectors, names, composite literals, assignments.

use super::{builtins, field, kind, paths, statements, typing};
use crate::extract::{Segment, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Levels of brackets and type arguments around what is called.
const WRAPPERS_MAX: usize = 8;

/// A call of a name or of a selector; of anything else (`f()()`, `table[key]()`) it names nothing.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let callee = callee(unit, function);
    let arguments = unit.child(node, field::ARGUMENTS);
    let arity = arguments.map_or(0, |arguments| count(unit, arguments));
    let Some(usage) = paths::use_of(unit, callee) else { return };
    unit.claim(callee);
    // `int(x)` converts.
    let is_conversion = unit.is(callee, kind::IDENTIFIER) && builtins::is_type(unit.text(callee));
    if !is_conversion || unit.is_bound(unit.text(callee)) {
        unit.call(usage, arity);
    }
}

/// What brackets and type arguments stand around.
pub fn callee(unit: &Unit<'_>, function: NodeId) -> NodeId {
    let mut node = function;
    for _ in 0..WRAPPERS_MAX {
        let inner = match unit.kind(node) {
            kind::PARENTHESIZED => unit.children(node).next(),
            kind::INSTANTIATION => unit.child(node, field::TYPE),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => return node,
        }
    }
    node
}

/// `F[T](x)` calls a function or converts to a type; the grammar reads it as a conversion.
pub fn convert(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = instance(unit, node) {
        let own = unit.child(name, field::NAME).unwrap_or(name);
        let usage = Use::path(own, typing::path_of_name(unit, name));
        unit.claim(name);
        unit.call(usage, 1);
    }
}

/// The name of the generic function or type that a conversion's type is an instance of.
pub fn instance(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let written = unit.child(node, field::TYPE).filter(|&written| unit.is(written, kind::GENERIC_TYPE))?;
    typing::name_of_type(unit, written)
}

pub fn count(unit: &Unit<'_>, arguments: NodeId) -> u16 {
    unit.children(arguments).count().min(usize::from(u16::MAX)) as u16
}

pub fn use_selector(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(usage) = paths::use_of(unit, node) {
        unit.reference(usage, RefKind::Read);
    }
}

pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if unit.text(node) != "_" {
        unit.use_name(node, RefKind::Read);
    }
}

/// `a, b.c = …`, `x += 1`
pub fn assign(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(left) = unit.child(node, field::LEFT) {
        write_all(unit, left);
    }
}

/// `x++`, `x--`
pub fn count_up(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(target) = unit.children(node).next() {
        statements::write(unit, target);
    }
}

pub fn write_all(unit: &mut Unit<'_>, left: NodeId) {
    for target in unit.children(left) {
        statements::write(unit, target);
    }
}

/// `T{field: value}`: the type is instantiated, and its fields are written. Literals inside that leave their type out
/// have the one of the elements.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(written), Some(body)) = (unit.child(node, field::TYPE), unit.child(node, field::BODY)) else {
        return;
    };
    if let Some(name) = typing::name_of_type(unit, written) {
        super::types::use_name(unit, name, RefKind::Instantiates);
    }
    let mut due = vec![(written, body)];
    while let Some((written, body)) = due.pop() {
        let element = typing::element_of(unit, written);
        let is_unnamed = unit.is(written, kind::STRUCT_TYPE);
        let owner = if is_unnamed { Some(Vec::new()) } else { typing::path_of_type(unit, written) };
        for item in unit.children(body) {
            let value = match unit.kind(item) {
                kind::KEYED_ELEMENT => {
                    if let Some(owner) = &owner {
                        write_key(unit, item, owner);
                    }
                    unit.child(item, field::VALUE)
                }
                _ => Some(item),
            };
            let value = value.and_then(|value| unit.children(value).next());
            let literal = value.filter(|&value| unit.is(value, kind::LITERAL_VALUE));
            due.extend(element.zip(literal));
        }
    }
}

/// A bare name before the colon is a field of a named type, or of a struct without a name.
fn write_key(unit: &mut Unit<'_>, item: NodeId, owner: &[Segment<'_>]) {
    let Some(key) = unit.child(item, field::KEY) else { return };
    let name = unit.children(key).next().filter(|&name| unit.is(name, kind::IDENTIFIER));
    if let Some(name) = name {
        unit.claim(name);
        if owner.is_empty() {
            return;
        }
        let path = owner.iter().map(|segment| segment.to_string().into());
        let path = path.chain([Segment::from(unit.text(name).to_owned())]).collect();
        unit.reference(Use::typed(name, path), RefKind::Write);
    }
}
