//! Definitions whose own syntax is broken: the parser gives their words one by one, and the names are still there.

use super::methods::Place;
use super::{kind, paths};
use crate::extract::{SymbolDraft, Unit};
use crate::model::{NodeId, SymbolKind};

/// What the word before a name makes of it, and where that begins. In code that parses, such a name never comes here.
fn introduced(unit: &Unit<'_>, name: NodeId) -> Option<(SymbolKind, u32)> {
    // `class A::B`, `def A.m`
    if matches!(unit.parent_kind(name), kind::SCOPE_RESOLUTION | kind::SINGLETON_METHOD) {
        return None;
    }
    let start = unit.start_byte(name);
    let words =
        [("def ", SymbolKind::Method), ("class ", SymbolKind::Class), ("module ", SymbolKind::Module)];
    words.into_iter().find_map(|(word, symbol_kind)| {
        let from = start.checked_sub(word.len() as u32)?;
        let before = unit.source().get(..from as usize)?.bytes().next_back();
        let follows = unit.slice(from, start) == word;
        (follows && before.is_none_or(|byte| byte.is_ascii_whitespace())).then_some((symbol_kind, from))
    })
}

/// Defines the name behind a lone `def`, `class` or `module`; tells whether it is one. Nothing is known of its body.
pub fn define(unit: &mut Unit<'_>, name: NodeId) -> bool {
    let Some((symbol_kind, from)) = introduced(unit, name) else { return false };
    let text = unit.text(name);
    let base = match (symbol_kind, paths::constant_path(unit, name)) {
        (SymbolKind::Class | SymbolKind::Module, Some(path)) => SymbolDraft {
            qualified: Some(paths::qualified(unit, &path)),
            binds: Some(super::CONSTANTS),
            ..SymbolDraft::new(symbol_kind, name, text)
        },
        _ => Place::here(unit).draft(unit, name, text),
    };
    let draft = SymbolDraft {
        signature: unit.signature(from, unit.end_byte(name)),
        context: None,
        everywhere: false,
        ..base
    };
    unit.define(name, draft);
    true
}

/// Words that the parser gives as names where what they end is broken.
pub fn is_keyword(name: &str) -> bool {
    matches!(name, "def" | "do" | "else" | "elsif" | "end" | "ensure" | "rescue" | "then" | "when")
}
