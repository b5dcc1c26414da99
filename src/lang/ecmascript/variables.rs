//! Variables: those of a module or namespace are symbols, others are locals unless they hold a function or a class.

use super::definitions::{self, Given, Named, Role};
use super::{assignments, field, immediate, imports, kind, patterns, prototypes, typing};
use crate::extract::{Reach, Space, Unit};
use crate::model::{NodeId, RefKind, SymbolKind};

/// `name = value` in a declaration.
pub fn declare(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let Some(statement) = unit.parent(node) else { return };
    let value = unit.child(node, field::VALUE);
    if let Some(value) = value
        && let Some(required) = imports::required(unit, value)
    {
        return imports::bind_required(unit, name, required);
    }
    let is_var = unit.is(statement, kind::VARIABLE_DECLARATION);
    let reach = if is_var { Reach::Function } else { Reach::Scope };
    let data = stands_in_module(unit, statement).then_some(match unit.child(statement, field::KIND) {
        Some(keyword) if unit.text(keyword) != "let" => SymbolKind::Constant,
        _ => SymbolKind::Variable,
    });
    if unit.is(name, kind::IDENTIFIER) {
        declare_name(unit, node, name, value, data, reach);
    } else {
        declare_pattern(unit, node, name, data, reach);
    }
}

/// Whether a declaration makes names of the module or of a namespace, and not of a block in it.
fn stands_in_module(unit: &Unit<'_>, statement: NodeId) -> bool {
    let place = match unit.parent_kind(statement) {
        kind::EXPORT_STATEMENT | kind::PROGRAM | kind::AMBIENT => true,
        kind::STATEMENT_BLOCK => {
            let owner = unit.parent(statement).map(|block| unit.parent_kind(block));
            matches!(owner, Some(kind::MODULE | kind::INTERNAL_MODULE | kind::AMBIENT))
                || unit.parent(statement).is_some_and(|block| is_global_augmentation(unit, block))
        }
        _ => false,
    };
    place && definitions::is_module_level(unit)
}

/// Whether a variable's name has a value here already; a namespace of the same name is a definition of its own.
fn is_declared(unit: &Unit<'_>, name: &str) -> bool {
    let known = unit.symbol_named(name).map(|symbol| unit.symbol(symbol).kind);
    known != Some(SymbolKind::Namespace) && unit.is_bound_here_in(name, Space::VALUE)
}

/// `global { … }` in `declare module "a" { … }`: a block there can be nothing else, and the grammar reads only that.
fn is_global_augmentation(unit: &Unit<'_>, block: NodeId) -> bool {
    let body = unit.parent(block).filter(|&body| unit.is(body, kind::STATEMENT_BLOCK));
    let module = body.and_then(|body| unit.parent(body)).filter(|&module| unit.is(module, kind::MODULE));
    let name = module.and_then(|module| unit.child(module, field::NAME));
    name.is_some_and(|name| unit.is(name, kind::STRING))
}

fn declare_name(
    unit: &mut Unit<'_>,
    node: NodeId,
    name: NodeId,
    value: Option<NodeId>,
    data: Option<SymbolKind>,
    reach: Reach,
) {
    if let Some(value) = value
        && (immediate::enter_maker(unit, name, value)
            || immediate::define_returned(unit, node, name, value).is_some())
    {
        return;
    }
    let chain = value.map(|value| assignments::follow(unit, value));
    let end = chain.as_ref().map(|chain| chain.value);
    let text = unit.text(name);
    let is_callable = end.is_some_and(|value| assignments::is_definition(unit, value));
    if data.is_some() && !is_callable && is_declared(unit, text) {
        // `var a = 1; var a = 2;` declares one variable.
        unit.claim(name);
        return unit.use_name(name, RefKind::Write);
    }
    let given = Given {
        binds: Some(Space::VALUE),
        ..Given::new(node, Named { node: name, text: text.into() }, Role::Name(data))
    };
    let typed = typing::annotated(unit, node).or_else(|| typing::type_of_value(unit, end?));
    match definitions::define_given(unit, given, end) {
        Some(symbol) => {
            if !is_callable {
                end.into_iter().for_each(|end| prototypes::mark(unit, node, end));
                typing::set(unit, symbol, name, typed);
            }
            if let Some(chain) = chain {
                assignments::alias(unit, symbol, &chain);
            }
        }
        None if end.is_some_and(|end| prototypes::bind_local(unit, node, end, reach)) => {}
        None => match typed {
            Some(typed) => unit.bind_typed(name, reach, Space::VALUE, typed),
            None => unit.bind_local_in(name, reach, Space::VALUE),
        },
    }
}

fn declare_pattern(
    unit: &mut Unit<'_>,
    node: NodeId,
    pattern: NodeId,
    data: Option<SymbolKind>,
    reach: Reach,
) {
    let Some(symbol_kind) = data else { return patterns::bind(unit, pattern, reach) };
    for name in patterns::names(unit, pattern) {
        if unit.is_bound_here_in(unit.text(name), Space::VALUE) {
            unit.claim(name);
            continue;
        }
        let named = Named { node: name, text: unit.text(name).into() };
        let mut draft = definitions::draft(unit, node, symbol_kind, named, unit.end_byte(pattern));
        draft.context = None;
        unit.define(node, draft);
    }
}
