//! Parsing, and the one pass over tree-sitter's tree that flattens it.
//!
//! Everything after this works on the flat vectors. Knows nothing of rules or facts, and never recurses.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Tree, TreeCursor};

use crate::lang::Grammar;
use crate::limits::PARSE_MS_MAX;
use crate::model::{NodeId, SyntaxNode, SyntaxTree};

/// A parse in preorder.
#[derive(Default)]
pub struct FlatTree {
    pub tree: SyntaxTree,
    /// For each node the sibling before, extras included; the node itself where it is the first.
    pub previous: Vec<NodeId>,
    /// Error and missing nodes.
    pub errors: u32,
    /// Text in error nodes, once for each that it is in.
    pub error_bytes: u64,
}

thread_local! {
    /// One parser a thread: its stacks and lexer buffers are reused from file to file.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a file; `None` where the deadline passed, where the grammar could not read the text without harm, or where it
/// is of another version than the runtime.
pub fn parse(source: &str, grammar: &Grammar) -> Option<Tree> {
    if !(grammar.spec.is_readable)(source) {
        return None;
    }
    parse_within(source, grammar, Duration::from_millis(PARSE_MS_MAX))
}

fn parse_within(source: &str, grammar: &Grammar, limit: Duration) -> Option<Tree> {
    let bytes = source.as_bytes();
    let closes = grammar.spec.seeks_line_break && !source.ends_with('\n');
    let end: &[u8] = if closes { b"\n" } else { b"" };
    let deadline = Instant::now() + limit;
    let mut progress = |_: &tree_sitter::ParseState| {
        if Instant::now() < deadline { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |offset: usize, _| match bytes.get(offset..) {
            Some([]) => end,
            rest => rest.unwrap_or_default(),
        };
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        if tree.is_none() {
            // Without it, the next parse would resume this file.
            parser.reset();
        }
        tree
    })
}

/// Flattens a parse.
pub fn flatten(parsed: &Tree, source: &str, grammar: &Grammar) -> FlatTree {
    let nodes = parsed.root_node().descendant_count();
    let tree = SyntaxTree { nodes: Vec::with_capacity(nodes) };
    let mut flat = FlatTree { tree, previous: Vec::with_capacity(nodes), errors: 0, error_bytes: 0 };
    let mut open: Vec<Frame> = Vec::new();
    let mut cursor = parsed.walk();
    loop {
        let id = flat.push(&cursor, source.len(), grammar, open.last_mut());
        if cursor.goto_first_child() {
            open.push(Frame { node: id, last_child: id });
            continue;
        }
        while !cursor.goto_next_sibling() {
            let Some(frame) = open.pop() else { return flat };
            let count = flat.tree.nodes.len() as NodeId;
            flat.tree.nodes[frame.node as usize].nodes = count - frame.node;
            cursor.goto_parent();
        }
    }
}

/// A node whose children are being read.
struct Frame {
    node: NodeId,
    /// The node itself where none was read yet.
    last_child: NodeId,
}

impl FlatTree {
    /// Adds the node at the cursor as a leaf, under the innermost open node.
    fn push(
        &mut self,
        cursor: &TreeCursor<'_>,
        end: usize,
        grammar: &Grammar,
        outer: Option<&mut Frame>,
    ) -> NodeId {
        let node = cursor.node();
        let id = self.tree.nodes.len() as NodeId;
        let kind = node.kind_id();
        // A line break behind the text is not part of it.
        let (start_byte, end_byte) = (node.start_byte().min(end) as u32, node.end_byte().min(end) as u32);
        // What error recovery inserted has no text.
        let missing = start_byte == end_byte && node.is_missing();
        let extra = node.is_extra();
        let field = if extra { 0 } else { cursor.field_id().map_or(0, |field| field.get()) };
        let flags = u8::from(grammar.traits(kind).named) * SyntaxNode::NAMED
            + u8::from(extra) * SyntaxNode::EXTRA
            + u8::from(missing) * SyntaxNode::MISSING;
        let error = kind == u16::MAX;
        self.errors += u32::from(missing || error);
        self.error_bytes += if error { u64::from(end_byte - start_byte) } else { 0 };
        let (mut parent, mut previous) = (id, id);
        if let Some(frame) = outer {
            parent = frame.node;
            let before = std::mem::replace(&mut frame.last_child, id);
            previous = if before == parent { id } else { before };
        }
        self.tree.nodes.push(SyntaxNode { kind, field, start_byte, end_byte, nodes: 1, parent, flags });
        self.previous.push(previous);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{grammar, languages};

    #[test]
    fn a_parse_that_ran_out_of_time_leaves_nothing_behind() {
        for spec in languages() {
            let grammar = grammar(spec, "");
            // Plain text is one token to the languages of pages, and a scalar to YAML: this is several to all.
            let long = "- f(1)\n- <b>\n- <?php f(1); ?>\n".repeat(20_000);
            assert!(parse_within(&long, grammar, Duration::ZERO).is_none(), "{}", spec.language);
            let tree = parse("x", grammar).map(|tree| flatten(&tree, "x", grammar).tree);
            assert_eq!(tree.map(|tree| tree.byte_range(0)), Some(0..1), "{}", spec.language);
        }
    }
}
