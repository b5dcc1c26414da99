//! Comments of JavaScript and TypeScript: what JSDoc says of a definition.

use super::kind;
use crate::extract::Unit;
use crate::model::{NodeId, Visibility};

/// Comments between a definition and its JSDoc that are looked through (`// eslint-disable-next-line`).
const COMMENTS_SKIPPED_MAX: usize = 8;

/// Tags of a comment that speaks of the whole file.
const FILE_TAGS: &[&str] = &["@license", "@fileoverview", "@file", "@preserve", "@overview"];

/// What the JSDoc before a definition says.
#[derive(Default)]
pub struct Docs {
    pub text: Option<Box<str>>,
    pub deprecated: bool,
    /// What `@private`, `@protected` and `@internal` say.
    pub visibility: Option<Visibility>,
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    if let Some(block) = text.strip_prefix("/*") {
        let block = block.strip_suffix("*/").unwrap_or(block);
        return block.trim_start_matches('*').strip_prefix('!').unwrap_or(block.trim_start_matches('*'));
    }
    let text = text.strip_prefix("<!--").map_or(text, |rest| rest.strip_suffix("-->").unwrap_or(rest));
    text.trim_start_matches('/')
}

/// The decorators that stand before a node as siblings, nearest first; comments may stand between.
pub fn decorators(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    let mut decorators = Vec::new();
    let mut comments = 0;
    let mut next = unit.previous(node);
    while let Some(before) = next.filter(|_| comments <= COMMENTS_SKIPPED_MAX) {
        match unit.kind(before) {
            kind::DECORATOR => decorators.push(before),
            kind::COMMENT => comments += 1,
            _ => break,
        }
        next = unit.previous(before);
    }
    decorators
}

/// Reads the JSDoc that stands before a node.
pub fn docs(unit: &Unit<'_>, node: NodeId) -> Option<Docs> {
    comment(unit, node).map(|text| read(unit, text))
}

/// The text of that JSDoc, with its markers.
pub fn comment<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let mut next = unit.previous(node);
    for _ in 0..COMMENTS_SKIPPED_MAX {
        let Some(comment) = next else { break };
        match unit.kind(comment) {
            kind::COMMENT => {
                let text = unit.text(comment);
                if text.starts_with("/**") && text.len() > "/***/".len() {
                    return Some(text);
                }
            }
            kind::DECORATOR => {}
            _ => break,
        }
        next = unit.previous(comment);
    }
    None
}

fn read(unit: &Unit<'_>, comment: &str) -> Docs {
    let body = comment.strip_prefix("/**").unwrap_or(comment);
    let body = body.strip_suffix("*/").unwrap_or(body);
    let lines = || body.lines().map(strip_star);
    let has = |tag: &str| lines().any(|line| line.trim().split_ascii_whitespace().next() == Some(tag));
    if FILE_TAGS.iter().any(|tag| has(tag)) {
        return Docs::default();
    }
    let visibility = if has("@private") {
        Some(Visibility::Private)
    } else if has("@protected") {
        Some(Visibility::Protected)
    } else if has("@internal") || has("@package") {
        Some(Visibility::Internal)
    } else {
        None
    };
    Docs { text: unit.docstring(lines()), deprecated: has("@deprecated"), visibility }
}

/// A line of a block comment without its star and the space behind it.
fn strip_star(line: &str) -> &str {
    let line = line.trim_end();
    let Some(rest) = line.trim_start().strip_prefix('*') else { return line };
    rest.strip_prefix(' ').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_their_markers() {
        for (comment, text) in [
            ("// a", " a"),
            ("/// a", " a"),
            ("/* a */", " a "),
            ("/** a */", " a "),
            ("/*! a */", " a "),
            ("/**/", ""),
            ("<!-- a", " a"),
        ] {
            assert_eq!(comment_text(comment), text, "{comment}");
        }
    }
}
