//! Comments in the text of macros, where the grammars end the macro.

use super::tokens::Token;

/// Overwrites the comments in directives, the line endings in them too: the macro goes on behind them.
pub fn repair(tokens: &[Token], output: &mut [u8]) {
    for token in tokens.iter().filter(|token| token.is_directive()) {
        repair_directive(&mut output[token.start as usize..token.end as usize]);
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
