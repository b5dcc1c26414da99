//! Ruby assignments: constants, fields (`@x`), class variables, globals, locals, and setters.

use super::state::{Receiver, State};
use super::{CONSTANTS, FUNCTIONS, classes, docs, field, kind, paths, uses};
use crate::extract::{Reach, Segment, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind};

pub fn assign(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    let value = unit.child(node, field::RIGHT);
    match unit.kind(left) {
        kind::CONSTANT | kind::SCOPE_RESOLUTION
            if value.is_some_and(|value| classes::define_made(unit, node, left, value)) => {}
        kind::IDENTIFIER if !unit.is_local(unit.text(left)) && unit.is(node, kind::ASSIGNMENT) => {
            match value.and_then(|value| paths::constructed(unit, value)).filter(|path| !path.outermost) {
                Some(path) => unit.bind_typed(left, Reach::Scope, Space::ANY, path.segments),
                None => unit.bind_local(left, Reach::Scope),
            }
        }
        _ => assign_targets(unit, node, left),
    }
}

/// Everything that the left side of an assignment writes.
pub fn assign_targets(unit: &mut Unit<'_>, node: NodeId, left: NodeId) {
    let mut due = vec![left];
    while let Some(target) = due.pop() {
        match unit.kind(target) {
            kind::LEFT_ASSIGNMENT_LIST | kind::DESTRUCTURED_LEFT | kind::REST_ASSIGNMENT => {
                let first = due.len();
                due.extend(unit.children(target));
                due[first..].reverse();
            }
            _ => assign_target(unit, if target == left { node } else { target }, target),
        }
    }
}

/// One target; `node` is what defines it, if it is new.
pub fn assign_target(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    match unit.kind(target) {
        kind::IDENTIFIER => {
            // A second value may be of another type: the name has none from here on, in blocks and around them.
            unit.bind_local(target, Reach::Function);
            unit.bind_local(target, Reach::Scope);
        }
        kind::CONSTANT | kind::SCOPE_RESOLUTION => define_constant(unit, node, target),
        kind::INSTANCE_VARIABLE | kind::CLASS_VARIABLE => assign_field(unit, node, target),
        kind::GLOBAL_VARIABLE => assign_global(unit, node, target),
        kind::CALL => assign_attribute(unit, target),
        _ => {}
    }
}

fn define_constant(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    let Some(path) = paths::constant_path(unit, target).or_else(|| own_constant(unit, target)) else {
        return;
    };
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: Some(paths::qualified(unit, &path)),
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        binds: Some(CONSTANTS).filter(|_| path.segments.len() == 1),
        // A block, or `class << self`, is no place of its own for constants: `private_constant :A` finds it.
        hoisted: true,
        ..SymbolDraft::new(SymbolKind::Constant, path.name, unit.text(path.name))
    };
    unit.claim(target);
    unit.define(node, draft);
}

/// `self::NAME = …` in a class's body.
fn own_constant<'s>(unit: &Unit<'s>, target: NodeId) -> Option<paths::ConstantPath<'s>> {
    unit.child(target, field::SCOPE).filter(|&scope| unit.is(scope, kind::SELF))?;
    let name = unit.child(target, field::NAME)?;
    let in_body = State::here(unit).receiver == Receiver::Body;
    in_body.then(|| paths::ConstantPath { segments: vec![unit.text(name).into()], outermost: false, name })
}

/// The member that an instance or class variable is; class variables are the class's own. `None` where nothing
/// tells whose it is.
fn field_member(unit: &Unit<'_>, variable: NodeId) -> Option<String> {
    let state = State::here(unit);
    unit.enclosing_type_name().filter(|owner| !owner.is_empty() && state.receiver != Receiver::Unknown)?;
    let mark = if unit.is(variable, kind::CLASS_VARIABLE) { "." } else { state.mark() };
    Some([mark, unit.text(variable)].concat())
}

/// The first assignment of a variable in a class defines its field.
fn assign_field(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    let Some(member) = field_member(unit, target) else { return };
    let owner = unit.enclosing_type_name().unwrap_or_default();
    let qualified = [owner, &member].concat();
    if unit.is_defined(&qualified) {
        return use_field(unit, target, member, RefKind::Write);
    }
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: Some(qualified),
        parent: unit.enclosing_type(),
        visibility: crate::model::Visibility::Private,
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        binds: None,
        ..SymbolDraft::new(SymbolKind::Field, target, unit.text(target))
    };
    unit.define(node, draft);
}

fn use_field(unit: &mut Unit<'_>, variable: NodeId, member: String, ref_kind: RefKind) {
    let usage = Use::receiver(variable, vec![Segment::from(member)], unit.text(variable));
    unit.reference(usage, ref_kind);
}

/// A read of an instance, class or global variable.
pub fn read(unit: &mut Unit<'_>, node: NodeId) {
    if unit.is(node, kind::GLOBAL_VARIABLE) {
        if !is_special(unit.text(node)) {
            unit.use_name(node, RefKind::Read);
        }
    } else if let Some(member) = field_member(unit, node) {
        use_field(unit, node, member, RefKind::Read);
    }
}

fn assign_global(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    let name = unit.text(target);
    unit.claim(target);
    if is_special(name) {
        return;
    }
    if unit.is_in_function() || unit.is_defined(name) {
        return unit.use_name(target, RefKind::Write);
    }
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: Some(name.to_owned()),
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        binds: Some(FUNCTIONS),
        hoisted: true,
        ..SymbolDraft::new(SymbolKind::Variable, target, name)
    };
    unit.define(node, draft);
}

/// The interpreter's own.
fn is_special(global: &str) -> bool {
    const NAMED: &[&str] = &[
        "$DEBUG",
        "$FILENAME",
        "$LOADED_FEATURES",
        "$LOAD_PATH",
        "$PROGRAM_NAME",
        "$VERBOSE",
        "$stderr",
        "$stdin",
        "$stdout",
    ];
    let is_named = global[1..].starts_with(|first: char| first.is_alphabetic() || first == '_');
    !is_named || global == "$_" || NAMED.contains(&global)
}

/// `value.name = …` calls the setter.
fn assign_attribute(unit: &mut Unit<'_>, target: NodeId) {
    let (Some(receiver), Some(method)) =
        (unit.child(target, field::RECEIVER), unit.child(target, field::METHOD))
    else {
        return;
    };
    let setter = [unit.text(method), "="].concat();
    let usage = paths::member(unit, receiver, method, setter.into());
    unit.claim(target);
    uses::claim_receiver(unit, receiver);
    unit.call(usage, 1);
}
