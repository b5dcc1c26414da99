//! Names whose type the file writes or shows: an annotation, a constructor, a call whose result is known. Members of
//! such a name are those of the type.
//!
//! Knows only what rules say; what the type's own name means is found after the walk.

use super::contexts::ContextId;
use super::define::SymbolId;
use super::scopes::{Lookup, Reach, Space, Target, name_key};
use super::unit::{Segment, Unit};
use super::uses::{Root, Use, UseKind, UseRecord};
use crate::model::{CALLED, NodeId};

/// The path of a type, or of the value that a name holds, and where it is written.
pub(super) struct TypedName<'s> {
    pub path: Vec<Segment<'s>>,
    pub at: Lookup,
    pub root: Root,
    pub context: ContextId,
    /// The path is that of a value: its first segment is looked up as one.
    pub value: bool,
}

impl TypedName<'_> {
    /// Whether a use gives the same. A type may be written by its name, or be made by calling it.
    pub(super) fn is(&self, value: &Use<'_>) -> bool {
        let trimmed =
            |path: &[Segment<'_>]| path.len() - usize::from(path.last().is_some_and(|last| last == CALLED));
        let (held, given) = (&self.path, &value.path);
        let root = if value.root == Root::Typed { Root::Scope } else { value.root };
        self.root == root && held[..trimmed(held)] == given[..trimmed(given)]
    }
}

/// What an assignment gives a name, in a language where one name may be given several values.
pub enum Assigned<'s> {
    /// Nothing that has members of interest (`None`, a declaration without a value): what comes later counts.
    Nothing,
    /// A value that only running would know.
    Unknown,
    Value(Use<'s>),
}

impl<'s> Unit<'s> {
    /// Binds a local name as [`Unit::bind_local_in`] does, and says that its value is of a type.
    pub fn bind_typed(&mut self, name: NodeId, reach: Reach, space: Space, path: Vec<Segment<'s>>) {
        let typed = self.add_type(name, path);
        self.bind_target(name, reach, space, Target::Typed(typed));
    }

    /// The same, of what a use gives.
    pub fn bind_value(&mut self, name: NodeId, reach: Reach, space: Space, value: Use<'s>) {
        match self.add_value(name, value) {
            Some(typed) => self.bind_target(name, reach, space, Target::Typed(typed)),
            None => self.bind_local_in(name, reach, space),
        }
    }

    /// Binds a local name to what it is given, here and wherever else in its scope or function. Values that differ say
    /// nothing.
    pub fn bind_assigned(&mut self, name: NodeId, reach: Reach, assigned: Assigned<'s>) {
        let scope =
            if reach == Reach::Function { self.scopes.function_scope() } else { self.scopes.current() };
        let at = (scope, name_key(self.text(name)));
        let Some(bound) = self.scopes.last_target(at) else {
            let value = match assigned {
                Assigned::Value(value) => self.add_value(name, value),
                Assigned::Unknown => None,
                Assigned::Nothing => {
                    self.empty_names.insert(at);
                    None
                }
            };
            return self.bind_target(name, reach, Space::ANY, value.map_or(Target::Local, Target::Typed));
        };
        self.claim(name);
        let target = match (bound, assigned) {
            (Target::Typed(_) | Target::Local, Assigned::Nothing) => return,
            (Target::Typed(held), Assigned::Value(value)) if self.typed[held as usize].is(&value) => return,
            (Target::Typed(_), _) => Target::Local,
            (Target::Local, Assigned::Value(value)) if self.empty_names.remove(&at) => {
                self.add_value(name, value).map_or(Target::Local, Target::Typed)
            }
            (Target::Local, _) if self.empty_names.remove(&at) => Target::Local,
            _ => return,
        };
        self.scopes.bind_in(scope, at.1, Space::ANY, 0, target);
    }

    /// Says what a symbol (a variable, a field) is given at one place. If all places agree, that is what it holds, for
    /// this file and others.
    pub fn give_value(&mut self, symbol: SymbolId, at: NodeId, assigned: Assigned<'s>) {
        self.give(UseKind::Alias(symbol.0), at, assigned);
    }

    /// Says what a function gives back at one place, likewise.
    pub fn give_result(&mut self, symbol: SymbolId, at: NodeId, assigned: Assigned<'s>) {
        self.give(UseKind::Result(symbol.0), at, assigned);
    }

    /// Says of which type a symbol is written to be, whatever it is given.
    pub fn write_value(&mut self, symbol: SymbolId, typed: Use<'s>) {
        self.write(UseKind::Alias(symbol.0), typed);
    }

    /// Says what a function is written to give, whatever it gives back.
    pub fn write_result(&mut self, symbol: SymbolId, typed: Use<'s>) {
        self.write(UseKind::Result(symbol.0), typed);
    }

    fn write(&mut self, to: UseKind, typed: Use<'s>) {
        if let Some(typed) = self.add_value(typed.at, typed) {
            self.given.remove(&to);
            self.hold(to, typed);
        }
    }

    fn give(&mut self, to: UseKind, at: NodeId, assigned: Assigned<'s>) {
        let is_written = match to {
            UseKind::Result(symbol) => self.symbol_results.contains_key(&symbol),
            UseKind::Alias(symbol) => self.symbol_types.contains_key(&symbol),
            UseKind::Call(_) | UseKind::Reference(_) => false,
        };
        if is_written {
            return;
        }
        let typed = match assigned {
            Assigned::Nothing => return,
            Assigned::Unknown => None,
            Assigned::Value(value) => match self.given.get(&to) {
                Some(&Some(held)) if self.typed[held as usize].is(&value) => return,
                Some(_) => None,
                None => self.add_value(at, value),
            },
        };
        self.given.insert(to, typed);
    }

    /// Notes what all places agree on; after the walk.
    pub(super) fn settle_given(&mut self) {
        let mut given: Vec<(UseKind, u32)> =
            self.given.drain().filter_map(|(to, typed)| Some((to, typed?))).collect();
        given.sort_unstable_by_key(|&(_, typed)| typed);
        for (to, typed) in given {
            self.hold(to, typed);
        }
    }

    fn hold(&mut self, to: UseKind, typed: u32) {
        match to {
            UseKind::Alias(symbol) => self.symbol_types.insert(symbol, typed),
            UseKind::Result(symbol) => self.symbol_results.insert(symbol, typed),
            UseKind::Call(_) | UseKind::Reference(_) => None,
        };
        let TypedName { path, at, root, context, .. } = &self.typed[typed as usize];
        let usage = Use { root: *root, ..Use::path(at.node, path.clone()) };
        self.uses.push(UseRecord { usage, kind: to, at: *at, context: *context });
    }

    /// Says that the value of a symbol (a variable, a field) is of a type.
    pub fn set_type(&mut self, symbol: SymbolId, at: NodeId, path: Vec<Segment<'s>>) {
        let typed = self.add_type(at, path);
        self.symbol_types.insert(symbol.0, typed);
    }

    /// Says that a call of a symbol gives a value of a type, to this file and to others.
    pub fn set_result(&mut self, symbol: SymbolId, at: NodeId, path: Vec<Segment<'s>>) {
        let typed = self.add_type(at, path);
        self.typed[typed as usize].at.space = Space::TYPE;
        self.hold(UseKind::Result(symbol.0), typed);
    }

    /// Says that what a call of a symbol gives is not known: then nothing is, of any function of its path.
    pub fn hide_result(&mut self, symbol: SymbolId, at: NodeId) {
        self.set_result(symbol, at, vec![CALLED.into()]);
    }

    fn add_type(&mut self, node: NodeId, path: Vec<Segment<'s>>) -> u32 {
        self.add_typed(node, Root::Scope, path, false)
    }

    pub(super) fn add_value(&mut self, node: NodeId, value: Use<'s>) -> Option<u32> {
        match value.root {
            Root::Computed | Root::Bases => None,
            Root::Typed => Some(self.add_typed(node, Root::Scope, value.path, false)),
            root => {
                let typed = self.add_typed(node, root, value.path, true);
                if let Some(space) = value.space {
                    self.typed[typed as usize].at.space = space;
                }
                Some(typed)
            }
        }
    }

    fn add_typed(&mut self, node: NodeId, root: Root, path: Vec<Segment<'s>>, value: bool) -> u32 {
        let at = Lookup { scope: self.scopes.current(), node, space: Space::ANY };
        self.typed.push(TypedName { path, at, root, context: self.contexts.current(), value });
        self.typed.len() as u32 - 1
    }
}
