//! Python assignments: module variables, class variables, fields of `self`, enum members; and plain writes.

use super::{docs, field, functions, kind, paths, patterns, types, values};
use crate::extract::{Assigned, ContextKind, ScopeKind, Space, SymbolDraft, SymbolId, Unit};
use crate::model::{NodeId, RefKind, SymbolKind};

pub fn assign(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    for target in patterns::targets(unit, left) {
        match unit.kind(target) {
            kind::IDENTIFIER => assign_name(unit, node, target),
            kind::ATTRIBUTE => assign_attribute(unit, node, target),
            _ => {}
        }
    }
}

/// `x += 1` changes what is there.
pub fn assign_augmented(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    match unit.kind(left) {
        // What is changed in place stays what it is.
        kind::IDENTIFIER => patterns::bind_assigned(unit, left, Assigned::Nothing),
        kind::ATTRIBUTE => write_attribute(unit, left),
        _ => {}
    }
}

fn assign_name(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    let defines = matches!(unit.scope_kind(), ScopeKind::File | ScopeKind::Class);
    if defines && let Some(variable) = unit.hoisted_symbol(unit.text(name), Space::ANY, |_| true) {
        values::give(unit, variable, node, name);
    }
    if !defines || unit.is_bound_here(unit.text(name)) {
        let assigned = values::assigned(unit, node, name);
        return patterns::bind_assigned(unit, name, assigned);
    }
    let draft = variable_draft(unit, node, name);
    let is_alias = draft.kind == SymbolKind::TypeAlias;
    let symbol = unit.define(node, draft);
    if is_alias && let Some(aliased) = unit.child(node, field::RIGHT) {
        types::use_aliased(unit, symbol, aliased);
    } else if unit.symbol(symbol).arity.is_none() {
        values::give(unit, symbol, node, name);
    }
}

fn variable_draft<'s>(unit: &Unit<'s>, node: NodeId, name: NodeId) -> SymbolDraft<'s> {
    let left_is_name = unit.child(node, field::LEFT) == Some(name);
    let value = unit.child(node, field::RIGHT).filter(|_| left_is_name);
    let base = match value.map(|value| paths::inside_brackets(unit, value)) {
        Some(lambda) if unit.is(lambda, kind::LAMBDA) => functions::lambda_draft(unit, name, lambda),
        _ => SymbolDraft::new(variable_kind(unit, node, name, value), name, unit.text(name)),
    };
    SymbolDraft {
        visibility: functions::visibility(unit.text(name)),
        signature: base.signature.or_else(|| annotated_signature(unit, node)),
        docstring: docstring_below(unit, node),
        ..base
    }
}

fn variable_kind(unit: &Unit<'_>, node: NodeId, name: NodeId, value: Option<NodeId>) -> SymbolKind {
    let text = unit.text(name);
    if unit.scope_kind() == ScopeKind::Class {
        let is_enum = unit.enclosing_type().is_some_and(|owner| unit.symbol(owner).kind == SymbolKind::Enum);
        let has_value = unit.child(node, field::RIGHT).is_some();
        let member = is_enum && has_value && !text.starts_with('_');
        return match value.and_then(|value| callee_name(unit, value)) {
            Some("property" | "cached_property") => SymbolKind::Property,
            _ if member => SymbolKind::EnumMember,
            _ => SymbolKind::Field,
        };
    }
    let annotation = unit.child(node, field::TYPE).and_then(|annotation| unit.children(annotation).next());
    let annotated = annotation.and_then(|annotation| paths::last_name(unit, annotation));
    let makes_type = value.and_then(|value| callee_name(unit, value)) == Some("NewType");
    if annotated == Some("TypeAlias") || makes_type {
        SymbolKind::TypeAlias
    } else if is_constant_name(text) {
        SymbolKind::Constant
    } else {
        SymbolKind::Variable
    }
}

/// The last name of what an expression calls.
fn callee_name<'s>(unit: &Unit<'s>, value: NodeId) -> Option<&'s str> {
    let callee = unit.child(value, field::FUNCTION).filter(|_| unit.is(value, kind::CALL))?;
    paths::last_name(unit, callee)
}

/// `MAX_SIZE`, `_CACHE`: no small letter, and some capital.
fn is_constant_name(name: &str) -> bool {
    name.contains(char::is_uppercase) && !name.contains(char::is_lowercase)
}

/// `x: int`, without the value.
fn annotated_signature(unit: &Unit<'_>, node: NodeId) -> Option<Box<str>> {
    let annotation = unit.child(node, field::TYPE)?;
    unit.signature(unit.start_byte(node), unit.end_byte(annotation))
}

/// A string right below an assignment documents it (PEP 257).
fn docstring_below(unit: &Unit<'_>, node: NodeId) -> Option<Box<str>> {
    let statement = unit.parent(node).filter(|&parent| unit.is(parent, kind::EXPRESSION_STATEMENT))?;
    docs::docstring(unit, unit.next(statement)?)
}

/// The first assignment of a receiver's attribute defines a field of its class.
pub fn assign_attribute(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    match field_draft(unit, node, target) {
        Some(draft) => {
            unit.attribute_term(draft.name_node, unit.text(draft.name_node));
            unit.claim(target);
            let symbol = unit.define(node, draft);
            values::give(unit, symbol, node, target);
        }
        None => {
            if let Some(known) = known_field(unit, target) {
                values::give(unit, known, node, target);
            }
            write_attribute(unit, target);
        }
    }
}

/// `self.name` as a target in a method: the class, the name, and the field's qualified name.
fn own_field(unit: &Unit<'_>, target: NodeId) -> Option<(SymbolId, NodeId, String)> {
    let object = unit.child(target, field::OBJECT).filter(|&object| unit.is(object, kind::IDENTIFIER))?;
    let name = unit.child(target, field::ATTRIBUTE)?;
    let in_function = unit.context_kind() == ContextKind::Function;
    if !in_function || !paths::is_receiver(unit, unit.text(object)) {
        return None;
    }
    let owner = unit.enclosing_type()?;
    Some((owner, name, [unit.qualified_name(owner), ".", unit.text(name)].concat()))
}

/// A field of the own class that was defined before.
fn known_field(unit: &Unit<'_>, target: NodeId) -> Option<SymbolId> {
    let (_, _, qualified) = own_field(unit, target)?;
    unit.symbol_of(&qualified)
}

fn field_draft<'s>(unit: &Unit<'s>, node: NodeId, target: NodeId) -> Option<SymbolDraft<'s>> {
    let (owner, name, qualified) = own_field(unit, target)?;
    if unit.is_defined(&qualified) {
        return None;
    }
    Some(SymbolDraft {
        parent: Some(owner),
        visibility: functions::visibility(unit.text(name)),
        signature: annotated_signature(unit, node),
        docstring: docstring_below(unit, node),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Field, name, unit.text(name))
    })
}

/// A write of an attribute that something else defines.
pub fn write_attribute(unit: &mut Unit<'_>, target: NodeId) {
    if let Some(usage) = paths::use_of(unit, target) {
        unit.attribute_term(usage.at, unit.text(usage.at));
        unit.reference(usage, RefKind::Write);
        unit.claim(target);
    }
}
