//! Members of types: methods, constructors, operators, properties, events, fields.

use super::modifiers::{Modifiers, modifiers, signature_start};
use super::types::{base_path, draft};
use super::{MODE_VALUE, docs, field, functions, kind, locals, paths, typing, values};
use crate::extract::{ContextKind, Root, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// `I.` before a member's name makes it the implementation of an interface's, which only the interface reaches.
fn implement_explicitly<'s>(unit: &Unit<'s>, node: NodeId, draft: SymbolDraft<'s>) -> SymbolDraft<'s> {
    let Some(specifier) = unit.child_of(node, kind::EXPLICIT_INTERFACE) else { return draft };
    let written = unit.text(specifier).trim_end_matches('.').trim_end();
    let qualified = [unit.context_name(), ".", written, ".", &draft.name].concat();
    SymbolDraft { qualified: Some(qualified), visibility: Visibility::Private, binds: None, ..draft }
}

/// The member of the base class that an `override` replaces.
fn use_overridden(unit: &mut Unit<'_>, name: NodeId, text: &str, said: &Modifiers) {
    if !said.overrides {
        return;
    }
    let text = text.to_owned();
    let usage = match base_path(unit) {
        Some(mut path) => {
            path.push(text.into());
            Use { root: Root::Typed, ..Use::typed(name, path) }
        }
        None => Use::computed(name, text, None),
    };
    unit.reference(usage, RefKind::Overrides);
}

pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(name), Some(parameters)) = (paths::name_of(unit, node), unit.child(node, field::PARAMETERS))
    else {
        return;
    };
    let said = modifiers(unit, node);
    let (arity, declared) = functions::arity(unit, parameters);
    // A method outside of a type is what an error left of one.
    let in_type = unit.context_kind() == ContextKind::Type;
    let symbol_kind = if in_type { SymbolKind::Method } else { SymbolKind::Function };
    let draft = SymbolDraft { arity: Some(arity), declared, ..draft(unit, node, symbol_kind, name, &said) };
    let draft = implement_explicitly(unit, node, draft);
    let symbol = unit.define(node, draft);
    functions::open(unit, node);
    values::set_result(unit, symbol, unit.child(node, field::RETURNS));
    use_overridden(unit, name, paths::name_text(unit, name), &said);
}

pub fn define_constructor(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(name), Some(parameters)) = (paths::name_of(unit, node), unit.child(node, field::PARAMETERS))
    else {
        return;
    };
    let said = modifiers(unit, node);
    let draft = SymbolDraft {
        arity: Some(functions::arity(unit, parameters).0),
        // The name means the type everywhere.
        binds: None,
        ..draft(unit, node, SymbolKind::Constructor, name, &said)
    };
    unit.define(node, draft);
    functions::open(unit, node);
}

/// `~C() { … }`
pub fn define_finaliser(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let said = modifiers(unit, node);
    define_unnamed(unit, node, name, ["~", paths::name_text(unit, name)].concat(), &said);
}

/// A callable that no bare name reaches.
fn define_unnamed(unit: &mut Unit<'_>, node: NodeId, name: NodeId, text: String, said: &Modifiers) {
    let parameters = unit.child(node, field::PARAMETERS);
    let draft = SymbolDraft {
        name: text.into(),
        arity: parameters.map(|parameters| functions::arity(unit, parameters).0),
        binds: None,
        ..draft(unit, node, SymbolKind::Method, name, said)
    };
    let draft = implement_explicitly(unit, node, draft);
    unit.define(node, draft);
    functions::open(unit, node);
}

/// `operator +`
pub fn define_operator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(operator) = unit.child(node, field::OPERATOR) else { return };
    let said = modifiers(unit, node);
    define_unnamed(unit, node, operator, ["operator ", unit.text(operator)].concat(), &said);
}

/// `implicit operator T`, `explicit operator T`
pub fn define_conversion(unit: &mut Unit<'_>, node: NodeId) {
    let Some(written) = unit.child(node, field::TYPE) else { return };
    let said = modifiers(unit, node);
    let word = if unit.has(node, kind::IMPLICIT) { "implicit" } else { "explicit" };
    let target: Vec<&str> = unit.text(written).split_whitespace().collect();
    let text = [word, " operator ", &target.join(" ")].concat();
    let claimed = unit.is_claimed(written);
    define_unnamed(unit, node, written, text, &said);
    // The type that is the name is a use as well.
    if !claimed {
        super::uses::use_written_type(unit, written);
    }
}

/// A property, or an event with accessors. Both hold code.
pub fn define_property(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let said = modifiers(unit, node);
    let symbol_kind = if unit.is(node, kind::EVENT) { SymbolKind::Event } else { SymbolKind::Property };
    let declared = typing::declared(unit, unit.child(node, field::TYPE), None);
    let text = paths::name_text(unit, name);
    // A name that is its type's too means the type's members either way.
    let binds = declared.as_ref().is_none_or(|path| path.last().is_none_or(|last| last != text));
    let draft = SymbolDraft {
        binds: binds.then_some(Space::VALUE),
        context: Some(ContextKind::Function),
        everywhere: true,
        ..draft(unit, node, symbol_kind, name, &said)
    };
    let draft = implement_explicitly(unit, node, draft);
    let symbol = unit.define(node, draft);
    typing::set(unit, symbol, name, declared);
    unit.open_scope(node, ScopeKind::Function);
    use_overridden(unit, name, text, &said);
}

/// `this[int i]`
pub fn define_indexer(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::THIS) else { return };
    let said = modifiers(unit, node);
    let draft = SymbolDraft {
        name: "this[]".into(),
        binds: None,
        context: Some(ContextKind::Function),
        everywhere: true,
        ..draft(unit, node, SymbolKind::Property, name, &said)
    };
    let draft = implement_explicitly(unit, node, draft);
    unit.define(node, draft);
    functions::open(unit, node);
    use_overridden(unit, name, "this[]", &said);
}

/// An accessor; all but `get` have the implicit parameter `value`.
pub fn enter_accessor(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = paths::name_of(unit, node) {
        unit.claim(name);
        if !unit.is(name, kind::GET) {
            unit.enter_mode(node, MODE_VALUE);
        }
    }
}

/// `T a = 1, b;` as fields or constants, `event T a, b;` as events.
pub fn define_fields(unit: &mut Unit<'_>, node: NodeId) {
    let Some(declaration) = unit.child_of(node, kind::VARIABLE_DECLARATION) else { return };
    let said = modifiers(unit, node);
    let symbol_kind = match unit.kind(node) {
        kind::EVENT_FIELD => SymbolKind::Event,
        _ if said.constant => SymbolKind::Constant,
        _ => SymbolKind::Field,
    };
    let written = unit.child(declaration, field::TYPE);
    let docstring = docs::docstring_before(unit, node);
    let start = signature_start(unit, node);
    let declarators: Vec<NodeId> =
        unit.children(declaration).filter(|&child| unit.is(child, kind::VARIABLE_DECLARATOR)).collect();
    for (position, &declarator) in declarators.iter().enumerate() {
        let Some(name) = paths::name_of(unit, declarator) else { continue };
        let declared = typing::declared(unit, written, locals::value_of(unit, declarator));
        let text = paths::name_text(unit, name);
        let binds = declared.as_ref().is_none_or(|path| path.last().is_none_or(|last| last != text));
        let ends = if said.constant { declarator } else { name };
        let head = unit.slice(start, written.map_or(start, |written| unit.end_byte(written)));
        let own = [head, " ", unit.slice(unit.start_byte(name), unit.end_byte(ends))].concat();
        let draft = SymbolDraft {
            // The words before the first belong to all; the first alone begins with them.
            first: (position == 0).then_some(node),
            visibility: said.visibility(unit),
            deprecated: said.deprecated,
            signature: crate::extract::signature(&own),
            docstring: docstring.clone(),
            binds: binds.then_some(Space::VALUE),
            ..SymbolDraft::new(symbol_kind, name, text)
        };
        let symbol = unit.define(declarator, draft);
        typing::set(unit, symbol, name, declared);
    }
}
