//! Text as facts keep it: lines by byte, one-line signatures, docstrings without markers, bounded names.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use crate::limits::{DOCSTRING_BYTES_MAX, NAME_BYTES_MAX, SIGNATURE_BYTES_MAX};

/// Where the lines of a text begin.
pub struct LineTable {
    starts: Vec<u32>,
    /// The text's length without a line ending at its end.
    last_byte: u32,
}

impl LineTable {
    pub fn new(source: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', source.as_bytes());
        let mut starts = Vec::with_capacity(newlines.clone().count() + 1);
        starts.push(0);
        starts.extend(newlines.map(|at| at as u32 + 1));
        let last_byte = source.strip_suffix('\n').unwrap_or(source).len() as u32;
        Self { starts, last_byte }
    }

    /// Physical lines; a last line without a line ending counts, an empty text has none.
    pub fn count(&self) -> u32 {
        let ends_with_newline = self.starts.last().is_some_and(|&start| start > self.last_byte);
        let empty = self.last_byte == 0 && self.starts.len() == 1;
        self.starts.len() as u32 - u32::from(ends_with_newline || empty)
    }

    /// The 1-based line of a byte.
    pub fn line(&self, byte: u32) -> u32 {
        self.starts.partition_point(|&start| start <= byte) as u32
    }

    /// The 1-based line and column (in bytes) of a byte.
    pub fn position(&self, byte: u32) -> (u32, u32) {
        let line = self.line(byte);
        (line, byte - self.starts[line as usize - 1] + 1)
    }

    /// The last line of a range: that of its last byte, so that a range which ends with a newline stays on its line.
    pub fn last_line(&self, start_byte: u32, end_byte: u32) -> u32 {
        self.line(end_byte.saturating_sub(1).max(start_byte))
    }
}

/// The beginning of a text, at most `bytes_max` bytes, cut at a character.
pub fn cut(text: &str, bytes_max: usize) -> &str {
    let boundary = (0..=bytes_max.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    &text[..boundary.unwrap_or_default()]
}

/// A name as the database can index it: beyond [`NAME_BYTES_MAX`] its beginning and its hash.
pub fn bound_name(name: &str) -> Cow<'_, str> {
    if name.len() <= NAME_BYTES_MAX {
        return Cow::Borrowed(name);
    }
    let hash = xxh3_64(name.as_bytes());
    Cow::Owned(format!("{}…#{hash:016x}", cut(name, NAME_BYTES_MAX - 20)))
}

/// A signature: white space collapsed to one space, on one line, bounded; `None` where nothing is left.
pub fn signature(text: &str) -> Option<Box<str>> {
    let mut line = String::with_capacity(text.len().min(SIGNATURE_BYTES_MAX + 4));
    for word in text.split_ascii_whitespace() {
        let tight = line.ends_with(['(', '[']) || word.starts_with([')', ']']);
        if line.ends_with(',') && word.starts_with([')', ']']) {
            line.pop();
        }
        if !line.is_empty() && !tight {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > SIGNATURE_BYTES_MAX {
            return Some(cut(&line, SIGNATURE_BYTES_MAX).into());
        }
    }
    (!line.is_empty()).then(|| line.into())
}

/// A docstring from lines that have lost their markers: the indentation that all lines but the first share is
/// dropped, and so are blank lines around it. `None` where nothing is left.
pub fn docstring<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Box<str>> {
    let lines: Vec<&str> = lines.map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().skip(1).filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        let line = if at == 0 { line.trim_start() } else { line.get(common..).unwrap_or_default() };
        if at > 0 {
            text.push('\n');
        }
        text.push_str(line);
    }
    let text = text.trim_end().trim_start_matches('\n');
    (!text.is_empty()).then(|| cut(text, DOCSTRING_BYTES_MAX).into())
}

/// A comment's text with carriage returns, the stars that begin the lines of a block, and outer white space dropped.
pub fn comment_text(text: &str) -> Box<str> {
    let is_one_line = !text.trim_end().contains('\n');
    let text = cut(text.trim(), DOCSTRING_BYTES_MAX);
    if is_one_line {
        return text.into();
    }
    let line = |line: &'_ str| -> String {
        let line = line.trim();
        line.strip_prefix("* ").or((line == "*").then_some("")).unwrap_or(line).to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n").trim().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_editors_do() {
        for (source, lines) in [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("\n", 1)] {
            assert_eq!(LineTable::new(source).count(), lines, "{source:?}");
        }
    }

    #[test]
    fn signatures_fit_on_one_line() {
        assert_eq!(
            signature("fn f(\n    a: u8,\n    b: u8,\n) -> u8 ").as_deref(),
            Some("fn f(a: u8, b: u8) -> u8")
        );
        assert_eq!(signature(" \n"), None);
        assert!(signature(&"é ".repeat(1000)).is_some_and(|text| text.len() <= SIGNATURE_BYTES_MAX));
    }

    #[test]
    fn docstrings_lose_common_indentation() {
        let text = docstring("First.\r\n\r\n    Second.\r\n      More.\r\n    ".lines());
        assert_eq!(text.as_deref(), Some("First.\n\nSecond.\n  More."));
    }

    #[test]
    fn long_names_stay_distinct() {
        let (a, b) = ("a".repeat(5000), "a".repeat(5001));
        assert_ne!(bound_name(&a), bound_name(&b));
        assert!(bound_name(&a).len() <= NAME_BYTES_MAX + 8);
    }
}
