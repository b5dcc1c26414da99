//! Python expressions: calls, attribute accesses, names, strings.

use super::{classes, docs, field, kind, paths, patterns, recovery, types, variables};
use crate::extract::{Segment, Unit, Use};
use crate::model::{NodeId, RefKind};

/// A call of a name or of a dotted expression. A call of anything else (`f()()`, `table[key]()`) names nothing.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let function = unwrap(unit, function);
    if recovery::is_definition(unit, function) {
        return;
    }
    let Some(usage) = paths::use_of(unit, function) else { return };
    let arity = unit.child(node, field::ARGUMENTS).map_or(0, |arguments| count_arguments(unit, arguments));
    let usage = own_class(unit, function).unwrap_or(usage);
    unit.call(usage, arity);
    unit.claim(function);
}

/// What brackets, or the star of `*f()` (which the grammar gives to the name), stand around.
fn unwrap(unit: &Unit<'_>, function: NodeId) -> NodeId {
    match unit.kind(function) {
        kind::PARENTHESIZED | kind::LIST_SPLAT => unit.children(function).next().unwrap_or(function),
        _ => function,
    }
}

/// `cls()` constructs the class that encloses it, unless that is a metaclass, where it means what the metaclass made.
fn own_class<'s>(unit: &Unit<'s>, function: NodeId) -> Option<Use<'s>> {
    let name = unit.text(function);
    let is_class = unit.is(function, kind::IDENTIFIER) && name == "cls" && paths::is_receiver(unit, name);
    let is_class = is_class && !unit.enclosing_type().is_some_and(|class| classes::is_metaclass(unit, class));
    let owner = unit.enclosing_type_name().filter(|_| is_class)?;
    let segments: Vec<Segment<'s>> = owner.split('.').map(|segment| segment.to_owned().into()).collect();
    Some(Use::absolute(function, segments, name))
}

fn count_arguments(unit: &Unit<'_>, arguments: NodeId) -> u16 {
    if !unit.is(arguments, kind::ARGUMENT_LIST) {
        // `f(x for x in xs)`
        return 1;
    }
    unit.children(arguments).count().min(usize::from(u16::MAX)) as u16
}

pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(usage) = paths::use_of(unit, node) {
        unit.attribute_term(usage.at, unit.text(usage.at));
        unit.reference(usage, RefKind::Read);
    }
}

pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if !recovery::define(unit, node) {
        unit.use_name(node, RefKind::Read);
    }
}

/// The name of a keyword argument is the callee's.
pub fn claim_name(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.claim(name);
    }
}

/// `raise Error`: a class, if it is written as one; what is called or bound is neither here.
pub fn use_raised(unit: &mut Unit<'_>, node: NodeId) {
    let Some(mut raised) = unit.children(node).next() else { return };
    // Python 2 writes `raise Error, "message"`.
    if unit.is(raised, kind::EXPRESSION_LIST) {
        raised = unit.children(raised).next().unwrap_or(raised);
    }
    let last = paths::last_name(unit, raised);
    if last.is_some_and(|name| name.starts_with(char::is_uppercase)) {
        types::use_path(unit, raised, RefKind::Type);
    }
}

/// `del x, y.z` writes both.
pub fn delete(unit: &mut Unit<'_>, node: NodeId) {
    for deleted in unit.children(node) {
        for target in patterns::targets(unit, deleted) {
            match unit.kind(target) {
                kind::IDENTIFIER => patterns::bind_name(unit, target),
                kind::ATTRIBUTE => variables::write_attribute(unit, target),
                _ => {}
            }
        }
    }
}

/// A string of one line without code in it is a term.
pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    if unit.has(node, kind::INTERPOLATION) {
        return;
    }
    if let Some((_, text)) = docs::parts(unit, node)
        && !text.contains('\n')
    {
        unit.string_term(node, text);
    }
}
