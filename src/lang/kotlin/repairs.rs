//! Kotlin that the grammar misreads, as text of equal length that it reads.

/// Bytes between a class's word and that of its constructor.
const HEAD_BYTES_MAX: usize = 1_000;

/// `None` where no such place is known.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let prepared = prepare(source);
    let mut changed = prepared.is_some();
    let source = prepared.as_deref().unwrap_or(source);
    let mut bytes = source.as_bytes().to_vec();
    let code = code_bytes(source);
    for at in 0..bytes.len() {
        if !code[at] {
            continue;
        }
        match bytes[at] {
            // The end of a one-line body ends the last member, which the grammar only sees at the end of a line.
            b'}' if at > 0 && bytes[at - 1] == b' ' => {
                bytes[at - 1] = b'\n';
                changed = true;
            }
            // An empty list, as an argument of an annotation.
            b'[' if source[at..].starts_with("[]") => {
                bytes[at..at + 2].copy_from_slice(b"0 ");
                changed = true;
            }
            _ => {}
        }
    }
    changed |= join_constructors(source, &code, &mut bytes);
    changed |= rename_dynamic(source, &code, &mut bytes);
    String::from_utf8(bytes).ok().filter(|_| changed)
}

/// Before what a class or property is delegated to.
const DELEGATED: &str = " by ";

/// Modifiers that the grammar also takes for names, and prefers to behind an annotation: `@A data class B` is then an
/// expression (`data` is told to `class` `B`). They are left out there; what they say is read from the text.
const SOFT_MODIFIERS: &[&str] =
    &["actual", "annotation", "const", "data", "enum", "expect", "inner", "operator", "value"];

/// The other modifiers of a declaration.
const HARD_MODIFIERS: &[&str] = &[
    "abstract",
    "external",
    "final",
    "infix",
    "inline",
    "internal",
    "lateinit",
    "open",
    "override",
    "private",
    "protected",
    "public",
    "sealed",
    "suspend",
    "tailrec",
];

/// The words that declarations begin with.
const DECLARATIONS: &[&str] =
    &["class", "companion", "fun", "interface", "object", "typealias", "val", "var"];

/// The text without what the grammar misreads, mostly without an error: modifiers behind annotations, which it takes for
/// names, and delegates of classes, to which it tells the body.
pub fn prepare(source: &str) -> Option<String> {
    if !source.contains('@') && !source.contains(DELEGATED) {
        return None;
    }
    let code = code_bytes(source);
    let mut bytes = source.as_bytes().to_vec();
    let mut changed = blank_delegates(source, &code, &mut bytes);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'@', &source.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        let is_label = source[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if code[start] && !is_label {
            at = end_of_annotation(source, &code, start);
            changed |= blank_modifiers(source, &code, at, &mut bytes);
        }
    }
    String::from_utf8(bytes).ok().filter(|_| changed)
}

/// The byte after `@get:a.Name<T>(…)` or `@[…]`.
fn end_of_annotation(source: &str, code: &[bool], start: usize) -> usize {
    let bytes = source.as_bytes();
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':') || byte >= 0x80;
    let mut at = start + 1;
    while at < bytes.len() && is_name(bytes[at]) {
        at += 1;
    }
    let mut depth = 0;
    while at < bytes.len() {
        match bytes[at] {
            _ if !code[at] => {}
            b'(' | b'[' | b'<' => depth += 1,
            b')' | b']' => depth -= 1,
            // Not the arrow of a function's type.
            b'>' if bytes[at - 1] != b'-' => depth -= 1,
            _ if depth == 0 => break,
            _ => {}
        }
        at += 1;
        if depth <= 0 && at < bytes.len() && !matches!(bytes[at], b'(' | b'<') {
            break;
        }
    }
    at
}

/// Blanks the soft ones among the modifiers behind an annotation's end, if a declaration follows them.
fn blank_modifiers(source: &str, code: &[bool], start: usize, bytes: &mut [u8]) -> bool {
    let mut at = start;
    let mut soft: Vec<(usize, usize)> = Vec::new();
    loop {
        let space = |&at: &usize| !code[at] || source.as_bytes()[at].is_ascii_whitespace();
        at = (at..source.len()).find(|at| !space(at)).unwrap_or(source.len());
        let end = (at..source.len()).find(|&at| !source.as_bytes()[at].is_ascii_lowercase());
        let end = end.unwrap_or(source.len());
        let word = source.get(at..end).unwrap_or_default();
        if SOFT_MODIFIERS.contains(&word) {
            soft.push((at, end));
        } else if !HARD_MODIFIERS.contains(&word) {
            // The text may break off in the word.
            let declares = DECLARATIONS.iter().any(|known| match end == source.len() && at < end {
                true => known.starts_with(word),
                false => *known == word,
            });
            if !declares && !source[at..].starts_with('@') {
                return false;
            }
            // `@A(1) class B` on one line is also an expression: `class` is told to `(1)`. Not so on two.
            let on_one_line = bytes.get(start) == Some(&b' ');
            if on_one_line {
                bytes[start] = b'\n';
            }
            let ended =
                matches!(word, "class" | "interface" | "object") && end_statement(source, code, end, bytes);
            return blank(&soft, bytes) || on_one_line || ended;
        }
        at = end;
    }
}

/// A type of which there is only the name goes on, to the grammar, if an annotation follows on the next line: the line
/// ending becomes a semicolon.
fn end_statement(source: &str, code: &[bool], word_end: usize, bytes: &mut [u8]) -> bool {
    let text = source.as_bytes();
    let is_name =
        |at: usize| text[at].is_ascii_alphanumeric() || matches!(text[at], b' ' | b'_') || text[at] >= 0x80;
    let end = (word_end..source.len()).find(|&at| !is_name(at)).unwrap_or(source.len());
    let next = (end..source.len()).find(|&at| code[at] && !text[at].is_ascii_whitespace());
    let ends = text.get(end) == Some(&b'\n') && next.is_some_and(|next| text[next] == b'@');
    if ends {
        bytes[end] = b';';
    }
    ends
}

fn blank(words: &[(usize, usize)], bytes: &mut [u8]) -> bool {
    for &(start, end) in words {
        bytes[start..end].fill(b' ');
    }
    !words.is_empty()
}

/// `class A : I by i { … }`: the body is read as a lambda that `i` is called with. What delegates is left out.
fn blank_delegates(source: &str, code: &[bool], bytes: &mut [u8]) -> bool {
    let mut changed = false;
    for (at, _) in source.match_indices(DELEGATED).filter(|&(at, _)| code[at]) {
        let end = end_of_delegate(source, at + DELEGATED.len());
        let body = source[end..].trim_start_matches(' ').starts_with('{');
        if body && is_in_head(source, code, at) {
            bytes[at..end].fill(b' ');
            changed = true;
        }
    }
    changed
}

/// The byte after `a.b(…)`.
fn end_of_delegate(source: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in source.bytes().enumerate().skip(start).take(HEAD_BYTES_MAX) {
        match byte {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ if depth > 0
                || byte == b'.'
                || byte == b'_'
                || byte.is_ascii_alphanumeric()
                || byte >= 0x80 => {}
            _ => return at,
        }
    }
    start
}

/// Whether a place is in the head of a class or object: one begins before it, and nothing else does in between.
fn is_in_head(source: &str, code: &[bool], end: usize) -> bool {
    let bytes = source.as_bytes();
    let start = end.saturating_sub(HEAD_BYTES_MAX);
    let (mut depth, mut word_end) = (0_usize, None);
    for at in (start..end).rev().filter(|&at| code[at]) {
        let is_part = bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || bytes[at] >= 0x80;
        if is_part {
            word_end = word_end.or(Some(at + 1));
            continue;
        }
        let word = word_end.take().filter(|_| depth == 0).and_then(|end| source.get(at + 1..end));
        match (word, bytes[at]) {
            (Some("class" | "object"), _) => return true,
            (Some("val" | "var" | "fun" | "typealias"), _) => return false,
            (_, b')' | b'>') => depth += 1,
            (_, b'(' | b'<') if depth > 0 => depth -= 1,
            (_, b'(' | b'{' | b'}' | b'=' | b';') if depth == 0 => return false,
            _ => {}
        }
    }
    let first = word_end.and_then(|end| source.get(start..end));
    matches!(first, Some("class" | "object"))
}

/// Which bytes are no comment, string or character.
fn code_bytes(source: &str) -> Vec<bool> {
    let bytes = source.as_bytes();
    let mut code = vec![true; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source.as_bytes()[at..];
        let end = match rest[0] {
            b'/' if rest.starts_with(b"//") => end_of(rest, 2, b"\n"),
            b'/' if rest.starts_with(b"/*") => end_of(rest, 2, b"*/"),
            b'"' if rest.starts_with(b"\"\"\"") => end_of(rest, 3, b"\"\"\""),
            quote @ (b'"' | b'\'') => end_of_quoted(rest, quote),
            _ => {
                at += 1;
                continue;
            }
        };
        code[at..at + end].fill(false);
        at += end;
    }
    code
}

fn end_of(rest: &[u8], from: usize, mark: &[u8]) -> usize {
    let found = rest[from..].windows(mark.len()).position(|window| window == mark);
    found.map_or(rest.len(), |found| from + found + mark.len())
}

fn end_of_quoted(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// A constructor that begins on the line after its class's name: the line ending goes.
fn join_constructors(source: &str, code: &[bool], bytes: &mut [u8]) -> bool {
    let mut changed = false;
    for (at, _) in source.match_indices("constructor").filter(|&(at, _)| code[at]) {
        let start = at.saturating_sub(HEAD_BYTES_MAX);
        let near = &source.as_bytes()[start..at];
        let Some(class) = near.windows(6).rposition(|window| window == b"class ") else { continue };
        let class = start + class;
        let Some(head) = source.get(class..at) else { continue };
        if head.contains(['{', '}', ':', '=', ';'])
            || head.contains("\n\n")
            || source[class..at].contains("//")
        {
            continue;
        }
        for byte in &mut bytes[class..at] {
            if matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
                changed = true;
            }
        }
    }
    changed
}

/// `dynamic` is a type to the grammar, and a plain name on the JVM.
fn rename_dynamic(source: &str, code: &[bool], bytes: &mut [u8]) -> bool {
    let mut changed = false;
    for (at, word) in source.match_indices("dynamic").filter(|&(at, _)| code[at]) {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let alone = !source[..at].ends_with(is_part) && !source[at + word.len()..].starts_with(is_part);
        if alone {
            bytes[at] = b'D';
            changed = true;
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soft_modifiers_behind_annotations_are_left_out() {
        for (source, prepared) in [
            ("@T(A)\n@R\nannotation class X", "@T(A)\n@R\n           class X"),
            ("@S(\"1)\") public actual typealias E = F", "@S(\"1)\")\npublic        typealias E = F"),
            ("@A data class B", "@A\n     class B"),
            ("return@data class", "return@data class"),
            ("@A val data = 1", "@A\nval data = 1"),
            ("@A foo(data)", "@A foo(data)"),
            ("\nclass A(val i: I = f()) : I by i {", "\nclass A(val i: I = f()) : I      {"),
            ("class A : I by i, J by a.j(1) {", "class A : I by i, J           {"),
            ("\nclass A\nval b by lazy {", "\nclass A\nval b by lazy {"),
            ("@A\nclass B\n/** C */\n@D\nclass E", "@A\nclass B;/** C */\n@D\nclass E"),
        ] {
            let read = prepare(source).unwrap_or_else(|| source.to_owned());
            assert_eq!(read, prepared);
        }
    }

    #[test]
    fn one_line_bodies_end_lines() {
        assert_eq!(repair("class A { fun f() = 2 }", "").as_deref(), Some("class A { fun f() = 2\n}"));
        assert_eq!(repair("val a = \"{ }\"", ""), None);
        assert_eq!(
            repair("class A\n@I\nconstructor(x: Int)", "").as_deref(),
            Some("class A @I constructor(x: Int)")
        );
    }
}
