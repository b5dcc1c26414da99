//! Paths of keys: what JSON, TOML and YAML have in common.
//!
//! A key is a symbol, and its path the qualified name. Elements of arrays have no names, so that nothing in an array
//! is one; and a file that holds more keys than a person reads is data, of which only the upper levels are kept, each
//! whole or not at all. Knows no grammar.

use super::Kind;
use crate::extract::{ContextKind, Segment, SymbolDraft, SymbolId, Unit};
use crate::limits::{KEY_DEPTH_MAX, KEYS_MAX};
use crate::model::{NodeId, SymbolKind};

/// What the nodes of a grammar are to paths of keys.
pub struct Shape {
    /// The number of keys that a node adds to the paths of what is inside, 0 for most.
    pub keys: fn(&Unit<'_>, NodeId) -> usize,
    /// Kinds that hold elements without names, so that nothing inside is followed.
    pub arrays: &'static [Kind],
}

/// A key and what it stands for.
pub struct Key<'s> {
    pub node: NodeId,
    pub name_node: NodeId,
    /// What its path adds to that of the key around it; at least one.
    pub path: Vec<&'s str>,
    /// Where its own part of the text ends, if before the node does.
    pub last: Option<NodeId>,
    /// The node up to which further keys are inside of it.
    pub inside: Option<NodeId>,
    /// The text that says its value, where that is no collection.
    pub value: Option<NodeId>,
}

/// Defines a key, unless its level is one of those that are left out.
pub fn define<'s>(unit: &mut Unit<'s>, shape: &Shape, key: Key<'s>) -> Option<SymbolId> {
    let depth = usize::from(unit.mode()) + key.path.len();
    if depth > levels(unit, shape) {
        unit.claim_subtree(key.node);
        return None;
    }
    let mut qualified = unit.context_name().to_owned();
    for name in &key.path {
        if !qualified.is_empty() {
            qualified.push('.');
        }
        qualified.push_str(name);
    }
    let name = Segment::from(key.path.last().copied().unwrap_or_default());
    let value = key.value.and_then(|value| unit.signature(unit.start_byte(key.node), unit.end_byte(value)));
    let draft = SymbolDraft {
        qualified: Some(qualified),
        last: key.last,
        signature: value,
        binds: None,
        ..SymbolDraft::new(SymbolKind::Key, key.name_node, name)
    };
    let symbol = unit.define(key.node, draft);
    if let Some(inside) = key.inside {
        unit.open_context(inside, symbol, ContextKind::Module);
        unit.enter_mode(inside, depth as u8);
    }
    Some(symbol)
}

/// The levels of the file's keys that are symbols, counted at the first key. No other file can name a key, so that
/// none is kept for the link.
fn levels(unit: &mut Unit<'_>, shape: &Shape) -> usize {
    if unit.notes() == 0 {
        let levels = levels_that_fit(&counts(unit, shape));
        unit.note(levels as u32 + 1);
        unit.open_anonymous_function(0);
    }
    unit.notes() as usize - 1
}

/// How many keys each level has.
fn counts(unit: &Unit<'_>, shape: &Shape) -> [usize; KEY_DEPTH_MAX] {
    let mut counts = [0; KEY_DEPTH_MAX];
    let mut open: Vec<(NodeId, usize)> = Vec::new();
    let mut node = 0;
    while node < unit.end_of(0) {
        while open.pop_if(|(end, _)| *end <= node).is_some() {}
        let keys = (shape.keys)(unit, node);
        let depth = open.last().map_or(0, |&(_, depth)| depth) + keys;
        if keys > 0 && depth <= KEY_DEPTH_MAX {
            counts[depth - 1] += 1;
            open.push((unit.end_of(node), depth));
        }
        let closed = depth > KEY_DEPTH_MAX || shape.arrays.contains(&unit.kind(node));
        node = if closed { unit.end_of(node) } else { node + 1 };
    }
    counts
}

fn levels_that_fit(counts: &[usize]) -> usize {
    let mut keys = 0;
    let fits = |&count: &usize| {
        keys += count;
        keys <= KEYS_MAX
    };
    counts.iter().copied().take_while(fits).count()
}

/// A key as written, without its quotes; an empty one keeps them, since a symbol has a name.
pub fn unquoted(text: &str) -> &str {
    let inner = ['"', '\''].iter().find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote));
    inner.filter(|inner| !inner.is_empty()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_kept_whole() {
        assert_eq!(levels_that_fit(&[10, 990, 0, 0]), 4);
        assert_eq!(levels_that_fit(&[10, 991, 0, 0]), 1);
        assert_eq!(levels_that_fit(&[1_001, 1, 0, 0]), 0);
    }

    #[test]
    fn keys_lose_their_quotes() {
        assert_eq!(["\"a\"", "'a'", "a", "\"\"", "\""].map(unquoted), ["a", "a", "a", "\"\"", "\""]);
    }
}
