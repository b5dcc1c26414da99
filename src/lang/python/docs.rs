//! Python docstrings and comments: texts without their markers.

use std::borrow::Cow;

use super::kind;
use crate::extract::{Unit, cut};
use crate::limits::DOCSTRING_BYTES_MAX;
use crate::model::NodeId;

/// The docstring of a body: its first statement, if that is a plain string.
pub fn docstring_of(unit: &Unit<'_>, body: NodeId) -> Option<Box<str>> {
    let first = unit.children(body).next()?;
    docstring(unit, first)
}

/// The text of a statement that is nothing but a string (or several side by side), as `inspect.cleandoc` gives it.
pub fn docstring(unit: &Unit<'_>, statement: NodeId) -> Option<Box<str>> {
    if !unit.is(statement, kind::EXPRESSION_STATEMENT) {
        return None;
    }
    let mut values = unit.children(statement);
    let (value, None) = (values.next()?, values.next()) else { return None };
    let text = match unit.kind(value) {
        kind::STRING => value_of(unit, value)?,
        kind::CONCATENATED_STRING => {
            let parts: Option<Vec<_>> = unit.children(value).map(|part| value_of(unit, part)).collect();
            Cow::Owned(parts?.concat())
        }
        _ => return None,
    };
    clean(&text)
}

/// A docstring as `inspect.cleandoc` gives it, bounded: tabs expanded, without the indentation that all lines but the
/// first share and without empty lines around it; other white space stays. `None` where nothing is left.
fn clean(text: &str) -> Option<Box<str>> {
    let text = expand_tabs(text);
    let is_space = |c: &char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(c);
    let indent = |line: &str| line.chars().take_while(is_space).count();
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default().trim_start_matches(|c| is_space(&c));
    let is_blank = |line: &str| line.chars().all(|c| is_space(&c));
    let common = lines.clone().filter(|line| !is_blank(line)).map(indent).min().unwrap_or(0);
    let mut cleaned = String::from(first);
    for line in lines {
        cleaned.push('\n');
        let content = line.char_indices().nth(common).map_or("", |(at, _)| &line[at..]);
        cleaned.push_str(content);
    }
    let cleaned = cleaned.trim_matches('\n');
    (!cleaned.is_empty()).then(|| cut(cleaned, DOCSTRING_BYTES_MAX).into())
}

/// What a string literal says; `None` for bytes and for strings with code in them.
fn value_of<'s>(unit: &Unit<'s>, string: NodeId) -> Option<Cow<'s, str>> {
    let (prefix, text) = parts(unit, string)?;
    if prefix.contains(['b', 'B', 'f', 'F', 't', 'T']) {
        return None;
    }
    let raw = prefix.contains(['r', 'R']) || !text.contains('\\');
    let text = with_plain_newlines(text);
    Some(if raw { text } else { Cow::Owned(unescape(&text)) })
}

/// The text with each line ending as the language reads it.
fn with_plain_newlines(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// A string's prefix with its quotes, and what is between the quotes as written.
pub fn parts<'s>(unit: &Unit<'s>, string: NodeId) -> Option<(&'s str, &'s str)> {
    let start = unit.child_of(string, kind::STRING_START)?;
    let end =
        unit.child_of(string, kind::STRING_END).map_or(unit.end_byte(string), |end| unit.start_byte(end));
    Some((unit.text(start), unit.slice(unit.end_byte(start), end)))
}

/// Replaces the escapes of a string literal; what is no escape stays as it is.
fn unescape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at..];
        let (meaning, length) = escape(rest);
        match meaning {
            Some(meaning) => value.extend(meaning),
            None => value.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    value.push_str(rest);
    value
}

/// What the escape at the beginning of a text means (outer `None`: nothing; inner: no character), and its bytes.
fn escape(text: &str) -> (Option<Option<char>>, usize) {
    let coded = |digits: usize, radix: u32, skipped: usize| {
        let code = text.get(skipped..skipped + digits)?;
        let character = u32::from_str_radix(code, radix).ok().and_then(char::from_u32)?;
        Some((Some(Some(character)), skipped + digits))
    };
    let one = |character: char| Some((Some(Some(character)), 2));
    let found = match text.as_bytes().get(1) {
        Some(b'\n') => Some((Some(None), 2)),
        Some(b'\\') => one('\\'),
        Some(b'\'') => one('\''),
        Some(b'"') => one('"'),
        Some(b'a') => one('\u{7}'),
        Some(b'b') => one('\u{8}'),
        Some(b'f') => one('\u{c}'),
        Some(b'n') => one('\n'),
        Some(b'r') => one('\r'),
        Some(b't') => one('\t'),
        Some(b'v') => one('\u{b}'),
        Some(b'x') => coded(2, 16, 2),
        Some(b'u') => coded(4, 16, 2),
        Some(b'U') => coded(8, 16, 2),
        Some(b'0'..=b'7') => {
            let digits = text[1..].bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
            coded(digits, 8, 1)
        }
        _ => None,
    };
    // A NUL cannot be stored.
    found.filter(|(meaning, _)| *meaning != Some(Some('\0'))).unwrap_or((None, 1))
}

/// Tabs to the next multiple of eight, as the interpreter measures indentation.
fn expand_tabs(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut expanded = String::with_capacity(text.len() + 64);
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let width = 8 - column % 8;
                expanded.extend(std::iter::repeat_n(' ', width));
                column += width;
                continue;
            }
            '\n' | '\r' => column = 0,
            _ => column += 1,
        }
        expanded.push(character);
    }
    Cow::Owned(expanded)
}

/// Whether a docstring says that its whole symbol is deprecated, by Sphinx's directive.
pub fn says_deprecated(docstring: Option<&str>) -> bool {
    docstring.is_some_and(|text| text.lines().any(|line| line.starts_with(".. deprecated::")))
}

/// A comment's text without its markers.
pub fn comment_text(text: &str) -> &str {
    let text = text.trim_start_matches('#');
    text.strip_prefix(['!', ':']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_replaced() {
        for (text, value) in [
            (r"a\nb", "a\nb"),
            (r"\x41\u00e9\U0001F980\101", "Aé🦀A"),
            ("a\\\n  bc", "a  bc"),
            (r"\d \N{DASH} \uZZZZ \", r"\d \N{DASH} \uZZZZ \"),
            (r"\0", r"\0"),
            ("\\é", "\\é"),
            ("\\xé9", "\\xé9"),
        ] {
            assert_eq!(unescape(text), value, "{text:?}");
        }
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expand_tabs("\ta\tb\n\tc"), "        a       b\n        c");
    }

    #[test]
    fn docstrings_are_cleaned_as_the_interpreter_does() {
        for (text, cleaned) in [
            ("First. \n\n    Second. \n      More.\n  \n    ", Some("First. \n\nSecond. \n  More.")),
            ("\n\n  a\n", Some("a")),
            ("\n\u{a0}\u{a0}a\n  b", Some("a\nb")),
            ("  a", Some("a")),
            ("a\n        ", Some("a\n        ")),
            ("\n  ", Some("  ")),
            ("   ", None),
        ] {
            assert_eq!(clean(text).as_deref(), cleaned, "{text:?}");
        }
    }
}
