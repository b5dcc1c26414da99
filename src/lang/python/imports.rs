//! Python imports: each imported name is one import, each whole module too.

use super::builtins::STANDARD_MODULES;
use super::{field, kind, modules};
use crate::extract::{ImportDraft, Segment, Unit};
use crate::model::{ImportKind, NodeId};

/// `import a.b, c as d`: without an alias only the first segment is bound.
pub fn import_modules(unit: &mut Unit<'_>, node: NodeId) {
    for name in names(unit, node) {
        let (path, alias) = aliased(unit, name);
        let source = dotted(unit, path);
        let first = source.split('.').next().unwrap_or_default().to_owned();
        let local = alias.clone().map_or_else(|| Segment::from(first.clone()), Segment::from);
        let qualified = if alias.is_some() { source.clone() } else { first };
        let reexport = alias.as_deref() == Some(&source);
        unit.import(
            path,
            ImportDraft {
                alias: alias.map(Segment::from),
                local: Some(local),
                qualified: Some(qualified),
                reachable: true,
                reexport,
                ..ImportDraft::module(import_kind(&source), source.into())
            },
        );
    }
    unit.claim_subtree(node);
}

/// `from a import b as c`, `from . import d`, `from e import *`, `from __future__ import f`.
pub fn import_from(unit: &mut Unit<'_>, node: NodeId) {
    let source = match unit.child(node, field::MODULE_NAME) {
        Some(module) => dotted(unit, module),
        None if unit.is(node, kind::FUTURE_IMPORT) => "__future__".to_owned(),
        None => return unit.claim_subtree(node),
    };
    let kind = import_kind(&source);
    let base = absolute(unit, &source);
    // What a package takes from its own modules is what it offers.
    let package = unit.module().split('.').next().unwrap_or_default();
    let own = kind == ImportKind::Relative || source.split('.').next() == Some(package);
    let offers = own && modules::is_package_file(unit.path()) && !unit.is_in_function();
    if let Some(star) = unit.child_of(node, kind::WILDCARD_IMPORT) {
        let draft = ImportDraft::star(kind, source.clone().into());
        unit.import(
            star,
            ImportDraft { qualified: Some(base.clone()), reachable: true, reexport: offers, ..draft },
        );
    }
    for name in names(unit, node) {
        let (path, alias) = aliased(unit, name);
        let imported = dotted(unit, path);
        let qualified = if base.is_empty() { imported.clone() } else { [&base, ".", &imported].concat() };
        let reexport = offers || alias.as_deref() == Some(&imported);
        let alias = alias.map(Segment::from);
        let draft = ImportDraft::name(kind, source.clone().into(), imported.into(), alias);
        unit.import(path, ImportDraft { qualified: Some(qualified), reachable: true, reexport, ..draft });
    }
    unit.claim_subtree(node);
}

fn names(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    let is_name = |&name: &NodeId| matches!(unit.kind(name), kind::DOTTED_NAME | kind::ALIASED_IMPORT);
    unit.children_in(node, field::NAME).filter(is_name).collect()
}

/// The imported path, and its alias.
fn aliased(unit: &Unit<'_>, name: NodeId) -> (NodeId, Option<String>) {
    if !unit.is(name, kind::ALIASED_IMPORT) {
        return (name, None);
    }
    let alias = unit.child(name, field::ALIAS).map(|alias| unit.text(alias).to_owned());
    (unit.child(name, field::NAME).unwrap_or(name), alias)
}

/// A dotted name, which white space may interrupt.
fn dotted(unit: &Unit<'_>, node: NodeId) -> String {
    unit.text(node).split(|c: char| c.is_whitespace() || c == '\\').collect()
}

fn import_kind(source: &str) -> ImportKind {
    let first = source.split('.').next().unwrap_or_default();
    if first.is_empty() {
        ImportKind::Relative
    } else if STANDARD_MODULES.binary_search(&first).is_ok() {
        ImportKind::External
    } else {
        ImportKind::Absolute
    }
}

/// The whole name of a source: the dots of a relative one replaced by the packages that they mean.
fn absolute(unit: &Unit<'_>, source: &str) -> String {
    let rest = source.trim_start_matches('.');
    let dots = source.len() - rest.len();
    if dots == 0 {
        return source.to_owned();
    }
    modules::resolve_relative(unit.module(), modules::is_package_file(unit.path()), dots, rest)
}
