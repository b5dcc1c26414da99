//! What encloses a place: the symbols, and the types that methods belong to, as a tree of contexts.
//!
//! A context is where qualified names continue. Knows no scopes: who sees a name is another question.

use super::text::bound_name;
use crate::model::NodeId;

/// The number of a context; 0 is the file's module.
pub(super) type ContextId = u32;

/// What a context is to the names inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContextKind {
    Module,
    /// Receivers (`self`) stand for the nearest of these.
    Type,
    /// What is defined inside can't be named from outside.
    Function,
}

/// One context. What would need a climb is kept, since a nest may be 50,000 deep.
pub(super) struct Context {
    pub parent: ContextId,
    pub kind: ContextKind,
    /// The symbol record; `None` for the file, and for a block like `impl` whose type may be elsewhere.
    pub symbol: Option<u32>,
    pub qualified: String,
    /// Whether it is a function or inside one.
    pub in_function: bool,
    /// The nearest type, itself included.
    pub enclosing_type: Option<ContextId>,
    /// The nearest module or type, itself included.
    pub enclosing_scope: ContextId,
    /// The nearest module, itself included.
    pub enclosing_module: ContextId,
    /// First node after it.
    end: NodeId,
}

pub(super) struct Contexts {
    all: Vec<Context>,
    open: Vec<ContextId>,
}

impl Contexts {
    pub fn new(nodes: NodeId, module: &str) -> Self {
        let file = Context {
            parent: 0,
            kind: ContextKind::Module,
            symbol: None,
            qualified: module.to_owned(),
            in_function: false,
            enclosing_type: None,
            enclosing_scope: 0,
            enclosing_module: 0,
            end: nodes,
        };
        Self { all: vec![file], open: vec![0] }
    }

    pub fn current(&self) -> ContextId {
        self.open.last().copied().unwrap_or(0)
    }

    pub fn get(&self, id: ContextId) -> &Context {
        &self.all[id as usize]
    }

    /// Opens a context that ends before node `end`.
    pub fn open(&mut self, kind: ContextKind, symbol: Option<u32>, qualified: &str, end: NodeId) {
        let id = self.all.len() as ContextId;
        let parent = self.current();
        let outer = self.get(parent);
        let is_function = kind == ContextKind::Function;
        let context = Context {
            parent,
            kind,
            symbol,
            qualified: bound_name(qualified).into_owned(),
            in_function: is_function || outer.in_function,
            enclosing_type: if kind == ContextKind::Type { Some(id) } else { outer.enclosing_type },
            enclosing_scope: if is_function { outer.enclosing_scope } else { id },
            enclosing_module: if kind == ContextKind::Module { id } else { outer.enclosing_module },
            end,
        };
        self.all.push(context);
        self.open.push(id);
    }

    /// Makes the current context one whose receiver is not the enclosing type.
    pub fn forget_type(&mut self) {
        let current = self.current();
        if current != 0 {
            self.all[current as usize].enclosing_type = None;
        }
    }

    /// Names the file's own context.
    pub fn name_file(&mut self, module: &str) {
        self.all[0].qualified = bound_name(module).into_owned();
    }

    /// Closes every context but the file's.
    pub fn close_all(&mut self) {
        self.open.truncate(1);
    }

    pub fn close_before(&mut self, node: NodeId) {
        while self.open.len() > 1 && self.get(self.current()).end <= node {
            self.open.pop();
        }
    }

    /// In order of their opening: an outer context comes before those in it.
    pub fn iter(&self) -> impl Iterator<Item = &Context> {
        self.all.iter()
    }
}
