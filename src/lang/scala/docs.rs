//! Scaladoc, and where a definition's own text ends.
//!
//! A body by indentation goes on to the next token, so that the comments before the next definition are inside of it.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// Comments between a definition and its Scaladoc that are looked through.
const COMMENTS_SKIPPED_MAX: usize = 8;

/// Levels between a definition and its last token.
const LEVELS_MAX: usize = 128;

/// What the Scaladoc before a definition says.
#[derive(Default)]
pub struct Docs {
    pub text: Option<Box<str>>,
    pub deprecated: bool,
}

/// Reads the Scaladoc before a definition: the comment that precedes it in the text, at whatever level.
pub fn docs(unit: &Unit<'_>, node: NodeId) -> Docs {
    let mut next = before(unit, node);
    for _ in 0..COMMENTS_SKIPPED_MAX {
        let Some(comment) = next else { break };
        let text = unit.text(comment);
        if text.starts_with("/**") && text.len() > "/***/".len() {
            return read(unit, text);
        }
        next = before(unit, comment);
    }
    Docs::default()
}

/// The comment that ends before a node.
fn before(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut start = node;
    // The body behind `with` has no token of its own before its first member.
    if let Some(parent) = unit.parent(node).filter(|&parent| parent + 1 == node)
        && unit.is(parent, kind::WITH_TEMPLATE_BODY)
    {
        start = parent;
    }
    let last = start.checked_sub(1)?;
    let is_comment = |&node: &NodeId| unit.tree().node(node).is_extra();
    Some(last).filter(is_comment).or_else(|| unit.parent(last).filter(is_comment))
}

fn read(unit: &Unit<'_>, comment: &str) -> Docs {
    let body = comment.strip_prefix("/**").unwrap_or(comment);
    let body = body.strip_suffix("*/").unwrap_or(body);
    let lines = || body.lines().map(strip_stars);
    let deprecated = lines().any(|line| line.split_ascii_whitespace().next() == Some("@deprecated"));
    Docs { text: unit.docstring(lines()), deprecated }
}

/// A line of a block comment without its stars and the space behind them.
fn strip_stars(line: &str) -> &str {
    let line = line.trim_end();
    let Some(rest) = line.trim_start().strip_prefix('*') else { return line };
    let rest = rest.trim_start_matches('*');
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// The last token of a node that is no comment, where the node goes on behind it.
pub fn last_token(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut last = node;
    for _ in 0..LEVELS_MAX {
        let is_text = |&child: &NodeId| {
            !unit.tree().node(child).is_extra() && unit.end_byte(child) > unit.start_byte(child)
        };
        match unit.all_children(last).filter(is_text).last() {
            Some(child) => last = child,
            None => return (unit.end_byte(last) < unit.end_byte(node)).then_some(last),
        }
    }
    None
}
