//! Elixir docs: the attributes before a definition, and the text of strings.

use super::{field, kind};
use crate::extract::Unit;
use crate::model::NodeId;

/// What the attributes before a definition say of it.
#[derive(Default)]
pub struct Notes {
    pub docstring: Option<Box<str>>,
    pub deprecated: bool,
}

/// The name of an attribute that is given a value (`@doc "…"`), and the call node that holds the value.
pub fn attribute<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(&'s str, NodeId)> {
    if !unit.is(node, kind::UNARY) || !unit.slice(unit.start_byte(node), unit.end_byte(node)).starts_with('@')
    {
        return None;
    }
    let call = unit.child(node, field::OPERAND).filter(|&operand| unit.is(operand, kind::CALL))?;
    let target = unit.child(call, field::TARGET).filter(|&target| unit.is(target, kind::IDENTIFIER))?;
    Some((unit.text(target), call))
}

/// The first argument of a call.
pub fn first_argument(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let arguments = unit.child_of(call, kind::ARGUMENTS)?;
    unit.children(arguments).next()
}

/// Reads the attributes that stand before a definition: `subject` is the one that documents it (`doc`, `typedoc`),
/// which stays in force over other definitions that it doesn't document.
pub fn notes(unit: &Unit<'_>, definition: NodeId, subject: &str) -> Notes {
    let mut notes = Notes::default();
    let mut documented = false;
    let mut next = unit.previous(definition);
    while let Some(node) = next {
        next = unit.previous(node);
        let Some((name, call)) = attribute(unit, node) else {
            if matches!(unit.kind(node), kind::COMMENT | kind::SEMICOLON) {
                continue;
            }
            break;
        };
        match (name, subject) {
            ("type" | "typep" | "opaque", "typedoc") | ("callback" | "macrocallback", "doc") => break,
            ("deprecated", "doc") => notes.deprecated = true,
            (name, subject) if name == subject => {
                let Some(value) = first_argument(unit, call) else { continue };
                if unit.is(value, kind::KEYWORDS) {
                    notes.deprecated |= keyword(unit, value, "deprecated").is_some();
                } else if !documented {
                    documented = true;
                    notes.docstring = docstring(unit, value);
                }
            }
            _ => {}
        }
    }
    notes
}

/// What `@moduledoc` says in a module's body.
pub fn module_notes(unit: &Unit<'_>, body: NodeId) -> Notes {
    let mut notes = Notes::default();
    for node in unit.children(body) {
        let Some(("moduledoc", call)) = attribute(unit, node) else { continue };
        let Some(value) = first_argument(unit, call) else { continue };
        notes.deprecated |= keyword(unit, value, "deprecated").is_some();
        notes.docstring = notes.docstring.or_else(|| docstring(unit, value));
    }
    notes
}

/// The value of a key in a keyword list, with or without brackets.
pub fn keyword(unit: &Unit<'_>, list: NodeId, key: &str) -> Option<NodeId> {
    let keywords = match unit.kind(list) {
        kind::LIST => unit.child_of(list, kind::KEYWORDS)?,
        kind::KEYWORDS => list,
        _ => return None,
    };
    let pair = unit.children(keywords).find(|&pair| key_of(unit, pair) == Some(key))?;
    unit.child(pair, field::VALUE)
}

/// The key that a pair writes as `key: value` or `"key": value`.
pub fn key_of<'s>(unit: &Unit<'s>, pair: NodeId) -> Option<&'s str> {
    let key = unit.child(pair, field::KEY)?;
    Some(unit.text(key).trim_end().trim_end_matches(':').trim_matches('"'))
}

/// The value of a key among a call's arguments.
pub fn option(unit: &Unit<'_>, call: NodeId, key: &str) -> Option<NodeId> {
    let arguments = unit.child_of(call, kind::ARGUMENTS)?;
    let last = unit.children(arguments).last()?;
    keyword(unit, last, key)
}

/// The text of a string, charlist or sigil as written, without its quotes.
pub fn string_text<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let start = unit.child(node, field::QUOTED_START)?;
    let end = unit.children_in(node, field::QUOTED_END).last()?;
    Some(unit.slice(unit.end_byte(start), unit.start_byte(end)))
}

/// A docstring; `None` for `false` and for what only running would tell.
fn docstring(unit: &Unit<'_>, value: NodeId) -> Option<Box<str>> {
    let raw = match unit.kind(value) {
        kind::STRING => false,
        kind::SIGIL => unit.child_of(value, kind::SIGIL_NAME).is_some_and(|name| unit.text(name) == "S"),
        _ => return None,
    };
    let text = string_text(unit, value)?;
    if raw || !text.contains('\\') {
        return unit.docstring(text.lines());
    }
    let text = unescape(&text.replace("\r\n", "\n"));
    unit.docstring(text.lines())
}

/// A string's text with its escapes read.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            // A backslash before the line's end continues the line.
            Some('r' | '\n') | None => {}
            Some(escaped) => plain.push(escaped),
        }
    }
    plain
}

pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(text) = string_text(unit, node).filter(|text| !text.contains('\n')) {
        unit.string_term(node, text);
    }
}
