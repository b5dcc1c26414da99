//! Java methods, constructors and the elements of annotation types.

use super::{METHODS, bindings, classes, field, kind, modifiers, types};
use crate::extract::{ScopeKind, SymbolDraft, Unit, Use};
use crate::lang::jvm::docs;
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// Methods and constructors, the compact ones of records too.
pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let is_compact = unit.is(node, kind::COMPACT_CONSTRUCTOR);
    let symbol_kind =
        if unit.is(node, kind::METHOD_DECLARATION) { SymbolKind::Method } else { SymbolKind::Constructor };
    // A compact constructor takes the record's components, which it doesn't repeat.
    let record = classes::enclosing_class(unit, node).filter(|_| is_compact);
    let arity = parameters(unit, record.unwrap_or(node));
    let said = modifiers::modifiers(unit, node);
    let draft = SymbolDraft {
        arity: Some(arity),
        declared: is_compact.then_some(0),
        overrides: said.overrides,
        test: said.test || is_junit3_test(unit, node, name, &said),
        visibility: said.visibility.unwrap_or_else(|| default_visibility(unit, symbol_kind)),
        binds: (symbol_kind == SymbolKind::Method).then_some(METHODS),
        ..draft(unit, node, symbol_kind, name)
    };
    let symbol = unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Function);
    classes::bind_type_parameters(unit, node);
    types::set_result(unit, symbol, node);
    if let Some(record) = record {
        bindings::bind_components(unit, record);
    }
    bindings::bind_parameters(unit, node);
    if said.overrides {
        use_overridden(unit, node, name, arity);
    }
}

/// `int value() default 1;`
pub fn define_element(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let draft = SymbolDraft {
        arity: Some(Arity { required: 0, optional: 0, variadic: false }),
        visibility: Visibility::Public,
        binds: Some(METHODS),
        ..draft(unit, node, SymbolKind::Method, name)
    };
    let symbol = unit.define(node, draft);
    types::set_result(unit, symbol, node);
}

fn draft<'s>(unit: &Unit<'s>, node: NodeId, symbol_kind: SymbolKind, name: NodeId) -> SymbolDraft<'s> {
    let docs = docs::docs(unit, node);
    let said = modifiers::modifiers(unit, node);
    let whole = unit.text(node);
    let end = match unit.child(node, field::BODY) {
        Some(body) => unit.start_byte(body),
        None => unit.end_byte(node) - u32::from(whole.ends_with(';')),
    };
    SymbolDraft {
        deprecated: said.deprecated || docs.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs.text,
        ..SymbolDraft::new(symbol_kind, name, unit.text(name))
    }
}

fn default_visibility(unit: &Unit<'_>, symbol_kind: SymbolKind) -> Visibility {
    let owner = unit.enclosing_type().map(|owner| unit.symbol(owner).kind);
    let in_named_type = unit.enclosing_type() == unit.enclosing_symbol();
    match owner {
        Some(SymbolKind::Enum) if symbol_kind == SymbolKind::Constructor => Visibility::Private,
        Some(SymbolKind::Interface | SymbolKind::Annotation) if in_named_type => Visibility::Public,
        _ => Visibility::Internal,
    }
}

/// The parameters of a method, or a record's components; `this` as a parameter only carries annotations.
fn parameters(unit: &Unit<'_>, definition: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let list = unit.child(definition, field::PARAMETERS);
    for parameter in list.into_iter().flat_map(|list| unit.children(list)) {
        match unit.kind(parameter) {
            kind::FORMAL_PARAMETER => arity.required = arity.required.saturating_add(1),
            kind::SPREAD_PARAMETER => arity.variadic = true,
            _ => {}
        }
    }
    arity
}

/// JUnit 3: `public void testX()` of a `TestCase`.
fn is_junit3_test(unit: &Unit<'_>, node: NodeId, name: NodeId, said: &modifiers::Modifiers) -> bool {
    let is_candidate = unit.text(name).starts_with("test")
        && said.visibility == Some(Visibility::Public)
        && unit.child(node, field::PARAMETERS).is_some_and(|list| unit.children(list).next().is_none());
    let is_case = || {
        let base = classes::base_path(unit, node);
        base.and_then(|path| path.last().map(|name| name.ends_with("TestCase"))) == Some(true)
    };
    is_candidate && is_case()
}

/// `@Override`: where one base alone is written, the method is one of its. Of several, the file doesn't say which.
fn use_overridden(unit: &mut Unit<'_>, node: NodeId, name: NodeId, arity: Arity) {
    let Some(class) = classes::enclosing_class(unit, node) else { return };
    let mut bases = classes::written_bases(unit, class);
    let text = unit.text(name);
    let usage = match bases.len() {
        0 if unit.is(class, kind::CLASS_DECLARATION) => Use::typed(name, vec!["Object".into(), text.into()]),
        1 => {
            let mut path = bases.swap_remove(0);
            path.push(text.into());
            Use::typed(name, path)
        }
        _ => Use::computed(name, text, Some(text.into())),
    };
    let arity = arity.required.saturating_add(u16::from(arity.variadic));
    unit.reference(Use { arity: Some(arity), ..usage }, RefKind::Overrides);
}
