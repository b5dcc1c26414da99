//! The values of string literals: what their escapes stand for.

use super::paths;
use crate::extract::{Segment, Unit};
use crate::model::NodeId;

/// The value of a string, or of a template without substitutions; as written where an escape stands for what no name
/// should hold (a control character, half a surrogate pair).
pub fn value<'s>(unit: &Unit<'s>, node: NodeId) -> Segment<'s> {
    let text = paths::string_text(unit, node);
    if !text.contains('\\') {
        return text.into();
    }
    unescape(text).filter(|value| !value.contains(char::is_control)).map_or_else(|| text.into(), Into::into)
}

fn unescape(text: &str) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let escaped = rest.chars().next()?;
        rest = &rest[escaped.len_utf8()..];
        match escaped {
            'x' => value.push(char::from_u32(hexadecimal(&mut rest, 2)?)?),
            'u' => value.push(code_point(&mut rest)?),
            // Control characters, also as octal numbers.
            'b' | 'f' | 'n' | 'r' | 't' | 'v' | '0'..='9' => return None,
            // The line goes on.
            '\n' | '\u{2028}' | '\u{2029}' => {}
            '\r' => rest = rest.strip_prefix('\n').unwrap_or(rest),
            other => value.push(other),
        }
    }
    value.push_str(rest);
    Some(value)
}

/// What follows `\u`: four digits, a pair of such escapes, or any number of digits in braces.
fn code_point(rest: &mut &str) -> Option<char> {
    if let Some(braced) = rest.strip_prefix('{') {
        let (digits, after) = braced.split_once('}')?;
        *rest = after;
        return char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    }
    let first = hexadecimal(rest, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first);
    }
    *rest = rest.strip_prefix("\\u")?;
    let second = hexadecimal(rest, 4)?.checked_sub(0xDC00).filter(|&low| low < 0x400)?;
    char::from_u32(0x10000 + ((first - 0xD800) << 10) + second)
}

fn hexadecimal(rest: &mut &str, digits: usize) -> Option<u32> {
    let number = u32::from_str_radix(rest.get(..digits)?, 16).ok()?;
    *rest = &rest[digits..];
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_what_they_stand_for() {
        for (text, value) in [
            (r"\x61b", Some("ab")),
            (r"caf\u00e9", Some("caf\u{e9}")),
            (r"\u{1F600}", Some("\u{1F600}")),
            (r"\ud83d\ude00", Some("\u{1F600}")),
            (r"it\'s \\", Some(r"it's \")),
            ("a\\\nb", Some("ab")),
            (r"a\n", None),
            (r"\ud83d", None),
            (r"\u12", None),
            (r"\x", None),
        ] {
            assert_eq!(unescape(text).as_deref(), value, "{text}");
        }
    }
}
