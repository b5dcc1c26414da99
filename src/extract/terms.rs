//! Terms as rules record them: what the fragments around a node can be searched by.

use super::text::bound_name;
use super::unit::Unit;
use crate::limits::LITERAL_TERM_BYTES_MAX;
use crate::model::{NameId, NodeId};

impl Unit<'_> {
    /// Records an `attr:` term: a field access, a decorator, an attribute.
    pub fn attribute_term(&mut self, node: NodeId, name: &str) {
        self.term(node, "attr:", name, None);
    }

    /// Records a `str:` term for a literal, given without its quotes; long ones are left out.
    pub fn string_term(&mut self, node: NodeId, text: &str) {
        if !text.is_empty() && text.len() <= LITERAL_TERM_BYTES_MAX {
            self.term(node, "str:", text, None);
        }
    }

    /// The term of a node kind.
    pub(super) fn kind_term(&mut self, kind: &str) -> NameId {
        self.terms.intern(&["kind:", kind].concat())
    }

    /// Records a call's term.
    pub fn call_term(&mut self, node: NodeId, name: &str, arity: u16) {
        self.term(node, "call:", name, Some(arity));
    }

    pub(super) fn term(&mut self, node: NodeId, prefix: &str, name: &str, arity: Option<u16>) {
        use std::fmt::Write;
        if !self.fragments_wanted {
            return;
        }
        self.scratch.clear();
        self.scratch.push_str(prefix);
        self.scratch.push_str(&bound_name(name));
        if let Some(arity) = arity {
            // Writing to a String cannot fail.
            let _ = write!(self.scratch, "/{arity}");
        }
        let id = self.terms.intern(&self.scratch);
        self.events.push((node, id));
    }
}
