//! Types: structs, unions, enums and their members, and other names of types.

use super::declarators::{self, Declared};
use super::{docs, field, kind};
use crate::extract::{ContextKind, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::Kind;
use crate::model::{NodeId, RefKind, SymbolKind};

/// C names structs, unions and enums apart from everything else (`struct a` is not `a`): where they are bound, and
/// where a use behind the keyword looks. Macros, which are of every name space, need none of their own.
const TAGS: Space = Space::MACRO;

/// `struct a { … }`, `union a { … }`, or only a use of the name.
pub fn define_struct(unit: &mut Unit<'_>, node: NodeId) {
    let symbol_kind = if unit.is(node, kind::UNION) { SymbolKind::Union } else { SymbolKind::Struct };
    match (unit.child(node, field::NAME), unit.child(node, field::BODY)) {
        (Some(name), Some(body)) => {
            let draft = draft_of(unit, node, symbol_kind, name, body);
            unit.define(node, draft);
        }
        (Some(name), None) => use_tag(unit, node, name),
        _ => {}
    }
}

fn draft_of<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    name: NodeId,
    body: NodeId,
) -> SymbolDraft<'s> {
    // The comment stands before the whole declaration, and so does `typedef`.
    let is_declaration = |kind: Kind| matches!(kind, kind::DECLARATION | kind::TYPE_DEFINITION | kind::FIELD);
    let outer = unit.parent(node).filter(|&outer| is_declaration(unit.kind(outer)));
    let documented = docs::docs(unit, outer.unwrap_or(node));
    let head = declarators::Head::read(unit, node);
    SymbolDraft {
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        docstring: documented.text,
        deprecated: documented.deprecated || head.deprecated,
        binds: Some(Space::TYPE.and(TAGS)),
        // In C a tag inside a struct is as visible as the struct.
        qualified: Some(unit.text(name).to_owned()).filter(|_| unit.context_kind() == ContextKind::Type),
        ..SymbolDraft::new(symbol_kind, name, unit.text(name))
    }
}

/// A use of a tag; a declaration that only announces it is none.
fn use_tag(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    let announces = unit.next(node).is_some_and(|next| unit.is(next, kind::SEMICOLON))
        && !matches!(unit.parent_kind(node), kind::FIELD | kind::DECLARATION);
    if announces {
        return unit.claim(name);
    }
    let usage = Use { space: Some(TAGS), ..Use::name(name, unit.text(name)) };
    unit.reference(usage, RefKind::Type);
}

/// An enum. Its members are names of the scope around it.
pub fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    match (unit.child(node, field::NAME), unit.child(node, field::BODY)) {
        (Some(name), Some(body)) => {
            let draft = draft_of(unit, node, SymbolKind::Enum, name, body);
            unit.define(node, draft);
        }
        (Some(name), None) => use_tag(unit, node, name),
        _ => {}
    }
}

pub fn define_enumerator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let documented = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: Some(unit.text(name).to_owned()),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name)),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(SymbolKind::EnumMember, name, unit.text(name))
    };
    unit.define(node, draft);
}

/// `typedef`: each declarator is another name of the type; the first plain one names a type that has no other name.
pub fn define_typedef(unit: &mut Unit<'_>, node: NodeId) {
    let Some(of) = unit.child(node, field::TYPE) else { return };
    let declarators = declarators::declarators(unit, node);
    let unnamed = unit.child(of, field::NAME).is_none().then(|| unit.child(of, field::BODY)).flatten();
    let namer = unnamed.and_then(|_| declarators.iter().copied().find(|&node| names_type(unit, node)));
    let mut first_symbol = None;
    for &declarator in declarators.iter().filter(|&&declarator| Some(declarator) != namer) {
        let Some(declared) = declarators::declared(unit, declarator) else { continue };
        let at = if declarators.len() == 1 { node } else { declarator };
        let symbol = define_alias(unit, node, at, declarator, declared);
        first_symbol = first_symbol.or(Some(symbol));
    }
    match (namer, unnamed) {
        (Some(name), Some(body)) => define_named_by_typedef(unit, node, of, name, body),
        _ => open_unnamed(unit, node, first_symbol),
    }
}

fn names_type(unit: &Unit<'_>, declarator: NodeId) -> bool {
    unit.is(declarator, kind::TYPE_IDENTIFIER)
}

fn define_named_by_typedef(unit: &mut Unit<'_>, node: NodeId, of: NodeId, name: NodeId, body: NodeId) {
    let symbol_kind = match unit.kind(of) {
        kind::UNION => SymbolKind::Union,
        kind::ENUM => SymbolKind::Enum,
        _ => SymbolKind::Struct,
    };
    let documented = docs::docs(unit, node);
    let draft = SymbolDraft {
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::TYPE),
        ..SymbolDraft::new(symbol_kind, name, unit.text(name))
    };
    unit.define(node, draft);
}

fn define_alias(
    unit: &mut Unit<'_>,
    node: NodeId,
    at: NodeId,
    declarator: NodeId,
    declared: Declared,
) -> SymbolId {
    let documented = docs::docs(unit, node);
    let is_first = declarators::declarators(unit, node).first() == Some(&declarator);
    let draft = SymbolDraft {
        first: Some(node).filter(|_| is_first),
        signature: super::variables::signature(unit, node, declarator),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::TYPE),
        ..SymbolDraft::new(SymbolKind::TypeAlias, declared.name, unit.text(declared.name))
    };
    let name = unit.text(declared.name);
    let symbol = unit.define(at, draft);
    let aliased = declarators::type_path(unit, node).filter(|_| declared.function.is_none());
    if let Some(path) = aliased.filter(|path| path.last().is_some_and(|last| last != name)) {
        unit.alias_of(symbol, Use::path(declared.name, path));
    }
    symbol
}

/// The members of a type without a name belong to what is declared with it.
pub fn open_unnamed(unit: &mut Unit<'_>, declaration: NodeId, symbol: Option<SymbolId>) {
    let of = unit.child(declaration, field::TYPE);
    let unnamed =
        of.filter(|&of| unit.child(of, field::NAME).is_none() && unit.child(of, field::BODY).is_some());
    if let (Some(of), Some(symbol)) = (unnamed, symbol) {
        unit.open_context(of, symbol, ContextKind::Type);
    }
}

pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    unit.reference(Use::name(node, unit.text(node)), RefKind::Type);
}
