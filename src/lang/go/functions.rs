//! Go functions, methods and function literals: what they are called with, and the scopes of their bodies.

use super::{docs, field, kind, typing, values, visibility};
use crate::extract::{ContextKind, Reach, ScopeKind, SymbolDraft, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(draft) = draft(unit, node, SymbolKind::Function) {
        let test = is_test(unit, node, &draft.name);
        // Any number of functions may be called `init`, and none of them can be named.
        let binds = draft.binds.filter(|_| draft.name != "init");
        let symbol = unit.define(node, SymbolDraft { test, binds, ..draft });
        open(unit, node);
        typing::set_result(unit, symbol, node);
    } else {
        unit.open_anonymous_function(node);
        open(unit, node);
    }
}

/// A method belongs to its receiver's type, wherever in the package that is defined.
pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let receiver = unit.child(node, field::RECEIVER);
    let receiver = receiver.and_then(|list| unit.children(list).next());
    let written = receiver.and_then(|receiver| unit.child(receiver, field::TYPE));
    if let Some(owner) = written.and_then(|written| typing::name_of_type(unit, written)) {
        let module = unit.context_name();
        let owner = unit.text(owner);
        let qualified = if module.is_empty() { owner.to_owned() } else { [module, ".", owner].concat() };
        unit.open_type(node, &qualified);
    }
    let draft = draft(unit, node, SymbolKind::Method);
    let symbol = draft.map(|draft| unit.define(node, SymbolDraft { binds: None, ..draft }));
    if symbol.is_none() {
        unit.open_anonymous_function(node);
    }
    unit.open_scope(node, ScopeKind::Function);
    if let Some(written) = written {
        bind_type_arguments(unit, written);
    }
    bind_all(unit, node);
    if let Some(symbol) = symbol {
        typing::set_result(unit, symbol, node);
    }
}

/// A function without a name, or that of the package's variable which it is bound to.
pub fn open_literal(unit: &mut Unit<'_>, node: NodeId) {
    match values::variable_of(unit, node) {
        Some(symbol) => unit.open_context(node, symbol, ContextKind::Function),
        None => unit.open_anonymous_function(node),
    }
    open(unit, node);
}

/// The parameters of a function's type are names of its own.
pub fn open_type(unit: &mut Unit<'_>, node: NodeId) {
    open(unit, node);
}

fn draft<'s>(unit: &Unit<'s>, node: NodeId, kind: SymbolKind) -> Option<SymbolDraft<'s>> {
    let name = unit.child(node, field::NAME)?;
    let text = unit.text(name);
    if text == "_" {
        return None;
    }
    let notes = docs::notes(unit, node);
    let end = unit.child(node, field::BODY).map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let end = Some(end).filter(|_| !unit.is_in_function());
    Some(SymbolDraft {
        arity: Some(arity(unit, node)),
        visibility: if unit.is_in_function() { Visibility::Private } else { visibility(text) },
        deprecated: notes.deprecated,
        signature: end.and_then(|end| unit.signature(unit.start_byte(node), end)),
        docstring: notes.docstring,
        ..SymbolDraft::new(kind, name, text)
    })
}

/// The parameters of a function, method or function type; several names may share a type.
pub fn arity(unit: &Unit<'_>, node: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let Some(list) = unit.child(node, field::PARAMETERS) else { return arity };
    for parameter in unit.children(list) {
        match unit.kind(parameter) {
            kind::VARIADIC_PARAMETER => arity.variadic = true,
            _ => {
                let names = names(unit, parameter).count().clamp(1, usize::from(u16::MAX)) as u16;
                arity.required = arity.required.saturating_add(names);
            }
        }
    }
    arity
}

/// The names that a parameter, field or specification declares.
pub fn names(unit: &Unit<'_>, node: NodeId) -> std::vec::IntoIter<NodeId> {
    let names: Vec<NodeId> = unit
        .children_in(node, field::NAME)
        .filter(|&name| matches!(unit.kind(name), kind::IDENTIFIER | kind::FIELD_IDENTIFIER))
        .collect();
    names.into_iter()
}

fn open(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    bind_all(unit, node);
}

/// Binds what a function's head declares: type parameters, receiver, parameters, named results.
pub fn bind_all(unit: &mut Unit<'_>, node: NodeId) {
    bind_type_parameters(unit, node);
    for place in [field::RECEIVER, field::PARAMETERS, field::RESULT] {
        let list = unit.child(node, place).filter(|&list| unit.is(list, kind::PARAMETER_LIST));
        let parameters = list.map(|list| unit.children(list));
        for parameter in parameters.into_iter().flatten() {
            bind_parameter(unit, parameter);
        }
    }
}

fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    let is_single = unit.is(parameter, kind::PARAMETER);
    let written = unit.child(parameter, field::TYPE).filter(|_| is_single);
    for name in names(unit, parameter) {
        let path = written.and_then(|written| typing::path_of_type(unit, written));
        typing::bind(unit, name, Reach::Scope, path);
    }
}

/// `[T any, K comparable]`
pub fn bind_type_parameters(unit: &mut Unit<'_>, node: NodeId) {
    let list = unit.child(node, field::TYPE_PARAMETERS).map(|list| unit.children(list));
    for parameter in list
        .into_iter()
        .flatten()
        .filter(|&parameter| unit.is(parameter, kind::TYPE_PARAMETER))
        .collect::<Vec<_>>()
    {
        for name in names(unit, parameter) {
            typing::bind(unit, name, Reach::Scope, None);
        }
    }
}

/// The receiver `List[T]` gives its type's parameters their names.
fn bind_type_arguments(unit: &mut Unit<'_>, receiver: NodeId) {
    for node in unit.subtree(receiver) {
        let is_argument = unit.is(node, kind::TYPE_IDENTIFIER) && unit.parent_kind(node) == kind::TYPE_ELEM;
        if is_argument {
            typing::bind(unit, node, Reach::Scope, None);
        }
    }
}

/// What the command `go test` runs: `TestX(t *testing.T)` and its like, and examples.
fn is_test(unit: &Unit<'_>, node: NodeId, name: &str) -> bool {
    const KINDS: &[(&str, &str)] =
        &[("Test", "testing.T"), ("Benchmark", "testing.B"), ("Fuzz", "testing.F"), ("Example", "")];
    if !unit.path().ends_with("_test.go") {
        return false;
    }
    let is_named =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with(char::is_lowercase));
    let Some((_, taken)) = KINDS.iter().find(|(prefix, _)| is_named(prefix)) else { return false };
    let parameters = unit.child(node, field::PARAMETERS);
    let mut parameters = parameters.map(|list| unit.children(list)).into_iter().flatten();
    match (parameters.next(), parameters.next()) {
        (None, None) => taken.is_empty(),
        (Some(only), None) => unit.child(only, field::TYPE).is_some_and(|written| {
            let written = unit.text(written).strip_prefix('*');
            !taken.is_empty() && written == Some(taken)
        }),
        _ => false,
    }
}
