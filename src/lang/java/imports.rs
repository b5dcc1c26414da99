//! Java packages, imports, and the modules of `module-info.java`.

use super::{field, kind, paths, types};
use crate::extract::{ImportDraft, Space, SymbolDraft, Unit};
use crate::lang::jvm::docs;
use crate::model::{ImportKind, NodeId, RefKind, SymbolKind};

/// The package clause: what follows in the file is qualified by it.
pub fn define_package(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.children(node).find(|&child| is_name(unit, child));
    let Some(name) = name else { return };
    let package = paths::dotted(unit, name).0.join(".");
    unit.declare_module(&package);
    // Elsewhere what stands above is the file's licence.
    let docs = if unit.path().ends_with("package-info.java") {
        docs::docs(unit, node)
    } else {
        docs::Docs::default()
    };
    let draft = SymbolDraft {
        qualified: Some(package.clone()),
        deprecated: is_deprecated(unit, node) || docs.deprecated,
        docstring: docs.text,
        signature: crate::extract::signature(&format!("package {package}")),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Package, name, package)
    };
    unit.claim_subtree(name);
    unit.define(node, draft);
}

fn is_annotation(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::ANNOTATION | kind::MARKER_ANNOTATION)
}

/// Whether a package's or module's own annotations, which are no modifiers, say so.
fn is_deprecated(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.children(node).filter(|&child| is_annotation(unit, child)).any(|annotation| {
        unit.child(annotation, field::NAME).is_some_and(|name| paths::last_name(unit, name) == "Deprecated")
    })
}

fn is_name(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::IDENTIFIER | kind::SCOPED_IDENTIFIER)
}

/// `import a.b.C;`, `import a.b.*;`, and of members: `import static a.b.C.m;`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).find(|&child| is_name(unit, child)) else { return };
    let is_static = unit.has(node, kind::STATIC);
    let (segments, last) = paths::dotted(unit, name);
    unit.claim_subtree(name);
    let kind = if segments[0] == "java" { ImportKind::External } else { ImportKind::Absolute };
    let whole = segments.join(".");
    if unit.has(node, kind::ASTERISK) {
        let draft = ImportDraft::star(kind, whole.clone().into());
        unit.import(name, ImportDraft { qualified: Some(whole), ..draft });
        return;
    }
    let source = segments[..segments.len() - 1].join(".");
    let space = if is_static { Space::ANY } else { Space::TYPE };
    let draft = ImportDraft::name(kind, source.into(), unit.text(last).into(), None);
    unit.import(name, ImportDraft { qualified: Some(whole), space, ..draft });
}

/// `module a.b { … }`
pub fn define_module(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let module = paths::dotted(unit, name).0.join(".");
    let docs = docs::docs(unit, node);
    let body = unit.child(node, field::BODY).map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let said = unit.all_children(node).find(|&child| !is_annotation(unit, child)).unwrap_or(node);
    let draft = SymbolDraft {
        qualified: Some(module.clone()),
        deprecated: is_deprecated(unit, node) || docs.deprecated,
        docstring: docs.text,
        signature: unit.signature(unit.start_byte(said), body),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Module, name, module)
    };
    unit.claim_subtree(name);
    unit.define(node, draft);
}

/// `requires a.b;` imports a module, none of whose names it binds.
pub fn require(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::MODULE) else { return };
    let module = paths::dotted(unit, name).0.join(".");
    let kind = if module.starts_with("java.") { ImportKind::External } else { ImportKind::Absolute };
    unit.claim_subtree(name);
    unit.import(
        name,
        ImportDraft { qualified: Some(module.clone()), ..ImportDraft::module(kind, module.into()) },
    );
}

/// `uses a.S;`, `provides a.S with b.T, b.U;`
pub fn use_service(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.children(node).filter(|&child| is_name(unit, child)).collect();
    for name in names {
        types::use_name(unit, name, RefKind::Type);
    }
}

/// Packages that a module exports or opens are named, not used.
pub fn claim_subtree(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
