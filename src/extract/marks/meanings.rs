//! What the names in marks mean: the symbol that an annotation belongs to, the name that is given a call's value, and
//! what the file or, later, the version proves of a name.

use super::MarkReader;
use crate::extract::contexts::ContextId;
use crate::extract::uses::UseKind;
use crate::lang::MarkRole;
use crate::model::{CALLED, FactKind, Meaning, Named, NodeId, OpenUse, Operand, RefKind, Resolution};

/// Levels between a call and the assignment whose value it is: parentheses, `await`, a declaration's list.
const ASSIGNMENT_LEVELS_MAX: usize = 8;

impl MarkReader<'_, '_, '_> {
    /// The symbol in whose head, before its name, a place lies.
    pub(super) fn annotated(&self, at: u32) -> Option<u32> {
        let after = self.heads.partition_point(|&(start, _, _)| start <= at);
        let start = self.heads[..after].last()?.0;
        let first = self.heads.partition_point(|&(begins, _, _)| begins < start);
        let found = self.heads[first..after].iter().find(|&&(_, name, _)| at < name)?;
        Some(self.writer.symbols.ordinal(found.2))
    }

    /// The symbol whose name is written at a place.
    pub(super) fn symbol_named_at(&self, at: u32) -> Option<u32> {
        let after = self.heads.partition_point(|&(start, _, _)| start <= at);
        let found = self.heads[..after].iter().rev().take(2).find(|&&(_, name, _)| name == at)?;
        Some(self.writer.symbols.ordinal(found.2))
    }

    /// The name that is given the value of a call, or a list that holds it.
    pub(super) fn assigned(&mut self, call: NodeId, context: ContextId) -> Option<(Operand, bool)> {
        let unit = self.unit();
        let mut node = call;
        let mut listed = false;
        for _ in 0..ASSIGNMENT_LEVELS_MAX {
            let parent = unit.parent(node)?;
            if let MarkRole::Assignment(shape) = unit.mark_role(parent) {
                let places = unit.grammar.marks.assignments[shape as usize];
                let left = unit.place(parent, places.left)?;
                let holds =
                    unit.place(parent, places.right).is_some_and(|right| unit.subtree(right).contains(&call));
                listed |= unit.grammar.marks.is_addition(shape);
                return holds.then(|| (self.operand(left, context, 0), listed));
            }
            if let MarkRole::Returns(shape) = unit.mark_role(parent)
                && unit.place(parent, unit.grammar.marks.returns[shape as usize]) == Some(node)
            {
                let path = vec![CALLED.to_owned()];
                return Some((
                    Operand::Name(Named { path, meaning: Meaning::Unknown, object: None }),
                    listed,
                ));
            }
            match unit.mark_role(parent) {
                MarkRole::Call(shape) => {
                    let list = self.appended_to(parent, shape)?;
                    return Some((self.operand(list, context, 0), true));
                }
                MarkRole::Function(_) | MarkRole::Map => return None,
                MarkRole::List | MarkRole::Join(_) => listed = true,
                _ => {}
            }
            node = parent;
        }
        None
    }

    /// The list that a call puts its arguments into (`urls.append(…)`).
    fn appended_to(&self, call: NodeId, shape: u8) -> Option<NodeId> {
        let unit = self.unit();
        let marks = &unit.grammar.marks;
        let callee = unit.place(call, marks.calls[shape as usize].callee)?;
        let MarkRole::Member(shape) = unit.mark_role(callee) else { return None };
        let places = marks.members[shape as usize];
        let method = unit.place(callee, places.right)?;
        marks.appends.contains(&unit.text(method)).then(|| unit.place(callee, places.left)).flatten()
    }

    /// What the file or, later, the version proves of a name whose last segment is at a node inside `whole`.
    pub(super) fn meaning(&self, last: NodeId, whole: NodeId) -> Meaning {
        let found = self.use_at(last).or_else(|| {
            let mut node = last;
            while node > whole {
                node = self.unit().parent(node)?;
                if let Some(found) = self.use_at(node) {
                    return Some(found);
                }
            }
            None
        });
        found.map_or(Meaning::Unknown, |id| self.meaning_of_use(id))
    }

    fn use_at(&self, node: NodeId) -> Option<u32> {
        let first = self.uses.partition_point(|&(at, _)| at < node);
        let here = self.uses[first..].iter().take_while(|&&(at, _)| at == node).map(|&(_, id)| id);
        // What says of which type something is, is no use of a name.
        let names = |&id: &u32| match self.unit().uses.get(id as usize) {
            Some(record) => matches!(record.kind, UseKind::Call(_) | UseKind::Reference(_)),
            None => true,
        };
        here.into_iter().find(names)
    }

    fn meaning_of_use(&self, id: u32) -> Meaning {
        let unit = self.unit();
        let (meaning, context) = match id.checked_sub(unit.uses.len() as u32) {
            None => {
                let record = &unit.uses[id as usize];
                let context = unit.contexts.get(record.context);
                (self.writer.resolver.resolve(&record.usage, record.kind, record.at, context), record.context)
            }
            Some(name) => {
                let record = &unit.names_used[name as usize];
                let context = unit.contexts.get(record.context);
                let text = unit.text(record.at.node);
                match self.writer.resolver.resolve_name(text, record, context) {
                    Some(meaning) => (meaning, record.context),
                    None => return Meaning::Unknown,
                }
            }
        };
        if let Some(symbol) = meaning.symbol {
            return Meaning::Symbol(self.writer.symbols.ordinal(symbol));
        }
        if let Some((import, path)) = meaning.open {
            let contexts = &unit.contexts;
            let open = OpenUse {
                fact: FactKind::Reference,
                ordinal: 0,
                import: import.map(|import| self.writer.imports.ordinal(import)),
                path,
                of_value: meaning.of_value,
                of_bases: meaning.of_bases,
                unbound: false,
                kind: Some(RefKind::Read),
                arity: None,
                scope: contexts.get(contexts.get(context).enclosing_scope).qualified.clone(),
            };
            return Meaning::Open(Box::new(open));
        }
        match meaning.qualified {
            Some(qualified) if meaning.resolution == Some(Resolution::External) => {
                Meaning::External(qualified)
            }
            _ => Meaning::Unknown,
        }
    }
}
