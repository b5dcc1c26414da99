//! Which parse of a file is taken: that of its text, or that of a text in which what its grammar misreads is repaired.
//!
//! Knows trees by their errors alone.

use tree_sitter::Tree;

use super::parse::{parse, parse_changed};
use crate::lang::{Grammar, LanguageSpec};

/// What an editor may leave before the first character.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A parse, and what it could not read.
pub struct Reading {
    pub tree: Tree,
    /// Error and missing nodes.
    pub errors: u32,
    /// Text in error nodes, once for each that it is in.
    error_bytes: u64,
}

/// Parses a file. Where there are errors or the language knows what its grammar misreads, the text so repaired is parsed
/// too, and taken if it has fewer errors, or as many in less text; one that is misread unless it has more. Positions and
/// texts are those of the original all the same. `None` where the deadline passed.
///
/// A repaired text without errors is taken whatever errors the original has: where that is known to be misread, it is
/// not parsed then.
pub fn read(source: &str, grammar: &Grammar, path: &str) -> Option<Reading> {
    if !(grammar.spec.is_readable)(source) {
        return None;
    }
    let bytes = source.len();
    let misread = (grammar.spec.misreads)(source);
    let parsed = |text: String| Some(Reading::new(parse(&text, grammar)?, bytes));
    let mut repaired = None;
    if misread {
        repaired = repair(source, grammar.spec, path).and_then(parsed);
        if repaired.as_ref().is_some_and(Reading::is_clean) {
            return repaired;
        }
    }
    let original = Reading::new(parse(source, grammar)?, bytes);
    if !misread
        && !original.is_clean()
        && let Some(text) = repair(source, grammar.spec, path)
    {
        repaired =
            parse_changed(&text, grammar, source, &original.tree).map(|tree| Reading::new(tree, bytes));
        if !repaired.as_ref().is_some_and(Reading::is_clean) {
            repaired = parsed(text);
        }
    }
    let is_better = |repaired: &Reading| {
        repaired.unread() < original.unread() || (misread && repaired.errors <= original.errors)
    };
    Some(repaired.filter(is_better).unwrap_or(original))
}

/// A repaired text, behind the byte order mark that the text may begin with.
fn repair(source: &str, spec: &LanguageSpec, path: &str) -> Option<String> {
    match source.strip_prefix(BYTE_ORDER_MARK) {
        Some(text) => (spec.repair)(text, path).map(|text| format!("{BYTE_ORDER_MARK}{text}")),
        None => (spec.repair)(source, path),
    }
}

impl Reading {
    /// Counts the errors of a parse of a text of so many bytes. What has none inside is not entered.
    fn new(tree: Tree, bytes: usize) -> Self {
        let (mut errors, mut error_bytes) = (0, 0);
        let mut cursor = tree.walk();
        'nodes: loop {
            let node = cursor.node();
            if node.is_error() {
                errors += 1;
                error_bytes += (node.end_byte().min(bytes) - node.start_byte().min(bytes)) as u64;
            } else if node.is_missing() {
                errors += 1;
            }
            if node.has_error() && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'nodes;
                }
            }
        }
        drop(cursor);
        Self { tree, errors, error_bytes }
    }

    fn is_clean(&self) -> bool {
        self.errors == 0
    }

    fn unread(&self) -> (u32, u64) {
        (self.errors, self.error_bytes)
    }
}
