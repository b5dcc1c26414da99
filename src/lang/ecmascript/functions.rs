//! Functions: declarations, expressions with and without a name, and what is inside them.

use super::definitions::{self, Given, Named, Receiver, Role};
use super::{classes, field, immediate, jsdoc, kind, patterns, repairs, typing, values};
use crate::extract::{ContextKind, ScopeKind, Space, SymbolDraft, SymbolId, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// Parameters as the language counts them, and as written.
pub struct Parameters {
    pub arity: Arity,
    /// A TypeScript `this` parameter is written, but none.
    pub declared: u16,
}

/// Counts the parameters of a function, method or signature.
pub fn parameters(unit: &Unit<'_>, function: NodeId) -> Parameters {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let mut declared: u16 = 0;
    if unit.child(function, field::PARAMETER).is_some() {
        arity.required = 1;
        return Parameters { arity, declared: 1 };
    }
    if let Some(list) = unit.child(function, field::PARAMETERS) {
        for parameter in unit.children(list) {
            let pattern = unit.child(parameter, field::PATTERN).unwrap_or(parameter);
            let has_default = unit.is(parameter, kind::ASSIGNMENT_PATTERN)
                || unit.is(parameter, kind::OPTIONAL_PARAMETER)
                || (pattern != parameter && unit.child(parameter, field::VALUE).is_some());
            match unit.kind(pattern) {
                kind::THIS => {}
                kind::REST_PATTERN => arity.variadic = true,
                _ if has_default => arity.optional = arity.optional.saturating_add(1),
                _ => arity.required = arity.required.saturating_add(1),
            }
            declared = declared.saturating_add(1);
        }
    }
    Parameters { arity, declared }
}

/// A draft of a callable: its signature ends where its body begins.
pub fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    name: Named<'s>,
    function: NodeId,
) -> SymbolDraft<'s> {
    let body = unit.child(function, field::BODY);
    let end = body.map_or(unit.end_byte(function), |body| unit.start_byte(body));
    let Parameters { arity, declared } = parameters(unit, function);
    SymbolDraft {
        arity: Some(arity),
        declared: Some(declared),
        context: Some(ContextKind::Function),
        everywhere: true,
        ..definitions::draft(unit, node, symbol_kind, name, end)
    }
}

/// `function f() {}`, and TypeScript's signatures of functions: each overload is a symbol of its own, as written.
pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return enter_expression(unit, node) };
    let anonymous = repairs::is_anonymous_default(unit.source(), unit.tree().byte_range(name));
    let text = if anonymous { "default" } else { unit.text(name) };
    let named = Named { node: name, text: text.into() };
    let draft = draft(unit, node, SymbolKind::Function, named, node);
    let symbol = unit.define(node, draft);
    immediate::bind_made(unit, node, symbol);
    unit.forget_receiver();
    enter(unit, node, Some(symbol));
    enter_constructor(unit, node, symbol);
}

/// A function that is given to a name.
pub fn define_given<'s>(unit: &mut Unit<'s>, given: Given<'s>, function: NodeId) -> SymbolId {
    let symbol_kind = match given.role {
        Role::Name(_) => SymbolKind::Function,
        Role::Member(_) => SymbolKind::Method,
    };
    let draft = draft(unit, given.node, symbol_kind, given.name.clone(), function);
    let draft = definitions::apply(draft, &given);
    let symbol = unit.define(given.node, draft);
    let is_arrow = unit.is(function, kind::ARROW_FUNCTION);
    let forgets = match given.receiver {
        Receiver::Around => !is_arrow,
        Receiver::Owner => is_arrow,
        Receiver::Either => false,
    };
    if forgets {
        unit.forget_receiver();
    }
    enter(unit, function, Some(symbol));
    if symbol_kind == SymbolKind::Function || given.receiver == Receiver::Owner {
        enter_constructor(unit, function, symbol);
    }
    symbol
}

/// A function expression that no rule has given a name to: one with a name of its own is a symbol that only its own
/// body sees.
pub fn enter_expression(unit: &mut Unit<'_>, node: NodeId) {
    let own_name = unit.child(node, field::NAME);
    if let Some(name) = own_name {
        unit.open_scope(node, ScopeKind::Function);
        let named = Named { node: name, text: unit.text(name).into() };
        let draft = draft(unit, node, SymbolKind::Function, named, node);
        let symbol = unit.define(node, SymbolDraft { visibility: Visibility::Private, ..draft });
        unit.forget_receiver();
        bind_inside(unit, node, None);
        return enter_constructor(unit, node, symbol);
    }
    match wrapping_variable(unit, node) {
        Some(symbol) => unit.open_context(node, symbol, ContextKind::Function),
        None => unit.open_anonymous_function(node),
    }
    if !unit.is(node, kind::ARROW_FUNCTION) {
        unit.forget_receiver();
    }
    enter(unit, node, None);
}

/// The module's variable whose value wraps this function: `const f = memo(() => …)`.
fn wrapping_variable(unit: &Unit<'_>, function: NodeId) -> Option<SymbolId> {
    if !definitions::is_module_level(unit) {
        return None;
    }
    let arguments = unit.parent(function).filter(|&node| unit.is(node, kind::ARGUMENTS))?;
    let call = unit.parent(arguments).filter(|&node| unit.is(node, kind::CALL))?;
    let declarator = unit.parent(call).filter(|&node| unit.is(node, kind::VARIABLE_DECLARATOR))?;
    let name = unit.child(declarator, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER))?;
    unit.symbol_named(unit.text(name))
}

/// Opens a function's scope and binds what its head binds. The function's own rule is not called any more.
pub fn enter(unit: &mut Unit<'_>, function: NodeId, symbol: Option<SymbolId>) {
    unit.claim(function);
    unit.open_scope(function, ScopeKind::Function);
    let own_name = unit.child(function, field::NAME).filter(|&name| !unit.is_claimed(name));
    if let (Some(name), Some(symbol)) = (own_name, symbol) {
        unit.bind_symbol(name, symbol, Space::VALUE);
    }
    let definition = symbol.and_then(|_| unit.context_node());
    let comment = definition.and_then(|definition| jsdoc::comment(unit, definition));
    bind_inside(unit, function, comment);
    if let Some(symbol) = symbol {
        typing::set_result(unit, symbol, function);
        let documented = comment.and_then(|comment| jsdoc::result(comment, function));
        if let Some(documented) = documented.filter(|_| unit.symbol(symbol).kind != SymbolKind::Property) {
            unit.write_result(symbol, documented);
        }
        values::give_back_body(unit, function, symbol);
    }
}

/// Binds the parameters; the body's block is no scope besides the function's.
fn bind_inside<'s>(unit: &mut Unit<'s>, function: NodeId, comment: Option<&'s str>) {
    patterns::bind_parameters(unit, function, comment);
    if let Some(body) = unit.child(function, field::BODY).filter(|&body| unit.is(body, kind::STATEMENT_BLOCK))
    {
        unit.claim(body);
    }
}

/// A function whose name begins with a capital makes objects, by a convention that all of the language's users and
/// tools follow: `this` in it is what its prototype's methods are called on.
fn enter_constructor(unit: &mut Unit<'_>, function: NodeId, symbol: SymbolId) {
    let is_constructor = unit.symbol(symbol).name.starts_with(|first: char| first.is_ascii_uppercase());
    let body = unit.child(function, field::BODY);
    let plain = matches!(unit.kind(function), kind::FUNCTION_DECLARATION | kind::FUNCTION_EXPRESSION);
    if let Some(body) = body.filter(|_| is_constructor && plain)
        && classes::define_assigned_fields(unit, body, symbol, Vec::new())
    {
        let qualified = unit.qualified_name(symbol).to_owned();
        unit.open_type(function, &qualified);
    }
}

/// `static { … }`
pub fn enter_static_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    if let Some(body) = unit.child(node, field::BODY) {
        unit.claim(body);
    }
}
