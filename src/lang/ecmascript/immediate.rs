//! Functions that are called where they are written, as far as they only make what a name is given: the classes of
//! older compilers (`var A = (function () { function A() {} … return A; })()`), and functions with private data.

use super::definitions::{self, Given, Named, Role};
use super::{field, functions, kind};
use crate::extract::{Space, SymbolDraft, SymbolId, Unit};
use crate::model::{NodeId, SymbolKind};

/// The function of a value that calls it at once.
fn called_at_once(unit: &Unit<'_>, value: NodeId) -> Option<NodeId> {
    let call = definitions::unwrap(unit, value);
    let callee = unit.child(call, field::FUNCTION).filter(|_| unit.is(call, kind::CALL))?;
    let function = definitions::unwrap(unit, callee);
    definitions::is_function(unit.kind(function)).then_some(function)
}

fn statements(unit: &Unit<'_>, function: NodeId) -> Option<impl DoubleEndedIterator<Item = NodeId>> {
    let body = unit.child(function, field::BODY).filter(|&body| unit.is(body, kind::STATEMENT_BLOCK))?;
    Some(unit.children(body).collect::<Vec<_>>().into_iter())
}

/// Enters the function that a variable's value calls, if it defines the variable's own class or function: that is
/// then the only symbol, and it stands where the variable does.
pub fn enter_maker(unit: &mut Unit<'_>, name: NodeId, value: NodeId) -> bool {
    let Some(function) = called_at_once(unit, value) else { return false };
    let makes = |&statement: &NodeId| {
        let defines = matches!(unit.kind(statement), kind::FUNCTION_DECLARATION | kind::CLASS_DECLARATION);
        let inner = unit.child(statement, field::NAME).filter(|_| defines);
        inner.is_some_and(|inner| unit.text(inner) == unit.text(name))
    };
    if !statements(unit, function).is_some_and(|mut statements| statements.any(|statement| makes(&statement)))
    {
        return false;
    }
    unit.claim(name);
    functions::enter(unit, function, None);
    true
}

/// Binds a class or function in the scope of the variable that it is made for, if it is.
pub fn bind_made(unit: &mut Unit<'_>, definition: NodeId, symbol: SymbolId) {
    let Some(block) = unit.parent(definition).filter(|&block| unit.is(block, kind::STATEMENT_BLOCK)) else {
        return;
    };
    let mut outer = unit.parent(block).filter(|&function| definitions::is_function(unit.kind(function)));
    while let Some(node) = outer {
        match unit.kind(node) {
            kind::VARIABLE_DECLARATOR => break,
            kind::PARENTHESIZED | kind::CALL => {}
            _ if definitions::is_function(unit.kind(node)) && Some(node) == unit.parent(block) => {}
            _ => return,
        }
        outer = unit.parent(node);
    }
    let Some(declarator) = outer else { return };
    let name = unit.child(declarator, field::NAME);
    if name.is_some_and(|name| unit.text(name) == unit.symbol(symbol).name.as_ref()) {
        unit.bind_symbol_around(declarator, symbol, Space::VALUE);
    }
}

/// Defines a name whose value is a function that another, called at once, returns at its end.
pub fn define_returned<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    name: NodeId,
    value: NodeId,
) -> Option<SymbolId> {
    let function = called_at_once(unit, value)?;
    let last = statements(unit, function)?.next_back()?;
    let returned = unit.children(last).next().filter(|_| unit.is(last, kind::RETURN))?;
    let returned = definitions::unwrap(unit, returned);
    if !definitions::is_function(unit.kind(returned)) {
        return None;
    }
    let named = Named { node: name, text: unit.text(name).into() };
    let given = Given { binds: Some(Space::VALUE), ..Given::new(node, named.clone(), Role::Name(None)) };
    let draft = functions::draft(unit, node, SymbolKind::Function, named, returned);
    let site = definitions::site(unit, node);
    let signature = definitions::signature(unit, site, node, unit.start_byte(value));
    let draft = SymbolDraft { signature, ..definitions::apply(draft, &given) };
    let symbol = unit.define(node, draft);
    unit.forget_receiver();
    Some(symbol)
}
