//! Java fields, constants, enum constants, and the components of records.

use super::{METHODS, classes, field, kind, modifiers, types};
use crate::extract::{ContextKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::jvm::docs;
use crate::model::{NodeId, SymbolKind, Visibility};

/// `private static final int X = 1, Y[] = {2};`: each name is a symbol. The first one's span begins with the
/// declaration, the last one's ends with it.
pub fn define_fields(unit: &mut Unit<'_>, node: NodeId) {
    let said = modifiers::modifiers(unit, node);
    let docs = docs::docs(unit, node);
    let is_constant = unit.is(node, kind::CONSTANT_DECLARATION) || (said.is_static && said.is_final);
    let symbol_kind = if is_constant { SymbolKind::Constant } else { SymbolKind::Field };
    let declarators: Vec<NodeId> = unit.children_in(node, field::DECLARATOR).collect();
    for (at, &declarator) in declarators.iter().enumerate() {
        let name = unit.child(declarator, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER));
        let Some(name) = name else { continue };
        let draft = SymbolDraft {
            first: (at == 0).then_some(node),
            visibility: said.visibility.unwrap_or_else(|| default_visibility(unit, node)),
            deprecated: said.deprecated || docs.deprecated,
            signature: signature(unit, node, declarator),
            docstring: docs.text.clone(),
            binds: Some(Space::VALUE),
            ..SymbolDraft::new(symbol_kind, name, unit.text(name))
        };
        let symbol = unit.define(if declarators.len() == 1 { node } else { declarator }, draft);
        set_type(unit, symbol, name, types::declared(unit, node, declarator));
    }
}

fn default_visibility(unit: &Unit<'_>, node: NodeId) -> Visibility {
    if unit.is(node, kind::CONSTANT_DECLARATION) { Visibility::Public } else { Visibility::Internal }
}

/// Modifiers, type and name, without the value.
fn signature(unit: &Unit<'_>, node: NodeId, declarator: NodeId) -> Option<Box<str>> {
    let written = unit.child(node, field::TYPE)?;
    let end = unit.all_children(declarator).take_while(|&part| !unit.is_in(part, field::VALUE));
    let end = end.filter(|&part| unit.tree().node(part).is_named()).last().unwrap_or(declarator);
    let head = modifiers::signature(unit, node, unit.end_byte(written))?;
    let name = unit.slice(unit.start_byte(declarator), unit.end_byte(end));
    crate::extract::signature(&format!("{head} {name}"))
}

/// Says of a symbol that its value is of a type, to this file and to others.
fn set_type<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}

/// A constant of an enum, which may have a body with members of its own.
pub fn define_enum_constant(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let said = modifiers::modifiers(unit, node);
    let docs = docs::docs(unit, node);
    let body = unit.child(node, field::BODY);
    let end = body.map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let enum_name = classes::enum_of(unit, node);
    let draft = SymbolDraft {
        deprecated: said.deprecated || docs.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs.text,
        binds: Some(Space::VALUE),
        context: body.map(|_| ContextKind::Type),
        ..SymbolDraft::new(SymbolKind::EnumMember, name, unit.text(name))
    };
    let symbol = unit.define(node, draft);
    set_type(unit, symbol, name, enum_name.map(|name| vec![name.into()]));
    if body.is_some() {
        unit.open_scope(node, crate::extract::ScopeKind::Class);
    }
}

/// The components of a record, in whose context the walk is.
pub fn define_components(unit: &mut Unit<'_>, record: NodeId) {
    let Some(list) = unit.child(record, field::PARAMETERS) else { return };
    let components: Vec<NodeId> = unit.children(list).collect();
    for component in components {
        let declarator = unit.child_of(component, kind::VARIABLE_DECLARATOR).unwrap_or(component);
        let Some(name) = unit.child(declarator, field::NAME) else { continue };
        let draft = SymbolDraft {
            visibility: Visibility::Public,
            signature: modifiers::signature(unit, component, unit.end_byte(component)),
            // A component is called as its accessor, too.
            binds: Some(Space::VALUE.and(METHODS)),
            ..SymbolDraft::new(SymbolKind::Property, name, unit.text(name))
        };
        let symbol = unit.define(component, draft);
        let typed = types::declared(unit, component, component);
        set_type(unit, symbol, name, typed.filter(|_| declarator == component));
    }
}
