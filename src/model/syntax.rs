//! A parse flattened into preorder: what extraction walks and what the stored AST decodes to.

use std::ops::Range;

/// The preorder number of a node.
pub type NodeId = u32;

/// One node. The subtree of node `n` is `n .. n + nodes[n].nodes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxNode {
    /// The grammar's kind id; `u16::MAX` is an error node.
    pub kind: u16,
    /// The field id under which the parent holds it; 0 is none.
    pub field: u16,
    pub start_byte: u32,
    pub end_byte: u32,
    /// Nodes in this subtree, itself included.
    pub nodes: u32,
    /// Preorder number of the parent; the root is its own.
    pub parent: NodeId,
    pub flags: u8,
}

impl SyntaxNode {
    pub const NAMED: u8 = 1;
    /// Comments and other nodes that may stand anywhere.
    pub const EXTRA: u8 = 2;
    /// Inserted by error recovery, without text.
    pub const MISSING: u8 = 4;

    pub fn is_named(&self) -> bool {
        self.flags & Self::NAMED != 0
    }

    pub fn is_extra(&self) -> bool {
        self.flags & Self::EXTRA != 0
    }

    /// What the grammar could not read.
    pub fn is_error(&self) -> bool {
        self.kind == u16::MAX
    }

    pub fn is_missing(&self) -> bool {
        self.flags & Self::MISSING != 0
    }
}

/// All nodes of a file in preorder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyntaxTree {
    pub nodes: Vec<SyntaxNode>,
}

impl SyntaxTree {
    pub fn node(&self, id: NodeId) -> &SyntaxNode {
        &self.nodes[id as usize]
    }

    pub fn kind(&self, id: NodeId) -> u16 {
        self.node(id).kind
    }

    /// The parent; `None` for the root.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id != 0).then(|| self.node(id).parent)
    }

    pub fn byte_range(&self, id: NodeId) -> Range<usize> {
        let node = self.node(id);
        node.start_byte as usize..node.end_byte as usize
    }

    /// The preorder range of the subtree.
    pub fn subtree(&self, id: NodeId) -> Range<NodeId> {
        id..id + self.node(id).nodes
    }

    /// All children, anonymous ones too.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        let range = self.subtree(id);
        Children { tree: self, next: range.start + 1, end: range.end }
    }

    /// Named children that are not comments or other extras.
    pub fn named_children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + Clone + '_ {
        self.children(id).filter(|&child| {
            let node = self.node(child);
            node.is_named() && !node.is_extra()
        })
    }

    /// The first child under a field.
    pub fn child(&self, id: NodeId, field: u16) -> Option<NodeId> {
        self.children(id).find(|&child| self.node(child).field == field)
    }

    /// All children under a field.
    pub fn children_by_field(&self, id: NodeId, field: u16) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id).filter(move |&child| self.node(child).field == field)
    }

    /// The first child of a kind.
    pub fn child_of_kind(&self, id: NodeId, kind: u16) -> Option<NodeId> {
        self.children(id).find(|&child| self.kind(child) == kind)
    }

    /// The sibling before this one, extras included.
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        self.children(parent).take_while(|&child| child < id).last()
    }

    /// The sibling after this one, extras included.
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.parent(id)?;
        let next = self.subtree(id).end;
        (next < self.subtree(parent).end).then_some(next)
    }
}

/// The children of a node, in order.
#[derive(Clone)]
pub struct Children<'t> {
    tree: &'t SyntaxTree,
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next += self.tree.node(id).nodes;
        Some(id)
    }
}
