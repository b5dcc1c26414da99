//! JSON, with comments where a file has them: the paths of its keys.

use super::keys::{self, Key, Shape};
use super::{FactClass, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::Unit;
use crate::model::{Language, NodeId};

vocabulary! {
    fields {
        KEY = "key",
        VALUE = "value",
    }
    kinds {
        ARRAY = "array",
        OBJECT = "object",
        PAIR = "pair",
    }
    tokens {}
}

/// JSON as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Json,
    grammars: &[GrammarVariant {
        name: "json",
        package: "tree-sitter-json",
        version: "0.24.8",
        language: || tree_sitter_json::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["json", "jsonc", "webmanifest"],
    file_names: &[".babelrc", ".jshintrc", ".swcrc", ".watchmanconfig"],
    rules: &[(kind::ARRAY, |unit, array| unit.claim_subtree(array)), (kind::PAIR, define_key)],
    comment_kinds: &["comment"],
    comment_text,
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    facts: &[FactClass::Symbols, FactClass::Comments],
    // Scripts import such files by their paths.
    travel: Travel { family: Some(Language::JavaScript), nested_modules: false, ..Travel::BASE },
    ..LanguageSpec::BASE
};

static SHAPE: Shape =
    Shape { keys: |unit, node| usize::from(unit.is(node, kind::PAIR)), arrays: &[kind::ARRAY] };

fn define_key(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child(node, field::KEY) else { return };
    let path = vec![keys::unquoted(unit.text(name_node))];
    let value = unit.child(node, field::VALUE);
    let inside = value.filter(|&value| unit.is(value, kind::OBJECT));
    let value = value.filter(|&value| !matches!(unit.kind(value), kind::OBJECT | kind::ARRAY));
    keys::define(unit, &SHAPE, Key { node, name_node, path, last: None, inside, value });
}

fn comment_text(text: &str) -> &str {
    match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => text.trim_start_matches('/'),
    }
}
