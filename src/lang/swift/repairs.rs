//! Words and marks that Swift allows and the grammar doesn't know, overwritten with blanks: positions stay, and every
//! name is still read from the original. Only files with errors get here, and the outcome counts only if it has fewer.

/// The text with such places blank; `None` where there are none.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let bytes = source.as_bytes();
    let mut output = bytes.to_vec();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let skipped = match byte {
            b'"' => string_length(rest),
            b'/' if rest.starts_with(b"//") => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            b'/' if rest.starts_with(b"/*") => {
                memchr::memmem::find(rest, b"*/").map_or(rest.len(), |found| found + 2)
            }
            _ if is_word(byte) || byte == b'@' => {
                let length = 1 + rest[1..].iter().take_while(|&&byte| is_word(byte)).count();
                let blank = unknown_word(&rest[..length], &rest[length..]).map(|more| length + more);
                if let Some(blank) = blank {
                    output[at..at + blank].fill(b' ');
                }
                blank.unwrap_or(length)
            }
            // `~Type.self`: an operator before a type.
            b'~' if is_prefix(bytes, at) => {
                output[at] = b' ';
                1
            }
            _ => 1,
        };
        at += skipped.max(1);
    }
    let changed = output != bytes;
    changed.then(|| String::from_utf8(output).ok()).flatten()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Whether the grammar doesn't know a word, and how much behind it goes with it.
fn unknown_word(word: &[u8], rest: &[u8]) -> Option<usize> {
    match word {
        // Attributes of the compiler's own.
        [b'@', b'_', ..] => Some(0),
        b"nonisolated" if rest.starts_with(b"(unsafe)") => Some("(unsafe)".len()),
        b"nonisolated" if rest.starts_with(b"(nonsending)") => Some("(nonsending)".len()),
        b"sending" if rest.first() == Some(&b' ') => Some(0),
        _ => None,
    }
}

fn is_prefix(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    let opens = before.is_some_and(|byte| matches!(byte, b'[' | b'(' | b' '));
    opens && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase)
}

/// The length of a string literal; what is interpolated is part of it.
fn string_length(rest: &[u8]) -> usize {
    if rest.starts_with(b"\"\"\"") {
        return memchr::memmem::find(&rest[3..], b"\"\"\"").map_or(rest.len(), |found| found + 6);
    }
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_the_grammar_lacks_are_blank() {
        let source = "nonisolated(unsafe) let a = [~B.self] // sending x\n";
        let repaired = "                    let a = [ B.self] // sending x\n";
        assert_eq!(repair(source, "").as_deref(), Some(repaired));
        assert_eq!(repair("let a = \"~B\"", ""), None);
    }
}
