//! What assignments and statements bind: locals in functions, global variables outside.

use super::{field, functions, kind, paths, values};
use crate::extract::{Assigned, Reach, Root, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, SymbolKind};

/// `$x = …`: a local, or the file's variable.
pub fn assign(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    if unit.is(left, kind::VARIABLE_NAME) {
        let given = unit.child(node, field::RIGHT).map(|value| values::value(unit, value));
        let held = match given {
            Some(Assigned::Value(held)) => Some(held),
            _ => None,
        };
        bind(unit, node, left, held);
    }
}

/// Binds a variable where a statement writes it.
fn bind<'s>(unit: &mut Unit<'s>, node: NodeId, name: NodeId, held: Option<Use<'s>>) {
    if unit.text(name) == "$this" {
        return;
    }
    if functions::is_local(unit) {
        match held {
            // What is assigned again may be of either type, or of another.
            _ if unit.is_bound_in_function(unit.text(name)) => unit.bind_local(name, Reach::After(node)),
            Some(held) => unit.bind_value(name, Reach::After(node), Space::ANY, held),
            None => unit.bind_local(name, Reach::Function),
        }
        return unit.claim_subtree(name);
    }
    if unit.is_bound(unit.text(name)) {
        return;
    }
    let text = unit.text(name);
    let draft = SymbolDraft {
        qualified: Some(text.to_owned()),
        signature: unit.signature(unit.start_byte(name), unit.end_byte(name)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Variable, name, text.trim_start_matches('$'))
    };
    let symbol = unit.define(node, draft);
    unit.bind_symbol(name, symbol, Space::ANY);
    unit.claim_subtree(name);
    if let Some(made) = held.filter(|held| held.root == Root::Typed) {
        unit.set_type(symbol, name, made.path);
    }
}

/// The variables of a pattern, in the order of the text.
fn bind_pattern(unit: &mut Unit<'_>, node: NodeId, pattern: NodeId) {
    match unit.kind(pattern) {
        kind::VARIABLE_NAME => bind(unit, node, pattern, None),
        kind::BY_REF => {
            if let Some(name) = unit.children(pattern).next() {
                bind_pattern_leaf(unit, node, name);
            }
        }
        // `[…]` and `list(…)` have a rule of their own.
        _ => {}
    }
}

fn bind_pattern_leaf(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    if unit.is(name, kind::VARIABLE_NAME) {
        bind(unit, node, name, None);
    }
}

/// `[$a, 'k' => $b] = …`
pub fn bind_list(unit: &mut Unit<'_>, node: NodeId) {
    for part in unit.children(node) {
        bind_pattern(unit, node, part);
    }
}

/// `foreach ($all as $key => $value)`
pub fn bind_foreach(unit: &mut Unit<'_>, node: NodeId) {
    let Some(pattern) = unit.children(node).nth(1) else { return };
    if unit.is(pattern, kind::PAIR) {
        for part in unit.children(pattern) {
            bind_pattern(unit, pattern, part);
        }
    } else {
        bind_pattern(unit, pattern, pattern);
    }
}

/// `catch (A | B $e)`
pub fn bind_catch(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let mut types = unit.child(node, field::TYPE).map(|list| unit.children(list)).into_iter().flatten();
    let only = types.next().filter(|_| types.next().is_none());
    let path =
        only.and_then(|only| paths::name_of_type(unit, only)).map(|name| paths::name_use(unit, name).path);
    match path {
        Some(path) => unit.bind_typed(name, Reach::After(name), Space::ANY, path),
        None => unit.bind_local(name, Reach::Function),
    }
    unit.claim_subtree(name);
}

/// `static $count = 0;`
pub fn bind_static(unit: &mut Unit<'_>, node: NodeId) {
    for variable in unit.children(node) {
        if unit.is(variable, kind::STATIC_VARIABLE)
            && let Some(name) = unit.child(variable, field::NAME)
        {
            unit.bind_local(name, Reach::Function);
            unit.claim_subtree(name);
        }
    }
}

/// `global $x;`: the file's variable from here on.
pub fn bind_global(unit: &mut Unit<'_>, node: NodeId) {
    for name in unit.children(node) {
        if unit.is(name, kind::VARIABLE_NAME) {
            unit.bind_global(name);
            unit.claim_subtree(name);
        }
    }
}
