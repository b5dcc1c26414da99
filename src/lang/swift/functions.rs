//! Functions, methods, initialisers, subscripts, macros, closures.

use super::modifiers::modifiers;
use super::{field, kind, locals, paths, types};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, SymbolDraft, Unit, Use};
use crate::lang::Kind;
use crate::model::{Arity, NodeId, RefKind, SymbolKind};

/// How many arguments a callable takes.
pub fn arity(unit: &Unit<'_>, node: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    for child in unit.all_children(node) {
        match unit.kind(child) {
            kind::PARAMETER if unit.has(child, kind::ELLIPSIS) => arity.variadic = true,
            kind::PARAMETER => arity.required = arity.required.saturating_add(1),
            kind::ELLIPSIS if arity.required > 0 => {
                arity.required -= 1;
                arity.variadic = true;
            }
            // The default of the parameter before.
            kind::EQUALS if arity.required > 0 => {
                arity.required -= 1;
                arity.optional = arity.optional.saturating_add(1);
            }
            _ => {}
        }
    }
    arity
}

/// Opens what is inside a callable: its scope, type parameters and parameters.
fn open(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    types::bind_type_parameters(unit, node);
    let listed: Vec<NodeId> = unit.children(node).filter(|&child| unit.is(child, kind::PARAMETER)).collect();
    for parameter in listed {
        bind_parameter(unit, parameter);
    }
}

/// `external internal: T`: the last name is the local one.
pub fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    let names: Vec<NodeId> =
        unit.children(parameter).filter(|&child| unit.is(child, kind::IDENTIFIER)).collect();
    for &name in &names {
        unit.claim(name);
    }
    let Some(&name) = names.last() else { return };
    // What a closure takes without a type is not said.
    let declared = paths::annotated(unit, parameter).filter(|_| !unit.has(parameter, kind::ELLIPSIS));
    locals::bind(unit, name, Reach::Scope, declared);
}

/// A function, or a method where a type encloses it directly.
pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME).filter(|&name| !unit.text(name).is_empty()) else {
        return;
    };
    let said = modifiers(unit, node);
    let in_type = unit.context_kind() == ContextKind::Type;
    let symbol_kind = if in_type { SymbolKind::Method } else { SymbolKind::Function };
    let draft = types::draft(unit, node, symbol_kind, name, &said);
    let test = draft.test || (in_type && draft.name.starts_with("test") && in_test_case(unit));
    let arity = Some(arity(unit, node));
    unit.define(node, SymbolDraft { arity, test, ..draft });
    open(unit, node);
    if said.overrides {
        use_overridden(unit, name);
    }
}

fn in_test_case(unit: &Unit<'_>) -> bool {
    let declaration = unit.enclosing_type().and_then(|owner| unit.parent(unit.symbol(owner).name_node));
    declaration.is_some_and(|declaration| types::is_test_case(unit, declaration))
}

/// The member of the base class that an `override` replaces.
pub fn use_overridden(unit: &mut Unit<'_>, name: NodeId) {
    let text = Segment::from(paths::name_text(unit, name));
    let usage = match types::base_path(unit) {
        Some(mut path) => {
            path.push(text);
            Use::typed(name, path)
        }
        None => Use::computed(name, text, None),
    };
    unit.reference(usage, RefKind::Overrides);
}

pub fn define_initialiser(unit: &mut Unit<'_>, node: NodeId) {
    define_special(unit, node, kind::INIT_TOKEN, SymbolKind::Constructor);
}

pub fn define_deinit(unit: &mut Unit<'_>, node: NodeId) {
    define_special(unit, node, kind::DEINIT_TOKEN, SymbolKind::Method);
}

/// `subscript(i: Int) -> T { … }` reads and writes as a property does.
pub fn define_subscript(unit: &mut Unit<'_>, node: NodeId) {
    define_special(unit, node, kind::SUBSCRIPT_TOKEN, SymbolKind::Property);
}

/// A member whose name is a keyword.
fn define_special(unit: &mut Unit<'_>, node: NodeId, word: Kind, symbol_kind: SymbolKind) {
    let Some(name) = unit.child_of(node, word) else { return };
    let said = modifiers(unit, node);
    let arity = (symbol_kind != SymbolKind::Property).then(|| arity(unit, node));
    let draft = types::draft(unit, node, symbol_kind, name, &said);
    let draft =
        SymbolDraft { arity, binds: None, context: Some(ContextKind::Function), everywhere: true, ..draft };
    unit.define(node, draft);
    open(unit, node);
}

/// `macro name(…)`
pub fn define_macro(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let said = modifiers(unit, node);
    let arity = Some(arity(unit, node));
    let draft = types::draft(unit, node, SymbolKind::Macro, name, &said);
    unit.define(node, SymbolDraft { arity, ..draft });
    open(unit, node);
}

/// `{ x in … }`: no name of its own. Its parameters are bound by their own rule.
pub fn enter_closure(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Block);
}
