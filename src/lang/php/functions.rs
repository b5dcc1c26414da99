//! Functions, methods and closures, and what their parameters bind.

use super::{docs, field, kind, paths, types, values};
use crate::extract::{ContextKind, Reach, ScopeKind, Space, SymbolDraft, Unit};
use crate::model::{Arity, NodeId, RefKind, SymbolKind};

/// `function f() {}`: named from the namespace, wherever it stands.
pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let mut symbol = None;
    if let Some(name) = unit.child(node, field::NAME) {
        let docs = docs::docs(unit, node);
        let draft = SymbolDraft {
            qualified: Some(paths::qualify(unit, unit.text(name))),
            arity: Some(arity(unit, node)),
            deprecated: docs.deprecated,
            signature: types::signature(unit, node),
            docstring: docs.text,
            binds: Some(Space::VALUE),
            hoisted: true,
            ..SymbolDraft::new(SymbolKind::Function, name, unit.text(name))
        };
        symbol = Some(unit.define(node, draft));
    }
    enter(unit, node);
    if let Some(symbol) = symbol {
        values::set_result(unit, symbol, node);
    }
}

pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let mut symbol = None;
    if let Some(name) = unit.child(node, field::NAME) {
        let docs = docs::docs(unit, node);
        let text = unit.text(name);
        let is_constructor = text.eq_ignore_ascii_case("__construct");
        let draft = SymbolDraft {
            qualified: types::member(unit, paths::MEMBER, text),
            arity: Some(arity(unit, node)),
            visibility: types::visibility(unit, node),
            deprecated: docs.deprecated,
            test: docs.test || (text.starts_with("test") && is_in_test_case(unit)),
            signature: types::signature(unit, node),
            docstring: docs.text,
            binds: None,
            ..SymbolDraft::new(
                if is_constructor { SymbolKind::Constructor } else { SymbolKind::Method },
                name,
                text,
            )
        };
        symbol = Some(unit.define(node, draft));
    }
    enter(unit, node);
    if let Some(symbol) = symbol {
        values::set_result(unit, symbol, node);
    }
}

/// Whether the enclosing class extends what by its name is a test case.
fn is_in_test_case(unit: &Unit<'_>) -> bool {
    let class = unit.enclosing_type().and_then(|class| unit.parent(unit.symbol(class).name_node));
    let clause = class.and_then(|class| unit.child_of(class, kind::BASE_CLAUSE));
    let base = clause.and_then(|clause| unit.children(clause).next());
    base.is_some_and(|base| unit.text(base).ends_with("TestCase"))
}

/// `function () {}` and `fn () => …`
pub fn enter_closure(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    enter(unit, node);
}

/// `get => …` and `set { … }` of a property.
pub fn enter_hook(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::NAME) {
        unit.claim(name);
    }
    unit.open_anonymous_function(node);
    enter(unit, node);
}

fn enter(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    let Some(parameters) = unit.child(node, field::PARAMETERS) else { return };
    for parameter in unit.children(parameters) {
        let written = unit.child(parameter, field::NAME);
        let name = match written {
            Some(by_ref) if unit.is(by_ref, kind::BY_REF) => unit.children(by_ref).next(),
            name => name,
        };
        let Some(name) = name else { continue };
        if unit.is(parameter, kind::PROMOTED_PARAMETER) {
            types::define_property_of(unit, parameter, name, parameter);
        }
        let type_name = unit
            .child(parameter, field::TYPE)
            .filter(|_| !unit.is(parameter, kind::VARIADIC_PARAMETER))
            .and_then(|written| paths::name_of_type(unit, written));
        match type_name.map(|type_name| paths::name_use(unit, type_name).path) {
            Some(path) => unit.bind_typed(name, Reach::Scope, Space::ANY, path),
            None => unit.bind_local(name, Reach::Scope),
        }
        unit.claim_subtree(name);
    }
}

fn arity(unit: &Unit<'_>, node: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let parameters = unit.child(node, field::PARAMETERS).map(|parameters| unit.children(parameters));
    for parameter in parameters.into_iter().flatten() {
        if unit.is(parameter, kind::VARIADIC_PARAMETER) {
            arity.variadic = true;
        } else if unit.has(parameter, kind::EQUALS) {
            arity.optional = arity.optional.saturating_add(1);
        } else {
            arity.required = arity.required.saturating_add(1);
        }
    }
    arity
}

/// A reference to a type by its name.
pub fn use_type_name(unit: &mut Unit<'_>, name: NodeId, ref_kind: RefKind) {
    let usage = paths::name_use(unit, name);
    unit.reference(usage, ref_kind);
    unit.claim_subtree(name);
}

/// Whether code runs in a function, where a variable is a local.
pub fn is_local(unit: &Unit<'_>) -> bool {
    unit.is_in_function() || unit.context_kind() == ContextKind::Function
}
