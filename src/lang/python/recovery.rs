//! Definitions whose own syntax is broken: the parser gives their words one by one, and the names are still there.

use super::functions;
use crate::extract::{ContextKind, SymbolDraft, Unit};
use crate::model::{NodeId, SymbolKind};

/// What the word before a name makes of it. In code that parses, such a name never comes here by itself.
fn introduced(unit: &Unit<'_>, name: NodeId) -> Option<SymbolKind> {
    let start = unit.start_byte(name);
    let follows = |word: &str| {
        let from = start.checked_sub(word.len() as u32)?;
        (unit.slice(from, start) == word).then_some(from)
    };
    let (from, symbol_kind) = match (follows("def "), follows("class ")) {
        (Some(from), _) => (from, SymbolKind::Function),
        (_, Some(from)) => (from, SymbolKind::Class),
        _ => return None,
    };
    let before = unit.source().get(..from as usize)?.bytes().next_back();
    before.is_none_or(|byte| byte.is_ascii_whitespace()).then_some(symbol_kind)
}

/// Whether a name follows `def` or `class`, so that `f(a)` behind it is no call.
pub fn is_definition(unit: &Unit<'_>, name: NodeId) -> bool {
    introduced(unit, name).is_some()
}

/// Defines the name behind a lone `def` or `class`; tells whether it is one. Nothing is known of its body.
pub fn define(unit: &mut Unit<'_>, name: NodeId) -> bool {
    let Some(symbol_kind) = introduced(unit, name) else { return false };
    // The header of a definition that was put together from two.
    let outer = unit.enclosing_symbol().map(|symbol| unit.symbol(symbol).name_node);
    if outer.is_some_and(|outer| outer > name) {
        return true;
    }
    let is_method = symbol_kind == SymbolKind::Function && unit.context_kind() == ContextKind::Type;
    let symbol_kind = if is_method { SymbolKind::Method } else { symbol_kind };
    let draft = SymbolDraft {
        visibility: functions::visibility(unit.text(name)),
        signature: signature(unit, name),
        context: None,
        everywhere: false,
        ..SymbolDraft::new(symbol_kind, name, unit.text(name))
    };
    unit.define(name, draft);
    true
}

/// The rest of the name's line, without what ends a header.
fn signature(unit: &Unit<'_>, name: NodeId) -> Option<Box<str>> {
    let start = unit.start_byte(name) as usize;
    let source = unit.source();
    let first = source.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = source.get(first..)?.lines().next()?.trim_end();
    crate::extract::signature(line.strip_suffix(':').unwrap_or(line))
}
