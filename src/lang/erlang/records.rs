//! Erlang records and their fields.

use super::{MARKED, docs, field, kind, names};
use crate::extract::{ScopeKind, Segment, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

pub fn define(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = names::atom_in(unit, node, field::NAME) else { return };
    let text = names::atom(unit, name);
    let notes = docs::notes(unit, node);
    let qualified = names::qualified(unit, text, None);
    let draft = SymbolDraft {
        qualified: Some(qualified.clone()),
        visibility: visibility(unit),
        deprecated: notes.deprecated,
        signature: crate::extract::signature(&format!("-record({text})")),
        docstring: notes.docstring,
        binds: Some(MARKED),
        context: None,
        ..SymbolDraft::new(SymbolKind::Struct, name, text)
    };
    let owner = unit.define(node, draft);
    // Fields are reached through the record only.
    unit.open_scope(node, ScopeKind::Class);
    for declared in fields(unit, node) {
        define_field(unit, declared, owner, &qualified);
    }
}

fn fields(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    unit.children(node).filter(|&child| unit.is(child, kind::RECORD_FIELD)).collect()
}

fn define_field(unit: &mut Unit<'_>, node: NodeId, owner: SymbolId, prefix: &str) {
    let Some(name) = names::atom_in(unit, node, field::NAME) else { return };
    let text = names::atom(unit, name);
    let draft = SymbolDraft {
        qualified: Some(format!("{prefix}:{text}")),
        parent: Some(owner),
        visibility: unit.symbol(owner).visibility,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        docstring: docs::notes(unit, node).docstring,
        ..SymbolDraft::new(SymbolKind::Field, name, text)
    };
    unit.define(node, draft);
}

/// Who sees what a file gives to those that include it.
pub fn visibility(unit: &Unit<'_>) -> Visibility {
    if names::is_header(unit) { Visibility::Public } else { Visibility::Private }
}

/// `#rec{field = …}` and `R#rec{field = …}`: a new value of the record, whose fields are written; in a pattern and in a
/// type, they are read.
pub fn use_record(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = record_name(unit, node) else { return };
    let kind = if unit.mode() == 0 { RefKind::Instantiates } else { RefKind::Type };
    use_name(unit, name, kind);
    let access = if kind == RefKind::Type { RefKind::Read } else { RefKind::Write };
    for written in fields(unit, node) {
        if let Some(field) = names::atom_in(unit, written, field::NAME) {
            use_member(unit, name, field, access);
        }
    }
}

/// `R#rec.field`, `#rec.field`
pub fn use_field(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = record_name(unit, node) else { return };
    use_name(unit, name, RefKind::Type);
    let field = unit.child_of(node, kind::RECORD_FIELD_NAME);
    if let Some(field) = field.and_then(|field| names::atom_in(unit, field, field::NAME)) {
        unit.attribute_term(field, names::atom(unit, field));
        use_member(unit, name, field, RefKind::Read);
    }
}

fn record_name(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let name = unit.child_of(node, kind::RECORD_NAME)?;
    names::atom_in(unit, name, field::NAME)
}

fn use_name(unit: &mut Unit<'_>, name: NodeId, kind: RefKind) {
    let usage =
        Use { space: Some(MARKED), arity: names::NO_BUILTIN, ..Use::name(name, names::atom(unit, name)) };
    unit.reference(usage, kind);
}

/// A field of a record that this file defines; that of another file's is known by its name alone.
fn use_member(unit: &mut Unit<'_>, record: NodeId, member: NodeId, kind: RefKind) {
    let (owner, name) = (names::atom(unit, record), names::atom(unit, member));
    let is_known = unit.is_defined(&format!("{}:{name}", names::qualified(unit, owner, None)));
    let usage = if is_known {
        let path: Vec<Segment<'_>> = vec![owner.into(), name.into()];
        Use { space: Some(MARKED), ..Use::path(member, path) }
    } else {
        Use::computed(member, name, Some(format!("#{owner}.{name}").into()))
    };
    unit.reference(usage, kind);
}
