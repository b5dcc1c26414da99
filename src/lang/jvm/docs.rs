//! Comments of Java and Kotlin: what Javadoc and KDoc say of the declaration below them.

use crate::extract::Unit;
use crate::model::NodeId;

/// Comments between a declaration and its Javadoc that are looked through.
const COMMENTS_SKIPPED_MAX: usize = 8;

/// What the Javadoc before a declaration says.
#[derive(Default)]
pub struct Docs {
    pub text: Option<Box<str>>,
    pub deprecated: bool,
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    if let Some(block) = text.strip_prefix("/*") {
        return block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*');
    }
    text.trim_start_matches('/')
}

/// Reads the Javadoc that stands before a node.
pub fn docs(unit: &Unit<'_>, node: NodeId) -> Docs {
    let mut next = unit.previous(node);
    for _ in 0..COMMENTS_SKIPPED_MAX {
        let Some(comment) = next.filter(|&node| unit.tree().node(node).is_extra()) else { break };
        let text = unit.text(comment);
        if text.starts_with("/**") && text.len() > "/***/".len() {
            return read(unit, text);
        }
        next = unit.previous(comment);
    }
    Docs::default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_their_markers() {
        for (comment, text) in [("// a", " a"), ("/* a */", " a "), ("/** a */", " a "), ("/**/", "")] {
            assert_eq!(comment_text(comment), text, "{comment}");
        }
    }
}
