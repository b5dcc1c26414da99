//! Namespaces, with a body and for a whole file, and using directives.

use super::{field, paths};
use crate::extract::{ContextKind, ImportDraft, ScopeKind, Space, SymbolDraft, Unit};
use crate::model::{ImportKind, NodeId, SymbolKind};

/// Whether a first segment is one of the platform's own namespaces.
pub fn is_platform(segment: &str) -> bool {
    matches!(segment, "Microsoft" | "System")
}

fn namespace_draft<'s>(unit: &Unit<'s>, node: NodeId) -> Option<SymbolDraft<'s>> {
    let name = unit.child(node, field::NAME)?;
    let path = paths::segments(unit, name)?.join(".");
    Some(SymbolDraft {
        binds: Some(Space::TYPE),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name)),
        ..SymbolDraft::new(SymbolKind::Namespace, name, path)
    })
}

/// `namespace A.B { … }`
pub fn define_namespace(unit: &mut Unit<'_>, node: NodeId) {
    let Some(draft) = namespace_draft(unit, node) else { return };
    unit.claim_subtree(draft.name_node);
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Module);
}

/// `namespace A.B;` holds what follows in the file.
pub fn define_file_namespace(unit: &mut Unit<'_>, node: NodeId) {
    let Some(draft) = namespace_draft(unit, node) else { return };
    unit.claim_subtree(draft.name_node);
    unit.leave_contexts();
    let symbol = unit.define(node, SymbolDraft { context: None, ..draft });
    unit.open_context(0, symbol, ContextKind::Module);
}

/// `using A.B;`, `using static A.T;`, `using X = A.T;`, all of them `global` or not.
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(target) = unit.children(node).last() else { return };
    let alias = unit.child(node, field::NAME);
    let Some(path) = paths::segments(unit, target) else { return };
    let imports_from = if path.first().is_some_and(|first| is_platform(first)) {
        ImportKind::External
    } else {
        ImportKind::Absolute
    };
    let source = path.join(".").into();
    let draft = match alias {
        Some(alias) => {
            let local = paths::name_text(unit, alias);
            unit.claim(alias);
            ImportDraft {
                alias: Some(local.into()),
                local: Some(local.into()),
                ..ImportDraft::module(imports_from, source)
            }
        }
        None => ImportDraft::star(imports_from, source),
    };
    // Type arguments of an alias are uses of their own.
    let mut name = Some(target);
    while let Some(part) = name {
        unit.claim(part);
        if let Some(identifier) = paths::last_identifier(unit, part) {
            unit.claim(identifier);
        }
        if let Some(last) = unit.child(part, field::NAME) {
            unit.claim(last);
        }
        name = unit.child(part, field::QUALIFIER);
    }
    unit.import(target, draft);
}

/// `extern alias X;` names another assembly.
pub fn import_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let text = paths::name_text(unit, name);
    unit.claim(name);
    let draft =
        ImportDraft { local: Some(text.into()), ..ImportDraft::module(ImportKind::External, text.into()) };
    unit.import(name, draft);
}
