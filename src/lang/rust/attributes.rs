//! Rust attributes and doc comments: what stands before an item and says more about it.

use super::{field, kind, paths};
use crate::extract::{Unit, Use};
use crate::model::{NodeId, RefKind};

/// What the attributes and comments before an item say.
#[derive(Default)]
pub struct Annotations {
    /// The first attribute.
    pub first: Option<NodeId>,
    pub docstring: Option<Box<str>>,
    pub deprecated: bool,
    pub test: bool,
    pub macro_export: bool,
}

/// Attributes that the language itself knows: they name no definition.
const BUILTIN_ATTRIBUTES: &[&str] = &[
    "allow",
    "automatically_derived",
    "cfg",
    "cfg_attr",
    "cold",
    "crate_name",
    "crate_type",
    "default",
    "deny",
    "deprecated",
    "derive",
    "diagnostic",
    "doc",
    "expect",
    "export_name",
    "feature",
    "forbid",
    "global_allocator",
    "ignore",
    "inline",
    "instruction_set",
    "link",
    "link_name",
    "link_section",
    "macro_export",
    "macro_use",
    "must_use",
    "naked",
    "no_builtins",
    "no_link",
    "no_main",
    "no_mangle",
    "no_std",
    "non_exhaustive",
    "panic_handler",
    "path",
    "proc_macro",
    "proc_macro_attribute",
    "proc_macro_derive",
    "recursion_limit",
    "repr",
    "rustfmt",
    "should_panic",
    "target_feature",
    "test",
    "track_caller",
    "type_length_limit",
    "unsafe",
    "used",
    "warn",
    "windows_subsystem",
];

/// Reads the attributes and doc comments that stand before an item.
pub fn annotations(unit: &Unit<'_>, item: NodeId) -> Annotations {
    let mut found = Annotations::default();
    let mut docs: Vec<&str> = Vec::new();
    let mut next = unit.previous(item);
    while let Some(node) = next {
        match unit.kind(node) {
            kind::ATTRIBUTE_ITEM => {
                found.first = Some(node);
                if let Some(attribute) = unit.child_of(node, kind::ATTRIBUTE) {
                    read_attribute(unit, attribute, &mut found, &mut docs);
                }
            }
            kind::LINE_COMMENT | kind::BLOCK_COMMENT => {
                if unit.has(node, kind::OUTER_DOC) {
                    docs.extend(doc_lines(unit, node).into_iter().rev());
                }
            }
            _ => break,
        }
        next = unit.previous(node);
    }
    found.docstring = unit.docstring(docs.iter().rev().map(|line| line.strip_prefix(' ').unwrap_or(line)));
    found
}

fn read_attribute<'s>(unit: &Unit<'s>, attribute: NodeId, found: &mut Annotations, docs: &mut Vec<&'s str>) {
    let Some(path) = unit.children(attribute).next() else { return };
    match unit.text(path) {
        "deprecated" => found.deprecated = true,
        "macro_export" => found.macro_export = true,
        "doc" => {
            if let Some(value) = unit.child(attribute, field::VALUE) {
                docs.extend(string_text(unit, value).lines().rev());
            }
        }
        name => found.test |= name == "test" || name.ends_with("::test"),
    }
}

/// The `//!` docs at the beginning of a body.
pub fn inner_docs(unit: &Unit<'_>, body: NodeId) -> Option<Box<str>> {
    let mut docs = Vec::new();
    for node in unit.all_children(body) {
        match unit.kind(node) {
            kind::LINE_COMMENT | kind::BLOCK_COMMENT if unit.has(node, kind::INNER_DOC) => {
                docs.extend(doc_lines(unit, node));
            }
            kind::LINE_COMMENT | kind::BLOCK_COMMENT | kind::INNER_ATTRIBUTE => {}
            _ if unit.tree().node(node).is_named() => break,
            _ => {}
        }
    }
    unit.docstring(docs.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)))
}

/// The lines of a doc comment without markers; those of a block lose their leading stars.
fn doc_lines<'s>(unit: &Unit<'s>, comment: NodeId) -> Vec<&'s str> {
    let text = unit.child_of(comment, kind::DOC_COMMENT).map_or("", |doc| unit.text(doc));
    if unit.is(comment, kind::LINE_COMMENT) {
        return vec![text.trim_end_matches(['\n', '\r'])];
    }
    let text = text.strip_suffix("*/").unwrap_or(text);
    let star = |line: &'s str| line.trim_start().strip_prefix('*').unwrap_or(line);
    text.trim_matches('\n').lines().map(star).collect()
}

/// A string literal's text without quotes, prefixes and hashes.
pub fn string_text<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    let text = unit.text(node);
    let (Some(first), Some(last)) = (text.find('"'), text.rfind('"')) else { return "" };
    text.get(first + 1..last).unwrap_or_default()
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    if let Some(block) = text.strip_prefix("/*") {
        return block
            .trim_start_matches(['*', '!'])
            .strip_suffix("*/")
            .unwrap_or(block)
            .trim_end_matches('*');
    }
    text.trim_start_matches('/').strip_prefix('!').unwrap_or(text.trim_start_matches('/'))
}

/// An attribute is an annotation of what it names; of a `derive`, its arguments are.
pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = unit.children(node).next() else { return };
    let arguments = unit.child(node, field::ARGUMENTS);
    unit.attribute_term(node, unit.text(path));
    if unit.text(path) == "derive" {
        if let Some(arguments) = arguments {
            use_derives(unit, arguments);
        }
    } else if let Some((segments, at)) = paths::path_of(unit, path)
        && !BUILTIN_ATTRIBUTES.contains(&segments[0].as_ref())
    {
        let usage = paths::use_of(unit, at, segments);
        unit.reference(usage, RefKind::Annotation);
    }
    unit.claim_subtree(path);
    if let Some(arguments) = arguments {
        unit.claim_subtree(arguments);
    }
}

/// `derive(Debug, serde::Serialize)`: tokens, among which `::` joins.
fn use_derives(unit: &mut Unit<'_>, arguments: NodeId) {
    let mut path: Vec<NodeId> = Vec::new();
    let end = unit.end_of(arguments);
    for node in unit.subtree(arguments) {
        let is_name = unit.is(node, kind::IDENTIFIER) || unit.is(node, kind::CRATE);
        if is_name {
            path.push(node);
        }
        let ends = node + 1 == end || unit.is(node, kind::COMMA);
        if ends && let Some(&last) = path.last() {
            let segments = path.iter().map(|&node| unit.text(node).into()).collect();
            let usage =
                Use { space: Some(crate::extract::Space::ANY), ..paths::use_of(unit, last, segments) };
            unit.attribute_term(last, unit.text(last));
            unit.reference(usage, RefKind::Annotation);
            path.clear();
        }
    }
}
