//! Comments in the text of macros, where the grammars end the macro, and conditions that are no expressions.

use super::tokens::Token;

/// Overwrites the comments in directives, the line endings in them too: the macro goes on behind them.
pub fn repair(tokens: &[Token], output: &mut [u8]) {
    for token in tokens.iter().filter(|token| token.is_directive()) {
        let text = &mut output[token.start as usize..token.end as usize];
        repair_directive(text);
        let word = text[1..].trim_ascii_start();
        if word.is_empty() {
            text.fill(b' ');
        } else if word.starts_with(b"define") {
            repair_variadic(text);
        } else if word.starts_with(b"if") || word.starts_with(b"elif") {
            repair_condition(text);
        }
    }
}

fn repair_directive(text: &mut [u8]) {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let next = text.get(at + 1).copied();
        match (byte, next) {
            (b'"' | b'\'', _) => at = behind_literal(text, at),
            (b'/', Some(b'*')) => {
                let rest = &text[at + 2..];
                let end = memchr::memmem::find(rest, b"*/").map_or(text.len(), |found| at + 2 + found + 2);
                // Only what comes behind the comment is lost with it.
                if text[end..].iter().any(|byte| !byte.is_ascii_whitespace()) {
                    text[at..end].fill(b' ');
                }
                at = end;
            }
            _ => at += 1,
        }
    }
}

fn behind_literal(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\n' => return at,
            b'\\' => at += 1,
            _ if byte == text[start] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

/// `#if HAS_INCLUDE(<a>)`: the argument becomes a number.
fn repair_condition(text: &mut [u8]) {
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'(', &text[at..]).map(|found| at + found) {
        at = open + 1;
        let close = match text.get(at) {
            Some(b'<') => b'>',
            Some(b'"') => b'"',
            _ => continue,
        };
        if let Some(end) = memchr::memchr(close, &text[at + 1..]).map(|found| at + 1 + found) {
            text[at..=end].fill(b'0');
            at = end + 1;
        }
    }
}

/// `#define A(rest...)`: the name that is given to the rest goes.
fn repair_variadic(text: &mut [u8]) {
    let Some(open) = memchr::memchr(b'(', text) else { return };
    let close = memchr::memchr(b')', &text[open..]).map_or(open, |found| open + found);
    if let Some(dots) = memchr::memmem::find(&text[open..close], b"...").map(|found| open + found) {
        let name =
            text[open..dots].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
        let length = name.count();
        text[dots - length..dots].fill(b' ');
    }
}
