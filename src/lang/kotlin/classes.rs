//! Kotlin types: classes, interfaces, enums, objects, companions, object literals, aliases.

use super::modifiers::{self, Modifiers};
use super::{field, kind, paths, types};
use crate::extract::{ContextKind, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::jvm::{self, docs};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Levels climbed from a use of `super` to its class.
const CLASS_LEVELS_MAX: usize = 256;

/// The name space of what is a type and a value at once.
const OBJECT: Space = Space::VALUE.and(Space::TYPE);

/// Classes, interfaces, enums, annotation classes, objects.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let said = modifiers::modifiers(unit, node);
    let symbol_kind = if said.is_enum {
        SymbolKind::Enum
    } else if said.is_annotation {
        SymbolKind::Annotation
    } else if unit.has(node, kind::INTERFACE) {
        SymbolKind::Interface
    } else {
        SymbolKind::Class
    };
    let is_object = unit.is(node, kind::OBJECT_DECLARATION);
    let draft = SymbolDraft {
        binds: Some(if is_object { OBJECT } else { Space::TYPE }),
        ..draft(unit, node, symbol_kind, (name, paths::name_text(unit, name).into()), &said)
    };
    unit.define(node, draft);
    enter(unit, node);
}

fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    (name_node, name): (NodeId, Segment<'s>),
    said: &Modifiers,
) -> SymbolDraft<'s> {
    let end = body(unit, node).map_or(unit.end_byte(node), |body| unit.start_byte(body));
    SymbolDraft {
        visibility: modifiers::visibility(unit, said),
        deprecated: said.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs::docs(unit, node).text,
        ..SymbolDraft::new(symbol_kind, name_node, name)
    }
}

fn body(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    unit.child_of(node, kind::CLASS_BODY).or_else(|| unit.child_of(node, kind::ENUM_CLASS_BODY))
}

fn enter(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Class);
    types::bind_parameters(unit, node);
    use_bases(unit, node);
}

/// `companion object { … }`: what it holds belongs to the class around it, too.
pub fn define_companion(unit: &mut Unit<'_>, node: NodeId) {
    let outer = unit.enclosing_type();
    let (name_node, name) = match unit.child(node, field::NAME) {
        Some(name) => (name, Segment::from(paths::name_text(unit, name))),
        None => (unit.child_of(node, kind::COMPANION).unwrap_or(node), "Companion".into()),
    };
    let said = modifiers::modifiers(unit, node);
    let draft = draft(unit, node, SymbolKind::Class, (name_node, name.clone()), &said);
    unit.define(node, SymbolDraft { binds: Some(OBJECT), everywhere: false, ..draft });
    if let Some(outer) = outer {
        let usage = Use { space: Some(Space::TYPE), ..Use::name(name_node, name) };
        unit.alias_of(outer, usage);
    }
    enter(unit, node);
}

/// Lets a member of a companion be used by its bare name in the class around that.
pub fn lend_to_outer(unit: &mut Unit<'_>, member: NodeId, symbol: SymbolId, space: Space) {
    let companion = unit.parent(member).and_then(|body| unit.parent(body));
    let companion = companion.filter(|&node| unit.is(node, kind::COMPANION_OBJECT));
    let class = companion.and_then(|node| unit.parent(node)).and_then(|body| unit.parent(body));
    if let Some(class) = class {
        unit.bind_symbol_around(class, symbol, space);
    }
}

/// An entry of an enum, which may have a body with members of its own.
pub fn define_entry(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let owner = unit.enclosing_type().map(|owner| unit.symbol(owner).name.clone());
    let said = modifiers::modifiers(unit, node);
    let has_body = body(unit, node).is_some();
    let draft = draft(unit, node, SymbolKind::EnumMember, (name, paths::name_text(unit, name).into()), &said);
    let draft = SymbolDraft {
        visibility: Visibility::Public,
        binds: Some(Space::VALUE),
        context: has_body.then_some(ContextKind::Type),
        ..draft
    };
    let symbol = unit.define(node, draft);
    if let Some(owner) = owner {
        unit.set_type(symbol, name, vec![owner.clone()]);
        unit.alias_of(symbol, Use::name(name, owner));
    }
    if has_body {
        unit.open_scope(node, ScopeKind::Class);
    }
}

/// `object : Base(), I { … }`
pub fn enter_literal(unit: &mut Unit<'_>, node: NodeId) {
    let outer = match unit.enclosing_type_name() {
        Some(outer) => outer.to_owned(),
        None => file_class(unit),
    };
    let qualified = jvm::anonymous_name(unit, &outer);
    unit.announce(&qualified);
    unit.open_anonymous_function(node);
    unit.open_type(node, &qualified);
    enter(unit, node);
}

/// The class that the compiler makes of what a file holds outside of types: `com.foo.UtilKt`.
fn file_class(unit: &Unit<'_>) -> String {
    let file = unit.path().rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let module = unit.enclosing_module_name();
    let dot = if module.is_empty() { "" } else { "." };
    format!("{module}{dot}{stem}Kt")
}

/// `typealias Name<T> = Type`
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::TYPE) else { return };
    let said = modifiers::modifiers(unit, node);
    let draft = SymbolDraft {
        binds: Some(Space::TYPE),
        ..draft(unit, node, SymbolKind::TypeAlias, (name, paths::name_text(unit, name).into()), &said)
    };
    let symbol = unit.define(node, draft);
    if let Some(path) = types::written(unit, node).and_then(|written| types::path_of(unit, written)) {
        unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, path) });
    }
    unit.open_scope(node, ScopeKind::Block);
    types::bind_parameters(unit, node);
}

/// The specifiers behind the colon of a type.
fn specifiers(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    let list = unit.child_of(node, kind::DELEGATION_SPECIFIERS);
    let specifiers = list.into_iter().flat_map(|list| unit.children(list));
    specifiers.filter_map(|specifier| unit.children(specifier).last()).collect()
}

/// A class is constructed where it is extended; what is only named is an interface.
fn use_bases(unit: &mut Unit<'_>, node: NodeId) {
    let is_interface = unit.has(node, kind::INTERFACE);
    for base in specifiers(unit, node) {
        let constructs = unit.is(base, kind::CONSTRUCTOR_INVOCATION);
        let kind = if constructs || is_interface { RefKind::Inherits } else { RefKind::Implements };
        types::use_type(unit, base, kind);
    }
}

/// The node whose members a node stands among.
pub fn enclosing_class(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut next = unit.parent(node);
    for _ in 0..CLASS_LEVELS_MAX {
        let inner = next?;
        next = unit.parent(inner);
        match unit.kind(inner) {
            kind::CLASS_BODY | kind::ENUM_CLASS_BODY => return next,
            kind::CLASS_PARAMETERS => return next.and_then(|constructor| unit.parent(constructor)),
            _ => {}
        }
    }
    None
}

/// The paths of all bases that a type writes.
pub fn written_bases<'s>(unit: &Unit<'s>, class: NodeId) -> Vec<Vec<Segment<'s>>> {
    if unit.is(class, kind::ENUM_ENTRY) {
        let owner = unit.parent(class).and_then(|body| unit.parent(body));
        let name = owner.and_then(|owner| unit.child(owner, field::NAME));
        return name.map(|name| vec![paths::name_text(unit, name).into()]).into_iter().collect();
    }
    specifiers(unit, class).into_iter().filter_map(|base| types::path_of(unit, base)).collect()
}

/// The path of what `super` means at a node: the class that is constructed, the only base, or `Any`.
pub fn base_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let class = enclosing_class(unit, node)?;
    let constructed =
        specifiers(unit, class).into_iter().find(|&base| unit.is(base, kind::CONSTRUCTOR_INVOCATION));
    if let Some(base) = constructed {
        return types::path_of(unit, base);
    }
    let mut bases = written_bases(unit, class);
    match bases.len() {
        0 if !unit.is(class, kind::ENUM_ENTRY) => Some(vec!["Any".into()]),
        1 => bases.pop(),
        _ => None,
    }
}
