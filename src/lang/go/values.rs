//! Go constants and variables: those of the package are symbols, those of functions locals.

use super::{docs, field, functions, kind, modules, paths, types, typing, visibility};
use crate::extract::{Assigned, Reach, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{NodeId, SymbolKind};

pub fn define_constants(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Constant, "const ");
}

pub fn define_variables(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Variable, "var ");
}

fn define(unit: &mut Unit<'_>, node: NodeId, symbol_kind: SymbolKind, keyword: &str) {
    let names: Vec<NodeId> = functions::names(unit, node).collect();
    let written = unit.child(node, field::TYPE);
    if !modules::is_top_level(unit) {
        for (at, name) in names.into_iter().enumerate() {
            let held = held(unit, node, written, at);
            typing::bind_value(unit, name, Reach::After(node), held);
        }
        return;
    }
    let whole = modules::whole(unit, node);
    let notes = docs::notes(unit, whole);
    for (at, name) in names.into_iter().enumerate() {
        let text = unit.text(name);
        if text == "_" {
            unit.claim(name);
            continue;
        }
        let literal = value(unit, node, at).filter(|&value| unit.is(value, kind::FUNCTION_LITERAL));
        let draft = SymbolDraft {
            first: Some(whole),
            visibility: visibility(text),
            deprecated: notes.deprecated,
            signature: signature(unit, keyword, name, written, literal),
            docstring: notes.docstring.clone(),
            arity: literal.map(|literal| functions::arity(unit, literal)),
            context: None,
            everywhere: false,
            ..SymbolDraft::new(if literal.is_some() { SymbolKind::Function } else { symbol_kind }, name, text)
        };
        let symbol = unit.define(node, draft);
        if let Some(held) = held(unit, node, written, at) {
            unit.give_value(symbol, name, Assigned::Value(held));
        }
        let literal = value(unit, node, at).filter(|&value| unit.is(value, kind::COMPOSITE));
        let of_literal = literal.and_then(|literal| unit.child(literal, field::TYPE));
        types::open_members(unit, symbol, written.or(of_literal));
    }
}

/// `const A Kind`, `var f func(a int) error`: without the value.
fn signature(
    unit: &Unit<'_>,
    keyword: &str,
    name: NodeId,
    written: Option<NodeId>,
    literal: Option<NodeId>,
) -> Option<Box<str>> {
    let head = literal.map(|literal| {
        let end =
            unit.child(literal, field::BODY).map_or(unit.end_byte(literal), |body| unit.start_byte(body));
        ["= ", unit.slice(unit.start_byte(literal), end)].concat()
    });
    let written = written.map(|written| unit.text(written));
    let rest = head.as_deref().or(written).unwrap_or_default();
    crate::extract::signature(&format!("{keyword}{} {rest}", unit.text(name)))
}

/// The value that the name at a position is given by itself.
fn value(unit: &Unit<'_>, node: NodeId, at: usize) -> Option<NodeId> {
    let values = unit.child(node, field::VALUE)?;
    unit.children(values).nth(at)
}

/// What the name at a position holds: of the written type, or what its value or the call for all names gives.
fn held<'s>(unit: &Unit<'s>, node: NodeId, written: Option<NodeId>, at: usize) -> Option<Use<'s>> {
    if let Some(written) = written {
        return typing::path_of_type(unit, written).map(|path| Use::typed(written, path));
    }
    let values = unit.child(node, field::VALUE)?;
    let is_paired = functions::names(unit, node).count() == unit.children(values).count();
    let value = unit.children(values).nth(at)?;
    let is_first = is_paired || matches!(unit.kind(value), kind::TYPE_ASSERTION | kind::CALL);
    paths::value_use(unit, value).filter(|_| is_first)
}

/// The package's variable that a function literal is bound to by itself.
pub fn variable_of(unit: &Unit<'_>, literal: NodeId) -> Option<SymbolId> {
    let list = unit.parent(literal).filter(|&list| unit.is(list, kind::EXPRESSION_LIST))?;
    let spec = unit.parent(list).filter(|&spec| unit.is(spec, kind::VAR_SPEC))?;
    let at = unit.children(list).position(|value| value == literal)?;
    let name = functions::names(unit, spec).nth(at)?;
    if !modules::is_top_level(unit) { None } else { unit.symbol_named(unit.text(name)) }
}
