//! What the grammar does not read of Bash: groups of extended patterns (`!(a|b)`) except as a whole word, brackets in
//! the patterns of expansions, regular expressions with groups, `\(` in tests, `for name do`, and a closing brace behind
//! another closing word.
//!
//! Lines are taken one by one without a look at quotes, since only a file that has errors is repaired at all.

use std::ops::Range;

/// The words after which a shell takes a closing brace for one.
const CLOSING_WORDS: [&str; 3] = ["done", "esac", "fi"];

/// A text of the same length without these; `None` where there are none.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let mut text = source.as_bytes().to_vec();
    for range in expressions(source) {
        text[range].fill(b'x');
    }
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        if !line.trim_start().starts_with('#') {
            repair_line(&mut text[start..start + line.len()], line);
        }
        start += line.len();
    }
    if text == source.as_bytes() { None } else { String::from_utf8(text).ok() }
}

fn repair_line(text: &mut [u8], line: &str) {
    for range in classes(line) {
        text[range].fill(b'x');
    }
    if line.contains("[ ") || line.contains("test ") {
        for (at, escaped) in line.match_indices(" \\(").chain(line.match_indices(" \\)")) {
            text[at..at + escaped.len()].fill(b' ');
        }
    }
    // Arithmetic multiplies groups.
    if !line.contains("((") {
        fill_groups(text);
    }
    let words = line.trim();
    let loops = words.strip_prefix("for ").and_then(|rest| rest.strip_suffix(" do"));
    if loops.is_some_and(|name| !name.contains([' ', ';'])) {
        let at = line.trim_end().len() - " do".len();
        text[at] = b';';
    }
    let closed = words.strip_suffix('}').map(str::trim_end);
    let is_closing = |before: &str| CLOSING_WORDS.iter().any(|word| before.ends_with(word));
    if let Some(at) = line.rfind('}').filter(|&at| at > 0 && text[at - 1] == b' ')
        && closed.is_some_and(is_closing)
    {
        text[at - 1] = b';';
    }
}

/// The regular expressions that hold more than letters and names, from behind `=~` to the end of the test, line by line.
fn expressions(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, operator) in source.match_indices(" =~ ") {
        let start = at + operator.len();
        let ends = [" ]]", " &&", " ||"].iter().filter_map(|mark| source[start..].find(mark));
        let Some(length) = ends.min() else { continue };
        let (text, mut line_start) = (&source[start..start + length], start);
        let is_one =
            text.ends_with(|last| last != '\\') && text.matches('\n').count() == text.matches("\\\n").count();
        if !is_one || !text.is_ascii() || !text.contains(['(', '[', '\\', '{']) {
            continue;
        }
        for line in text.split_inclusive('\n') {
            let written = line.trim_end_matches("\\\n");
            let blank = written.len() - written.trim_start().len();
            found.push(line_start + blank..line_start + written.len());
            line_start += line.len();
        }
    }
    found
}

/// The sets of characters in what an expansion cuts off (`${name%%[({]*}`) that hold brackets.
fn classes(line: &str) -> Vec<Range<usize>> {
    let starts = line.match_indices("${").filter_map(|(at, _)| {
        let rest = &line[at + 2..];
        let name = rest.find(|part: char| !part.is_ascii_alphanumeric() && part != '_')?;
        let cuts = rest[name..].starts_with(['%', '#']);
        let start = at + 2 + name + rest[name..].find('[').filter(|_| cuts)?;
        let end = start + 2 + line.get(start + 2..)?.find(']')? + 1;
        let inside = line.get(start..end).filter(|inside| inside.is_ascii())?;
        inside.contains(['{', '(', ')', '<', '>']).then_some(start..end)
    });
    starts.collect()
}

/// Fills the groups of extended patterns, innermost groups with those around them.
fn fill_groups(text: &mut [u8]) {
    let mut at = 0;
    while at + 1 < text.len() {
        let opens = matches!(text[at], b'?' | b'*' | b'+' | b'@' | b'!') && text[at + 1] == b'(';
        let expands = at > 0 && matches!(text[at - 1], b'$' | b'\\');
        match group_end(text, at + 1).filter(|_| opens && !expands) {
            Some(end) => {
                text[at..end].fill(b'x');
                at = end;
            }
            None => at += 1,
        }
    }
}

/// The end of a group that is closed on its line.
fn group_end(text: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in text[start..].iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return Some(start + offset + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn what_the_grammar_does_not_read_is_filled_or_ended() {
        for (written, repaired) in [
            ("  -!(-*)[ab])\n", "  -xxxxx[ab])\n"),
            ("[[ $a == --@(x|*(y)) ]]\n", "[[ $a == --xxxxxxxxx ]]\n"),
            ("[[ $a =~ ^(\\{a)$ ]] && b\n", "[[ $a =~ xxxxxxx ]] && b\n"),
            ("a=${a%%[<{().[]*}\n", "a=${a%%xxxxxxxx*}\n"),
            ("[[ $a =~ \\\n  ^(a) ]] || b\n", "[[ $a =~ \\\n  xxxx ]] || b\n"),
            ("[ \\( a = b \\) -o c ]\n", "[    a = b    -o c ]\n"),
            ("for i do\n", "for i;do\n"),
            ("{ while a; do b; done }\n", "{ while a; do b; done;}\n"),
        ] {
            assert_eq!(repair(written, "").as_deref(), Some(repaired));
        }
        for kept in
            ["# !(a)\n", "x=$((2 *(3)))\n", "[[ $a =~ $b ]]\n", "for i in a; do\n", "f() { a; }\n", "a=$(b)"]
        {
            assert_eq!(repair(kept, ""), None, "{kept}");
        }
    }
}
