//! Exports of ECMAScript modules: names, defaults, and what is taken from other modules.

use super::definitions::{self, Given, Named, Role};
use super::{NOTE_AMBIENT, NOTE_MODULE, NOTE_TYPED, assignments, field, imports, jsdoc, kind, paths};
use crate::extract::{ContextKind, Segment, Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Notes whether the file is a module, which decides who sees its names, and whether its names keep their types.
pub fn note_module(unit: &mut Unit<'_>, program: NodeId) {
    if [".d.ts", ".d.mts", ".d.cts"].iter().any(|extension| unit.path().ends_with(extension)) {
        unit.note(NOTE_AMBIENT);
    }
    if [".ts", ".tsx", ".mts", ".cts"].iter().any(|extension| unit.path().ends_with(extension)) {
        unit.note(NOTE_TYPED);
    }
    let is_module = unit
        .children(program)
        .any(|child| matches!(unit.kind(child), kind::EXPORT_STATEMENT | kind::IMPORT_STATEMENT));
    let is_common = || unit.source().contains("module.exports") || unit.source().contains("exports.");
    if is_module || is_common() {
        unit.note(NOTE_MODULE);
    }
    jsdoc::bind_type_names(unit, program);
}

pub fn export(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(source) = unit.child(node, field::SOURCE) {
        return imports::reexport_from(unit, node, source);
    }
    if let Some(clause) = unit.child_of(node, kind::EXPORT_CLAUSE) {
        let specifiers: Vec<NodeId> =
            unit.children(clause).filter(|&child| unit.is(child, kind::EXPORT_SPECIFIER)).collect();
        return specifiers.into_iter().for_each(|specifier| export_specifier(unit, specifier));
    }
    let is_default = unit.has(node, kind::DEFAULT);
    if let Some(declaration) = unit.child(node, field::DECLARATION) {
        if let Some(name) = unit.child(declaration, field::NAME).filter(|_| is_default) {
            export_by_name(unit, name, "default");
        }
    } else if let Some(value) = unit.child(node, field::VALUE) {
        export_value(unit, node, value);
    } else if unit.has(node, kind::EQUALS) {
        if let Some(value) = unit.children(node).last() {
            export_value(unit, node, value);
        }
    } else if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        // `export as namespace Name` names the whole module for scripts.
        unit.claim(name);
    }
}

fn export_by_name(unit: &mut Unit<'_>, name: NodeId, exported: &str) {
    if unit.context_kind() == ContextKind::Module && unit.context_name() == unit.module() {
        unit.export_name(unit.text(name), format!("{}.{exported}", unit.module()));
    }
}

/// `{ name as alias }`
fn export_specifier(unit: &mut Unit<'_>, specifier: NodeId) {
    let Some(name) = unit.child(specifier, field::NAME) else { return };
    let alias = unit.child(specifier, field::ALIAS);
    let exported = paths::string_text(unit, alias.unwrap_or(name));
    export_by_name(unit, name, exported);
    alias.into_iter().for_each(|alias| unit.claim(alias));
    let usage = Use { space: Some(Space::ANY), ..Use::name(name, unit.text(name)) };
    unit.reference(usage, RefKind::Read);
}

/// `export default value`, and TypeScript's `export = value`.
fn export_value<'s>(unit: &mut Unit<'s>, node: NodeId, value: NodeId) {
    let inner = definitions::unwrap(unit, value);
    match unit.kind(inner) {
        kind::IDENTIFIER => export_by_name(unit, inner, "default"),
        kind::OBJECT if unit.has(node, kind::EQUALS) => enter_exports(unit, inner),
        kind::OBJECT => {
            unit.claim(inner);
            let qualified = format!("{}.default", unit.context_name());
            unit.open_type(inner, &qualified);
            export_properties(unit, inner, &qualified);
        }
        _ if assignments::is_definition(unit, inner) => {
            let own_name = unit.child(inner, field::NAME);
            let name: Segment<'s> = own_name.map_or("default", |name| unit.text(name)).into();
            let marker = unit.child_of(node, kind::DEFAULT).unwrap_or(node);
            let named = Named { node: own_name.unwrap_or(marker), text: name };
            let given =
                Given { binds: own_name.map(|_| Space::VALUE), ..Given::new(node, named, Role::Name(None)) };
            if let Some(symbol) = definitions::define_given(unit, given, Some(inner)) {
                unit.export_as(symbol, format!("{}.default", unit.module()));
            }
        }
        _ => {}
    }
}

/// Enters an object whose properties are what the module exports.
pub fn enter_exports(unit: &mut Unit<'_>, object: NodeId) {
    unit.claim(object);
    let module = unit.module();
    unit.open_type(object, module);
    for name in shorthands(unit, object) {
        unit.export_name(unit.text(name), format!("{module}.{}", unit.text(name)));
    }
}

fn shorthands(unit: &Unit<'_>, object: NodeId) -> Vec<NodeId> {
    unit.children(object).filter(|&property| unit.is(property, kind::SHORTHAND)).collect()
}

/// Properties of an object of the file's own scope that are other names of what is in that scope (`{ a, b: c }`).
pub fn export_properties(unit: &mut Unit<'_>, object: NodeId, owner: &str) {
    for name in shorthands(unit, object) {
        unit.export_name(unit.text(name), format!("{owner}.{}", unit.text(name)));
    }
    let pairs: Vec<NodeId> =
        unit.children(object).filter(|&property| unit.is(property, kind::PAIR)).collect();
    for pair in pairs {
        let (key, value) = (unit.child(pair, field::KEY), unit.child(pair, field::VALUE));
        let value = value.filter(|&value| unit.is(value, kind::IDENTIFIER));
        if let Some((key, value)) = key.zip(value)
            && let Some(key) = definitions::property_name(unit, key)
        {
            unit.export_name(unit.text(value), format!("{owner}.{}", key.text));
        }
    }
}
