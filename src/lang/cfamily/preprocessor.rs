//! What the preprocessor defines and includes, and the names that its conditions ask for.

use super::{docs, field, kind};
use crate::extract::{ImportDraft, Space, SymbolDraft, Unit, Use};
use crate::model::{Arity, ImportKind, NodeId, RefKind, SymbolKind};

/// Defines all macros of a file before the walk goes on: they are the file's wherever they are written, be it in a
/// function or in a struct.
pub fn define_macros(unit: &mut Unit<'_>, root: NodeId) {
    for node in unit.subtree(root) {
        if matches!(unit.kind(node), kind::PREPROC_DEF | kind::PREPROC_FUNCTION_DEF) {
            define_macro(unit, node);
        }
    }
}

fn define_macro(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let parameters = unit.child(node, field::PARAMETERS);
    let head = parameters.unwrap_or(name);
    let documented = docs::docs(unit, node);
    let draft = SymbolDraft {
        arity: parameters.map(|parameters| arity(unit, parameters)),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(head)),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::ANY),
        // A macro of a source file is nobody else's.
        file_local: super::names::is_source(unit),
        context: None,
        ..SymbolDraft::new(SymbolKind::Macro, name, unit.text(name))
    };
    unit.define(node, draft);
    if let Some(parameters) = parameters {
        unit.claim_subtree(parameters);
    }
}

fn arity(unit: &Unit<'_>, parameters: NodeId) -> Arity {
    let required = unit.children(parameters).count().min(usize::from(u16::MAX)) as u16;
    Arity { required, optional: 0, variadic: unit.has(parameters, kind::ELLIPSIS) }
}

/// `#include`: the file is imported as a whole, and binds no name. What is in angle brackets keeps them, since it is
/// looked for elsewhere.
pub fn include(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = unit.child(node, field::PATH) else { return };
    unit.claim_subtree(path);
    let (kind, source) = match unit.kind(path) {
        kind::STRING => (ImportKind::Relative, unit.text(path).trim_matches('"')),
        kind::SYSTEM_STRING => (ImportKind::Absolute, unit.text(path)),
        // A macro says which.
        _ => return,
    };
    unit.import(path, ImportDraft::module(kind, source.into()));
}

/// `#ifdef NAME`.
pub fn use_condition_name(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        use_macro(unit, name);
    }
}

/// `#if …`: every name in it is a macro's.
pub fn use_condition(unit: &mut Unit<'_>, node: NodeId) {
    let Some(condition) = unit.child(node, field::CONDITION) else { return };
    for name in unit.subtree(condition) {
        match unit.kind(name) {
            kind::IDENTIFIER => use_macro(unit, name),
            kind::CALL => unit.claim(name),
            _ => {}
        }
    }
}

fn use_macro(unit: &mut Unit<'_>, name: NodeId) {
    let usage = Use { space: Some(Space::VALUE), ..Use::name(name, unit.text(name)) };
    unit.reference(usage, RefKind::Macro);
}
