//! Object literals: one that a name is given to is a type of its own, whose properties are definitions.
//!
//! Whoever gives it the name claims the object, so that an unclaimed one has none.

use super::definitions::{self, Given, Receiver, Role};
use super::{field, imports, kind, values};
use crate::extract::{ContextKind, Unit};
use crate::model::{NodeId, SymbolKind};

/// An object without a name. Its functions are definitions still, but nobody reaches them from outside.
pub fn enter_object(unit: &mut Unit<'_>, node: NodeId) {
    let holds_functions = unit.children(node).any(|property| match unit.kind(property) {
        kind::METHOD_DEFINITION => true,
        kind::PAIR => {
            unit.child(property, field::VALUE).is_some_and(|value| definitions::is_function(unit.kind(value)))
        }
        _ => false,
    });
    if holds_functions {
        unit.open_anonymous_function(node);
    }
}

/// Whether the current context is the object that the module exports.
fn is_exports(unit: &Unit<'_>) -> bool {
    unit.context_kind() == ContextKind::Type && unit.context_name() == unit.module()
}

/// `key: value`
pub fn define_pair(unit: &mut Unit<'_>, node: NodeId) {
    let (key, value) = (unit.child(node, field::KEY), unit.child(node, field::VALUE));
    let Some(name) = key.and_then(|key| definitions::property_name(unit, key)) else { return };
    let named = unit.parent(node).is_some_and(|object| unit.is_claimed(object));
    let exports = named && is_exports(unit);
    let is_name = definitions::is_plain_name(unit, &name);
    let is_data = named && is_name && !unit.is_in_function();
    if exports && let Some(value) = value {
        let exported = format!("{}.{}", unit.module(), name.text);
        if unit.is(value, kind::IDENTIFIER) {
            unit.claim(name.node);
            return unit.export_name(unit.text(value), exported);
        }
        if let Some(required) = imports::required(unit, value) {
            return imports::reexport(unit, name.node, name.text, required);
        }
    }
    let data = is_data.then_some(if exports { SymbolKind::Variable } else { SymbolKind::Property });
    let given = Given {
        receiver: if named { Receiver::Owner } else { Receiver::Around },
        ..Given::new(node, name, if exports { Role::Name(data) } else { Role::Member(data) })
    };
    let at = given.name.node;
    let symbol = definitions::define_given(unit, given, value);
    if let Some((symbol, value)) = symbol.zip(value) {
        let held = values::assigned(unit, value);
        values::give(unit, symbol, at, held);
    }
}
