//! Scala packages, imports and exports.

use super::{kind, paths};
use crate::extract::{ImportDraft, ScopeKind, Segment, Space, SymbolDraft, Unit};
use crate::lang::{ModuleContext, ModuleTarget};
use crate::model::{ImportKind, NodeId, SymbolKind};

/// First segments of packages that a path can start with wherever it stands.
const ROOTS: &[&str] = &["_root_", "com", "io", "java", "javax", "net", "org", "scala"];

/// Whether a first segment is one of the platform's own packages.
pub fn is_platform(segment: &str) -> bool {
    matches!(segment, "java" | "javax" | "scala")
}

/// `package a.b` holds what follows in the file, and so do the clauses below it: each is qualified by those before.
/// `package a.b { … }` holds its body.
pub fn define_package(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, super::field::NAME) else { return };
    let segments: Vec<&str> = unit.children(name).map(|part| paths::name_text(unit, part)).collect();
    let path = segments.join(".");
    let around = unit.enclosing_module_name();
    let qualified = if around.is_empty() { path.clone() } else { format!("{around}.{path}") };
    let has_body = unit.has(node, kind::TEMPLATE_BODY);
    if !has_body {
        unit.declare_module(&qualified);
    }
    let draft = SymbolDraft {
        qualified: Some(qualified),
        last: super::docs::last_token(unit, node),
        signature: crate::extract::signature(&format!("package {path}")),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Package, name, path)
    };
    unit.claim_subtree(name);
    unit.define(node, draft);
    if has_body {
        unit.open_scope(node, ScopeKind::Module);
    }
}

/// What an import takes its names from.
struct Source<'s> {
    node: NodeId,
    segments: Vec<Segment<'s>>,
    kind: ImportKind,
    statement: NodeId,
}

/// `import a.b.C, d.{E, F => G, H as I, J => _}`, `import a.*`, `import a.given`, `export a.b`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.all_children(node).collect();
    unit.claim_subtree(node);
    let mut path: Vec<NodeId> = Vec::new();
    let mut whole = true;
    for part in parts.into_iter().chain([node]) {
        match unit.kind(part) {
            kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => path.push(part),
            kind::WILDCARD_SELECTOR | kind::AS_RENAMED => {
                whole = false;
                let source = source(unit, node, &path);
                import_one(unit, &source, part);
            }
            kind::SELECTORS => {
                whole = false;
                let source = source(unit, node, &path);
                let selectors: Vec<NodeId> = unit.children(part).collect();
                selectors.into_iter().for_each(|selector| import_one(unit, &source, selector));
            }
            // The end of an expression: a comma, or the whole import's.
            kind::COMMA | kind::IMPORT | kind::EXPORT => {
                if let Some(last) = path.pop().filter(|_| whole) {
                    let source = source(unit, node, &path);
                    import_one(unit, &source, last);
                }
                path.clear();
                whole = true;
            }
            // `import a.given T`
            _ if unit.tree().node(part).is_named() && !unit.tree().node(part).is_extra() => whole = false,
            _ => {}
        }
    }
}

fn source<'s>(unit: &Unit<'s>, statement: NodeId, path: &[NodeId]) -> Source<'s> {
    let segments: Vec<Segment<'s>> = path.iter().map(|&name| paths::name_text(unit, name).into()).collect();
    let kind = match segments.first() {
        Some(first) if is_platform(first) => ImportKind::External,
        Some(first) if starts_in_scope(unit, first) => ImportKind::Relative,
        _ => ImportKind::Absolute,
    };
    Source { node: path.last().copied().unwrap_or(statement), segments, kind, statement }
}

/// Whether a path starts at a name of the file, or inside a body at one that the type there may have from its bases.
fn starts_in_scope(unit: &Unit<'_>, first: &str) -> bool {
    if unit.is_bound(first) {
        return !unit.is_imported(first);
    }
    let is_inside = unit.is_in_function() || unit.enclosing_type_name().is_some();
    let own_root = unit.enclosing_module_name().split('.').next().unwrap_or_default();
    is_inside && !ROOTS.contains(&first) && first != own_root
}

/// One name, all names, or a name under another.
fn import_one<'s>(unit: &mut Unit<'s>, source: &Source<'s>, selector: NodeId) {
    let reexport = unit.is(source.statement, kind::EXPORT);
    let after = Some(source.statement);
    let path: Segment<'s> = paths::without_root(source.segments.clone()).join(".").into();
    // A path from the outermost package is not looked up in the scopes.
    let whole = source.segments.first().is_some_and(|first| first == "_root_");
    match unit.kind(selector) {
        kind::WILDCARD_SELECTOR => {
            // Givens are found by their types, not by names.
            let space = if unit.text(selector) == "given" { Space(0) } else { Space::ANY };
            let qualified = whole.then(|| path.to_string());
            let draft = ImportDraft::star(source.kind, path);
            unit.import(source.node, ImportDraft { reexport, space, after, qualified, ..draft });
        }
        kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => {
            import_name(unit, source, (selector, None), path, whole);
        }
        kind::ARROW_RENAMED | kind::AS_RENAMED => {
            let names: Vec<NodeId> = unit.children(selector).collect();
            // `Name => _` leaves a name out.
            if let &[name, alias] = names.as_slice()
                && !unit.is(alias, kind::WILDCARD)
            {
                import_name(unit, source, (name, Some(alias)), path, whole);
            }
        }
        _ => {}
    }
}

fn import_name<'s>(
    unit: &mut Unit<'s>,
    source: &Source<'s>,
    (name, alias): (NodeId, Option<NodeId>),
    path: Segment<'s>,
    whole: bool,
) {
    let reexport = unit.is(source.statement, kind::EXPORT);
    let text: Segment<'s> = paths::name_text(unit, name).into();
    let alias = alias.map(|alias| Segment::from(paths::name_text(unit, alias)));
    let draft = if path.is_empty() {
        let local = Some(alias.clone().unwrap_or_else(|| text.clone()));
        ImportDraft { alias, local, ..ImportDraft::module(source.kind, text) }
    } else {
        let qualified = whole.then(|| format!("{path}.{text}"));
        ImportDraft { qualified, ..ImportDraft::name(source.kind, path, text, alias) }
    };
    unit.import(name, ImportDraft { reexport, after: Some(source.statement), ..draft });
}

/// A source can start in each package around the import, the nearest first.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let ends = context.module.match_indices('.').map(|(at, _)| at).chain([context.module.len()]);
    let mut packages: Vec<&str> =
        ends.map(|end| &context.module[..end]).filter(|name| !name.is_empty()).collect();
    packages.reverse();
    let relative = packages.into_iter().map(|package| format!("{package}.{source}"));
    ModuleTarget::Candidates(relative.chain([source.to_owned()]).collect())
}
