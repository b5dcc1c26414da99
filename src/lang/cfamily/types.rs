//! Types: structs, unions, enums and their members, and other names of types.

use super::declarators::{self, Declared};
use super::{classes, docs, field, kind, names, paths};
use crate::extract::{ContextKind, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::Kind;
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// C names structs, unions and enums apart from everything else (`struct a` is not `a`): where they are bound, and
/// where a use behind the keyword looks. Macros, which are of every name space, need none of their own.
const TAGS: Space = Space::MACRO;

/// `struct a { … }`, `union a { … }`, or only a use of the name.
pub fn define_struct(unit: &mut Unit<'_>, node: NodeId) {
    let symbol_kind = if unit.is(node, kind::UNION) { SymbolKind::Union } else { SymbolKind::Struct };
    define_type(unit, node, symbol_kind);
}

/// A type with members, or only a use of its name.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId, symbol_kind: SymbolKind) {
    let (name, body) = (name_of(unit, node), unit.child(node, field::BODY));
    match (name, body) {
        (Some(name), Some(body)) => {
            let draft = draft_of(unit, node, symbol_kind, name, body);
            unit.define(node, draft);
            paths::claim_path(unit, name);
        }
        (Some(name), None) => use_tag(unit, node, name),
        _ => {}
    }
    if names::is_cpp(unit) && body.is_some() {
        let is_class = symbol_kind == SymbolKind::Class;
        classes::enter_class(unit, node, if is_class { Visibility::Private } else { Visibility::Public });
    }
}

/// The node of a type's name; the parser makes up an empty one where it misses one.
fn name_of(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    unit.child(node, field::NAME).filter(|&name| !unit.text(name).is_empty())
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
    let template = names::template_around(unit, node);
    let outer = unit.parent(node).filter(|&outer| is_declaration(unit.kind(outer)));
    let documented = docs::docs(unit, template.or(outer).unwrap_or(node));
    let head = declarators::Head::read(unit, node);
    let path = paths::path_of(unit, name);
    let (segments, last) = path.map_or((Vec::new(), name), |path| (path.segments, path.last));
    let is_cpp = names::is_cpp(unit);
    let qualified = if is_cpp {
        // `struct A::B { … }`
        let segments: Vec<&str> = segments.iter().map(|segment| segment.as_ref()).collect();
        (segments.len() > 1).then(|| names::join(unit.context_name(), &segments))
    } else {
        // In C a tag inside a struct is as visible as the struct.
        Some(unit.text(last).to_owned()).filter(|_| unit.context_kind() == ContextKind::Type)
    };
    SymbolDraft {
        first: template,
        visibility: names::visibility(unit),
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        docstring: documented.text,
        deprecated: documented.deprecated || head.deprecated,
        binds: Some(if is_cpp { Space::ANY } else { Space::TYPE.and(TAGS) }),
        qualified,
        hoisted: template.is_some(),
        file_local: is_cpp && names::is_unnamed(unit) && names::is_source(unit),
        ..SymbolDraft::new(symbol_kind, last, unit.text(last))
    }
}

/// A use of a tag; a declaration that only announces it is none.
fn use_tag(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    let announces = unit.next(node).is_some_and(|next| unit.is(next, kind::SEMICOLON))
        && !matches!(unit.parent_kind(node), kind::FIELD | kind::DECLARATION);
    if announces {
        return unit.claim_subtree(name);
    }
    if names::is_cpp(unit) {
        // The name's own rule knows it for a type's.
        return;
    }
    let usage = Use { space: Some(TAGS), ..Use::name(name, unit.text(name)) };
    unit.reference(usage, RefKind::Type);
}

pub fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    match (name_of(unit, node), unit.child(node, field::BODY)) {
        (Some(name), Some(body)) => {
            let draft = draft_of(unit, node, SymbolKind::Enum, name, body);
            unit.define(node, draft);
            paths::claim_path(unit, name);
        }
        (Some(name), None) => use_tag(unit, node, name),
        _ => {}
    }
}

/// A member of an enum is a name of the scope around it, unless the enum is a scope itself (`enum class`).
pub fn define_enumerator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let documented = docs::docs(unit, node);
    let outer = unit.context_node().filter(|_| unit.context_kind() == ContextKind::Type);
    let owner = outer.filter(|&outer| unit.is(outer, kind::ENUM) || unit.is(outer, kind::TYPE_DEFINITION));
    let is_scoped =
        owner.is_some_and(|owner| unit.has(owner, kind::CLASS_TOKEN) || unit.has(owner, kind::STRUCT_TOKEN));
    let around = unit.context_name().rsplit_once("::").map_or("", |(around, _)| around);
    let qualified = owner.filter(|_| !is_scoped).map(|_| names::join(around, &[unit.text(name)]));
    let draft = SymbolDraft {
        qualified,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name)),
        visibility: names::visibility(unit),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::VALUE).filter(|_| !is_scoped),
        ..SymbolDraft::new(SymbolKind::EnumMember, name, unit.text(name))
    };
    let inside = names::join(unit.context_name(), &[unit.text(name)]);
    let symbol = unit.define(node, draft);
    if names::is_cpp(unit) && owner.is_some() && !is_scoped {
        // `Colour::RED` is the same as `RED`.
        unit.name_also(symbol, inside);
    }
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
        visibility: names::visibility(unit),
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
        visibility: names::visibility(unit),
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
    if unit.text(node).is_empty() {
        return;
    }
    unit.reference(Use::name(node, unit.text(node)), RefKind::Type);
}
