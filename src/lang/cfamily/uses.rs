//! Expressions: calls, and references to what they name.

use super::{declarators, field, kind, names};
use crate::extract::{ScopeKind, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

pub fn open_statement(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// A call of a name, through a pointer, or of a member that holds one.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let arity = count_arguments(unit, node);
    let callee = callee(unit, function);
    match unit.kind(callee) {
        kind::IDENTIFIER => unit.call(Use::name(callee, unit.text(callee)), arity),
        kind::FIELD_EXPRESSION => {
            let Some(name) = unit.child(callee, field::FIELD) else { return };
            let written = chain(unit, callee).map(|_| Segment::from(unit.text(callee)));
            unit.call(Use::computed(name, unit.text(name), written), arity);
            unit.claim(callee);
        }
        _ => {}
    }
}

/// What is called, without parentheses and the star of a pointer (`(*f)(x)`).
pub fn callee(unit: &Unit<'_>, function: NodeId) -> NodeId {
    let mut node = function;
    for _ in 0..4 {
        let inner = match unit.kind(node) {
            kind::PARENTHESIZED => unit.children(node).next(),
            kind::POINTER_EXPRESSION if unit.has(node, kind::STAR) => unit.child(node, field::ARGUMENT),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child(call, field::ARGUMENTS);
    arguments.map_or(0, |arguments| unit.children(arguments).count()).min(usize::from(u16::MAX)) as u16
}

/// The names of `a.b->c`, the outermost first; `None` where it starts with something else than a name.
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut segments: Vec<Segment<'s>> = Vec::new();
    let mut node = node;
    while segments.len() < PATH_SEGMENTS_MAX {
        match unit.kind(node) {
            kind::IDENTIFIER => {
                segments.push(unit.text(node).into());
                segments.reverse();
                return Some(segments);
            }
            kind::FIELD_EXPRESSION => {
                segments.push(unit.text(unit.child(node, field::FIELD)?).into());
                node = unit.child(node, field::ARGUMENT)?;
            }
            _ => return None,
        }
    }
    None
}

/// A read or write of a member. Whose it is follows from the declared type of the variable before it.
pub fn use_field(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::FIELD) else { return };
    let usage = match chain(unit, node) {
        Some(path) => Use::path(name, path),
        None => Use::computed(name, unit.text(name), None),
    };
    let kind = access_kind(unit, node);
    unit.reference(Use { space: Some(Space::VALUE), ..usage }, kind);
}

fn access_kind(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT => unit.is_in(node, field::LEFT),
        kind::UPDATE => true,
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// A bare name as a value.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if names::is_keyword(unit.text(node)) {
        return;
    }
    let kind = access_kind(unit, node);
    unit.use_name(node, kind);
}

/// `.member = value` writes a member of the type that is initialised, where the text says which.
pub fn use_designator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).next() else { return };
    let usage = match initialised_type(unit, node) {
        Some(mut path) => {
            path.push(unit.text(name).into());
            Use::typed(name, path)
        }
        None => Use::computed(name, unit.text(name), None),
    };
    unit.reference(usage, RefKind::Write);
}

/// The type of `struct a v = { .x = 1 }` and `(struct a) { .x = 1 }`.
fn initialised_type<'s>(unit: &Unit<'s>, designator: NodeId) -> Option<Vec<Segment<'s>>> {
    let pair = unit.parent(designator)?;
    let first = unit.children(pair).next() == Some(designator);
    let mut holder = unit.parent(unit.parent(pair)?)?;
    // Elements of an array are one list deeper.
    if unit.is(holder, kind::INITIALIZER_PAIR) && unit.has(holder, kind::SUBSCRIPT_DESIGNATOR) {
        holder = unit.parent(unit.parent(holder)?)?;
    } else if unit.is(holder, kind::INITIALIZER_LIST) {
        holder = unit.parent(holder)?;
    }
    match unit.kind(holder) {
        kind::INIT_DECLARATOR if first => declarators::type_path(unit, unit.parent(holder)?),
        kind::COMPOUND_LITERAL if first => declarators::type_path(unit, unit.child(holder, field::TYPE)?),
        _ => None,
    }
}

/// `offsetof(struct a, member)`.
pub fn use_offset(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(of), Some(member)) = (unit.child(node, field::TYPE), unit.child(node, field::MEMBER)) else {
        return;
    };
    let usage = match declarators::type_path(unit, of) {
        Some(mut path) => {
            path.push(unit.text(member).into());
            Use::typed(member, path)
        }
        None => Use::computed(member, unit.text(member), None),
    };
    unit.reference(usage, RefKind::Read);
}

/// What an attribute names is the compiler's; its arguments may be ours.
pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.subtree(node).filter(|&inner| unit.is(inner, kind::IDENTIFIER)).collect();
    for name in names {
        unit.claim(name);
    }
    let calls: Vec<NodeId> = unit.subtree(node).filter(|&inner| unit.is(inner, kind::CALL)).collect();
    for call in calls {
        unit.claim(call);
    }
}
