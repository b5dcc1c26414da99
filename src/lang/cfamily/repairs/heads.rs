//! Declarations: macros before, in and behind their heads.

use super::runs::{Name, Run, behind_angles, is_doubled, read_run};
use super::tokens::TokenKind;
use super::{Text, bodies, words};
use crate::limits::PATH_SEGMENTS_MAX;

/// Repairs everything that stands outside of functions, and hands their bodies on.
pub fn repair(text: &mut Text<'_>) {
    let mut at = 0;
    while at < text.tokens.len() {
        if text.is(at, b'}') || text.is(at, b';') {
            at += 1;
            continue;
        }
        let head = Head::read(text, at);
        repair_head(text, at, &head);
        at = head.end + 1;
        if !text.is(head.end, b'{') {
            continue;
        }
        let behind = text.behind(head.end);
        match head.opens {
            Opens::Declarations => {}
            Opens::Enumerators => {
                repair_unnamed_enum(text, head.end);
                bodies::repair_enumerators(text, head.end, behind);
                at = behind;
            }
            Opens::Body => {
                bodies::repair(text, head.end, behind);
                at = behind;
            }
        }
    }
}

/// What the brace at the end of a head opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// A class, a namespace, `extern "C"`: more declarations.
    Declarations,
    Enumerators,
    Body,
}

/// `enum : int {`: the grammar wants a name before the type.
fn repair_unnamed_enum(text: &mut Text<'_>, brace: usize) {
    let words = (1..=4).filter_map(|back| brace.checked_sub(back));
    let colon = words.into_iter().find(|&at| text.is(at, b':') && at > 0 && text.text(at - 1) == "enum");
    if let Some(colon) = colon {
        text.blank_range(colon, brace);
    }
}

fn is_access(word: &str) -> bool {
    matches!(word, "public" | "private" | "protected")
}

/// The tokens of a declaration up to its body or semicolon.
struct Head {
    /// The token that ends it.
    end: usize,
    opens: Opens,
}

impl Head {
    fn read(text: &Text<'_>, start: usize) -> Self {
        let mut at = start;
        let (mut tag, mut has_parameters, mut has_value) = (None, false, false);
        while at < text.tokens.len() {
            let word = text.text(at);
            match word {
                ";" | "}" => break,
                "{" if !has_value => break,
                ":" if !text.is(at + 1, b':') && is_access(text.text(at.wrapping_sub(1))) => break,
                "(" => {
                    let before = text.text(at.wrapping_sub(1));
                    has_parameters |= !(words::takes_parentheses(before) || words::is_macro_like(before));
                    at = text.behind(at);
                    continue;
                }
                "[" | "{" => {
                    at = text.behind(at);
                    continue;
                }
                "=" => has_value = true,
                "namespace" | "extern" => tag = tag.or(Some("namespace")),
                _ if words::is_tag_keyword(word) => tag = tag.or(Some(word)),
                _ => {}
            }
            at += 1;
        }
        let is_linkage = at == start + 2 && text.text(start) == "extern";
        let opens = match tag {
            _ if has_parameters => Opens::Body,
            Some("enum") => Opens::Enumerators,
            Some("namespace") if !is_linkage && text.text(start) == "extern" => Opens::Body,
            Some(_) => Opens::Declarations,
            None => Opens::Body,
        };
        Self { end: at, opens }
    }
}

fn repair_head(text: &mut Text<'_>, start: usize, head: &Head) {
    let mut start = start;
    repair_template(text, start, head.end);
    // Macros with arguments that were taken out.
    let mut gone: Vec<(usize, usize)> = Vec::new();
    for _ in 0..PATH_SEGMENTS_MAX {
        if start >= head.end {
            return;
        }
        if head.opens == Opens::Declarations && text.is(head.end, b'{') {
            return repair_class_head(text, start, head.end);
        }
        let run = read_run(text, start, head.end, &gone);
        match leading_macro(text, &run, head.end) {
            Some(Leading::Statement(next)) => start = next,
            Some(Leading::Part(start, end)) => gone.push((start, end)),
            None => return repair_run(text, run, head.end),
        }
    }
}

/// `class API Name final : Base {`: of several names the last one is the type's.
fn repair_class_head(text: &mut Text<'_>, start: usize, end: usize) {
    let Some(tag) = (start..end).find(|&at| words::is_tag_keyword(text.text(at))) else { return };
    let mut names: Vec<(usize, usize)> = Vec::new();
    let mut at = tag + 1;
    while at < end && text.is_word(at) && text.text(at) != "final" {
        let word = text.text(at);
        let next = if text.is(at + 1, b'(') { text.behind(at + 1) } else { at + 1 };
        if words::is_name(word) {
            names.push((at, next));
        }
        at = next;
    }
    if text.is(at, b':') && text.is(at + 1, b':') {
        return;
    }
    names.pop();
    for (start, end) in names {
        text.blank_range(start, end);
    }
}

/// `template <typename T, ENABLE_IF(…)>`: macros among the parameters of a template.
fn repair_template(text: &mut Text<'_>, start: usize, end: usize) {
    if text.text(start) != "template" || !text.is(start + 1, b'<') {
        return;
    }
    let behind = behind_angles(text, start + 1, end);
    let mut at = start + 2;
    while at < behind {
        let takes = text.is(at + 1, b'(') && text.is_word(at) && words::is_macro_like(text.text(at));
        let next = if text.is(at, b'(') { text.behind(at) } else { at + 1 };
        if takes && text.is(at - 1, b',') {
            let after = text.behind(at + 1);
            text.blank_range(at - 1, after);
            at = after;
        } else {
            at = next;
        }
    }
}

/// What a macro with arguments is to the declaration behind it.
enum Leading {
    /// A statement of its own; the declaration begins behind it.
    Statement(usize),
    /// These tokens of the declaration, which were taken out.
    Part(usize, usize),
}

/// `MACRO(…)` before a declaration: a statement without a semicolon where it has a line of its own, else a part of the
/// declaration. Gives where that goes on.
fn leading_macro(text: &mut Text<'_>, run: &Run, end: usize) -> Option<Leading> {
    let [before @ .., name] = run.names.as_slice() else { return None };
    let alone = before.is_empty() && !run.has_type;
    let close = text.partner(run.end).filter(|_| text.is(run.end, b'(') && name.end == run.end)?;
    let is_macro = words::is_macro_like(text.text(name.start));
    if is_macro && alone {
        bodies::repair_arguments(text, run.end);
    }
    let next = close + 1;
    let follows = next < end && text.is_word(next) && !words::is_behind_parameters(text.text(next));
    let is_head = if run.has_type {
        // `int ALIGN(8) x`, but not `int F(int a) __THROW`.
        is_macro && text.tokens[run.end + 1].kind == TokenKind::Number
    } else {
        is_macro || (alone && !is_old_function(text, run.end, next))
    };
    let is_outside = words::takes_parentheses(text.text(next)) || is_doubled(text, next + 1);
    if !follows || !is_head || is_outside || text.text(next).starts_with("__") {
        return None;
    }
    let gap = text.source.get(text.tokens[close].end as usize..text.tokens[next].start as usize);
    // In a class of C++ a call of a number can't stand.
    let takes_number = text.is_cpp && text.tokens[run.end + 1].kind == TokenKind::Number;
    if gap.is_some_and(|gap| gap.contains('\n')) && alone && !takes_number {
        text.end_statement(close);
        return Some(Leading::Statement(next));
    }
    text.blank_range(name.start, next);
    Some(Leading::Part(name.start, next))
}

/// `f(a, b) int a;`: names in parentheses, and declarations of them.
fn is_old_function(text: &Text<'_>, open: usize, next: usize) -> bool {
    let is_name = |at: usize| text.is_word(at) && words::is_name(text.text(at));
    let close = next.saturating_sub(1);
    let names = close > open + 1 && (open + 1..close).all(|at| is_name(at) || text.is(at, b','));
    let word = text.text(next);
    let declares = words::is_type(word) || words::is_tag_keyword(word) || words::is_specifier(word);
    names && (declares || text.is_word(next + 1) || text.is(next + 1, b'*'))
}

/// Of the names that a declaration begins with, one is the type, if no keyword says it, and the last is what it
/// declares; the others are macros.
fn repair_run(text: &mut Text<'_>, mut run: Run, end: usize) {
    if text.is_cpp && repair_special(text, &mut run, end) {
        return;
    }
    let stops = run.end >= end || ["(", "=", "[", ";", ","].contains(&text.text(run.end));
    if !stops && (!text.is(run.end, b':') || text.is(run.end + 1, b':')) {
        return;
    }
    let mut parameters = Some(run.end).filter(|&at| at < end && text.is(at, b'('));
    let types = usize::from(run.has_type);
    if let Some(open) = parameters
        && let Some(name) = doubled_parentheses(text, &run, open)
    {
        text.blank_range(name.start, open + 1);
        if let Some(close) = text.partner(open) {
            text.blank(close);
        }
        run.names.pop();
        parameters = Some(open + 1);
    } else if let Some(open) = parameters.filter(|&open| is_declarator(text, open)) {
        blank_convention(text, open);
        keep_types(text, &run.names, 1 - types);
        return repair_behind(text, open, end);
    }
    if let [earlier @ .., before, last] = run.names.as_slice()
        && earlier.iter().filter(|name| !words::is_macro_like(text.text(name.start))).count() + types > 0
        && is_macro_behind(text, *before, *last, end)
    {
        // `int x UNUSED = 1;`, `int x ALIGNED(8);`
        let behind = if text.is(last.end, b'(') { text.behind(last.end) } else { last.end };
        text.blank_range(last.start, behind);
        parameters = None;
        run.names.pop();
    }
    run.names.pop();
    keep_types(text, &run.names, 1 - types);
    let suffix = parameters.or(Some(run.end).filter(|&at| at < end && text.is(at, b'[')));
    if let Some(open) = suffix {
        repair_behind(text, open, end);
    }
}

/// Heads that only C++ has: constructors and destructors, which have no type, and macros that are all of a declaration.
fn repair_special(text: &mut Text<'_>, run: &mut Run, end: usize) -> bool {
    let all_macros = |names: &[Name]| names.iter().all(|name| words::is_macro_like(text.text(name.start)));
    let is_label = text.is(run.end, b':') && !text.is(run.end + 1, b':') && run.end < end;
    if run.has_type || run.names.is_empty() {
        return false;
    }
    if all_macros(&run.names)
        && (text.is(run.end, b'~') || (run.end == end && !text.is(end, b';') && !text.is(end, b'{')))
    {
        // `API ~A();`, `END_NAMESPACE }`
        keep_types(text, &run.names, 0);
        return true;
    }
    if is_label && run.names.len() == 1 && all_macros(&run.names) {
        // `PRIVATE_UNLESS_TESTED:`
        text.blank_range(run.names[0].start, run.end + 1);
        return true;
    }
    let is_initialised = text.is(run.end, b'(') && {
        let behind = text.behind(run.end);
        let behind = if text.text(behind) == "noexcept" { behind + 1 } else { behind };
        text.is(behind, b':') && !text.is(behind + 1, b':')
    };
    let is_explicit = text.is(run.end, b'(') && run.is_explicit;
    if (is_initialised || is_explicit) && all_macros(&run.names[..run.names.len() - 1]) {
        // `CONSTEXPR A() : b() {}`
        run.names.pop();
        keep_types(text, &run.names, 0);
        return true;
    }
    false
}

/// `f PROTO((int a))`: the macro, where its argument is in parentheses of its own.
fn doubled_parentheses(text: &Text<'_>, run: &Run, open: usize) -> Option<Name> {
    let [.., _, last] = run.names.as_slice() else { return None };
    (is_doubled(text, open) && last.end == open).then_some(*last)
}

/// Whether parentheses hold a declarator: `(f) (int a)`, `(*f) (int a)`, `(CALL *f) (int a)`.
fn is_declarator(text: &Text<'_>, open: usize) -> bool {
    let takes_parameters = |close: &usize| {
        let is_macro = is_doubled(text, close + 2) && !words::takes_parentheses(text.text(close + 1));
        text.is(close + 1, b'(') || is_macro
    };
    let Some(close) = text.partner(open).filter(takes_parameters) else { return false };
    let inside = close - open - 1;
    (inside == 1 && text.is_word(open + 1))
        || text.is(open + 1, b'*')
        || (inside == 3 && text.is(open + 2, b'*') && text.is_word(open + 1))
}

/// The calling convention of `(CALL *f)`.
fn blank_convention(text: &mut Text<'_>, open: usize) {
    if text.is(open + 2, b'*') && text.is_word(open + 1) && text.is(open + 4, b')') {
        text.blank(open + 1);
    }
}

/// Whether a name behind another one is a macro that says more of it.
fn is_macro_behind(text: &Text<'_>, before: Name, last: Name, end: usize) -> bool {
    let (name, macro_name) = (text.text(before.start), text.text(last.start));
    let looks = words::is_macro_like(macro_name) && !words::is_macro_like(name);
    // A group behind it that a declaration's end follows is the macro's, else the parameters of a function.
    let behind = if text.is(last.end, b'(') { text.behind(last.end) } else { last.end };
    looks && before.end == last.start && (behind >= end || !text.is(behind, b'('))
}

/// Leaves as many of the names as can be types, and takes the others out.
fn keep_types(text: &mut Text<'_>, names: &[Name], types: usize) {
    if names.len() <= types {
        return;
    }
    let kept = if types == 0 { None } else { type_among(text, names) };
    for name in names.iter().filter(|name| Some(name.start) != kept) {
        text.blank_range(name.start, name.end);
    }
}

/// The name among several that is the type: the last one that no macro would have; else one that is no marker.
fn type_among(text: &Text<'_>, names: &[Name]) -> Option<usize> {
    let last = |accepts: fn(&str) -> bool| {
        names.iter().rev().find(|name| accepts(text.text(name.start))).map(|name| name.start)
    };
    last(|word| !words::is_macro_like(word))
        .or_else(|| last(|word| !words::is_marker(word) && !word.starts_with("__")))
        .or_else(|| names.last().map(|name| name.start))
}

/// Macros behind the parameters of a function: `f(int a) NONNULL(1) {`.
fn repair_behind(text: &mut Text<'_>, open: usize, end: usize) {
    let mut at = text.behind(open);
    if is_old_function(text, open, at) {
        return;
    }
    while at < end {
        let word = text.text(at);
        if text.is(at, b'(') || text.is(at, b'[') {
            at = text.behind(at);
        } else if !text.is_word(at) || word == "try" {
            return;
        } else if is_doubled(text, at + 1) && !words::takes_parentheses(word) && !word.starts_with("__") {
            // `(*f) PROTO((int a))`
            text.blank_range(at, at + 2);
            text.blank(text.behind(at + 1) - 1);
            at = text.behind(at + 1);
        } else if words::takes_parentheses(word) || words::is_behind_parameters(word) {
            at = if text.is(at + 1, b'(') { text.behind(at + 1) } else { at + 1 };
        } else {
            let has_group = text.is(at + 1, b'(');
            let behind = if has_group { text.behind(at + 1) } else { at + 1 };
            let is_macro = words::is_macro_like(word)
                || word.starts_with('_')
                || (behind == end && words::is_name(word));
            if !is_macro {
                return;
            }
            text.blank_range(at, behind);
            at = behind;
        }
    }
}
