//! Kotlin packages and imports.

use super::{kind, paths};
use crate::extract::{ImportDraft, SymbolDraft, Unit};
use crate::model::{ImportKind, NodeId, SymbolKind};

/// The package header: what follows in the file is qualified by it.
pub fn define_package(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::QUALIFIED_IDENTIFIER) else { return };
    let package = paths::dotted(unit, name).0.join(".");
    unit.declare_module(&package);
    let draft = SymbolDraft {
        qualified: Some(package.clone()),
        signature: crate::extract::signature(&format!("package {package}")),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Package, name, package)
    };
    unit.claim_subtree(name);
    unit.define(node, draft);
}

/// `import a.b.C`, `import a.b.f as g`, `import a.b.*`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::QUALIFIED_IDENTIFIER) else { return };
    let (segments, last) = paths::dotted(unit, name);
    let alias = unit.child_of(node, kind::IDENTIFIER);
    unit.claim_subtree(node);
    let is_external = matches!(segments[0].as_ref(), "java" | "kotlin");
    let kind = if is_external { ImportKind::External } else { ImportKind::Absolute };
    let whole = segments.join(".");
    if unit.has(node, kind::STAR) {
        let draft = ImportDraft::star(kind, whole.clone().into());
        unit.import(name, ImportDraft { qualified: Some(whole), ..draft });
        return;
    }
    let source = segments[..segments.len() - 1].join(".");
    let alias = alias.map(|alias| paths::name_text(unit, alias).into());
    let draft = ImportDraft::name(kind, source.into(), paths::name_text(unit, last).into(), alias);
    unit.import(name, ImportDraft { qualified: Some(whole), ..draft });
}
