//! Namespaces and what brings their names into others.

use super::{field, kind, names, paths};
use crate::extract::{ImportDraft, ScopeKind, Segment, Space, SymbolDraft, Unit};
use crate::model::{ImportKind, NodeId, SymbolKind};

/// The file is C++: a note on it, and its macros.
pub fn enter_file(unit: &mut Unit<'_>, root: NodeId) {
    unit.note(names::NOTE_CPP);
    super::preprocessor::define_macros(unit, root);
}

/// `namespace a::b { … }` is one symbol, which is called `b`. One without a name is none: what it holds is the file's.
pub fn define_namespace(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else {
        unit.enter_mode(node, names::MODE_UNNAMED);
        return unit.open_scope(node, ScopeKind::Block);
    };
    unit.claim_subtree(name);
    let written: String = unit.text(name).split_ascii_whitespace().collect();
    let (outer, last) = written.rsplit_once("::").map_or((None, written.as_str()), |(a, b)| (Some(a), b));
    let documented = super::docs::docs(unit, node);
    let body = unit.child(node, field::BODY).unwrap_or(node);
    let qualified = outer.map(|outer| names::join(unit.context_name(), &[outer, last]));
    let draft = SymbolDraft {
        qualified,
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        docstring: documented.text,
        ..SymbolDraft::new(SymbolKind::Namespace, name, last.to_owned())
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Module);
}

/// `using namespace a;` and `using a::b;`. A member that a class takes from its base stays the base's.
pub fn use_declaration(unit: &mut Unit<'_>, node: NodeId) {
    let Some(target) = unit.children(node).next() else { return };
    let path = paths::path_of(unit, target);
    unit.claim_subtree(node);
    let Some(mut path) = path else { return };
    if unit.scope_kind() == ScopeKind::Class {
        return;
    }
    if unit.has(node, kind::NAMESPACE_TOKEN) {
        let source: Segment<'_> = path.segments.join("::").into();
        unit.import(target, ImportDraft::star(ImportKind::Absolute, source));
    } else if let Some(name) = path.segments.pop().filter(|_| !path.segments.is_empty()) {
        let source: Segment<'_> = path.segments.join("::").into();
        let draft = ImportDraft::name(ImportKind::Absolute, source, name, None);
        // Whoever looks into this namespace finds the name there.
        unit.import(target, ImportDraft { reexport: true, space: Space::ANY, ..draft });
    }
}

/// `namespace a = b::c;`.
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let target = unit.children(node).find(|&child| child != name);
    unit.claim_subtree(node);
    let Some(target) = target else { return };
    let source: String = unit.text(target).split_ascii_whitespace().collect();
    let local: Segment<'_> = unit.text(name).into();
    let draft = ImportDraft::module(ImportKind::Absolute, source.into());
    let draft = ImportDraft { alias: Some(local.clone()), local: Some(local), space: Space::ANY, ..draft };
    unit.import(target, draft);
}
