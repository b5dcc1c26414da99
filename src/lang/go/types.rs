//! Go types: structs and their fields, interfaces and their methods, definitions and aliases, and uses of types.

use super::{builtins, docs, field, functions, kind, modules, typing, visibility};
use crate::extract::{ContextKind, ScopeKind, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// `type T …`, and the alias `type T = …`.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME).filter(|&name| unit.text(name) != "_") {
        let written = unit.child(node, field::TYPE);
        let whole = modules::whole(unit, node);
        let notes = docs::notes(unit, whole);
        let text = unit.text(name);
        let draft = SymbolDraft {
            first: Some(whole),
            visibility: if unit.is_in_function() { Visibility::Private } else { visibility(text) },
            deprecated: notes.deprecated,
            signature: signature(unit, node, written),
            docstring: notes.docstring,
            context: None,
            everywhere: true,
            ..SymbolDraft::new(kind_of(unit, node, written), name, text)
        };
        let symbol = unit.define(node, draft);
        // What a definition names lends no methods, an alias is the same type.
        let aliased = written.filter(|_| unit.is(node, kind::TYPE_ALIAS));
        if let Some(path) = aliased.and_then(|written| typing::path_of_type(unit, written)) {
            unit.alias_of(symbol, Use::path(name, path));
        }
        open_members(unit, symbol, written);
    }
    unit.open_scope(node, ScopeKind::Block);
    functions::bind_type_parameters(unit, node);
}

fn kind_of(unit: &Unit<'_>, node: NodeId, written: Option<NodeId>) -> SymbolKind {
    match written.map(|written| unit.kind(written)) {
        Some(kind::STRUCT_TYPE) if unit.is(node, kind::TYPE_SPEC) => SymbolKind::Struct,
        Some(kind::INTERFACE_TYPE) if unit.is(node, kind::TYPE_SPEC) => SymbolKind::Interface,
        _ => SymbolKind::TypeAlias,
    }
}

/// The definition without the members of a struct or an interface.
fn signature(unit: &Unit<'_>, node: NodeId, written: Option<NodeId>) -> Option<Box<str>> {
    let start = unit.start_byte(node);
    let text = match written {
        Some(body) if unit.is(body, kind::STRUCT_TYPE) => {
            [unit.slice(start, unit.start_byte(body)), "struct"].concat()
        }
        Some(body) if unit.is(body, kind::INTERFACE_TYPE) => {
            [unit.slice(start, unit.start_byte(body)), "interface"].concat()
        }
        _ => unit.text(node).to_owned(),
    };
    crate::extract::signature(&["type ", &text].concat())
}

/// Fields of a named struct, or of one inside it. An embedded type is a field of its name, and lends its members.
pub fn define_fields(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = functions::names(unit, node).collect();
    let written = unit.child(node, field::TYPE);
    let path = written.and_then(|written| typing::path_of_type(unit, written));
    if names.is_empty() {
        return embed(unit, node, written);
    }
    if !is_named(unit) {
        return;
    }
    for name in names.into_iter().filter(|&name| unit.text(name) != "_").collect::<Vec<_>>() {
        let signature = written.and_then(|written| {
            crate::extract::signature(&format!("{} {}", unit.text(name), unit.text(written)))
        });
        let symbol = define_field(unit, node, name, signature);
        typing::set(unit, symbol, name, path.clone());
        open_members(unit, symbol, written);
    }
}

fn embed(unit: &mut Unit<'_>, node: NodeId, written: Option<NodeId>) {
    let Some(name) = written.and_then(|written| typing::name_of_type(unit, written)) else { return };
    if is_named(unit) {
        let own = unit.child(name, field::NAME).unwrap_or(name);
        let end = written.map_or(unit.end_byte(node), |written| unit.end_byte(written));
        let signature = unit.signature(unit.start_byte(node), end);
        let symbol = define_field(unit, node, own, signature);
        let path = typing::path_of_name(unit, name);
        typing::set(unit, symbol, own, Some(path));
    }
    let in_type = unit.context_kind() == ContextKind::Type;
    use_name(unit, name, if in_type { RefKind::Inherits } else { RefKind::Type });
}

fn define_field<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    name: NodeId,
    signature: Option<Box<str>>,
) -> SymbolId {
    let notes = docs::notes(unit, node);
    let draft = SymbolDraft {
        visibility: if unit.is_in_function() { Visibility::Private } else { visibility(unit.text(name)) },
        deprecated: notes.deprecated,
        signature,
        docstring: notes.docstring,
        binds: None,
        ..SymbolDraft::new(SymbolKind::Field, name, unit.text(name))
    };
    unit.define(node, draft)
}

/// Lets a symbol own the members of the struct or interface that its type writes out, behind pointers, slices and maps
/// too.
pub fn open_members(unit: &mut Unit<'_>, symbol: SymbolId, written: Option<NodeId>) {
    if let Some(node) = written.and_then(|written| typing::members_of(unit, written)) {
        unit.open_context(node, symbol, ContextKind::Type);
        unit.claim(node);
    }
}

/// A struct or interface that nothing names: what it declares can't be named either.
pub fn open_unnamed(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
}

/// Whether the struct or interface around has a name, by which its members can be told.
fn is_named(unit: &Unit<'_>) -> bool {
    unit.context_kind() == ContextKind::Type
}

pub fn define_method_of_interface(unit: &mut Unit<'_>, node: NodeId) {
    let mut symbol = None;
    if let Some(name) = unit.child(node, field::NAME).filter(|&name| is_named(unit) && unit.text(name) != "_")
    {
        let notes = docs::notes(unit, node);
        let draft = SymbolDraft {
            arity: Some(functions::arity(unit, node)),
            visibility: visibility(unit.text(name)),
            deprecated: notes.deprecated,
            signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
            docstring: notes.docstring,
            binds: None,
            everywhere: false,
            ..SymbolDraft::new(SymbolKind::Method, name, unit.text(name))
        };
        symbol = Some(unit.define(node, draft));
    }
    unit.open_scope(node, ScopeKind::Function);
    functions::bind_all(unit, node);
    if let Some(symbol) = symbol {
        typing::set_result(unit, symbol, node);
    }
}

/// An interface embeds what stands alone in it; in a union, types are only named.
pub fn use_element(unit: &mut Unit<'_>, node: NodeId) {
    let Some(interface) = unit.parent(node).filter(|&parent| unit.is(parent, kind::INTERFACE_TYPE)) else {
        return;
    };
    let mut types = unit.children(node);
    let (Some(only), None) = (types.next(), types.next()) else { return };
    let is_own = unit.parent_kind(interface) == kind::TYPE_SPEC && is_named(unit);
    if let Some(name) = typing::name_of_type(unit, only).filter(|_| is_own) {
        use_name(unit, name, RefKind::Inherits);
    }
}

/// `T` or `pkg.T` wherever a type is written.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    use_name(unit, node, RefKind::Type);
}

/// Records a use of the type that a name is; predeclared ones are nobody's.
pub fn use_name(unit: &mut Unit<'_>, name: NodeId, kind: RefKind) {
    let own = unit.child(name, field::NAME).unwrap_or(name);
    unit.claim(name);
    unit.claim(own);
    let path = typing::path_of_name(unit, name);
    let text = unit.text(name);
    // `case nil:` stands where types do.
    if matches!(text, "_" | "nil") || path.len() == 1 && builtins::is_type(text) && !unit.is_bound(text) {
        return;
    }
    unit.reference(Use::path(own, path), kind);
}
