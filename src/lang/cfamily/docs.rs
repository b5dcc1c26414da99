//! Comments: their text without markers, and what the one before a definition says of it.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// Line comments that one docstring is made of; longer runs are cut at their beginning.
const DOC_COMMENTS_MAX: usize = 200;

/// What the comments at a definition say.
#[derive(Default)]
pub struct Docs {
    pub text: Option<Box<str>>,
    pub deprecated: bool,
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    let text = match text.strip_prefix("/*") {
        Some(block) => {
            let block = block.strip_suffix("*/").unwrap_or(block);
            block.trim_start_matches('*').trim_end_matches('*')
        }
        None => text.trim_start_matches('/'),
    };
    let text = text.strip_prefix('!').unwrap_or(text);
    text.strip_prefix('<').unwrap_or(text)
}

/// Reads the comment that ends on the line before a definition, or the line comments that do, and one of Doxygen's
/// behind a member (`int a; ///< The first.`).
pub fn docs(unit: &Unit<'_>, definition: NodeId) -> Docs {
    let mut comments = comments_before(unit, definition);
    comments.reverse();
    if comments.is_empty() {
        comments.extend(comment_behind(unit, definition));
    }
    let mut lines: Vec<&str> = Vec::new();
    for &comment in &comments {
        lines.extend(comment_text(unit.text(comment)).lines().map(strip_star));
    }
    let marks = |line: &&str| {
        let word = line.trim_start().split_ascii_whitespace().next().unwrap_or_default();
        matches!(word.trim_end_matches(':'), "@deprecated" | "\\deprecated")
    };
    Docs { text: unit.docstring(lines.iter().copied()), deprecated: lines.iter().any(marks) }
}

/// A line of a block comment without its star and the space behind it.
fn strip_star(line: &str) -> &str {
    let line = line.trim_end();
    let Some(rest) = line.trim_start().strip_prefix('*') else {
        return line.strip_prefix(' ').unwrap_or(line);
    };
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// The comments that lead up to a node without a line between, the nearest first.
fn comments_before(unit: &Unit<'_>, definition: NodeId) -> Vec<NodeId> {
    let mut comments: Vec<NodeId> = Vec::new();
    let mut line = unit.line(definition);
    let mut next = unit.previous(definition);
    while let Some(comment) = next.filter(|&node| unit.is(node, kind::COMMENT)) {
        let is_block = unit.text(comment).starts_with("/*");
        let before = unit.previous(comment);
        let follows_code = before.is_some_and(|before| unit.last_line(before) == unit.line(comment));
        let adjoins = unit.last_line(comment) + 1 == line || unit.last_line(comment) == line;
        let ends = (is_block && !comments.is_empty()) || comments.len() >= DOC_COMMENTS_MAX;
        if !adjoins || follows_code || ends || is_behind(unit.text(comment)) {
            break;
        }
        comments.push(comment);
        if is_block {
            break;
        }
        line = unit.line(comment);
        next = before;
    }
    comments
}

/// A comment on the definition's last line that Doxygen reads as its.
fn comment_behind(unit: &Unit<'_>, definition: NodeId) -> Option<NodeId> {
    let mut next = unit.next(definition);
    while let Some(node) = next {
        if unit.line(node) != unit.last_line(definition) {
            return None;
        }
        if unit.is(node, kind::COMMENT) {
            return Some(node).filter(|&node| is_behind(unit.text(node)));
        }
        // A comma or semicolon may stand between.
        next = unit.next(node).filter(|_| unit.text(node).len() <= 1);
    }
    None
}

/// Whether Doxygen takes a comment to be of what stands before it.
fn is_behind(comment: &str) -> bool {
    ["/**<", "/*!<", "///<", "//!<"].iter().any(|marker| comment.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_their_markers() {
        for (comment, text) in [
            ("// a", " a"),
            ("/// a", " a"),
            ("//! a", " a"),
            ("///< a", " a"),
            ("/* a */", " a "),
            ("/** a **/", " a "),
            ("/*! a */", " a "),
            ("/**< a */", " a "),
            ("/**/", ""),
        ] {
            assert_eq!(comment_text(comment), text, "{comment}");
        }
    }
}
