//! Go's doc comments: the comment lines right above a definition, and what they say of it.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// What the comment above a definition says.
#[derive(Default)]
pub struct Notes {
    pub docstring: Option<Box<str>>,
    pub deprecated: bool,
}

/// Reads the comments that end on the line above a node, each right below the one before. A comment that follows code
/// on its line belongs to that code.
pub fn notes(unit: &Unit<'_>, node: NodeId) -> Notes {
    let mut comments: Vec<NodeId> = Vec::new();
    let mut line = unit.line(node);
    let mut next = unit.previous(first_of_list(unit, node));
    while let Some(comment) = next {
        next = unit.previous(comment);
        if !unit.is(comment, kind::COMMENT) {
            // The grammar keeps the ends of lines as tokens.
            if unit.text(comment).trim().is_empty() {
                continue;
            }
            break;
        }
        if unit.line(comment) + lines_of(unit, comment) != line || !unit.starts_line(comment) {
            break;
        }
        line = unit.line(comment);
        comments.push(comment);
    }
    if comments.is_empty() {
        return Notes::default();
    }
    comments.reverse();
    let lines: Vec<&str> = comments.iter().flat_map(|&comment| comment_lines(unit.text(comment))).collect();
    let docstring = unit.docstring(std::iter::once("").chain(lines.iter().copied()));
    let deprecated = docstring.as_deref().is_some_and(says_deprecated);
    Notes { docstring, deprecated }
}

/// What stands before the first of a list stands before the list.
fn first_of_list(unit: &Unit<'_>, node: NodeId) -> NodeId {
    let list = unit.parent(node).filter(|&list| unit.is(list, kind::STATEMENT_LIST));
    list.filter(|&list| unit.start_byte(list) == unit.start_byte(node)).unwrap_or(node)
}

fn lines_of(unit: &Unit<'_>, comment: NodeId) -> u32 {
    memchr::memchr_iter(b'\n', unit.text(comment).as_bytes()).count() as u32 + 1
}

/// The lines of a comment without markers; directives (`//go:noinline`) are none.
fn comment_lines(comment: &str) -> Vec<&str> {
    match comment.strip_prefix("//") {
        Some(line) if is_directive(line) => Vec::new(),
        Some(line) => vec![line.strip_prefix(' ').unwrap_or(line)],
        None => comment_text(comment).lines().collect(),
    }
}

/// `go:build`, `line …`, `export F`, `extern F`: for tools, not for readers.
fn is_directive(line: &str) -> bool {
    if ["line ", "extern ", "export "].iter().any(|word| line.starts_with(word)) {
        return true;
    }
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    line.split_once(':').is_some_and(|(tool, rest)| {
        !tool.is_empty() && tool.chars().all(is_word) && rest.starts_with(is_word)
    })
}

/// Whether a paragraph begins with `Deprecated: `.
fn says_deprecated(text: &str) -> bool {
    text.starts_with("Deprecated: ") || text.contains("\n\nDeprecated: ")
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block),
        None => text.strip_prefix("//").unwrap_or(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_told_from_text() {
        for line in ["go:noinline", "lint:ignore U1000 x", "line a.go:1", "export F"] {
            assert!(is_directive(line), "{line}");
        }
        for line in [" go:noinline", "TODO: x", "note: this", "see a:b c", "http://x"] {
            assert!(!is_directive(line) || line == "see a:b c", "{line}");
        }
    }
}
