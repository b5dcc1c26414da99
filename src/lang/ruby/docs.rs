//! Ruby docs: the comments above a definition, the texts of literals, and the terms that they give.

use super::{field, kind, uses};
use crate::extract::Unit;
use crate::model::NodeId;

/// What the comments above a definition say.
#[derive(Default)]
pub struct Docs {
    pub docstring: Option<Box<str>>,
    pub deprecated: bool,
}

/// The comments that end on the line above a definition, or above the statement that holds it.
pub fn docs(unit: &Unit<'_>, definition: NodeId) -> Docs {
    let statement = statement_of(unit, definition);
    // The comments above the first statement of a body are siblings of the body.
    let first = |node: NodeId| {
        unit.previous(node).or_else(|| {
            let body = unit.parent(node)?;
            let is_body = matches!(unit.kind(body), kind::BODY_STATEMENT | kind::BLOCK_BODY);
            unit.previous(body).filter(|_| is_body)
        })
    };
    let mut line = unit.line(statement);
    let mut comments = Vec::new();
    let mut next = first(statement);
    while let Some(comment) = next.filter(|&node| unit.is(node, kind::COMMENT)) {
        let text = unit.text(comment);
        let end = unit.line(comment) + text.trim_end().matches('\n').count() as u32;
        if end + 1 != line || !unit.starts_line(comment) {
            break;
        }
        line = unit.line(comment);
        comments.push(text);
        next = unit.previous(comment);
    }
    comments.reverse();
    let lines = comments.iter().flat_map(|comment| doc_lines(comment));
    let docstring = unit.docstring(lines);
    let deprecated = docstring.as_deref().is_some_and(says_deprecated);
    Docs { docstring, deprecated }
}

/// The outermost node that begins where a definition does, or the call that it is the argument of.
fn statement_of(unit: &Unit<'_>, definition: NodeId) -> NodeId {
    let mut statement = definition;
    loop {
        let parent = unit.parent(statement).filter(|&parent| {
            unit.previous(statement).is_none()
                && unit.start_byte(parent) == unit.start_byte(statement)
                && unit.previous(parent).is_some()
        });
        match argument_of(unit, statement).or(parent) {
            Some(outer) => statement = outer,
            None => return statement,
        }
    }
}

/// The call on the same line that a definition is the argument of (`private def m`).
fn argument_of(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    call_around(unit, node).filter(|&call| unit.line(call) == unit.line(node))
}

/// The call that a node is an argument of.
pub fn call_around(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let arguments = unit.parent(node).filter(|&parent| unit.is(parent, kind::ARGUMENT_LIST))?;
    unit.parent(arguments).filter(|&call| unit.is(call, kind::CALL))
}

/// The lines of a comment without markers; lines that speak to the interpreter or to RDoc are none.
fn doc_lines(comment: &str) -> impl Iterator<Item = &str> {
    let is_block = comment.starts_with("=begin");
    // A bare marker is an empty line too.
    let lines = comment_text(comment).split('\n').map(|line| line.trim_end_matches('\r'));
    lines.filter(move |line| {
        let line = line.trim();
        let is_setting = comment.starts_with("#!")
            || [
                "frozen_string_literal:",
                "encoding:",
                "coding:",
                "warn_indent:",
                "-*-",
                "shareable_constant",
            ]
            .iter()
            .any(|setting| line.starts_with(setting))
            || line.starts_with("rubocop:");
        is_block || !(is_setting || matches!(line, "++" | "--" | ":nodoc:" | ":startdoc:" | ":stopdoc:"))
    })
}

/// YARD's tag.
fn says_deprecated(docstring: &str) -> bool {
    docstring.lines().any(|line| line.trim_start().starts_with("@deprecated"))
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    match text.strip_prefix("=begin") {
        Some(block) => {
            let block = block.trim_end();
            block.rfind("=end").map_or(block, |end| &block[..end])
        }
        None => text.strip_prefix("#!").unwrap_or(text.trim_start_matches('#')),
    }
}

/// What a symbol or string literal says, if it is written without escapes and code: `:a`, `"a"`, `:"a b"`, `%i[a]`.
pub fn literal_text<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    match unit.kind(node) {
        kind::SIMPLE_SYMBOL => unit.text(node).strip_prefix(':'),
        kind::HASH_KEY_SYMBOL => Some(unit.text(node)),
        kind::STRING | kind::DELIMITED_SYMBOL | kind::BARE_STRING | kind::BARE_SYMBOL => {
            let mut parts = unit.children(node);
            match (parts.next(), parts.next()) {
                (Some(only), None) if unit.is(only, kind::STRING_CONTENT) => Some(unit.text(only)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A call's term follows from the call alone; a name without arguments may be a local, and has none.
pub fn call_term(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.child(node, field::METHOD).map_or("call", |method| unit.text(method));
    let arity = uses::argument_count(unit, node);
    unit.call_term(node, name, arity);
}

pub fn variable_term(unit: &mut Unit<'_>, node: NodeId) {
    unit.attribute_term(node, unit.text(node));
}

/// A string of one line without code in it.
pub fn string_term(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(text) = literal_text(unit, node)
        && !text.contains('\n')
    {
        unit.string_term(node, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_lose_their_markers() {
        assert_eq!(comment_text("## a #"), " a #");
        assert_eq!(comment_text("=begin\na\n=end"), "\na\n");
    }
}
