//! Rust's `use` trees and `extern crate`: each leaf is one import.

use super::{field, kind, paths};
use crate::extract::{ImportDraft, Segment, Unit};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{ImportKind, NodeId};

/// One branch of a `use` tree that is still to be read, with the segments before it.
struct Branch<'s> {
    node: NodeId,
    prefix: Vec<Segment<'s>>,
}

pub fn import_tree(unit: &mut Unit<'_>, node: NodeId) {
    let reexport = unit.has(node, kind::VISIBILITY);
    let root = unit.children(node).find(|&child| !unit.is(child, kind::VISIBILITY));
    unit.claim_subtree(node);
    let mut due: Vec<Branch<'_>> = root.map(|node| Branch { node, prefix: Vec::new() }).into_iter().collect();
    while let Some(branch) = due.pop() {
        let node = branch.node;
        match unit.kind(node) {
            kind::USE_LIST => {
                let children: Vec<_> = unit.children(node).collect();
                due.extend(
                    children.into_iter().rev().map(|node| Branch { node, prefix: branch.prefix.clone() }),
                );
            }
            kind::SCOPED_USE_LIST => {
                let prefix = extend(unit, branch.prefix, unit.child(node, field::PATH));
                if let (Some(prefix), Some(node)) = (prefix, unit.child(node, field::LIST)) {
                    due.push(Branch { node, prefix });
                }
            }
            kind::USE_WILDCARD => {
                if let Some(path) = extend(unit, branch.prefix, unit.children(node).next()) {
                    import_star(unit, node, path, reexport);
                }
            }
            kind::USE_AS => {
                let alias = unit.child(node, field::ALIAS).map(|alias| unit.text(alias).into());
                if let Some(path) = extend(unit, branch.prefix, unit.child(node, field::PATH)) {
                    import_leaf(unit, node, path, alias, reexport);
                }
            }
            _ => {
                if let Some(path) = extend(unit, branch.prefix, Some(node)) {
                    import_leaf(unit, node, path, None, reexport);
                }
            }
        }
    }
}

/// The prefix and a path behind it; `None` where that is no path, or longer than any real one.
fn extend<'s>(
    unit: &Unit<'s>,
    mut prefix: Vec<Segment<'s>>,
    path: Option<NodeId>,
) -> Option<Vec<Segment<'s>>> {
    if let Some(path) = path {
        prefix.extend(paths::path_of(unit, path)?.0);
    }
    (prefix.len() <= PATH_SEGMENTS_MAX).then_some(prefix)
}

fn import_leaf<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    mut path: Vec<Segment<'s>>,
    alias: Option<Segment<'s>>,
    reexport: bool,
) {
    // `use a::{self}` imports `a`.
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let kind = import_kind(&path);
    let qualified = qualified(unit, &path);
    let Some(last) = path.pop() else { return };
    let local = alias.clone().unwrap_or_else(|| last.clone());
    let mut draft = if path.is_empty() {
        ImportDraft { alias, local: Some(local.clone()), ..ImportDraft::module(kind, last) }
    } else {
        ImportDraft::name(kind, path.join("::").into(), last, alias)
    };
    if local == "_" {
        draft.local = None;
    }
    let at = unit.child(node, field::PATH).filter(|_| unit.is(node, kind::USE_AS)).unwrap_or(node);
    unit.import(at, ImportDraft { reexport, qualified, ..draft });
}

fn import_star<'s>(unit: &mut Unit<'s>, node: NodeId, path: Vec<Segment<'s>>, reexport: bool) {
    let (kind, qualified) = (import_kind(&path), qualified(unit, &path));
    let draft = ImportDraft::star(kind, path.join("::").into());
    unit.import(node, ImportDraft { reexport, qualified, ..draft });
}

fn qualified<'s>(unit: &Unit<'s>, path: &[Segment<'s>]) -> Option<String> {
    paths::absolute(unit, path).map(|path| path.join("::"))
}

fn import_kind(path: &[Segment<'_>]) -> ImportKind {
    match path.first().map(|first| first.as_ref()) {
        Some("crate" | "self" | "super" | "Self") => ImportKind::Relative,
        Some("std" | "core" | "alloc" | "proc_macro" | "test") => ImportKind::External,
        _ => ImportKind::Absolute,
    }
}

pub fn import_crate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let alias = unit.child(node, field::ALIAS).map(|alias| Segment::from(unit.text(alias)));
    let local = alias.clone().unwrap_or_else(|| unit.text(name).into());
    let reexport = unit.has(node, kind::VISIBILITY);
    unit.claim_subtree(node);
    let own = unit.text(name) == "self";
    let kind = if own { ImportKind::Relative } else { ImportKind::External };
    let draft = ImportDraft::module(kind, unit.text(name).into());
    let local = Some(local).filter(|local| local != "_");
    unit.import(name, ImportDraft { alias, local, reexport, ..draft });
}
