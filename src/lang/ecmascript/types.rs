//! TypeScript's types: interfaces, aliases, enums, namespaces, generics, and the uses of types.

use super::definitions::{self, Named};
use super::{classes, field, imports, kind, paths, patterns, typing};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, Space, SymbolDraft, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Blocks, loops, `switch`, conditional types: what is bound in them ends with them.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

fn named<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Named<'s>> {
    let name = unit.child(node, field::NAME)?;
    definitions::property_name(unit, name)
}

pub fn define_interface(unit: &mut Unit<'_>, node: NodeId) {
    define_type(unit, node, SymbolKind::Interface, Space::TYPE);
}

pub fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    define_type(unit, node, SymbolKind::Enum, Space::ANY);
    let Some(body) = unit.child(node, field::BODY) else { return };
    let members: Vec<NodeId> = unit.children(body).collect();
    for member in members {
        let is_assigned = unit.is(member, kind::ENUM_ASSIGNMENT);
        let name = if is_assigned { named(unit, member) } else { definitions::property_name(unit, member) };
        let Some(name) = name else { continue };
        let draft = definitions::draft(unit, member, SymbolKind::EnumMember, name, unit.end_byte(member));
        // Inside the enum, whose scope is open, its members are seen by their bare names.
        unit.define(member, SymbolDraft { binds: Some(Space::VALUE), ..draft });
    }
}

/// A type whose signature ends where its body begins.
fn define_type(unit: &mut Unit<'_>, node: NodeId, symbol_kind: SymbolKind, space: Space) {
    if let Some(name) = named(unit, node) {
        let body = unit.child(node, field::BODY);
        let end = body.map_or(unit.end_byte(node), |body| unit.start_byte(body));
        let draft = definitions::draft(unit, node, symbol_kind, name, end);
        unit.define(node, SymbolDraft { binds: Some(space), ..draft });
    }
    unit.open_scope(node, ScopeKind::Block);
}

/// `type A = …`; the members of an object type are the alias's.
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let mut defined = None;
    if let Some(name) = named(unit, node) {
        let draft = definitions::draft(unit, node, SymbolKind::TypeAlias, name, unit.end_byte(node));
        let symbol = unit.define(node, SymbolDraft { binds: Some(Space::TYPE), ..draft });
        unit.open_context(node, symbol, ContextKind::Type);
        for object in object_types(unit, node) {
            unit.claim(object);
        }
        defined = Some(symbol);
    }
    unit.open_scope(node, ScopeKind::Block);
    if let Some((symbol, value)) = defined.zip(unit.child(node, field::VALUE)) {
        for (at, path) in joined_types(unit, value) {
            unit.alias_of(symbol, Use::path(at, path));
        }
    }
}

/// The types with a name that an alias is, or that it joins with `&`.
fn joined_types<'s>(unit: &Unit<'s>, value: NodeId) -> Vec<(NodeId, Vec<Segment<'s>>)> {
    let mut types = Vec::new();
    let mut due = vec![value];
    while let Some(node) = due.pop().filter(|_| types.len() < PATH_SEGMENTS_MAX) {
        match unit.kind(node) {
            kind::INTERSECTION_TYPE | kind::PARENTHESIZED_TYPE => due.extend(unit.children(node)),
            kind::TYPE_IDENTIFIER | kind::NESTED_TYPE | kind::GENERIC_TYPE => {
                types.extend(typing::type_of(unit, node).map(|path| (node, path)));
            }
            _ => {}
        }
    }
    types
}

/// The object types that an alias is, or that it joins with `&`.
fn object_types(unit: &Unit<'_>, alias: NodeId) -> Vec<NodeId> {
    let mut objects = Vec::new();
    let mut due: Vec<NodeId> = unit.child(alias, field::VALUE).into_iter().collect();
    while let Some(node) = due.pop() {
        match unit.kind(node) {
            kind::OBJECT_TYPE => objects.push(node),
            kind::INTERSECTION_TYPE | kind::PARENTHESIZED_TYPE => due.extend(unit.children(node)),
            _ => {}
        }
        if objects.len() > PATH_SEGMENTS_MAX {
            break;
        }
    }
    objects
}

/// Whether a member stands in a class, an interface, or the object type of an alias.
fn belongs_to_type(unit: &Unit<'_>, member: NodeId) -> bool {
    unit.parent(member).is_some_and(|owner| match unit.kind(owner) {
        kind::CLASS_BODY | kind::INTERFACE_BODY => true,
        _ => unit.is_claimed(owner),
    })
}

pub fn define_property(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = named(unit, node).filter(|_| belongs_to_type(unit, node)) else { return };
    let draft = definitions::draft(unit, node, SymbolKind::Property, name, unit.end_byte(node));
    let name = draft.name_node;
    let symbol = unit.define(node, SymbolDraft { binds: None, context: None, ..draft });
    typing::set_annotated(unit, symbol, node, name);
}

pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    if belongs_to_type(unit, node) {
        classes::define_method(unit, node);
    } else {
        open_signature(unit, node);
    }
}

/// `namespace A.B {}` and `declare module "a" {}`: one symbol for each segment.
pub fn define_namespace(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let body = unit.child(node, field::BODY);
    let end = body.map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let symbol_kind = if unit.is(name, kind::STRING) { SymbolKind::Module } else { SymbolKind::Namespace };
    for name in segments(unit, name) {
        let Some(named) = definitions::property_name(unit, name) else { continue };
        let binds = (symbol_kind == SymbolKind::Namespace).then_some(Space::ANY);
        let draft = definitions::draft(unit, node, symbol_kind, named, end);
        // An ambient module is everyone's.
        let is_module = symbol_kind == SymbolKind::Module;
        let visibility = if is_module { Visibility::Public } else { draft.visibility };
        unit.define(node, SymbolDraft { binds, visibility, ..draft });
    }
    unit.open_scope(node, ScopeKind::Module);
    body.into_iter().for_each(|body| unit.claim(body));
}

/// The segments of a namespace's name, first to last.
fn segments(unit: &mut Unit<'_>, name: NodeId) -> Vec<NodeId> {
    let mut segments = Vec::new();
    let mut next = Some(name);
    while let Some(node) = next.take().filter(|_| segments.len() < PATH_SEGMENTS_MAX) {
        unit.claim(node);
        match unit.child(node, field::PROPERTY) {
            Some(property) => {
                segments.push(property);
                next = unit.child(node, field::OBJECT);
            }
            None => segments.push(node),
        }
    }
    segments.reverse();
    segments
}

/// A function type or signature that defines nothing: its parameters and generics are its own.
pub fn open_signature(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    patterns::bind_parameters(unit, node, None);
}

/// `[key: string]: T` and `[K in keyof T]: …`
pub fn open_index(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(name) = unit.child(node, field::NAME) {
        unit.bind_local_in(name, Reach::Scope, Space::VALUE);
    }
    if let Some(mapped) = unit.child_of(node, kind::MAPPED_TYPE)
        && let Some(name) = unit.child(mapped, field::NAME)
    {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

pub fn bind_parameter(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

/// `infer U`
pub fn bind_inferred(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::TYPE_IDENTIFIER) {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

/// The labels of a tuple's elements (`[x: number]`) name nothing.
pub fn claim_label(unit: &mut Unit<'_>, node: NodeId) {
    let Some(label) = unit.child(node, field::NAME) else { return };
    for name in patterns::names(unit, label) {
        unit.claim(name);
    }
}

/// A type's name, or a path to it.
pub fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    reference_type(unit, node, RefKind::Type);
}

fn reference_type(unit: &mut Unit<'_>, node: NodeId, kind: RefKind) {
    if let Some(chain) = paths::chain(unit, node) {
        let loaded = chain.root().and_then(|root| imports::use_of_loaded(unit, root, &chain));
        let usage = loaded.unwrap_or_else(|| Use { space: Some(Space::TYPE), ..chain.usage(unit) });
        unit.reference(usage, kind);
        chain.claim(unit);
        chain.root().into_iter().for_each(|root| unit.claim(root));
    }
}

pub fn use_implements(unit: &mut Unit<'_>, node: NodeId) {
    use_bases(unit, node, RefKind::Implements);
}

pub fn use_extends(unit: &mut Unit<'_>, node: NodeId) {
    use_bases(unit, node, RefKind::Inherits);
}

fn use_bases(unit: &mut Unit<'_>, clause: NodeId, kind: RefKind) {
    let bases: Vec<NodeId> = unit.children(clause).collect();
    for base in bases {
        let name =
            unit.child(base, field::NAME).filter(|_| unit.is(base, kind::GENERIC_TYPE)).unwrap_or(base);
        if matches!(unit.kind(name), kind::TYPE_IDENTIFIER | kind::NESTED_TYPE) {
            reference_type(unit, name, kind);
        }
    }
}
