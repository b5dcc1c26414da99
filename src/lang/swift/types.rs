//! Types: classes, structs, enums, actors, protocols, extensions, aliases; their bases and type parameters.

use super::modifiers::{Modifiers, modifiers, signature};
use super::{docs, field, kind, paths};
use crate::extract::{Reach, ScopeKind, Segment, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind};

/// Types that an enum's raw values can be of.
const RAW_TYPES: &[&str] = &[
    "Character",
    "Double",
    "Float",
    "Int",
    "Int16",
    "Int32",
    "Int64",
    "Int8",
    "String",
    "UInt",
    "UInt16",
    "UInt32",
    "UInt64",
    "UInt8",
];

/// A draft with what every declaration says before its name.
pub fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    name: NodeId,
    said: &Modifiers,
) -> SymbolDraft<'s> {
    SymbolDraft {
        visibility: said.visibility(unit, node),
        deprecated: said.deprecated,
        test: said.test,
        signature: signature(unit, node),
        docstring: docs::docstring_before(unit, node),
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(symbol_kind, name, paths::name_text(unit, name))
    }
}

/// `class`, `struct`, `enum`, `actor`; an `extension` goes on with a type that is defined elsewhere.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let word = unit.child(node, field::DECLARATION_KIND).map_or(kind::CLASS_TOKEN, |word| unit.kind(word));
    let symbol_kind = match word {
        kind::EXTENSION => return open_extension(unit, node, name),
        kind::STRUCT => SymbolKind::Struct,
        kind::ENUM => SymbolKind::Enum,
        _ => SymbolKind::Class,
    };
    define(unit, node, name, symbol_kind);
    use_bases(unit, node, symbol_kind);
}

pub fn define_protocol(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    define(unit, node, name, SymbolKind::Protocol);
    use_bases(unit, node, SymbolKind::Protocol);
}

fn define(unit: &mut Unit<'_>, node: NodeId, name: NodeId, symbol_kind: SymbolKind) {
    let said = modifiers(unit, node);
    let draft = SymbolDraft { binds: Some(Space::TYPE), ..draft(unit, node, symbol_kind, name, &said) };
    let test = draft.test || is_test_case(unit, node);
    unit.define(node, SymbolDraft { test, ..draft });
    unit.open_scope(node, ScopeKind::Class);
    bind_type_parameters(unit, node);
}

/// Whether a type declaration derives from a test case of XCTest, as far as the name of its base tells.
pub fn is_test_case(unit: &Unit<'_>, node: NodeId) -> bool {
    bases(unit, node).first().is_some_and(|&base| unit.text(base).ends_with("TestCase"))
}

/// What an extension holds is qualified by the type that it extends.
fn open_extension(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    let path = paths::segments(unit, name);
    let Some(first) = path.first() else { return };
    let known = unit.qualified_name_of(first).map(|qualified| qualified.into_owned());
    let outer = known.unwrap_or_else(|| first.to_string());
    let qualified = std::iter::once(outer.as_str()).chain(path[1..].iter().map(|part| part.as_ref()));
    let qualified = qualified.collect::<Vec<_>>().join(".");
    unit.open_type(node, &qualified);
    unit.open_scope(node, ScopeKind::Class);
    use_bases(unit, node, SymbolKind::Struct);
}

fn bases(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    let listed = unit.children(node).filter(|&child| unit.is(child, kind::INHERITANCE));
    let named = listed.filter_map(|base| unit.child(base, field::INHERITS_FROM));
    named.filter(|&base| unit.is(base, kind::USER_TYPE)).collect()
}

/// Only a class derives from a class, which comes first; everything else that a type lists is a protocol.
fn use_bases(unit: &mut Unit<'_>, node: NodeId, owner: SymbolKind) {
    for (position, base) in bases(unit, node).into_iter().enumerate() {
        let path = paths::segments(unit, base);
        let is_protocol_here = || match path.as_slice() {
            [name] => {
                unit.symbol_named(name).is_some_and(|symbol| unit.symbol(symbol).kind == SymbolKind::Protocol)
            }
            _ => false,
        };
        let is_raw = path.first().is_some_and(|name| RAW_TYPES.contains(&name.as_ref()));
        let ref_kind = match owner {
            SymbolKind::Protocol => RefKind::Inherits,
            SymbolKind::Enum if position == 0 && is_raw => RefKind::Type,
            SymbolKind::Class if position == 0 && !is_protocol_here() => RefKind::Inherits,
            _ => RefKind::Implements,
        };
        super::uses::use_type_as(unit, base, ref_kind);
    }
}

/// The path of what the enclosing type names first among its bases.
pub fn base_path<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let declaration = unit.parent(unit.symbol(unit.enclosing_type()?).name_node)?;
    bases(unit, declaration).first().map(|&base| paths::segments(unit, base)).filter(|path| !path.is_empty())
}

/// The names between `<` and `>`; they are types of the whole declaration.
pub fn bind_type_parameters(unit: &mut Unit<'_>, declaration: NodeId) {
    let Some(list) = unit.child_of(declaration, kind::TYPE_PARAMETERS) else { return };
    let names: Vec<NodeId> = unit
        .children(list)
        .filter(|&parameter| unit.is(parameter, kind::TYPE_PARAMETER))
        .filter_map(|parameter| unit.child_of(parameter, kind::TYPE_IDENTIFIER))
        .collect();
    for name in names {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

/// `where T: …` names a parameter, not a use of it.
pub fn claim_constrained(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::CONSTRAINED) {
        unit.claim_subtree(name);
    }
}

/// `typealias A = B`, `associatedtype A`
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::TYPE_IDENTIFIER) else { return };
    let said = modifiers(unit, node);
    let draft = draft(unit, node, SymbolKind::TypeAlias, name, &said);
    let draft = SymbolDraft { binds: Some(Space::TYPE), everywhere: true, ..draft };
    let symbol = unit.define(node, draft);
    let aliased = unit.children(node).find(|&child| unit.is(child, kind::USER_TYPE));
    if let Some(aliased) = aliased.filter(|_| unit.is(node, kind::TYPEALIAS)) {
        let path = paths::segments(unit, aliased);
        unit.alias_of(symbol, Use::path(name, path));
    }
    unit.open_scope(node, ScopeKind::Block);
    bind_type_parameters(unit, node);
}
