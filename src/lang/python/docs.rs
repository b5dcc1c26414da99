//! Python docstrings and comments: texts without their markers.

use std::borrow::Cow;

use super::kind;
use crate::extract::Unit;
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
    if !text.contains('\t') {
        return unit.docstring(text.lines());
    }
    let lines: Vec<String> = text.lines().map(expand_tabs).collect();
    unit.docstring(lines.iter().map(String::as_str))
}

/// What a string literal says; `None` for bytes and for strings with code in them.
fn value_of<'s>(unit: &Unit<'s>, string: NodeId) -> Option<Cow<'s, str>> {
    let (prefix, text) = parts(unit, string)?;
    if prefix.contains(['b', 'B', 'f', 'F', 't', 'T']) {
        return None;
    }
    let raw = prefix.contains(['r', 'R']) || !text.contains('\\');
    Some(if raw { Cow::Borrowed(text) } else { Cow::Owned(unescape(text)) })
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
        Some(b'\r') if text[2..].starts_with('\n') => Some((Some(None), 3)),
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
fn expand_tabs(line: &str) -> String {
    let mut expanded = String::with_capacity(line.len() + 8);
    let mut column = 0;
    for character in line.chars() {
        if character == '\t' {
            let width = 8 - column % 8;
            expanded.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            expanded.push(character);
            column += 1;
        }
    }
    expanded
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
            ("a\\\n  b\\\r\nc", "a  bc"),
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
        assert_eq!(expand_tabs("\ta\tb"), "        a       b");
    }
}
