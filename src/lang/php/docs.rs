//! Comments, attributes and strings of PHP.

use super::{field, kind, paths};
use crate::extract::Unit;
use crate::model::NodeId;

/// Comments between a definition and its docblock that are looked through (`// phpcs:ignore`).
const COMMENTS_SKIPPED_MAX: usize = 8;

/// What stands before a definition about it.
#[derive(Default)]
pub struct Docs {
    pub text: Option<Box<str>>,
    pub deprecated: bool,
    /// `@test` or `#[Test]`.
    pub test: bool,
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => text.trim_start_matches(['/', '#']),
    }
}

/// What the docblock and the attributes of a definition say.
pub fn docs(unit: &Unit<'_>, node: NodeId) -> Docs {
    let docs = docblock(unit, node).map(|comment| read(unit, comment)).unwrap_or_default();
    Docs {
        deprecated: docs.deprecated || has_attribute(unit, node, "Deprecated"),
        test: docs.test || has_attribute(unit, node, "Test"),
        ..docs
    }
}

fn docblock<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let mut next = unit.previous(node);
    for _ in 0..COMMENTS_SKIPPED_MAX {
        let comment = next.filter(|&before| unit.is(before, kind::COMMENT))?;
        let text = unit.text(comment);
        if text.starts_with("/**") && text.len() > "/***/".len() {
            return Some(text);
        }
        next = unit.previous(comment);
    }
    None
}

fn read(unit: &Unit<'_>, comment: &str) -> Docs {
    let lines = || comment_text(comment).lines().map(strip_star);
    let has = |tag: &str| lines().any(|line| line.split_ascii_whitespace().next() == Some(tag));
    Docs { text: unit.docstring(lines()), deprecated: has("@deprecated"), test: has("@test") }
}

/// A line of a docblock without its star and the space behind it.
fn strip_star(line: &str) -> &str {
    let line = line.trim_end();
    let Some(rest) = line.trim_start().strip_prefix('*') else { return line };
    rest.strip_prefix(' ').unwrap_or(rest)
}

fn has_attribute(unit: &Unit<'_>, node: NodeId, name: &str) -> bool {
    let Some(attributes) = unit.child(node, field::ATTRIBUTES) else { return false };
    let mut groups = unit.children(attributes).flat_map(|group| unit.children(group));
    groups.any(|attribute| {
        let written = unit.children(attribute).next().filter(|&written| paths::is_name(unit, written));
        written.is_some_and(|written| unit.text(written).rsplit('\\').next() == Some(name))
    })
}

/// A string literal's text, where nothing is put into it.
pub fn string_text<'s>(unit: &Unit<'s>, string: NodeId) -> Option<&'s str> {
    let text = unit.text(string);
    let quote = text.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let plain = unit.children(string).all(|part| unit.is(part, kind::STRING_CONTENT));
    text.strip_prefix(quote)?.strip_suffix(quote).filter(|_| plain)
}

/// Records a short literal's term.
pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(text) = string_text(unit, node) {
        unit.string_term(node, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_their_markers() {
        for (comment, text) in
            [("// a", " a"), ("# a", " a"), ("/* a */", " a "), ("/** a */", " a "), ("/**/", "")]
        {
            assert_eq!(comment_text(comment), text, "{comment}");
        }
    }
}
