//! Python functions, methods, properties and lambdas: what they are called with, and the scopes of their bodies.

use super::{classes, decorators, docs, field, kind, types, values};
use crate::extract::{ContextKind, ScopeKind, Segment, SymbolDraft, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// What a parameter list says.
#[derive(Default)]
struct Parameters {
    arity: Given,
    first: Option<First>,
}

/// What the first parameter is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// Given by position, without a default.
    Required,
    /// Given by position, with a default.
    Optional,
    /// Nothing that takes a receiver, or something that takes more.
    Other,
}

/// Parameters by how they are given, the receiver included.
#[derive(Default)]
struct Given {
    required: u16,
    optional: u16,
    variadic: bool,
}

pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let parameters = unit.child(node, field::PARAMETERS);
    if let Some(name) = unit.child(node, field::NAME) {
        let draft = draft(unit, node, name, parameters);
        let symbol = unit.define(node, draft);
        types::open_type_parameters(unit, node);
        values::set_result(unit, symbol, node);
    } else {
        types::open_type_parameters(unit, node);
    }
    if let Some(parameters) = parameters {
        // They are bound with the body: defaults and annotations are read outside of it.
        let names: Vec<NodeId> = parameter_names(unit, parameters).collect();
        for name in names {
            unit.claim(name);
        }
    }
}

fn draft<'s>(unit: &Unit<'s>, node: NodeId, name: NodeId, parameters: Option<NodeId>) -> SymbolDraft<'s> {
    let notes = decorators::decorators(unit, node);
    let is_member = unit.context_kind() == ContextKind::Type;
    let symbol_kind = match (is_member, notes.property) {
        (true, true) => SymbolKind::Property,
        (true, false) => SymbolKind::Method,
        (false, _) => SymbolKind::Function,
    };
    let given = parameters.map(|parameters| count_parameters(unit, parameters)).unwrap_or_default();
    let has_receiver = is_member && !notes.static_method;
    let docstring = unit.child(node, field::BODY).and_then(|body| docs::docstring_of(unit, body));
    SymbolDraft {
        first: notes.first,
        last: last_node(unit, node),
        arity: Some(arity(&given, has_receiver)).filter(|_| symbol_kind != SymbolKind::Property),
        declared: Some(given.arity.required.saturating_add(given.arity.optional)),
        visibility: visibility(unit.text(name)),
        deprecated: notes.deprecated || docs::says_deprecated(docstring.as_deref()),
        test: is_test(unit, unit.text(name)),
        signature: signature(unit, node, name),
        docstring,
        context: Some(ContextKind::Function),
        everywhere: true,
        ..SymbolDraft::new(symbol_kind, name, unit.text(name))
    }
}

/// The last node of a definition that is no comment: those below its last statement, which the grammar takes into the
/// body, are behind it, as in the interpreter's `ast`.
pub fn last_node(unit: &Unit<'_>, definition: NodeId) -> Option<NodeId> {
    unit.subtree(definition).rev().find(|&node| !unit.tree().node(node).is_extra())
}

/// `__x` is private to its class, `_x` by convention; `__x__` is the language's.
pub fn visibility(name: &str) -> Visibility {
    let special = name.len() > 4 && name.starts_with("__") && name.ends_with("__");
    if name.starts_with('_') && !special { Visibility::Private } else { Visibility::Public }
}

/// What pytest and unittest collect: functions of the module, and methods of test classes.
fn is_test(unit: &Unit<'_>, name: &str) -> bool {
    if !name.starts_with("test") {
        return false;
    }
    match unit.context_kind() {
        ContextKind::Module => name == "test" || name.starts_with("test_"),
        ContextKind::Type => unit.enclosing_type().is_some_and(|class| classes::is_test_class(unit, class)),
        ContextKind::Function => false,
    }
}

/// From `def` or `async` to what stands before the colon, without comments.
fn signature(unit: &Unit<'_>, node: NodeId, name: NodeId) -> Option<Box<str>> {
    let last = unit
        .child(node, field::RETURN_TYPE)
        .or_else(|| unit.child(node, field::PARAMETERS))
        .or_else(|| unit.child(node, field::TYPE_PARAMETERS))
        .unwrap_or(name);
    let (start, end) = (unit.start_byte(node), unit.end_byte(last));
    if !unit.slice(start, end).contains('#') {
        return unit.signature(start, end);
    }
    let mut text = String::new();
    let mut from = start;
    let comments = (node..unit.end_of(last)).filter(|&node| unit.tree().node(node).is_extra());
    for comment in comments {
        text.push_str(unit.slice(from, unit.start_byte(comment)));
        from = unit.end_byte(comment);
    }
    text.push_str(unit.slice(from, end));
    crate::extract::signature(&text)
}

fn count_parameters(unit: &Unit<'_>, parameters: NodeId) -> Parameters {
    let mut found = Parameters::default();
    for parameter in unit.children(parameters) {
        let arity = &mut found.arity;
        let is_plain = unit.has(parameter, kind::IDENTIFIER);
        let given = match unit.kind(parameter) {
            kind::IDENTIFIER | kind::TUPLE_PATTERN => First::Required,
            kind::TYPED_PARAMETER if is_plain => First::Required,
            kind::DEFAULT_PARAMETER | kind::TYPED_DEFAULT_PARAMETER => First::Optional,
            kind::TYPED_PARAMETER | kind::LIST_SPLAT_PATTERN | kind::DICTIONARY_SPLAT_PATTERN => {
                arity.variadic = true;
                First::Other
            }
            _ => First::Other,
        };
        match given {
            First::Required => arity.required = arity.required.saturating_add(1),
            First::Optional => arity.optional = arity.optional.saturating_add(1),
            First::Other => {}
        }
        found.first = found.first.or(Some(given));
    }
    found
}

fn arity(parameters: &Parameters, has_receiver: bool) -> Arity {
    let Given { mut required, mut optional, variadic } = parameters.arity;
    // A method's `*args` take its receiver too.
    match parameters.first.filter(|_| has_receiver) {
        Some(First::Required) => required = required.saturating_sub(1),
        Some(First::Optional) => optional = optional.saturating_sub(1),
        Some(First::Other) | None => {}
    }
    Arity { required, optional, variadic }
}

/// The node that writes a parameter's name.
pub fn parameter_name(unit: &Unit<'_>, parameter: NodeId) -> Option<NodeId> {
    match unit.kind(parameter) {
        kind::IDENTIFIER => Some(parameter),
        kind::DEFAULT_PARAMETER | kind::TYPED_DEFAULT_PARAMETER => {
            unit.child(parameter, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER))
        }
        kind::LIST_SPLAT_PATTERN | kind::DICTIONARY_SPLAT_PATTERN => {
            unit.child_of(parameter, kind::IDENTIFIER)
        }
        kind::TYPED_PARAMETER => {
            let inner = unit.children(parameter).next()?;
            let is_splat =
                matches!(unit.kind(inner), kind::LIST_SPLAT_PATTERN | kind::DICTIONARY_SPLAT_PATTERN);
            if is_splat { unit.child_of(inner, kind::IDENTIFIER) } else { Some(inner) }
                .filter(|&name| unit.is(name, kind::IDENTIFIER))
        }
        _ => None,
    }
}

fn parameter_names<'u>(unit: &'u Unit<'_>, parameters: NodeId) -> impl Iterator<Item = NodeId> + 'u {
    unit.children(parameters).flat_map(|parameter| names_of(unit, parameter))
}

fn names_of<'u>(unit: &'u Unit<'_>, parameter: NodeId) -> impl Iterator<Item = NodeId> + 'u {
    let tuple = match unit.kind(parameter) {
        kind::TUPLE_PATTERN => Some(parameter),
        kind::DEFAULT_PARAMETER => {
            unit.child(parameter, field::NAME).filter(|&name| unit.is(name, kind::TUPLE_PATTERN))
        }
        _ => None,
    };
    // Python 2 unpacks tuples in a parameter list.
    let unpacked = tuple.map_or(0..0, |tuple| unit.subtree(tuple));
    let unpacked = unpacked.filter(|&node| unit.is(node, kind::IDENTIFIER));
    unpacked.chain(parameter_name(unit, parameter))
}

/// A function's or class's body is a scope; other blocks are none in Python.
pub fn open_body(unit: &mut Unit<'_>, body: NodeId) {
    let Some(owner) = unit.parent(body) else { return };
    match unit.kind(owner) {
        kind::FUNCTION_DEFINITION => {
            unit.open_scope(body, ScopeKind::Function);
            bind_parameters(unit, owner);
        }
        kind::CLASS_DEFINITION => {
            unit.open_scope(body, ScopeKind::Class);
            classes::announce_members(unit, body);
        }
        _ => {}
    }
}

fn bind_parameters(unit: &mut Unit<'_>, function: NodeId) {
    let Some(parameters) = unit.child(function, field::PARAMETERS) else { return };
    let parameters: Vec<NodeId> = unit.children(parameters).collect();
    for parameter in parameters {
        let names: Vec<NodeId> = names_of(unit, parameter).collect();
        for name in names {
            values::bind_parameter(unit, parameter, name);
        }
    }
}

pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    bind_parameters(unit, node);
}

/// The draft of a lambda that an assignment names.
pub fn lambda_draft<'s>(unit: &Unit<'s>, name: NodeId, lambda: NodeId) -> SymbolDraft<'s> {
    let parameters = unit.child(lambda, field::PARAMETERS);
    let given = parameters.map(|parameters| count_parameters(unit, parameters)).unwrap_or_default();
    let is_member = unit.context_kind() == ContextKind::Type;
    let symbol_kind = if is_member { SymbolKind::Method } else { SymbolKind::Function };
    let text = |node: NodeId| unit.text(node);
    let signature = match parameters {
        Some(parameters) => format!("{} = lambda {}", text(name), text(parameters)),
        None => format!("{} = lambda", text(name)),
    };
    SymbolDraft {
        arity: Some(arity(&given, is_member)),
        declared: Some(given.arity.required.saturating_add(given.arity.optional)),
        signature: crate::extract::signature(&signature),
        // The same assignment inside a function is a local.
        everywhere: false,
        ..SymbolDraft::new(symbol_kind, name, Segment::from(text(name)))
    }
}
