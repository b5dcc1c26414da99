//! Where the parts of a mark stand in the tree, and which nodes are noted as marks while a file is walked.

use crate::extract::unit::Unit;
use crate::frameworks;
use crate::lang::{MarkRole, Place};
use crate::limits::{MARKS_MAX, PATH_SEGMENTS_MAX};
use crate::model::{NodeId, SymbolKind};

/// Levels between a parameter and its function: lists, a pattern.
const PARAMETER_LEVELS_MAX: usize = 4;

impl<'s> Unit<'s> {
    /// Notes a node that a framework may give a meaning.
    pub(in crate::extract) fn note_mark(&mut self, node: NodeId) {
        if self.noted.marks.len() >= MARKS_MAX {
            return;
        }
        if self.may_be_mark(node) {
            self.noted.marks.push((node, self.contexts.current()));
        } else if self.noted.passing.len() < MARKS_MAX
            && matches!(
                self.mark_role(node),
                MarkRole::Call(_) | MarkRole::Returns(_) | MarkRole::Assignment(_)
            )
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
                let name = self.place(node, table.assignments[shape as usize].left);
                let name = name.and_then(|name| self.last_name(name));
                value.is_some_and(|value| self.mark_role(value) == MarkRole::Text)
                    || name.is_some_and(|name| frameworks::is_assigned_mark(self.grammar.spec.language, name))
            }
            MarkRole::Parameter(_) => self.is_handed(node),
            MarkRole::Field(_) => self.subtree(node).skip(1).any(|inner| self.is_marking(inner)),
            _ => false,
        }
    }

    /// Whether a parameter is one of a constructor, or of a function whose annotation may be a mark.
    fn is_handed(&self, parameter: NodeId) -> bool {
        let Some(symbol) = self.contexts.get(self.contexts.current()).symbol else { return false };
        let record = &self.symbols[symbol as usize];
        let name_starts = self.start_byte(record.draft.name_node);
        // A function without a name has parameters of its own.
        let around = std::iter::successors(self.parent(parameter), |&node| self.parent(node));
        let function = around
            .take(PARAMETER_LEVELS_MAX)
            .find(|&node| matches!(self.mark_role(node), MarkRole::Function(_)));
        if function.is_some_and(|function| self.start_byte(function) > name_starts) {
            return false;
        }
        let of_constructor =
            matches!(record.draft.kind, SymbolKind::Constructor | SymbolKind::Class | SymbolKind::Struct);
        if of_constructor && frameworks::looks_at_constructors(self.grammar.spec.language) {
            return true;
        }
        // The annotations of a constructor's type count as its own.
        let context = self.contexts.get(self.contexts.current());
        let around = context.enclosing_type.filter(|_| of_constructor);
        let around = around.and_then(|around| self.contexts.get(around).symbol);
        let starts = self.symbols[around.unwrap_or(symbol) as usize].span.start_byte;
        let noted = self.noted.marks.iter().rev().map(|&(node, _)| node);
        let mut inside = noted.take_while(|&node| self.start_byte(node) >= starts);
        inside.any(|node| matches!(self.mark_role(node), MarkRole::Annotation(_)))
    }

    /// Whether a node is an annotation that may be a mark.
    fn is_marking(&self, node: NodeId) -> bool {
        matches!(self.mark_role(node), MarkRole::Annotation(_)) && self.may_be_mark(node)
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
