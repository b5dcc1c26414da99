//! Parsing, and the one pass over tree-sitter's tree that flattens and hashes it.
//!
//! Everything after this works on the flat vectors. Knows nothing of rules or facts, and never recurses.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Tree, TreeCursor};
use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

use crate::lang::Grammar;
use crate::limits::PARSE_MS_MAX;
use crate::model::{NodeId, SyntaxNode, SyntaxTree};

/// A parse in preorder, with what was computed bottom-up on the way. All vectors have one entry a node.
#[derive(Default)]
pub struct FlatTree {
    pub tree: SyntaxTree,
    /// Structural hash: kind names and leaf texts, without positions and comments.
    pub hashes: Vec<u128>,
    /// 1 + the masses of the children; comments have none.
    pub masses: Vec<u32>,
    /// The sibling before, extras included; the node itself where it is the first.
    pub previous: Vec<NodeId>,
    /// Error and missing nodes.
    pub errors: u32,
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
    let deadline = Instant::now() + limit;
    let mut progress = |_: &tree_sitter::ParseState| {
        if Instant::now() < deadline { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&grammar.language).ok()?;
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        if tree.is_none() {
            // Without it, the next parse would resume this file.
            parser.reset();
        }
        tree
    })
}

/// Flattens a parse of `source`.
pub fn flatten(parsed: &Tree, source: &str, grammar: &Grammar) -> FlatTree {
    let mut builder = Builder::new(parsed.root_node().descendant_count(), source.as_bytes(), grammar);
    let mut cursor = parsed.walk();
    loop {
        builder.open(&cursor);
        if cursor.goto_first_child() {
            continue;
        }
        builder.close();
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return builder.flat;
            }
            builder.close();
        }
    }
}

/// A node whose children are being read.
struct Frame {
    node: NodeId,
    /// Where its children's hashes begin on the stack.
    hashes_from: usize,
    /// The end of what its children cover so far.
    covered: u32,
    mass: u32,
    last_child: Option<NodeId>,
}

struct Builder<'a> {
    source: &'a [u8],
    grammar: &'a Grammar,
    flat: FlatTree,
    frames: Vec<Frame>,
    child_hashes: Vec<[u8; 16]>,
}

impl<'a> Builder<'a> {
    fn new(nodes: usize, source: &'a [u8], grammar: &'a Grammar) -> Self {
        let flat = FlatTree {
            tree: SyntaxTree { nodes: Vec::with_capacity(nodes) },
            hashes: Vec::with_capacity(nodes),
            masses: Vec::with_capacity(nodes),
            previous: Vec::with_capacity(nodes),
            errors: 0,
        };
        Self { source, grammar, flat, frames: Vec::new(), child_hashes: Vec::new() }
    }

    fn open(&mut self, cursor: &TreeCursor<'_>) {
        let node = cursor.node();
        let id = self.flat.tree.nodes.len() as NodeId;
        let kind = node.kind_id();
        let missing = node.is_missing();
        let extra = node.is_extra();
        let named = self.grammar.traits(kind).named;
        let (start, end) = (node.start_byte() as u32, node.end_byte() as u32);
        let field = if extra { 0 } else { cursor.field_id().map_or(0, |field| field.get()) };
        let flags = u8::from(named) * SyntaxNode::NAMED
            + u8::from(extra) * SyntaxNode::EXTRA
            + u8::from(missing) * SyntaxNode::MISSING;
        self.flat.errors += u32::from(missing || kind == u16::MAX);
        let (mut parent, mut previous) = (id, id);
        if let Some(frame) = self.frames.last_mut() {
            parent = frame.node;
            previous = frame.last_child.replace(id).unwrap_or(id);
            push_gap(self.source, frame.covered, start, &mut self.child_hashes);
            frame.covered = end;
        }
        self.flat.tree.nodes.push(SyntaxNode {
            kind,
            field,
            start_byte: start,
            end_byte: end,
            nodes: 1,
            parent,
            flags,
        });
        self.flat.hashes.push(0);
        self.flat.masses.push(1);
        self.flat.previous.push(previous);
        let hashes_from = self.child_hashes.len();
        self.frames.push(Frame { node: id, hashes_from, covered: start, mass: 1, last_child: None });
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let count = self.flat.tree.nodes.len() as NodeId;
        let node = &mut self.flat.tree.nodes[frame.node as usize];
        node.nodes = count - frame.node;
        let node = *node;
        let hash = if node.nodes == 1 {
            leaf_hash(&node, self.source, self.grammar)
        } else {
            push_gap(self.source, frame.covered, node.end_byte, &mut self.child_hashes);
            let children = self.child_hashes[frame.hashes_from..].as_flattened();
            xxh3_128_with_seed(children, self.grammar.kind_hash(node.kind))
        };
        self.child_hashes.truncate(frame.hashes_from);
        self.flat.hashes[frame.node as usize] = hash;
        self.flat.masses[frame.node as usize] = frame.mass;
        if let Some(parent) = self.frames.last_mut()
            && !node.is_extra()
        {
            parent.mass += frame.mass;
            self.child_hashes.push(hash.to_le_bytes());
        }
    }
}

fn leaf_hash(node: &SyntaxNode, source: &[u8], grammar: &Grammar) -> u128 {
    let text = &source[node.start_byte as usize..node.end_byte as usize];
    if !node.is_named() && text == grammar.kind_name(node.kind).as_bytes() {
        return grammar.token_hash(node.kind);
    }
    xxh3_128_with_seed(text, grammar.kind_hash(node.kind))
}

/// Some grammars leave text between children without a node of its own (the plain parts of a string between its
/// escapes); it belongs to the structure unless it is white space.
fn push_gap(source: &[u8], from: u32, to: u32, hashes: &mut Vec<[u8; 16]>) {
    if from >= to {
        return;
    }
    let text = &source[from as usize..to as usize];
    if !text.iter().all(u8::is_ascii_whitespace) {
        hashes.push(xxh3_128(text.trim_ascii()).to_le_bytes());
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

    #[test]
    fn hashes_follow_structure_and_not_layout() {
        // What the text below says, and where it may be broken, only a language of calls knows; in a page of PHP it is
        // text, one token.
        for spec in languages().iter().filter(|spec| spec.facts.contains(&"calls")) {
            let grammar = grammar(spec, "");
            let nodes = |tree: Tree| tree.root_node().descendant_count();
            if parse("f(a, b);", grammar).is_none_or(|tree| nodes(tree) <= 2) {
                continue;
            }
            let hash = |source: &str| {
                parse(source, grammar)
                    .map(|tree| flatten(&tree, source, grammar).hashes[0])
                    .unwrap_or_default()
            };
            assert_eq!(hash("f(a, b);"), hash("f( a,   b ) ;"), "{}", spec.language);
            assert_ne!(hash("f(a, b);"), hash("f(b, a);"), "{}", spec.language);
            assert_ne!(hash("f(\"a\\nb\");"), hash("f(\"c\\nd\");"), "{}", spec.language);
        }
    }
}
