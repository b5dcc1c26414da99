//! Names whose type the file writes: an annotation, a constructor. Members of such a name are those of the type.
//!
//! Knows only what rules say; what the type's own name means is found after the walk.

use super::define::SymbolId;
use super::scopes::{Lookup, Reach, Space, Target};
use super::unit::{Segment, Unit};
use crate::model::NodeId;

/// The path of a type, and where it is written.
pub(super) struct TypedName<'s> {
    pub path: Vec<Segment<'s>>,
    pub at: Lookup,
}

impl<'s> Unit<'s> {
    /// Binds a local name as [`Unit::bind_local_in`] does, and says that its value is of a type.
    pub fn bind_typed(&mut self, name: NodeId, reach: Reach, space: Space, path: Vec<Segment<'s>>) {
        let typed = self.add_type(name, path);
        self.bind_target(name, reach, space, Target::Typed(typed));
    }

    /// Says that the value of a symbol (a variable, a field) is of a type.
    pub fn set_type(&mut self, symbol: SymbolId, at: NodeId, path: Vec<Segment<'s>>) {
        let typed = self.add_type(at, path);
        self.symbol_types.insert(symbol.0, typed);
    }

    fn add_type(&mut self, node: NodeId, path: Vec<Segment<'s>>) -> u32 {
        let at = Lookup { scope: self.scopes.current(), node, space: Space::ANY };
        self.typed.push(TypedName { path, at });
        self.typed.len() as u32 - 1
    }
}
