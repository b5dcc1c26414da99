//! Uses of names: calls and references as rules record them, before anything is known of their targets.

use super::contexts::ContextId;
use super::define::SymbolId;
use super::scopes::{Lookup, Space, name_key};
use super::unit::{Segment, Unit};
use crate::model::{NodeId, RefKind};

/// Where a used path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// The first segment is looked up in the scopes.
    Scope,
    /// The path continues from the enclosing type (`self.x`, `this.x`, `Self::x`, `cls.x`).
    Receiver,
    /// The path is a whole qualified name.
    Absolute,
    /// The path continues from a value that only running would know.
    Computed,
}

/// A use of a path.
#[derive(Clone, Debug)]
pub struct Use<'s> {
    /// The node whose start is the position: that of the last segment.
    pub at: NodeId,
    pub root: Root,
    /// At least one segment; without the receiver's own word.
    pub path: Vec<Segment<'s>>,
    /// As written, for calls; by default the path, or `(…).name` for computed receivers.
    pub written: Option<Segment<'s>>,
    /// The name space of the first segment. By default that of the use: see `call` and `reference`.
    pub space: Option<Space>,
    /// The node that the `call:` term belongs to, where it is not `at`: a term must follow from the subtree that
    /// holds its node (in `x |> f(1)` the call has two arguments because of the pipe, so it is the pipe's term).
    pub term_at: Option<NodeId>,
    /// The path that other files are asked for where nothing in this one binds the first segment (a macro of Rust
    /// that the crate exports).
    pub elsewhere: Option<Vec<Segment<'s>>>,
}

impl<'s> Use<'s> {
    fn new(at: NodeId, root: Root, path: Vec<Segment<'s>>) -> Self {
        Self { at, root, path, written: None, space: None, term_at: None, elsewhere: None }
    }

    /// A bare name.
    pub fn name(at: NodeId, name: impl Into<Segment<'s>>) -> Self {
        Self::new(at, Root::Scope, vec![name.into()])
    }

    /// A path whose first segment the scopes know, or nobody.
    pub fn path(at: NodeId, path: Vec<Segment<'s>>) -> Self {
        Self::new(at, Root::Scope, path)
    }

    /// A path from the enclosing type, written with this word (`self.name`).
    pub fn receiver(at: NodeId, path: Vec<Segment<'s>>, written: impl Into<Segment<'s>>) -> Self {
        Self { written: Some(written.into()), ..Self::new(at, Root::Receiver, path) }
    }

    /// A whole qualified name, written in another way (`crate::a::b`, `__MODULE__.f`).
    pub fn absolute(at: NodeId, path: Vec<Segment<'s>>, written: impl Into<Segment<'s>>) -> Self {
        Self { written: Some(written.into()), ..Self::new(at, Root::Absolute, path) }
    }

    /// A member of a value. `written` where the receiver is a plain path (`a.b.name`); else `(…).name` is used.
    pub fn computed(at: NodeId, name: impl Into<Segment<'s>>, written: Option<Segment<'s>>) -> Self {
        Self { written, ..Self::new(at, Root::Computed, vec![name.into()]) }
    }
}

/// What a recorded use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UseKind {
    /// A call with this many arguments.
    Call(u16),
    Reference(RefKind),
    /// No fact: this symbol record is another name of what the path names.
    Alias(u32),
}

/// A use of a path as recorded.
pub(super) struct UseRecord<'s> {
    pub usage: Use<'s>,
    pub kind: UseKind,
    pub at: Lookup,
    pub context: ContextId,
}

/// A use of a bare name, kept only if it turns out to name something.
pub(super) struct NameRecord {
    pub key: u64,
    pub kind: RefKind,
    pub at: Lookup,
    pub context: ContextId,
}

impl<'s> Unit<'s> {
    /// Records a call with a number of arguments (without the receiver).
    pub fn call(&mut self, usage: Use<'s>, arity: u16) {
        if let Some(name) = usage.path.last() {
            self.term(usage.term_at.unwrap_or(usage.at), "call:", name, Some(arity));
        }
        self.record(usage, UseKind::Call(arity), Space::VALUE);
    }

    /// Records a reference. Reads and writes of a bare name are kept only if the name turns out to be a symbol or
    /// an import; everything else unless its first segment is a local.
    pub fn reference(&mut self, usage: Use<'s>, kind: RefKind) {
        let space = match kind {
            RefKind::Read | RefKind::Write => Space::VALUE,
            RefKind::Macro => Space::MACRO,
            RefKind::Annotation => Space::ANY,
            _ => Space::TYPE,
        };
        self.record(usage, UseKind::Reference(kind), space);
    }

    /// Says that a symbol is another name of a type, so that it has that type's members. Records no reference, and
    /// leaves the node to its own rule.
    pub fn alias_of(&mut self, symbol: SymbolId, usage: Use<'s>) {
        let at = Lookup { scope: self.scopes.current(), node: usage.at, space: Space::TYPE };
        let context = self.contexts.current();
        self.uses.push(UseRecord { usage, kind: UseKind::Alias(symbol.0), at, context });
    }

    fn record(&mut self, usage: Use<'s>, kind: UseKind, space: Space) {
        let bare = usage.path.len() == 1;
        let space = usage.space.unwrap_or(if bare { space } else { Space::TYPE });
        let at = Lookup { scope: self.scopes.current(), node: usage.at, space };
        if usage.root == Root::Scope && bare {
            self.variables.push((usage.at, name_key(&usage.path[0])));
        }
        self.claim(usage.at);
        self.uses.push(UseRecord { usage, kind, at, context: self.contexts.current() });
    }

    /// Records the use of an identifier as a bare value. This is the cheap form for the many: nothing is kept
    /// unless the name turns out to be a symbol or an import.
    pub fn use_name(&mut self, name: NodeId, kind: RefKind) {
        let key = name_key(self.text(name));
        self.variables.push((name, key));
        let at = Lookup { scope: self.scopes.current(), node: name, space: Space::VALUE };
        self.names_used.push(NameRecord { key, kind, at, context: self.contexts.current() });
    }

    pub(super) fn here(&self) -> Lookup {
        Lookup { scope: self.scopes.current(), node: NodeId::MAX, space: Space::ANY }
    }

    /// Whether a name is bound to something where the walk stands, by what was seen so far.
    pub fn is_bound(&self, name: &str) -> bool {
        self.scopes.find(self.here(), name_key(name), false, |_| true).is_some()
    }
}
