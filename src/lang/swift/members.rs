//! Properties, stored and computed, and cases of enums.

use super::modifiers::{modifiers, signature_start};
use super::{docs, field, functions, kind, locals, paths, types};
use crate::extract::{ContextKind, Reach, ScopeKind, Space, SymbolDraft, Unit, signature};
use crate::model::{Arity, NodeId, SymbolKind};

/// `let a = 1, b: T`: properties of a type, variables and constants of a module, locals in a body.
pub fn define_properties(unit: &mut Unit<'_>, node: NodeId) {
    let patterns: Vec<NodeId> = unit.children(node).filter(|&child| unit.is(child, kind::PATTERN)).collect();
    if unit.is_in_function() {
        for pattern in patterns {
            bind_locals(unit, node, pattern);
        }
        return;
    }
    let single = patterns.len() == 1;
    for pattern in patterns {
        unit.claim(pattern);
        let names = locals::names(unit, pattern);
        let alone = single && names.len() == 1;
        for name in names {
            define_property(unit, node, pattern, name, alone);
        }
    }
}

/// The value that a pattern gets, and the type that is written for it.
fn value_of(unit: &Unit<'_>, pattern: NodeId) -> (Option<NodeId>, Option<NodeId>) {
    let annotation = unit.next(pattern).filter(|&next| unit.is(next, kind::TYPE_ANNOTATION));
    let equals = unit.next(annotation.unwrap_or(pattern)).filter(|&next| unit.is(next, kind::EQUALS));
    (equals.and_then(|equals| unit.next(equals)), annotation)
}

fn bind_locals(unit: &mut Unit<'_>, node: NodeId, pattern: NodeId) {
    unit.claim(pattern);
    let (value, annotation) = value_of(unit, pattern);
    let names = locals::names(unit, pattern);
    let single = names.len() == 1;
    for name in names {
        let written = annotation.and_then(|annotation| paths::annotated(unit, annotation));
        let declared = match annotation {
            Some(_) => written,
            None => value.and_then(|value| paths::type_of_value(unit, value)),
        };
        // The value may use an outer thing of that name.
        locals::bind(unit, name, Reach::After(value.unwrap_or(node)), declared.filter(|_| single));
    }
}

fn define_property(unit: &mut Unit<'_>, node: NodeId, pattern: NodeId, name: NodeId, alone: bool) {
    let said = modifiers(unit, node);
    let (value, annotation) = value_of(unit, pattern);
    let in_type = unit.context_kind() == ContextKind::Type;
    let constant = unit.child_of(node, kind::VALUE_BINDING).is_some_and(|word| unit.has(word, kind::LET));
    let symbol_kind = match (in_type, constant) {
        (true, _) => SymbolKind::Property,
        (false, true) => SymbolKind::Constant,
        (false, false) => SymbolKind::Variable,
    };
    let declared = match annotation {
        Some(annotation) => paths::annotated(unit, annotation),
        None => value.and_then(|value| paths::type_of_value(unit, value)),
    };
    let end = annotation.map_or(unit.end_byte(name), |annotation| unit.end_byte(annotation));
    let words =
        unit.child_of(node, kind::VALUE_BINDING).map_or(unit.end_byte(node), |word| unit.end_byte(word));
    let words = unit.slice(signature_start(unit, node), words);
    let written = [words, " ", unit.slice(unit.start_byte(name), end)].concat();
    let is_protocol = unit.is(node, kind::PROTOCOL_PROPERTY);
    let draft = SymbolDraft {
        visibility: said.visibility(unit, node),
        deprecated: said.deprecated,
        signature: if is_protocol { unit.signature(unit.start_byte(node), end) } else { signature(&written) },
        docstring: docs::docstring_before(unit, node),
        binds: Some(Space::VALUE),
        context: (in_type && alone).then_some(ContextKind::Function),
        ..SymbolDraft::new(symbol_kind, name, paths::name_text(unit, name))
    };
    let symbol = unit.define(if alone { node } else { name }, draft);
    paths::set(unit, symbol, name, declared);
    if in_type && alone {
        unit.open_scope(node, ScopeKind::Function);
        if said.overrides {
            functions::use_overridden(unit, name);
        }
    }
}

/// `case a, b(T), c = 1`
pub fn define_cases(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> =
        unit.children_in(node, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER)).collect();
    let single = names.len() == 1;
    let said = modifiers(unit, node);
    for name in names {
        let contents = unit.next(name).filter(|&next| unit.is(next, kind::ENUM_PARAMETERS));
        let end = contents.map_or(unit.end_byte(name), |contents| unit.end_byte(contents));
        let end = if single { unit.end_byte(node) } else { end };
        let signature = signature(unit.slice(unit.start_byte(name), end).trim_end_matches(';'));
        let draft = types::draft(unit, node, SymbolKind::EnumMember, name, &said);
        let arity = contents.map(|contents| count_values(unit, contents));
        unit.define(if single { node } else { name }, SymbolDraft { arity, signature, ..draft });
    }
}

fn count_values(unit: &Unit<'_>, contents: NodeId) -> Arity {
    let labels = |&child: &NodeId| !unit.is(child, kind::IDENTIFIER);
    let required = unit.children(contents).filter(labels).count().min(usize::from(u16::MAX)) as u16;
    Arity { required, optional: 0, variadic: false }
}
