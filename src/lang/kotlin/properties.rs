//! Kotlin properties: of files, of types, of constructors; and their accessors.

use super::{ACCESSOR, bindings, classes, functions, kind, modifiers, paths, types, values};
use crate::extract::{
    Assigned, ContextKind, Reach, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use,
};
use crate::lang::jvm::docs;
use crate::model::{NodeId, SymbolKind};

/// `val x: Int = 1`, `val T.x get() = …`, `var x by lazy { … }`; in a function it is a local variable.
pub fn define_property(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.child_of(node, kind::VARIABLE_DECLARATION);
    let name = name.and_then(|declaration| unit.child_of(declaration, kind::IDENTIFIER));
    let is_local = unit.context_kind() == ContextKind::Function;
    let Some(name) = name.filter(|_| !is_local) else { return bindings::bind_variables(unit, node) };
    let said = modifiers::modifiers(unit, node);
    let has_accessor = unit.has(node, kind::GETTER) || unit.has(node, kind::SETTER);
    let is_extension = functions::receiver_type(unit, node).is_some();
    let symbol_kind = if said.is_constant { SymbolKind::Constant } else { SymbolKind::Property };
    let draft = SymbolDraft {
        visibility: modifiers::visibility(unit, &said),
        deprecated: said.deprecated,
        signature: modifiers::signature(unit, node, signature_end(unit, node)),
        docstring: docs::docs(unit, node).text,
        binds: Some(Space::VALUE),
        context: has_accessor.then_some(ContextKind::Function),
        ..SymbolDraft::new(symbol_kind, name, paths::name_text(unit, name))
    };
    let is_member = unit.context_kind() == ContextKind::Type;
    let symbol = unit.define(node, draft);
    classes::lend_to_outer(unit, node, symbol, Space::VALUE);
    unit.open_scope(node, ScopeKind::Block);
    types::bind_parameters(unit, node);
    if !is_extension {
        match declared(unit, node) {
            Some(path) => set_type(unit, symbol, name, Some(path)),
            None => give_value(unit, symbol, name, node),
        }
    }
    if said.overrides && is_member {
        functions::use_overridden(unit, node, name, None);
    }
}

/// The end of what stands before the value, the delegate and the accessors.
fn signature_end(unit: &Unit<'_>, node: NodeId) -> u32 {
    let is_value = |&part: &NodeId| {
        matches!(unit.kind(part), kind::ASSIGN | kind::PROPERTY_DELEGATE | kind::GETTER | kind::SETTER)
    };
    let value = unit.all_children(node).find(is_value);
    value.map_or(unit.end_byte(node), |value| unit.start_byte(value))
}

/// The type that a property or a local variable writes.
pub fn declared<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let declaration = unit.child_of(node, kind::VARIABLE_DECLARATION)?;
    types::path_of(unit, types::written(unit, declaration)?)
}

/// What a property or a local variable without a written type is given.
pub fn given<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let declaration = unit.child_of(node, kind::VARIABLE_DECLARATION)?;
    if types::written(unit, declaration).is_some() {
        return None;
    }
    let assign = unit.child_of(node, kind::ASSIGN)?;
    let value = unit.children(node).find(|&value| unit.start_byte(value) > unit.start_byte(assign))?;
    values::held(unit, value)
}

fn give_value(unit: &mut Unit<'_>, symbol: SymbolId, name: NodeId, node: NodeId) {
    if let Some(value) = given(unit, node) {
        unit.give_value(symbol, name, Assigned::Value(value));
    }
}

/// Says of a symbol that its value is of a type, to this file and to others.
fn set_type<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, path) });
    }
}

/// A parameter of a class: with `val` or `var` a property, else a local of the initialisers.
pub fn define_parameter(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let written = types::written(unit, node);
    let typed = written.and_then(|written| types::path_of(unit, written));
    let is_property = unit.has(node, kind::VAL) || unit.has(node, kind::VAR);
    let Some(class) = unit.enclosing_type().filter(|_| is_property) else {
        return bindings::bind(unit, name, Reach::Scope, typed);
    };
    let said = modifiers::modifiers(unit, node);
    let end = written.map_or(unit.end_byte(node), |written| unit.end_byte(written));
    let draft = SymbolDraft {
        parent: Some(class),
        visibility: said.visibility.unwrap_or(crate::model::Visibility::Public),
        deprecated: said.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs::docs(unit, node).text,
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(SymbolKind::Property, name, paths::name_text(unit, name))
    };
    let symbol = unit.define(node, draft);
    set_type(unit, symbol, name, typed);
    if said.overrides {
        functions::use_overridden(unit, node, name, None);
    }
}

/// `get() = …`, `set(value) { … }`
pub fn open_accessor(unit: &mut Unit<'_>, node: NodeId) {
    unit.enter_mode(node, ACCESSOR);
    unit.open_scope(node, ScopeKind::Function);
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        let typed = types::written(unit, node).and_then(|written| types::path_of(unit, written));
        bindings::bind(unit, name, Reach::Scope, typed);
    }
}
