//! TOML: the paths of its tables and keys, and comments.

use super::keys::{self, Key, Shape};
use super::{FactClass, GrammarVariant, Kind, LanguageSpec, vocabulary};
use crate::extract::Unit;
use crate::model::{Language, NodeId};

vocabulary! {
    fields {}
    kinds {
        ARRAY = "array",
        BARE_KEY = "bare_key",
        DOTTED_KEY = "dotted_key",
        INLINE_TABLE = "inline_table",
        PAIR = "pair",
        QUOTED_KEY = "quoted_key",
        TABLE = "table",
        TABLE_ARRAY_ELEMENT = "table_array_element",
    }
    tokens {
        CLOSE = "]",
        CLOSE_ARRAY = "]]",
    }
}

/// TOML as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Toml,
    grammars: &[GrammarVariant {
        name: "toml",
        package: "tree-sitter-toml-ng",
        version: "0.7.0",
        language: || tree_sitter_toml_ng::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["toml"],
    file_names: &["Pipfile"],
    rules: &[
        (kind::ARRAY, |unit, array| unit.claim_subtree(array)),
        (kind::PAIR, define_key),
        (kind::TABLE, define_table),
        (kind::TABLE_ARRAY_ELEMENT, define_element),
    ],
    comment_kinds: &["comment"],
    comment_text: |text| text.trim_start_matches('#'),
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    facts: &[FactClass::Symbols, FactClass::Comments],
    ..LanguageSpec::BASE
};

static SHAPE: Shape = Shape { keys: keys_of, arrays: &[kind::ARRAY, kind::TABLE_ARRAY_ELEMENT] };

fn keys_of(unit: &Unit<'_>, node: NodeId) -> usize {
    match unit.kind(node) {
        kind::PAIR | kind::TABLE | kind::TABLE_ARRAY_ELEMENT => path(unit, node).1.len(),
        _ => 0,
    }
}

/// The key in front of a pair or at the head of a table: its last part, and the names of its parts.
fn path<'s>(unit: &Unit<'s>, node: NodeId) -> (Option<NodeId>, Vec<&'s str>) {
    let is_part = |&part: &NodeId| matches!(unit.kind(part), kind::BARE_KEY | kind::QUOTED_KEY);
    let Some(key) = unit.children(node).next().filter(|key| is_part(key) || unit.is(*key, kind::DOTTED_KEY))
    else {
        return (None, Vec::new());
    };
    let parts: Vec<NodeId> = unit.subtree(key).filter(is_part).collect();
    let names = parts.iter().map(|&part| keys::unquoted(unit.text(part))).collect();
    (parts.last().copied(), names)
}

fn define_key(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(name_node), path) = path(unit, node) else { return };
    let last = unit.children(node).nth(1);
    let inside = last.filter(|&value| unit.is(value, kind::INLINE_TABLE));
    let value = last.filter(|&value| !matches!(unit.kind(value), kind::INLINE_TABLE | kind::ARRAY));
    keys::define(unit, &SHAPE, Key { node, name_node, path, last, inside, value });
}

/// `[a.b]`: what follows up to the next head is inside, comments before that head are not.
fn define_table(unit: &mut Unit<'_>, node: NodeId) {
    define_section(unit, node, kind::CLOSE);
}

/// `[[a.b]]` is a symbol; as an element it has no name of its own that its keys could go on from.
fn define_element(unit: &mut Unit<'_>, node: NodeId) {
    define_section(unit, node, kind::CLOSE_ARRAY);
    unit.claim_subtree(node);
}

fn define_section(unit: &mut Unit<'_>, node: NodeId, close: Kind) {
    let (Some(name_node), path) = path(unit, node) else { return };
    // Behind a broken head, what follows may be the next table's.
    let close = unit.child_of(node, close);
    let key = close.and_then(|close| unit.previous(close));
    if key.is_none_or(|key| !unit.subtree(key).contains(&name_node)) {
        return unit.claim_subtree(node);
    }
    let inside = unit.children(node).filter(|&child| unit.is(child, kind::PAIR)).last();
    let last = inside.and_then(|pair| unit.children(pair).nth(1)).or(close);
    keys::define(unit, &SHAPE, Key { node, name_node, path, last, inside, value: None });
}
