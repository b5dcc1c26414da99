//! Erlang's docs: comments right above a definition and its spec, and the attributes `-doc` and `-moduledoc`.

use super::{field, kind};
use crate::extract::Unit;
use crate::model::NodeId;

/// What stands above a definition.
#[derive(Default)]
pub struct Notes {
    pub docstring: Option<Box<str>>,
    pub deprecated: bool,
    /// The spec between the docs and the definition.
    pub spec: Option<NodeId>,
}

/// Reads what stands above a form: its spec, its `-doc`, and the comment lines that end right above it.
pub fn notes(unit: &Unit<'_>, node: NodeId) -> Notes {
    let mut notes = Notes::default();
    let mut comments: Vec<NodeId> = Vec::new();
    let mut line = unit.line(node);
    let mut next = unit.previous(node);
    while let Some(above) = next {
        next = unit.previous(above);
        match unit.kind(above) {
            kind::COMMENT if unit.line(above) + 1 == line && unit.starts_line(above) => comments.push(above),
            kind::SPEC if notes.spec.is_none() && comments.is_empty() => notes.spec = Some(above),
            kind::WILD_ATTRIBUTE if comments.is_empty() => match attribute(unit, above) {
                Some(("doc", value)) => read_value(unit, value, &mut notes),
                _ => break,
            },
            _ => break,
        }
        line = unit.line(above);
    }
    if notes.docstring.is_none() {
        comments.reverse();
        notes.docstring = text_of(unit, &comments);
    }
    notes.deprecated |= notes.docstring.as_deref().is_some_and(says_deprecated);
    notes
}

/// What stands above `-module`, or in the `-moduledoc` after it.
pub fn module_notes(unit: &Unit<'_>, node: NodeId) -> Notes {
    let mut notes = notes(unit, node);
    let mut next = unit.next(node);
    while let Some(form) = next {
        next = unit.next(form);
        match attribute(unit, form) {
            Some(("moduledoc", value)) => {
                read_value(unit, value, &mut notes);
                break;
            }
            // Definitions end the head of a module.
            None if matches!(unit.kind(form), kind::FUN_DECL | kind::SPEC | kind::RECORD_DECL) => break,
            _ => {}
        }
    }
    notes
}

/// The name and value of an attribute that the language gives no form of its own.
pub fn attribute<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(&'s str, NodeId)> {
    if !unit.is(node, kind::WILD_ATTRIBUTE) {
        return None;
    }
    let name = unit.child(node, field::NAME)?;
    Some((unit.text(name).trim_start_matches('-').trim(), unit.child(node, field::VALUE)?))
}

/// A string documents, a map may say `deprecated`.
fn read_value(unit: &Unit<'_>, value: NodeId, notes: &mut Notes) {
    let mut value = value;
    while matches!(unit.text(value).as_bytes().first(), Some(b'(')) {
        match unit.children(value).next() {
            Some(inner) => value = inner,
            None => return,
        }
    }
    if unit.is(value, kind::STRING) {
        notes.docstring = unit.docstring(string_text(unit, value).lines());
    } else if unit.text(value).starts_with('#') {
        notes.deprecated |= unit.text(value).contains("deprecated");
    }
}

/// What stands between a string's quotes, also three of them or those of a sigil.
pub fn string_text<'s>(unit: &Unit<'s>, string: NodeId) -> &'s str {
    let text = unit.text(string);
    let text = text.trim_start_matches(|c: char| c == '~' || c.is_ascii_alphabetic());
    if let Some(inner) = text.strip_prefix("\"\"\"").and_then(|text| text.strip_suffix("\"\"\"")) {
        return inner.trim_matches('\n');
    }
    let mut inner = text.chars();
    inner.next();
    inner.next_back();
    inner.as_str()
}

/// The text of comment lines, without rulers and without EDoc's tag.
fn text_of(unit: &Unit<'_>, comments: &[NodeId]) -> Option<Box<str>> {
    let is_ruler = |line: &str| line.len() > 2 && line.chars().all(|c| "%-=*#_~".contains(c));
    let lines = comments.iter().map(|&comment| unit.text(comment).trim_end());
    let lines = lines.filter(|line| !is_ruler(line)).map(|line| {
        let line = line.trim_start_matches('%');
        line.strip_prefix(' ').unwrap_or(line)
    });
    let lines = lines.filter(|line| *line != "@end");
    let mut lines: Vec<&str> = lines.collect();
    if let Some(first) = lines.iter_mut().find(|line| !line.is_empty()) {
        *first = first.strip_prefix("@doc").map_or(*first, str::trim_start);
    }
    unit.docstring(std::iter::once("").chain(lines))
}

/// EDoc's tag.
fn says_deprecated(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("@deprecated"))
}
