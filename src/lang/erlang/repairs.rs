//! What the grammar misreads of Erlang, and forms that are broken, as they are while someone edits them.
//!
//! `maybe` is a name to most code and a keyword to the grammar; `is_subtype(T, U)` is how old specs write `T :: U`. A
//! form whose brackets don't match would swallow those behind it: a function, a record and a macro keep their names, anything else goes.

/// Words that begin a line inside a form, although a form could begin so.
const INNER_WORDS: &[&str] = &["after", "catch", "else", "end", "of", "when"];

/// Attributes that only a form can begin with.
const ATTRIBUTES: &[&str] = &[
    "behavior",
    "behaviour",
    "callback",
    "compile",
    "define",
    "else",
    "endif",
    "export",
    "export_type",
    "if",
    "ifdef",
    "ifndef",
    "import",
    "include",
    "include_lib",
    "module",
    "opaque",
    "record",
    "spec",
    "type",
    "undef",
];

/// How far the end of `is_subtype(…)` is looked for.
const CONSTRAINT_BYTES_MAX: usize = 2_000;

/// How a definition ends that has lost what it holds.
const EMPTY: &[u8] = b"{}).";

/// A text of the same length; `None` where nothing had to be changed.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let mut text = source.as_bytes().to_vec();
    let mut form = Form::default();
    let mut changed = false;
    let mut at = 0;
    while at < text.len() {
        let starts_line = at == 0 || text[at - 1] == b'\n';
        if starts_line && form.end > form.start && starts_form(&text, at, form.end) {
            // The full stop is missing; it needs white space behind it.
            if form.end + 1 < at {
                text[form.end] = b'.';
                changed = true;
            }
            changed |= form.finish(&mut text);
            form = Form::at(at);
        }
        let end = end_of_token(&text, at);
        if text[at] != b'%' && !text[at].is_ascii_whitespace() {
            if form.end <= form.start {
                form.start = at;
            }
            changed |= rewrite(&mut text, at, end);
            form.read(&text, at, end);
            if text[at] == b'.' && ends_form(&text, at) {
                changed |= form.finish(&mut text);
                form = Form::at(end);
            }
        }
        at = end;
    }
    if changed { String::from_utf8(text).ok() } else { None }
}

/// A form while it is read.
#[derive(Default)]
struct Form {
    start: usize,
    /// After its last token so far.
    end: usize,
    open: Vec<u8>,
    mismatched: bool,
    /// After the first arrow outside of brackets.
    arrow: Option<usize>,
}

impl Form {
    fn at(start: usize) -> Self {
        Self { start, end: start, ..Self::default() }
    }

    fn read(&mut self, text: &[u8], at: usize, end: usize) {
        match text[at] {
            b'(' | b'[' | b'{' => self.open.push(text[at]),
            b')' | b']' | b'}' => {
                let opener = match text[at] {
                    b')' => b'(',
                    b']' => b'[',
                    _ => b'{',
                };
                self.mismatched |= self.open.pop() != Some(opener);
            }
            b'>' if at > 0 && text[at - 1] == b'-' && self.open.is_empty() && !self.mismatched => {
                self.arrow = self.arrow.or(Some(end));
            }
            _ => {}
        }
        self.end = end;
    }

    /// Blanks what a broken form has behind its head, or all of it.
    fn finish(&self, text: &mut [u8]) -> bool {
        if self.open.is_empty() && !self.mismatched {
            return false;
        }
        let last = self.end.min(text.len());
        let stop = if text[self.start..last].ends_with(b".") { last - 1 } else { last };
        let from = self.arrow.filter(|&arrow| arrow + 3 <= stop && text[self.start] != b'-');
        let blanked = match from {
            Some(arrow) => arrow..stop,
            None => self.start..last,
        };
        // A record or a macro keeps its name.
        let kept = text[self.start..last].to_vec();
        let is_named = kept.starts_with(b"-record(") || kept.starts_with(b"-define(");
        let comma = memchr::memchr(b',', &kept).filter(|comma| is_named && comma + EMPTY.len() < kept.len());
        let head = comma.map(|comma| self.start + comma + 1);
        for byte in &mut text[blanked] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        if let Some(arrow) = from {
            text[arrow + 1..arrow + 3].copy_from_slice(b"ok");
        } else if let Some(head) = head {
            text[self.start..head].copy_from_slice(&kept[..head - self.start]);
            text[last - EMPTY.len()..last].copy_from_slice(EMPTY);
        }
        true
    }
}

/// Whether a form begins at a line's start although the one before did not end: an attribute, or a name with its
/// brackets where no operator leads to it.
fn starts_form(text: &[u8], at: usize, before: usize) -> bool {
    let leads_on = matches!(
        text[before - 1],
        b',' | b';' | b'(' | b'[' | b'{' | b'|' | b'=' | b'<' | b'+' | b'*' | b'/'
    );
    let leads_on = leads_on || matches!(text[before - 1], b'>' | b'-' | b'!' | b':' | b'#' | b'?' | b'.');
    let word = |from: usize| {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = text[from..].iter().take_while(|byte| is_word(byte)).count();
        std::str::from_utf8(&text[from..from + length]).unwrap_or_default()
    };
    if text[at] == b'-' {
        return ATTRIBUTES.binary_search(&word(at + 1)).is_ok();
    }
    let name = word(at);
    let is_head = text[at].is_ascii_lowercase() && text.get(at + name.len()) == Some(&b'(');
    is_head && !leads_on && INNER_WORDS.binary_search(&name).is_err()
}

/// Whether a full stop ends a form: white space or nothing follows it.
fn ends_form(text: &[u8], at: usize) -> bool {
    let is_dots = at > 0 && text[at - 1] == b'.';
    !is_dots && text.get(at + 1).is_none_or(|&next| next.is_ascii_whitespace() || next == b'%')
}

/// Replaces a word that the grammar misreads.
fn rewrite(text: &mut [u8], at: usize, end: usize) -> bool {
    match &text[at..end] {
        b"maybe" if text.get(end) == Some(&b'(') => {
            text[at..end].copy_from_slice(b"mayb_");
            true
        }
        b"is_subtype" if text.get(end) == Some(&b'(') => rewrite_subtype(text, at, end),
        _ => false,
    }
}

/// `is_subtype(T, U)` is `T :: U`.
fn rewrite_subtype(text: &mut [u8], at: usize, open: usize) -> bool {
    let reach = text.len().min(open + CONSTRAINT_BYTES_MAX);
    let Some(comma) = memchr::memchr(b',', &text[open..reach]).map(|found| open + found) else {
        return false;
    };
    let is_variable = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ');
    let mut depth = 0;
    let close = (open..reach).find(|&place| {
        match text[place] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let Some(close) = close.filter(|_| text[open + 1..comma].iter().all(is_variable)) else { return false };
    if text.get(comma + 1).is_none_or(|next| !next.is_ascii_whitespace()) {
        return false;
    }
    text[at..=open].fill(b' ');
    text[comma..comma + 2].copy_from_slice(b"::");
    text[close] = b' ';
    true
}

/// Where the token that starts at a byte ends: of comments, strings, quoted atoms, characters and words their end, else
/// the next byte.
fn end_of_token(text: &[u8], at: usize) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@');
    match text[at] {
        b'%' => memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end),
        b'$' if text.get(at + 1) == Some(&b'\\') => (at + 3).min(text.len()),
        b'$' => (at + 2).min(text.len()),
        b'"' if text[at..].starts_with(b"\"\"\"") => {
            memchr::memmem::find(&text[at + 3..], b"\"\"\"").map_or(text.len(), |end| at + 3 + end + 3)
        }
        quote @ (b'"' | b'\'') => {
            let mut end = at + 1;
            while end < text.len() && text[end] != quote {
                end += if text[end] == b'\\' { 2 } else { 1 };
            }
            (end + 1).min(text.len())
        }
        byte if is_word(&byte) => at + text[at..].iter().take_while(|byte| is_word(byte)).count(),
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_forms_keep_their_heads() {
        for (broken, repaired) in [
            ("f(X) -> g(X.\nh() -> 1.\n", "f(X) -> ok .\nh() -> 1.\n"),
            ("f(X) -> [a\n\nh() -> 1.\n", "f(X) -> ok.\nh() -> 1.\n"),
            ("f() -> 1 \nh() -> 2.\n", "f() -> 1.\nh() -> 2.\n"),
            (
                "-record(r, {a, b}.\nf() -> \"(\", $(, '(' % (\n.\n",
                "-record(r,    {}).\nf() -> \"(\", $(, '(' % (\n.\n",
            ),
            ("-type t() :: maybe(x).\n", "-type t() :: mayb_(x).\n"),
            (
                "-spec f(K) -> K when is_subtype(K, atom()).\n",
                "-spec f(K) -> K when            K::atom() .\n",
            ),
        ] {
            assert_eq!(repair(broken, "").as_deref(), Some(repaired), "{broken:?}");
        }
        assert_eq!(repair("f(X) ->\n  case X of\n  _ when X..1 -> a\nend.\n-ifdef(X).\n", ""), None);
    }

    #[test]
    fn words_are_sorted() {
        assert!(INNER_WORDS.is_sorted() && ATTRIBUTES.is_sorted());
    }
}
