//! Scopes and what they bind: who a bare name means at a place.
//!
//! Filled during the walk, asked after it, since a definition may come after its use. Knows no syntax.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use crate::lang::{ClassScope, LanguageSpec};
use crate::limits::SCOPES_CLIMBED_MAX;
use crate::model::NodeId;

/// The number of a scope; 0 is the file.
pub type ScopeId = u32;

/// What kind of construct a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    File,
    /// A module inside a file.
    Module,
    Class,
    Function,
    Block,
}

/// The name spaces of languages that tell values from types; elsewhere everything is `ANY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space(pub u8);

impl Space {
    pub const VALUE: Space = Space(1);
    pub const TYPE: Space = Space(2);
    pub const MACRO: Space = Space(4);
    pub const ANY: Space = Space(7);

    /// Both spaces.
    pub const fn and(self, other: Space) -> Space {
        Space(self.0 | other.0)
    }

    pub(super) fn meets(self, other: Space) -> bool {
        self.0 & other.0 != 0
    }
}

/// From where on a local name is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In the whole current scope, also before (Python, JavaScript's `let`).
    Scope,
    /// In the current scope after this node's end (Rust's `let`, an Elixir match).
    After(NodeId),
    /// In the whole nearest function, module or file (JavaScript's `var`).
    Function,
}

/// What a name is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Local,
    /// A local whose type the file writes: position among the unit's typed names.
    Typed(u32),
    /// Position among the unit's symbol records.
    Symbol(u32),
    /// Position among the unit's import records.
    Import(u32),
    /// Declared to be the file's name of this text (`global x`).
    Global,
    /// Declared to be a name of an enclosing function (`nonlocal x`).
    Outer,
}

/// A name's identity in the scope tables: a hash of its text.
pub(super) fn name_key(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

struct Scope {
    parent: ScopeId,
    kind: ScopeKind,
    /// First node after it.
    end: NodeId,
    /// Imports of every name of something, in order.
    stars: Vec<u32>,
}

struct Binding {
    from: NodeId,
    space: Space,
    target: Target,
    /// The binding of the same name and scope before this one.
    previous: Option<u32>,
}

/// Where a name is used, and as what.
#[derive(Clone, Copy)]
pub(super) struct Lookup {
    pub scope: ScopeId,
    pub node: NodeId,
    pub space: Space,
}

/// The scopes of a unit.
pub(super) struct Scopes {
    scopes: Vec<Scope>,
    open: Vec<ScopeId>,
    bindings: Vec<Binding>,
    last: FxHashMap<(ScopeId, u64), u32>,
    /// Names that are bound to something other than locals anywhere; most reads end here.
    global: FxHashSet<u64>,
    has_stars: bool,
    class_scope: ClassScope,
    isolated_modules: bool,
}

impl Scopes {
    pub fn new(nodes: NodeId, spec: &LanguageSpec) -> Self {
        let file = Scope { parent: 0, kind: ScopeKind::File, end: nodes, stars: Vec::new() };
        Self {
            scopes: vec![file],
            open: vec![0],
            bindings: Vec::new(),
            last: FxHashMap::default(),
            global: FxHashSet::default(),
            has_stars: false,
            class_scope: spec.class_scope,
            isolated_modules: spec.isolated_modules,
        }
    }

    pub fn current(&self) -> ScopeId {
        self.open.last().copied().unwrap_or(0)
    }

    /// Opens a scope that ends before node `end`.
    pub fn open(&mut self, kind: ScopeKind, end: NodeId) {
        let id = self.scopes.len() as ScopeId;
        self.scopes.push(Scope { parent: self.current(), kind, end, stars: Vec::new() });
        self.open.push(id);
    }

    /// Closes the scopes that end at or before `node`.
    pub fn close_before(&mut self, node: NodeId) {
        while self.open.len() > 1 && self.scopes[self.current() as usize].end <= node {
            self.open.pop();
        }
    }

    /// Closes every scope but the file's.
    pub fn close_all(&mut self) {
        self.open.truncate(1);
    }

    pub fn bind(&mut self, key: u64, space: Space, from: NodeId, target: Target) {
        self.bind_in(self.current(), key, space, from, target);
    }

    pub fn bind_in(&mut self, scope: ScopeId, key: u64, space: Space, from: NodeId, target: Target) {
        let id = self.bindings.len() as u32;
        let previous = self.last.insert((scope, key), id);
        self.bindings.push(Binding { from, space, target, previous });
        if matches!(target, Target::Symbol(_) | Target::Import(_)) {
            self.global.insert(key);
        }
    }

    /// What a scope bound a name to last.
    pub fn last_target(&self, at: (ScopeId, u64)) -> Option<Target> {
        self.last.get(&at).map(|&id| self.bindings[id as usize].target)
    }

    /// The nearest open scope that binds a name so far.
    pub fn binder_of(&self, key: u64) -> Option<ScopeId> {
        let open = self.open.iter().rev().take(SCOPES_CLIMBED_MAX).copied();
        open.chain([0]).find(|&scope| self.last.contains_key(&(scope, key)))
    }

    /// The nearest enclosing scope that is a function, a module or the file.
    pub fn function_scope(&self) -> ScopeId {
        let is_block = |id: ScopeId| self.scopes[id as usize].kind == ScopeKind::Block;
        self.open.iter().rev().copied().find(|&id| !is_block(id)).unwrap_or(0)
    }

    /// The innermost open scope that does not end before a node.
    pub fn open_around(&self, end: NodeId) -> ScopeId {
        self.open.iter().rev().copied().find(|&id| self.scopes[id as usize].end >= end).unwrap_or(0)
    }

    pub fn is_bound_here(&self, key: u64) -> bool {
        self.last.contains_key(&(self.current(), key))
    }

    /// Whether the current scope binds a name in a name space.
    pub fn is_bound_here_in(&self, key: u64, space: Space) -> bool {
        let at = Lookup { scope: self.current(), node: NodeId::MAX, space };
        self.find_in(at.scope, at, key, false, &|_| true).is_some()
    }

    pub fn is_bound_in(&self, scope: ScopeId, key: u64) -> bool {
        self.last.contains_key(&(scope, key))
    }

    /// Whether a local of this name is bound in the nearest function, module or file, or in a block of it that is open.
    pub fn is_local(&self, key: u64) -> bool {
        for &scope in self.open.iter().rev().take(SCOPES_CLIMBED_MAX) {
            if let Some(&id) = self.last.get(&(scope, key)) {
                return matches!(self.bindings[id as usize].target, Target::Local | Target::Typed(_));
            }
            if self.scopes[scope as usize].kind != ScopeKind::Block {
                return false;
            }
        }
        false
    }

    pub fn kind_of_current(&self) -> ScopeKind {
        self.scopes[self.current() as usize].kind
    }

    pub fn add_star(&mut self, import: u32) {
        let scope = self.current() as usize;
        self.scopes[scope].stars.push(import);
        self.has_stars = true;
    }

    /// Whether the name is bound to a symbol or an import anywhere in the unit.
    pub fn names_something(&self, key: u64) -> bool {
        self.global.contains(&key)
    }

    /// Whether any import of the unit is a star.
    pub fn has_stars(&self) -> bool {
        self.has_stars
    }

    /// What a name means at a place. `accepts` tells whether a symbol takes the use (its arity); in a language
    /// where arity distinguishes, `strict`, symbols that don't are passed over.
    pub fn find(&self, at: Lookup, key: u64, strict: bool, accepts: impl Fn(u32) -> bool) -> Option<Target> {
        let mut outer_only = false;
        for scope in self.chain(at.scope, at.space) {
            let is_file = scope == 0;
            if outer_only && !is_file {
                continue;
            }
            match self.find_in(scope, at, key, strict, &accepts) {
                None | Some(Target::Outer) => {}
                Some(Target::Global) => outer_only = true,
                found => return found,
            }
        }
        None
    }

    /// The same in the scope of `at` alone, and strict.
    pub fn find_here(&self, at: Lookup, key: u64, accepts: impl Fn(u32) -> bool) -> Option<Target> {
        self.find_in(at.scope, at, key, true, &accepts)
    }

    /// The star imports that may bring a name in at a place, nearest first.
    pub fn stars(&self, scope: ScopeId) -> impl Iterator<Item = u32> + '_ {
        self.chain(scope, Space::VALUE)
            .flat_map(|scope| self.scopes[scope as usize].stars.iter().rev().copied())
    }

    fn find_in(
        &self,
        scope: ScopeId,
        at: Lookup,
        key: u64,
        strict: bool,
        accepts: &impl Fn(u32) -> bool,
    ) -> Option<Target> {
        let mut next = self.last.get(&(scope, key)).copied();
        let mut fallback = None;
        while let Some(id) = next {
            let binding = &self.bindings[id as usize];
            next = binding.previous;
            if binding.from > at.node || !binding.space.meets(at.space) {
                continue;
            }
            match binding.target {
                Target::Symbol(symbol) if !accepts(symbol) => {
                    fallback = fallback.or((!strict).then_some(binding.target));
                }
                target => return Some(target),
            }
        }
        fallback
    }

    /// The scopes that a place sees, innermost first.
    fn chain(&self, scope: ScopeId, space: Space) -> impl Iterator<Item = ScopeId> + '_ {
        let mut next = Some(scope);
        let mut in_function = false;
        let isolated = self.isolated_modules && space != Space::MACRO;
        let mut steps = 0;
        std::iter::from_fn(move || {
            loop {
                let id = next?;
                let scope = &self.scopes[id as usize];
                steps += 1;
                next = match scope.kind {
                    ScopeKind::File => None,
                    ScopeKind::Module if isolated => None,
                    // The file's own names are asked for in the end, however deep the place is.
                    _ if steps > SCOPES_CLIMBED_MAX => Some(0),
                    _ => Some(scope.parent),
                };
                let hidden = scope.kind == ScopeKind::Class && self.hides(in_function);
                in_function |= scope.kind == ScopeKind::Function;
                if !hidden {
                    return Some(id);
                }
            }
        })
    }

    /// Whether a class body's names are hidden from a place inside it.
    fn hides(&self, in_function: bool) -> bool {
        match self.class_scope {
            ClassScope::Visible => false,
            ClassScope::HiddenFromFunctions => in_function,
            ClassScope::MembersOnly => true,
        }
    }
}
