//! The one pass over tree-sitter's tree that flattens it.
//!
//! Everything after this works on the flat vectors. Knows nothing of rules or facts, and never recurses.

use tree_sitter::{Tree, TreeCursor};

use crate::lang::Grammar;
use crate::model::{NodeId, SyntaxNode, SyntaxTree};

/// A parse in preorder.
#[derive(Default)]
pub struct FlatTree {
    pub tree: SyntaxTree,
    /// For each node the sibling before, extras included; the node itself where it is the first.
    pub previous: Vec<NodeId>,
}

/// Flattens a parse.
pub fn flatten(parsed: &Tree, source: &str, grammar: &Grammar) -> FlatTree {
    let nodes = parsed.root_node().descendant_count();
    let tree = SyntaxTree { nodes: Vec::with_capacity(nodes) };
    let mut flat = FlatTree { tree, previous: Vec::with_capacity(nodes) };
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
