//! Uses of names: calls and references as rules record them, before anything is known of their targets.

use super::contexts::ContextId;
use super::define::{SymbolDraft, SymbolId};
use super::scopes::{Lookup, Space, Target, name_key};
use super::unit::{Segment, Unit};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId, RefKind};

/// Where a used path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root {
    /// The first segment is looked up in the scopes.
    Scope,
    /// The path continues from the enclosing type (`self.x`, `this.x`, `Self::x`, `cls.x`).
    Receiver,
    /// The one segment is a member that the enclosing type takes from its bases (`super().x`), asked in their order.
    Bases,
    /// The path is a whole qualified name.
    Absolute,
    /// The path starts with the type of the receiver, whose own name isn't written here (`new A().b()`).
    Typed,
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
    /// The arity that a reference writes (`&fun/2`, the type `t(a)`), where arity distinguishes; calls have theirs.
    pub arity: Option<u16>,
    /// The node that the `call:` term belongs to, where it is not the one whose rule records the call: a term must
    /// follow from the subtree that holds its node (in `x |> f(1)` the call has two arguments because of the pipe,
    /// so it is the pipe's term).
    pub term_at: Option<NodeId>,
    /// The path that other files are asked for where nothing in this one binds the first segment (a macro of Rust
    /// that the crate exports). Of a use of the receiver: the path that the scopes are asked for where the enclosing
    /// type has no such member here (a call of Ruby whose receiver isn't written).
    pub elsewhere: Option<Vec<Segment<'s>>>,
}

impl<'s> Use<'s> {
    fn new(at: NodeId, root: Root, path: Vec<Segment<'s>>) -> Self {
        Self { at, root, path, written: None, space: None, arity: None, term_at: None, elsewhere: None }
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

    /// A member of the enclosing type's bases, where there are several to ask.
    pub fn of_bases(at: NodeId, member: impl Into<Segment<'s>>, written: impl Into<Segment<'s>>) -> Self {
        Self { written: Some(written.into()), ..Self::new(at, Root::Bases, vec![member.into()]) }
    }

    /// A whole qualified name, written in another way (`crate::a::b`, `__MODULE__.f`).
    pub fn absolute(at: NodeId, path: Vec<Segment<'s>>, written: impl Into<Segment<'s>>) -> Self {
        Self { written: Some(written.into()), ..Self::new(at, Root::Absolute, path) }
    }

    /// A member of a value whose type is known: the type's path, then the member's.
    pub fn typed(at: NodeId, path: Vec<Segment<'s>>) -> Self {
        Self::new(at, Root::Typed, path)
    }

    /// What a call of it gives, as a receiver; `None` where that can't be said.
    pub fn called(mut self) -> Option<Self> {
        if matches!(self.root, Root::Computed | Root::Bases) || self.path.len() + 1 >= PATH_SEGMENTS_MAX {
            return None;
        }
        self.path.push(CALLED.into());
        self.written = None;
        Some(self)
    }

    /// A member of a value. `written` where the receiver is a plain path (`a.b.name`); else `(…).name` is used.
    pub fn computed(at: NodeId, name: impl Into<Segment<'s>>, written: Option<Segment<'s>>) -> Self {
        Self { written, ..Self::new(at, Root::Computed, vec![name.into()]) }
    }
}

/// What a recorded use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum UseKind {
    /// A call with this many arguments.
    Call(u16),
    Reference(RefKind),
    /// No fact: this symbol record is another name of what the path names.
    Alias(u32),
    /// No fact: a call of this symbol record gives a value of the type that the path names.
    Result(u32),
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
    pub kind: UseKind,
    /// The arity that the name must have, where arity distinguishes.
    pub arity: Option<u16>,
    pub at: Lookup,
    pub context: ContextId,
}

impl<'s> Unit<'s> {
    /// Records a call with a number of arguments (without the receiver).
    pub fn call(&mut self, usage: Use<'s>, arity: u16) {
        // Where a language has rules for terms, calls have one.
        if self.grammar.spec.term_rules.is_empty() {
            self.term_of_call(&usage, arity);
        }
        self.mark_callee(usage.at);
        self.record(usage, UseKind::Call(arity), Space::VALUE);
    }

    fn term_of_call(&mut self, usage: &Use<'s>, arity: u16) {
        // A term is as written: what `Self(…)` or another whole name stands for depends on the surroundings.
        let separator = self.grammar.spec.separator;
        let written = usage.written.as_ref().filter(|_| usage.root == Root::Absolute);
        let written = written.map(|text| text.rsplit(separator).next().unwrap_or(text));
        if let Some(name) = written.or(usage.path.last().map(|segment| segment.as_ref())) {
            // The arguments are below the node whose rule this is, not below the name alone.
            let name = self.grammar.spec.member_name(name);
            self.term(usage.term_at.unwrap_or(self.visited), "call:", name, Some(arity));
        }
    }

    /// The node whose rule is being called.
    pub fn visited(&self) -> NodeId {
        self.visited
    }

    /// Notes the nodes between a called name and the call. Long chains are cut: what is left reads as a value.
    fn mark_callee(&mut self, name: NodeId) {
        if !self.fragments_wanted {
            return;
        }
        let mut node = name;
        for _ in 0..PATH_SEGMENTS_MAX {
            match self.parent(node) {
                Some(parent) if parent > self.visited => node = parent,
                _ => return,
            }
            self.callees.push(node);
        }
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
            self.note_variable(usage.at, name_key(&usage.path[0]));
        }
        self.claim(usage.at);
        self.uses.push(UseRecord { usage, kind, at, context: self.contexts.current() });
    }

    /// Records the use of an identifier as a bare value. This is the cheap form for the many: nothing is kept
    /// unless the name turns out to be a symbol or an import.
    pub fn use_name(&mut self, name: NodeId, kind: RefKind) {
        self.record_name(name, UseKind::Reference(kind), None, Space::VALUE);
    }

    /// Records a name that is a call only if it turns out to be a symbol of this file or an import by name: an
    /// identifier that may be a variable, an operator. It has no term, since only the scope tells.
    pub fn call_name(&mut self, name: NodeId, space: Space, arity: u16) {
        self.record_name(name, UseKind::Call(arity), Some(arity), space);
    }

    /// Records an identifier that is a type without parameters, unless it is a type variable.
    pub fn use_type_name(&mut self, name: NodeId) {
        self.record_name(name, UseKind::Reference(RefKind::Type), Some(0), Space::TYPE);
    }

    /// Records an identifier that can only be a variable.
    pub fn use_variable(&mut self, name: NodeId) {
        self.note_variable(name, name_key(self.text(name)));
    }

    fn record_name(&mut self, name: NodeId, kind: UseKind, arity: Option<u16>, space: Space) {
        let key = name_key(self.text(name));
        self.note_variable(name, key);
        let at = Lookup { scope: self.scopes.current(), node: name, space };
        self.names_used.push(NameRecord { key, kind, arity, at, context: self.contexts.current() });
    }

    /// Says for the normalised hashes that a node writes a variable's name.
    pub(super) fn note_variable(&mut self, name: NodeId, key: u64) {
        if self.fragments_wanted {
            self.variables.push((name, key));
        }
    }

    pub(super) fn here(&self) -> Lookup {
        Lookup { scope: self.scopes.current(), node: NodeId::MAX, space: Space::ANY }
    }

    /// The symbol that the nearest function, module or file itself binds to a name in a name space and that `accepts`,
    /// if there is one: the function that the next clause belongs to.
    pub fn hoisted_symbol(
        &self,
        name: &str,
        space: Space,
        accepts: impl Fn(&SymbolDraft<'s>) -> bool,
    ) -> Option<SymbolId> {
        let at = Lookup { space, scope: self.scopes.function_scope(), ..self.here() };
        let accepts = |symbol: u32| accepts(&self.symbols[symbol as usize].draft);
        match self.scopes.find_here(at, name_key(name), accepts) {
            Some(Target::Symbol(symbol)) => Some(SymbolId(symbol)),
            _ => None,
        }
    }

    /// Whether a name is bound to something where the walk stands, by what was seen so far.
    pub fn is_bound(&self, name: &str) -> bool {
        self.scopes.find(self.here(), name_key(name), false, |_| true).is_some()
    }
}
