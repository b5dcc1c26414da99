//! Broken Go, as it is while someone edits it: a bracket that nobody closes would swallow every definition behind it.
//!
//! A keyword of a declaration at the beginning of a line starts a new one, whatever is still open, as gofmt writes it.
//! What is open there is closed where white space leaves a place for it, or blanked.

/// Brackets inside one that are still open where it is closed; with more of them, the closing one is the odd one.
const UNCLOSED_MAX: usize = 32;

/// A text of the same length whose brackets match within each declaration; `None` where they do already.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let mut text = source.as_bytes().to_vec();
    let mut open: Vec<usize> = Vec::new();
    let mut changed = false;
    let (mut at, mut code_end) = (0, 0);
    while at < text.len() {
        if (at == 0 || text[at - 1] == b'\n') && starts_declaration(&text[at..]) && !open.is_empty() {
            changed = true;
            close_all(&mut text, &mut open, code_end);
        }
        let end = end_of_token(&text, at);
        match text[at] {
            b'(' | b'[' | b'{' => open.push(at),
            b')' | b']' | b'}' => changed |= close(&mut text, &mut open, at),
            _ => {}
        }
        let is_comment = text[at] == b'/' && end > at + 1;
        if !is_comment && !text[at].is_ascii_whitespace() {
            code_end = end;
        }
        at = end;
    }
    changed |= !open.is_empty();
    close_all(&mut text, &mut open, code_end);
    if changed { String::from_utf8(text).ok() } else { None }
}

fn starts_declaration(text: &[u8]) -> bool {
    let keywords: [&[u8]; 5] = [b"func ", b"type ", b"var ", b"const ", b"import "];
    keywords.iter().any(|keyword| text.starts_with(keyword))
}

/// Where the token that starts at a byte ends: of strings, runes and comments their end, else the next byte.
fn end_of_token(text: &[u8], at: usize) -> usize {
    let find = |from: usize, byte: u8| memchr::memchr(byte, &text[from..]).map(|found| from + found);
    match (text[at], text.get(at + 1)) {
        (b'/', Some(b'/')) => find(at, b'\n').unwrap_or(text.len()),
        (b'/', Some(b'*')) => {
            memchr::memmem::find(&text[at + 2..], b"*/").map_or(text.len(), |end| at + 2 + end + 2)
        }
        (b'`', _) => find(at + 1, b'`').map_or(text.len(), |end| end + 1),
        (quote @ (b'"' | b'\''), _) => {
            let mut end = at + 1;
            while end < text.len() && text[end] != quote && text[end] != b'\n' {
                end += if text[end] == b'\\' { 2 } else { 1 };
            }
            (end + 1).min(text.len())
        }
        _ => at + 1,
    }
}

/// Closes a bracket; gives whether something had to be changed. What was opened inside and is not closed gets its end
/// before it, a bracket that nothing opened goes.
fn close(text: &mut [u8], open: &mut Vec<usize>, at: usize) -> bool {
    let nearest = open.iter().rev().take(UNCLOSED_MAX).position(|&opener| closer(text[opener]) == text[at]);
    let Some(depth) = nearest.map(|above| open.len() - 1 - above) else {
        text[at] = b' ';
        return true;
    };
    let changed = depth + 1 < open.len();
    let mut place = at;
    while open.len() > depth + 1 {
        if let Some(opener) = open.pop() {
            place = close_before(text, opener, place);
        }
    }
    open.pop();
    changed
}

/// Ends whatever is open where a declaration's code ends: in the white space there, all but its last byte, from the
/// innermost on; what has no room is blanked, since a function without a body is one too. Where the head itself is open,
/// it ends before its body.
fn close_all(text: &mut [u8], open: &mut Vec<usize>, code_end: usize) {
    if let [head, body, ..] = open[..]
        && text[head] == b'('
    {
        open.drain(1..).for_each(|opener| text[opener] = b' ');
        close_before(text, head, body + 1);
        open.clear();
    }
    let space = text[code_end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut places = code_end..(code_end + space).saturating_sub(1);
    while let Some(opener) = open.pop() {
        match places.next() {
            Some(place) => text[place] = closer(text[opener]),
            None => text[opener] = b' ',
        }
    }
}

/// Puts the end of an opened bracket into the last white space before a place; blanks the bracket where there is none.
fn close_before(text: &mut [u8], opener: usize, place: usize) -> usize {
    match (opener + 1..place).rev().take_while(|&at| text[at].is_ascii_whitespace()).last() {
        Some(at) => {
            text[at] = closer(text[opener]);
            at
        }
        None => {
            text[opener] = b' ';
            opener
        }
    }
}

fn closer(opener: u8) -> u8 {
    match opener {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_declaration_is_closed() {
        for (broken, repaired) in [
            ("func A() {\n\tb(\n}\nfunc B() {}\n", "func A() {\n\tb()}\nfunc B() {}\n"),
            ("func A() {\n\tif x {\n\nfunc B() {}\n", "func A()  \n\tif x {}\nfunc B() {}\n"),
            ("func A() {\n\tb()\n\n// B\nfunc B() {}\n", "func A() {\n\tb()}\n// B\nfunc B() {}\n"),
            ("func A(a int, {\n\nfunc B() {}\n", "func A(a int,) \n\nfunc B() {}\n"),
            ("func A() {}\n}\nvar s = '{' + \"}\\\"}\"\n", "func A() {}\n \nvar s = '{' + \"}\\\"}\"\n"),
        ] {
            assert_eq!(repair(broken, "").as_deref(), Some(repaired), "{broken:?}");
        }
        assert_eq!(repair("func A() { `\nfunc { ` /* ( */ } // (\n", ""), None);
    }
}
