//! Where the parts of a mark stand in the tree, and which nodes are noted as marks while a file is walked.

use crate::extract::unit::Unit;
use crate::frameworks;
use crate::lang::{MarkRole, Place};
use crate::limits::{MARKS_MAX, PATH_SEGMENTS_MAX};
use crate::model::{NodeId, SymbolKind};

impl<'s> Unit<'s> {
    /// Notes a node that a framework may give a meaning.
    pub(in crate::extract) fn note_mark(&mut self, node: NodeId) {
        if self.noted.marks.len() >= MARKS_MAX {
            return;
        }
        if self.may_be_mark(node) {
            self.noted.marks.push((node, self.contexts.current()));
        } else if self.noted.passing.len() < MARKS_MAX
            && matches!(self.mark_role(node), MarkRole::Call(_) | MarkRole::Returns(_))
        {
            self.noted.passing.push((node, self.contexts.current()));
        }
    }

    fn may_be_mark(&self, node: NodeId) -> bool {
        let table = &self.grammar.marks;
        match self.mark_role(node) {
            MarkRole::Call(shape) => self.is_known_mark(self.place(node, table.calls[shape as usize].callee)),
            MarkRole::Annotation(shape) => {
                self.is_known_mark(self.place(node, table.annotations[shape as usize].callee))
            }
            MarkRole::Assignment(shape) => {
                let value = self.place(node, table.assignments[shape as usize].right);
                let value = value.map(|value| self.unwrapped(value));
                value.is_some_and(|value| self.mark_role(value) == MarkRole::Text)
            }
            MarkRole::Parameters(_) => {
                let symbol = self.contexts.get(self.contexts.current()).symbol;
                symbol.is_some_and(|id| self.symbols[id as usize].draft.kind == SymbolKind::Constructor)
            }
            _ => false,
        }
    }

    fn is_known_mark(&self, callee: Option<NodeId>) -> bool {
        let name = callee.and_then(|callee| self.last_name(callee));
        name.is_some_and(|name| frameworks::is_mark(self.grammar.spec.language, name))
    }

    pub(super) fn mark_role(&self, node: NodeId) -> MarkRole {
        self.grammar.marks.role(self.tree().kind(node))
    }

    /// A part of a node.
    pub(super) fn place(&self, node: NodeId, place: Place) -> Option<NodeId> {
        match place {
            Place::Nowhere => None,
            Place::Field(field) => self.tree().child(node, field),
            Place::Kind(name) => {
                self.children(node).find(|&child| self.grammar.kind_name(self.tree().kind(child)) == name)
            }
            Place::First => self.children(node).next(),
            Place::Last => self.children(node).last(),
            Place::Itself => Some(node),
        }
    }

    /// The value inside of what only wraps one.
    pub(super) fn unwrapped(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let MarkRole::Wrapper(shape) = self.mark_role(node) {
            match self.place(node, self.grammar.marks.wrappers[shape as usize]) {
                Some(inner) if inner != node => node = inner,
                _ => break,
            }
        }
        node
    }

    /// The node of the last segment of a name or a path; of a call that an annotation makes, that of its callee.
    pub(super) fn last_segment(&self, node: NodeId) -> Option<NodeId> {
        let table = &self.grammar.marks;
        let mut node = node;
        for _ in 0..PATH_SEGMENTS_MAX {
            node = self.unwrapped(node);
            let next = match self.mark_role(node) {
                MarkRole::Member(shape) => self.place(node, table.members[shape as usize].right),
                MarkRole::Call(shape) => self.place(node, table.calls[shape as usize].callee),
                MarkRole::Name => {
                    return Some(self.children(node).last().map_or(node, |last| self.last_leaf(last)));
                }
                _ => return None,
            };
            node = next.filter(|&next| next != node)?;
        }
        None
    }

    fn last_leaf(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let Some(last) = self.children(node).last() {
            node = last;
        }
        node
    }

    fn last_name(&self, callee: NodeId) -> Option<&'s str> {
        self.last_segment(callee).map(|node| self.text(node).trim_start_matches(['@', '$', ':']))
    }
}
