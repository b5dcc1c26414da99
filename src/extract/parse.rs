//! Parsing a text, or a text that differs in places from one that was parsed.
//!
//! Knows nothing of rules or facts, nor why a text would be parsed again.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{InputEdit, ParseOptions, ParseState, Parser, Point, Tree};

use crate::lang::Grammar;
use crate::limits::PARSE_MS_MAX;

thread_local! {
    /// One parser a thread: its stacks and lexer buffers are reused from file to file.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a text; `None` where the deadline passed, where the grammar could not read the text without harm, or where it
/// is of another version than the runtime.
pub fn parse(source: &str, grammar: &Grammar) -> Option<Tree> {
    parse_within(source, grammar, None, Duration::from_millis(PARSE_MS_MAX))
}

/// Parses a text of the same length as one that was parsed. What both have in common is not read again.
pub(super) fn parse_changed(source: &str, grammar: &Grammar, before: &str, tree: &Tree) -> Option<Tree> {
    debug_assert_eq!(source.len(), before.len(), "only places of equal length may differ");
    let mut tree = tree.clone();
    changes(before, source).iter().for_each(|change| tree.edit(change));
    parse_within(source, grammar, Some(&tree), Duration::from_millis(PARSE_MS_MAX))
}

fn parse_within(source: &str, grammar: &Grammar, old: Option<&Tree>, limit: Duration) -> Option<Tree> {
    if !(grammar.spec.is_readable)(source) {
        return None;
    }
    let bytes = source.as_bytes();
    let closes = grammar.spec.seeks_line_break && !source.ends_with('\n');
    let end: &[u8] = if closes { b"\n" } else { b"" };
    let deadline = Instant::now() + limit;
    let mut progress = |_: &ParseState| {
        if Instant::now() < deadline { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |offset: usize, _| match bytes.get(offset..) {
            Some([]) => end,
            rest => rest.unwrap_or_default(),
        };
        let tree = parser.parse_with_options(&mut read, old, Some(options));
        if tree.is_none() {
            // Without it, the next parse would resume this file.
            parser.reset();
        }
        tree
    })
}

/// The places at which two texts of equal length differ.
fn changes(before: &str, after: &str) -> Vec<InputEdit> {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let mut place = Place::default();
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(found) = before[at..].iter().zip(&after[at..]).position(|(old, new)| old != new) {
        let start = at + found;
        let length = before[start..].iter().zip(&after[start..]).take_while(|(old, new)| old != new).count();
        at = start + length;
        // Whatever came before is as in the new text already.
        let start_position = place.advance(after, start);
        changes.push(InputEdit {
            start_byte: start,
            old_end_byte: at,
            new_end_byte: at,
            start_position,
            old_end_position: place.clone().advance(before, at),
            new_end_position: place.advance(after, at),
        });
    }
    changes
}

/// A place in a text, and on which line.
#[derive(Clone, Default)]
struct Place {
    byte: usize,
    row: usize,
    line_start: usize,
}

impl Place {
    fn advance(&mut self, text: &[u8], to: usize) -> Point {
        let passed = &text[self.byte..to];
        self.row += memchr::memchr_iter(b'\n', passed).count();
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.line_start = self.byte + last + 1;
        }
        self.byte = to;
        Point::new(self.row, to - self.line_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::flatten;
    use crate::lang::{grammar, languages};

    #[test]
    fn a_parse_that_ran_out_of_time_leaves_nothing_behind() {
        for spec in languages() {
            let grammar = grammar(spec, "");
            // Plain text is one token to the languages of pages, and a scalar to YAML: this is several to all.
            let long = "- f(1)\n- <b>\n- <?php f(1); ?>\n".repeat(20_000);
            assert!(parse_within(&long, grammar, None, Duration::ZERO).is_none(), "{}", spec.language);
            let tree = parse("x", grammar).map(|tree| flatten(&tree, "x", grammar).tree);
            assert_eq!(tree.map(|tree| tree.byte_range(0)), Some(0..1), "{}", spec.language);
        }
    }

    #[test]
    fn a_changed_text_is_parsed_as_if_it_were_new() {
        for spec in languages() {
            let grammar = grammar(spec, "");
            let before = "f(a, b);\ng(c) {\n".repeat(50);
            let after = before.replacen(") {\n", ");\n ", 30).replacen("a, b", "\nd,\n", 20);
            let Some(tree) = parse(&before, grammar) else { continue };
            let nodes = |tree: Option<Tree>| tree.map(|tree| flatten(&tree, &after, grammar).tree);
            let changed = parse_changed(&after, grammar, &before, &tree);
            let is_clean = changed.as_ref().is_some_and(|tree| !tree.root_node().has_error());
            assert!(!is_clean || nodes(changed) == nodes(parse(&after, grammar)), "{}", spec.language);
        }
    }

    #[test]
    fn changes_have_their_rows_and_columns() {
        let place = |point: Point| (point.row, point.column);
        let changes = changes("a\nb c\nd", "a\n;\nc\ne");
        let found: Vec<_> = changes
            .iter()
            .map(|edit| {
                (
                    edit.start_byte,
                    place(edit.start_position),
                    place(edit.old_end_position),
                    place(edit.new_end_position),
                )
            })
            .collect();
        assert_eq!(found, [(2, (1, 0), (1, 2), (2, 0)), (6, (3, 0), (3, 1), (3, 1))]);
    }
}
