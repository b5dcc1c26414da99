//! Statements: macros that end without a semicolon or head a block, and types given to macros as arguments.

use super::{Text, words};

/// Repairs the tokens of a function's body, its braces included.
pub fn repair(text: &mut Text<'_>, start: usize, end: usize) {
    // The closing parenthesis of the last statement that was given its end.
    let mut ended = None;
    for at in start..end {
        if text.is(at, b'(') && at > start && is_callee(text, at - 1) {
            repair_arguments(text, at);
        }
        let begins = begins_statement(text, at) || (ended.is_some() && ended == at.checked_sub(1));
        if begins && is_callee(text, at) && text.is(at + 1, b'(') {
            ended = repair_statement(text, at);
        }
    }
}

fn is_callee(text: &Text<'_>, at: usize) -> bool {
    text.is_word(at) && words::is_name(text.text(at))
}

fn begins_statement(text: &Text<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    [b';', b'{', b'}', b':'].iter().any(|&byte| text.is(before, byte))
        || matches!(text.text(before), "else" | "do")
        || (text.is(before, b')') && is_condition(text, before))
}

/// Whether a parenthesis ends the condition of a statement.
fn is_condition(text: &Text<'_>, close: usize) -> bool {
    let before = text.partner(close).and_then(|open| open.checked_sub(1));
    before.is_some_and(|before| matches!(text.text(before), "if" | "for" | "while" | "switch"))
}

/// `MACRO(…) { … }`, `MACRO(…) other();`, `MACRO(…) }`.
fn repair_statement(text: &mut Text<'_>, at: usize) -> Option<usize> {
    let close = text.partner(at + 1)?;
    let next = close + 1;
    let follows = text.text(next);
    let heads_block = text.is(next, b'{');
    let is_new = text.is_word(next) && !matches!(follows, "and" | "or" | "const" | "noexcept" | "override");
    let ends_block = text.is(next, b'}') && words::is_macro_like(text.text(at));
    (heads_block || is_new || ends_block).then(|| {
        text.end_statement(close);
        close
    })
}

/// Types among the arguments of a call become names, and lose their stars.
pub fn repair_arguments(text: &mut Text<'_>, open: usize) {
    let Some(close) = text.partner(open) else { return };
    let mut at = open + 1;
    while at < close {
        at = repair_argument(text, at, close);
        // On to the next argument; nested groups are looked at by themselves.
        while at < close && !text.is(at, b',') {
            at = if matches!(text.text(at), "(" | "[" | "{") { text.behind(at) } else { at + 1 };
        }
        at += 1;
    }
}

fn repair_argument(text: &mut Text<'_>, start: usize, close: usize) -> usize {
    let mut at = start;
    let mut is_type = false;
    while at < close && (text.is_word(at) || text.is(at, b'*')) {
        let word = text.text(at);
        if words::is_statement(word) {
            return at;
        }
        is_type |=
            words::is_type(word) || words::is_tag_keyword(word) || matches!(word, "const" | "volatile");
        at += 1;
    }
    let ends = at == close || text.is(at, b',');
    let has_star = at > start && text.is(at - 1, b'*');
    if !ends || !(is_type || (has_star && text.is_word(start))) {
        return at;
    }
    let words: Vec<usize> = (start..at).filter(|&word| text.is_word(word)).collect();
    let named = words.iter().rev().copied().find(|&word| words::is_name(text.text(word)));
    let kept = named.or_else(|| words.iter().copied().find(|&word| words::is_type(text.text(word))));
    for word in start..at {
        match kept {
            Some(kept) if kept == word && named.is_none() => text.disguise(word),
            Some(kept) if kept == word => {}
            _ => text.blank(word),
        }
    }
    at
}

/// Macros behind the names of an enum's members: `A DEPRECATED(1) = 2,`.
pub fn repair_enumerators(text: &mut Text<'_>, open: usize, behind: usize) {
    let mut at = open + 1;
    while at < behind {
        let begins = text.is(at - 1, b'{') || text.is(at - 1, b',');
        if begins && text.is_word(at) {
            at += 1;
            while at < behind && text.is_word(at) {
                let end = if text.is(at + 1, b'(') { text.behind(at + 1) } else { at + 1 };
                text.blank_range(at, end);
                at = end;
            }
        } else {
            at = if text.is(at, b'(') { text.behind(at) } else { at + 1 };
        }
    }
}
