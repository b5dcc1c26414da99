//! Text that the language allows and the grammars of this version misread, overwritten byte for byte with text that
//! they read: positions stay, and every name is still read from the original. Only files with errors get here, and
//! the outcome counts only if it has fewer.

use std::ops::Range;

/// Words that may be exported and imported names, but no identifiers.
const RESERVED: &[&str] = &[
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "delete",
    "do",
    "else",
    "enum",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// A default export without a name, which the grammars read only with a body.
const ANONYMOUS: &[u8] = b"default function";

/// The same with a name; see [`is_anonymous_default`].
const NAMED: &[u8] = b"function _______";

/// Whether a function's name, as the original has it, is what a repair made of `default function`.
pub fn is_anonymous_default(source: &str, name: Range<usize>) -> bool {
    let start = name.end.saturating_sub(ANONYMOUS.len());
    name.len() == 7 && source.as_bytes().get(start..name.end) == Some(ANONYMOUS)
}

/// The text with what the grammars misread overwritten; `None` where nothing is.
pub fn repair(source: &str, path: &str) -> Option<String> {
    let is_typescript = path.ends_with("ts") || path.ends_with(".tsx");
    let mut repairs = Repairs {
        bytes: source.as_bytes(),
        output: source.as_bytes().to_vec(),
        is_typescript,
        has_jsx: path.ends_with('x'),
        at: 0,
        previous: None,
        word_before: 0..0,
        in_specifiers: false,
        line_broken: false,
    };
    repairs.run();
    let changed = repairs.output != repairs.bytes;
    changed.then(|| String::from_utf8(repairs.output).ok()).flatten()
}

/// A walk over the text's tokens, as far as the repairs need them.
struct Repairs<'s> {
    bytes: &'s [u8],
    output: Vec<u8>,
    is_typescript: bool,
    has_jsx: bool,
    at: usize,
    /// The last byte of the token before.
    previous: Option<u8>,
    /// The word before, if the token before was one.
    word_before: Range<usize>,
    /// Between the braces of an `import` or `export`.
    in_specifiers: bool,
    /// Whether a line ended since the token before.
    line_broken: bool,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

impl Repairs<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            let next = self.bytes.get(self.at + 1).copied();
            match byte {
                b'\n' => {
                    self.line_broken = true;
                    self.at += 1;
                }
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'/' if next == Some(b'/') => self.skip_past(b"\n", 2),
                b'/' if next == Some(b'*') => self.skip_past(b"*/", 2),
                b'\'' | b'"' | b'`' => self.skip_string(byte),
                _ if is_word(byte) => self.word(),
                _ => self.punctuation(byte, next),
            }
        }
    }

    /// Moves behind the next occurrence of a marker; a line's end is left to be seen.
    fn skip_past(&mut self, marker: &[u8], from: usize) {
        let rest = &self.bytes[(self.at + from).min(self.bytes.len())..];
        let length = memchr::memmem::find(rest, marker)
            .map_or(rest.len(), |found| found + if marker == b"\n" { 0 } else { marker.len() });
        self.at = (self.at + from + length).min(self.bytes.len());
    }

    fn skip_string(&mut self, quote: u8) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' if quote != b'`' => break,
                _ if byte == quote => break,
                _ => {}
            }
        }
        self.end_token(quote);
    }

    fn end_token(&mut self, last: u8) {
        self.previous = Some(last);
        self.word_before = 0..0;
        self.line_broken = false;
    }

    fn punctuation(&mut self, byte: u8, next: Option<u8>) {
        match byte {
            b'{' => self.in_specifiers |= matches!(self.text_before(), b"export" | b"import" | b"type"),
            b'}' => self.in_specifiers = false,
            b'<' if next.is_some_and(|next| is_word(next) || next == b'\n' || next == b'\r') => {
                self.repair_call_signature();
            }
            _ => {}
        }
        self.at += 1;
        self.end_token(byte);
    }

    fn text_before(&self) -> &[u8] {
        &self.bytes[self.word_before.clone()]
    }

    /// The next byte that is no white space, from a place on.
    fn peek(&self, from: usize) -> Option<u8> {
        self.bytes.get(from..)?.iter().copied().find(|byte| !byte.is_ascii_whitespace())
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.bytes[start..].iter().take_while(|&&byte| is_word(byte)).count();
        let range = start..start + length;
        self.at = range.end;
        let follows = self.peek(range.end);
        match &self.bytes[range.clone()] {
            b"in" | b"out" if self.is_variance(follows) => {
                // The next word stands where this one does.
                return self.output[range].fill(b' ');
            }
            b"global"
                if follows == Some(b'{') && matches!(self.previous, None | Some(b'{' | b'}' | b';')) =>
            {
                self.output[range.clone()].fill(b' ');
            }
            b"abstract" if matches!(follows, Some(b':' | b'?')) => self.output[range.end - 1] = b'T',
            b"default" if self.begins_anonymous_default(start) => {
                self.output[start..start + ANONYMOUS.len()].copy_from_slice(NAMED);
            }
            b"using" if !follows.is_some_and(is_word) => self.output[start] = b'U',
            b"import" if self.is_typescript && self.bytes.get(range.end) == Some(&b'(') => {
                self.repair_import_type(start);
            }
            word if self.in_specifiers && RESERVED.iter().any(|reserved| reserved.as_bytes() == word) => {
                let is_name = self.text_before() == b"as" || follows == Some(b'a');
                if is_name {
                    self.output[range.clone()].fill(b'_');
                }
            }
            _ => {}
        }
        let last = self.bytes[self.at - 1];
        self.end_token(last);
        if self.at == range.end {
            self.word_before = range;
        }
    }

    /// `<in out T>`: variance of a type parameter.
    fn is_variance(&self, follows: Option<u8>) -> bool {
        let begins = matches!(self.previous, Some(b'<' | b','));
        self.is_typescript && begins && follows.is_some_and(is_word)
    }

    fn begins_anonymous_default(&self, start: usize) -> bool {
        self.text_before() == b"export"
            && self.bytes[start..].starts_with(ANONYMOUS)
            && self.peek(start + ANONYMOUS.len()) == Some(b'(')
    }

    /// A signature that begins with its type parameters, after a member without a semicolon.
    fn repair_call_signature(&mut self) {
        let ends_member = self
            .previous
            .is_some_and(|byte| is_word(byte) || matches!(byte, b')' | b']' | b'}' | b'>' | b'"' | b'\''));
        let before = self.at.wrapping_sub(1);
        let has_room = self.bytes.get(before).is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        if self.is_typescript && !self.has_jsx && self.line_broken && ends_member && has_room {
            self.output[before] = b';';
        }
    }

    /// `import("a").B<C>`: the loaded module becomes one name.
    fn repair_import_type(&mut self, start: usize) {
        let rest = &self.bytes[start..];
        let Some(close) = memchr::memchr(b')', rest).filter(|&close| close < 512) else { return };
        let path = rest[close + 1..].iter().take_while(|&&byte| is_word(byte) || byte == b'.').count();
        let is_generic = rest.get(close + 1) == Some(&b'.') && rest.get(close + 1 + path) == Some(&b'<');
        if is_generic && !rest[..close].contains(&b'\n') {
            self.output[start..=start + close].fill(b'_');
            self.at = start + close + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_misread_is_overwritten() {
        for (source, path, repaired) in [
            ("interface A<in out T, out U> {}", "a.ts", "interface A<       T,     U> {}"),
            ("interface A {\n  a: B\n  <C>(d): E\n}", "a.ts", "interface A {\n  a: B\n ;<C>(d): E\n}"),
            ("type A = import('b').C<D>;", "a.ts", "type A = ___________.C<D>;"),
            (
                "export { a as null, void as b }; c as null",
                "a.js",
                "export { a as ____, ____ as b }; c as null",
            ),
            ("declare module 'a' {\n  global {}\n}", "a.d.ts", "declare module 'a' {\n         {}\n}"),
            ("interface A { abstract: B }", "a.ts", "interface A { abstracT: B }"),
            ("using += 1", "a.js", "Using += 1"),
            ("export default function (): A;", "a.d.ts", "export function _______ (): A;"),
        ] {
            assert_eq!(repair(source, path).as_deref(), Some(repaired));
        }
        for source in [
            "'<in T>' /* <in T> */ // <in T>",
            "a\n  < b",
            "declare global {}",
            "import('a').then(b)",
            "using a = b",
        ] {
            assert_eq!(repair(source, "a.ts"), None, "{source}");
        }
        assert_eq!(repair("return (\n  a\n  <b>", "a.tsx"), None);
    }
}
