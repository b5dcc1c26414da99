//! YAML: the paths of its keys, and comments.

use super::keys::{self, Key, Shape};
use super::{FactClass, GrammarVariant, LanguageSpec, vocabulary};
use crate::extract::Unit;
use crate::model::{Language, NodeId};

vocabulary! {
    fields {
        KEY = "key",
        VALUE = "value",
    }
    kinds {
        BLOCK_MAPPING = "block_mapping",
        BLOCK_PAIR = "block_mapping_pair",
        BLOCK_SCALAR = "block_scalar",
        BLOCK_SEQUENCE = "block_sequence",
        DOUBLE_QUOTED = "double_quote_scalar",
        FLOW_MAPPING = "flow_mapping",
        FLOW_PAIR = "flow_pair",
        FLOW_SEQUENCE = "flow_sequence",
        PLAIN_SCALAR = "plain_scalar",
        SINGLE_QUOTED = "single_quote_scalar",
    }
    tokens {}
}

/// YAML as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Yaml,
    grammars: &[GrammarVariant {
        name: "yaml",
        package: "tree-sitter-yaml",
        version: "0.7.2",
        language: || tree_sitter_yaml::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["yaml", "yml"],
    file_names: &[".clang-format", ".clang-tidy", "CITATION.cff"],
    is_readable,
    rules: &[
        (kind::BLOCK_PAIR, define_key),
        (kind::BLOCK_SEQUENCE, |unit, sequence| unit.claim_subtree(sequence)),
        (kind::FLOW_PAIR, define_key),
        (kind::FLOW_SEQUENCE, |unit, sequence| unit.claim_subtree(sequence)),
    ],
    comment_kinds: &["comment"],
    comment_text: |text| text.trim_start_matches('#'),
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    facts: &[FactClass::Symbols, FactClass::Comments],
    ..LanguageSpec::BASE
};

static SHAPE: Shape = Shape {
    keys: |unit, node| usize::from(matches!(unit.kind(node), kind::BLOCK_PAIR | kind::FLOW_PAIR)),
    arrays: &[kind::BLOCK_SEQUENCE, kind::FLOW_SEQUENCE],
};

/// `key: value`. A key that is no scalar has no name, and a merge (`<<: *base`) is none.
fn define_key(unit: &mut Unit<'_>, node: NodeId) {
    let scalar = |unit: &Unit<'_>, outer: NodeId| {
        unit.children(outer).find(|&part| {
            matches!(unit.kind(part), kind::DOUBLE_QUOTED | kind::PLAIN_SCALAR | kind::SINGLE_QUOTED)
        })
    };
    let key = unit.child(node, field::KEY).and_then(|key| scalar(unit, key));
    let Some(name_node) = key.filter(|&key| unit.text(key) != "<<") else {
        return unit.claim_subtree(node);
    };
    let path = vec![keys::unquoted(unit.text(name_node))];
    let value = unit.child(node, field::VALUE);
    let is_mapping = |&part: &NodeId| matches!(unit.kind(part), kind::BLOCK_MAPPING | kind::FLOW_MAPPING);
    let inside = value.and_then(|value| unit.children(value).find(is_mapping));
    let value = value.filter(|&value| scalar(unit, value).is_some());
    keys::define(unit, &SHAPE, Key { node, name_node, path, last: None, inside, value });
}

/// Blocks that may be open at once. The grammar's scanner keeps each in four bytes of the 1,024 that a scanner has,
/// after ten others, and writes on behind them.
const BLOCKS_MAX: usize = 240;

/// Whether no more blocks can be open at once than the scanner can hold. An open block begins right of the one around
/// it, or at its column where a list stands in a mapping, so that lines of one indentation hold as many as the one with
/// the most list markers.
fn is_readable(source: &str) -> bool {
    let mut most: Vec<usize> = Vec::new();
    for line in source.split(['\n', '\r']) {
        let rest = line.trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            continue;
        }
        let indent = (line.len() - rest.len()).min(INDENT_MAX);
        if indent >= most.len() {
            most.resize(indent + 1, 0);
        }
        most[indent] = most[indent].max(markers(rest.as_bytes()) + 2);
    }
    most.iter().sum::<usize>() <= BLOCKS_MAX
}

/// Indentations beyond this one are taken together.
const INDENT_MAX: usize = 4_096;

/// Places of a line where a list's element or an explicit key can begin.
fn markers(line: &[u8]) -> usize {
    let is_marker = |at: usize| {
        matches!(line[at], b'-' | b'?') && line.get(at + 1).is_none_or(|next| matches!(next, b' ' | b'\t'))
    };
    (0..line.len()).filter(|&at| is_marker(at)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_too_deep_for_the_scanner_is_not_read() {
        assert!(is_readable("a:\n- b: - c\n  d:\n    e: f\n"));
        assert!(is_readable(&"a: 1 - 2 - 3\n".repeat(10_000)));
        assert!(is_readable(&format!("a: {}", "[".repeat(50_000))));
        assert!(!is_readable(&"- ".repeat(300)));
        assert!(!is_readable(
            &(0..300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>()
        ));
    }
}
