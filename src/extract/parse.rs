//! Parsing a text in one go, or to its first error and on from there.
//!
//! Knows nothing of rules or facts, nor why a text would be left at an error.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use crate::lang::Grammar;
use crate::limits::PARSE_MS_MAX;

thread_local! {
    /// The thread's parsers that no text uses: their stacks and lexer buffers serve file after file. Two are enough, one
    /// for a text that was left at an error and one for its repair.
    static PARSERS: RefCell<Vec<Parser>> = const { RefCell::new(Vec::new()) };
}

/// Parses a text; `None` where the deadline passed, where the grammar could not read the text without harm, or where it
/// is of another version than the runtime.
pub fn parse(source: &str, grammar: &Grammar) -> Option<Tree> {
    Parsing::begin(source, grammar)?.finish()
}

/// A text that is being parsed.
pub(super) struct Parsing<'s> {
    source: &'s str,
    /// What is read behind the text.
    end: &'static [u8],
    parser: Parser,
    limit: Duration,
}

/// How far a parse came.
pub(super) enum Progress<'s> {
    Whole(Tree),
    /// There is an error; the parse can go on behind it.
    AtError(Parsing<'s>),
    /// The deadline passed.
    Late,
}

impl<'s> Parsing<'s> {
    /// A text of which nothing is read yet; `None` where the grammar can't read it.
    pub fn begin(source: &'s str, grammar: &Grammar) -> Option<Self> {
        Self::begin_within(source, grammar, Duration::from_millis(PARSE_MS_MAX))
    }

    fn begin_within(source: &'s str, grammar: &Grammar, limit: Duration) -> Option<Self> {
        if !(grammar.spec.is_readable)(source) {
            return None;
        }
        let mut parser = PARSERS.with_borrow_mut(Vec::pop).unwrap_or_else(Parser::new);
        // This forgets the text before, too.
        parser.set_language(&grammar.language).ok()?;
        let closes = grammar.spec.seeks_line_break && !source.ends_with('\n');
        Some(Self { source, end: if closes { b"\n" } else { b"" }, parser, limit })
    }

    /// Parses to the first error that is seen, or to the end: one that a missing token mends is not seen.
    pub fn advance_to_error(mut self) -> Progress<'s> {
        let mut at_error = false;
        let tree = self.advance(|state| {
            at_error = state.has_error();
            at_error
        });
        if tree.is_none() && at_error {
            return Progress::AtError(self);
        }
        self.leave();
        tree.map_or(Progress::Late, Progress::Whole)
    }

    /// Parses to the end; `None` where the deadline passed.
    pub fn finish(mut self) -> Option<Tree> {
        let tree = self.advance(|_| false);
        self.leave();
        tree
    }

    /// Gives up the rest of the text.
    pub fn leave(self) {
        PARSERS.with_borrow_mut(|parsers| parsers.push(self.parser));
    }

    fn advance(&mut self, mut stops: impl FnMut(&ParseState) -> bool) -> Option<Tree> {
        let (bytes, end) = (self.source.as_bytes(), self.end);
        let deadline = Instant::now() + self.limit;
        let mut progress = |state: &ParseState| {
            let goes_on = Instant::now() < deadline && !stops(state);
            if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let mut read = |offset: usize, _| match bytes.get(offset..) {
            Some([]) => end,
            rest => rest.unwrap_or_default(),
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        self.parser.parse_with_options(&mut read, None, Some(options))
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
            let late = Parsing::begin_within(&long, grammar, Duration::ZERO).and_then(Parsing::finish);
            assert!(late.is_none(), "{}", spec.language);
            let tree = parse("x", grammar).map(|tree| flatten(&tree, "x", grammar).tree);
            assert_eq!(tree.map(|tree| tree.byte_range(0)), Some(0..1), "{}", spec.language);
        }
    }
}
