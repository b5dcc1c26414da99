//! The run of words that a declaration begins with.

use super::{Text, words};

/// A name in the run of words that a declaration begins with, and the token behind it.
#[derive(Clone, Copy)]
pub struct Name {
    pub start: usize,
    pub end: usize,
}

/// The words that a declaration begins with.
#[derive(Default)]
pub struct Run {
    /// A type that can only be one: a keyword, or a name behind `struct`.
    pub has_type: bool,
    /// `explicit` is only said of constructors.
    pub is_explicit: bool,
    pub names: Vec<Name>,
    /// The first token that is none of these.
    pub end: usize,
}

/// Reads the run; what is gone already is passed over.
pub fn read_run(text: &Text<'_>, start: usize, end: usize, gone: &[(usize, usize)]) -> Run {
    let mut run = Run::default();
    let mut at = start;
    while at < end {
        let word = text.text(at);
        if let Some(&(_, end)) = gone.iter().find(|&&(start, _)| start == at) {
            at = end;
        } else if text.is(at, b'*') || text.is(at, b'&') || word.starts_with('"') || words::is_specifier(word)
        {
            run.is_explicit |= word == "explicit";
            at += 1;
        } else if text.is(at, b'[') && text.is(at + 1, b'[') {
            at = text.behind(at);
        } else if words::takes_parentheses(word) && text.is(at + 1, b'(') {
            at = text.behind(at + 1);
        } else if word == "template" && text.is(at + 1, b'<') {
            at = behind_angles(text, at + 1, end);
        } else if words::is_type(word) {
            run.has_type = true;
            at += 1;
        } else if words::is_tag_keyword(word) && text.is_word(at + 1) {
            run.has_type = true;
            at += 2;
        } else if (text.is_word(at) && words::is_name(word)) || (text.is_cpp && begins_path(text, at)) {
            let behind = behind_name(text, at, end);
            run.names.push(Name { start: at, end: behind });
            at = behind;
        } else {
            break;
        }
    }
    run.end = at;
    run
}

/// The token behind a name with its path and template arguments.
fn behind_name(text: &Text<'_>, start: usize, end: usize) -> usize {
    let mut at = if text.is_word(start) { start + 1 } else { start + 3 };
    while text.is_cpp && at < end {
        if text.is(at, b'<') {
            at = behind_angles(text, at, end);
        } else if is_joined_path(text, at) {
            at += 3;
        } else {
            break;
        }
    }
    at
}

/// `::name` without a gap before it, which would begin another name.
fn is_joined_path(text: &Text<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.tokens.get(before));
    let adjoins = before.zip(text.tokens.get(at)).is_some_and(|(before, colon)| before.end == colon.start);
    adjoins && begins_path(text, at)
}

/// `::name`.
fn begins_path(text: &Text<'_>, at: usize) -> bool {
    text.is(at, b':') && text.is(at + 1, b':') && text.is_word(at + 2)
}

/// The token behind `<…>`.
pub fn behind_angles(text: &Text<'_>, start: usize, end: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < end {
        match text.text(at) {
            "<" => depth += 1,
            ">" => depth -= 1,
            "(" | "[" | "{" => {
                at = text.behind(at);
                continue;
            }
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// `((…))`.
pub fn is_doubled(text: &Text<'_>, open: usize) -> bool {
    let inner = text.partner(open + 1).filter(|_| text.is(open, b'(') && text.is(open + 1, b'('));
    inner.is_some_and(|inner| text.partner(open) == Some(inner + 1))
}
