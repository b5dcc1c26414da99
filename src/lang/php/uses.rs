//! Expressions: calls, members, constants, types, attributes.

use super::{docs, field, functions, kind, paths};
use crate::extract::{Root, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind};

fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child(call, field::ARGUMENTS).map(|arguments| unit.children(arguments));
    arguments.into_iter().flatten().count().min(usize::from(u16::MAX)) as u16
}

/// `f(1)`, `A\f(1)`, `$f(1)`
pub fn call_function(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let arity = count_arguments(unit, node);
    if unit.is(function, kind::VARIABLE_NAME) {
        unit.call(Use::name(function, unit.text(function)), arity);
        unit.claim_subtree(function);
    } else if paths::is_name(unit, function) {
        if matches!(unit.text(function), "define" | "\\define") {
            define_global(unit, node);
        }
        let usage = paths::name_use(unit, function);
        unit.call(usage, arity);
        unit.claim_subtree(function);
    }
}

/// `define('NAME', 1)` makes a constant of exactly this name.
fn define_global(unit: &mut Unit<'_>, call: NodeId) {
    let argument = unit.child(call, field::ARGUMENTS).and_then(|arguments| unit.children(arguments).next());
    let literal = argument.and_then(|argument| unit.children(argument).next());
    let Some(literal) = literal else { return };
    let Some(text) = docs::string_text(unit, literal) else { return };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\\');
    if text.is_empty() || !text.chars().all(is_name) || unit.is_in_function() {
        return;
    }
    let text = text.trim_start_matches('\\');
    let name = text.rsplit('\\').next().unwrap_or(text);
    let statement = unit.parent(call).unwrap_or(call);
    let draft = SymbolDraft {
        qualified: Some(text.to_owned()),
        signature: unit.signature(unit.start_byte(call), unit.end_byte(call)),
        docstring: docs::docs(unit, statement).text,
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(SymbolKind::Constant, literal, name)
    };
    unit.define(call, draft);
}

/// `$a->f(1)`, `$a?->f(1)`
pub fn call_method(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(object), Some(name)) = (unit.child(node, field::OBJECT), paths::member_name(unit, node)) else {
        return;
    };
    call_member(unit, node, object, name);
}

/// `A::f(1)`, `self::f(1)`, `parent::f(1)`
pub fn call_static(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(scope), Some(name)) = (unit.child(node, field::SCOPE), paths::member_name(unit, node)) else {
        return;
    };
    call_member(unit, node, scope, name);
    use_scope(unit, scope);
}

fn call_member(unit: &mut Unit<'_>, node: NodeId, owner: NodeId, name: NodeId) {
    if unit.is(name, kind::VARIABLE_NAME) {
        return;
    }
    let arity = count_arguments(unit, node);
    let usage = paths::member_use(unit, owner, name, paths::MEMBER);
    unit.call(usage, arity);
}

/// The class that a static member is taken from is itself used.
fn use_scope(unit: &mut Unit<'_>, scope: NodeId) {
    if paths::is_name(unit, scope) {
        functions::use_type_name(unit, scope, RefKind::Type);
    }
}

/// `new A(1)` instantiates; it is not repeated as a call.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.children(node).next().filter(|&name| paths::is_name(unit, name)) {
        functions::use_type_name(unit, name, RefKind::Instantiates);
    }
}

/// `$a->b`
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(object), Some(name)) = (unit.child(node, field::OBJECT), paths::member_name(unit, node)) else {
        return;
    };
    if unit.is(name, kind::VARIABLE_NAME) {
        return;
    }
    unit.attribute_term(node, unit.text(name));
    let usage = paths::member_use(unit, object, name, paths::PROPERTY);
    unit.reference(usage, access(unit, node));
    unit.claim_subtree(name);
}

/// `A::$b`
pub fn use_static_property(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(scope), Some(name)) = (unit.child(node, field::SCOPE), paths::member_name(unit, node)) else {
        return;
    };
    unit.attribute_term(node, unit.text(name));
    let usage = paths::member_use(unit, scope, name, paths::PROPERTY);
    unit.reference(usage, access(unit, node));
    unit.claim_subtree(name);
    use_scope(unit, scope);
}

/// `A::B`, `A::class`
pub fn use_class_constant(unit: &mut Unit<'_>, node: NodeId) {
    let mut parts = unit.children(node);
    let (Some(scope), Some(name)) = (parts.next(), parts.next()) else { return };
    if unit.is(name, kind::NAME) && unit.children(name).next().is_none() {
        if unit.text(name) != "class" {
            unit.attribute_term(node, unit.text(name));
            let usage = paths::member_use(unit, scope, name, paths::MEMBER);
            unit.reference(usage, RefKind::Read);
        }
        unit.claim(name);
    }
    use_scope(unit, scope);
}

/// Whether a place is written.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT | kind::AUGMENTED_ASSIGNMENT | kind::REFERENCE_ASSIGNMENT => {
            unit.is_in(node, field::LEFT)
        }
        kind::UPDATE | kind::LIST_LITERAL => true,
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// A type that is written.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.children(node).next().filter(|&name| paths::is_name(unit, name)) {
        functions::use_type_name(unit, name, RefKind::Type);
    }
}

/// `$a instanceof A`
pub fn test_type(unit: &mut Unit<'_>, node: NodeId) {
    if unit.has(node, kind::INSTANCEOF)
        && let Some(name) = unit.child(node, field::RIGHT).filter(|&name| paths::is_name(unit, name))
    {
        functions::use_type_name(unit, name, RefKind::Type);
    }
}

/// `#[A(1)]`
pub fn annotate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.children(node).next().filter(|&name| paths::is_name(unit, name)) {
        unit.attribute_term(node, unit.text(name));
        functions::use_type_name(unit, name, RefKind::Annotation);
    }
}

/// A name that nothing else has read is a constant.
pub fn use_constant(unit: &mut Unit<'_>, node: NodeId) {
    let usage = paths::name_use(unit, node);
    match usage.root {
        Root::Scope if usage.path.len() == 1 => unit.use_name(node, RefKind::Read),
        _ => {
            let usage = Use { space: Some(Space::VALUE), ..usage };
            unit.reference(usage, RefKind::Read);
        }
    }
    if !unit.is(node, kind::NAME) {
        unit.claim_subtree(node);
    }
}

/// `$x`: kept where it is the file's own.
pub fn use_variable(unit: &mut Unit<'_>, node: NodeId) {
    if unit.is_bound(unit.text(node)) {
        let ref_kind = access(unit, node);
        unit.use_name(node, ref_kind);
    } else {
        unit.use_variable(node);
    }
    unit.claim_subtree(node);
}

/// `f(name: 1)`, `label:`: names that name no definition.
pub fn claim_label(unit: &mut Unit<'_>, node: NodeId) {
    let label = if unit.is(node, kind::ARGUMENT) {
        unit.child(node, field::NAME)
    } else {
        unit.child_of(node, kind::NAME)
    };
    if let Some(label) = label {
        unit.claim(label);
    }
}
