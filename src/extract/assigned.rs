//! Local names whose values are what assignments give them, wherever those stand.
//!
//! Knows only what rules say; see `typed` for what is written.

use super::scopes::{Reach, ScopeId, Space, Target, name_key};
use super::typed::Assigned;
use super::unit::Unit;
use crate::model::NodeId;

impl<'s> Unit<'s> {
    /// Binds a local name to what it is given where it is declared; [`Unit::reassign`] then says what else it is given.
    pub fn bind_given(&mut self, name: NodeId, reach: Reach, space: Space, assigned: Assigned<'s>) {
        let scope =
            if reach == Reach::Function { self.scopes.function_scope() } else { self.scopes.current() };
        let at = (scope, name_key(self.text(name)));
        if self.inferred_names.contains(&at) || self.empty_names.contains(&at) {
            self.claim(name);
            return self.give_name(at, name, space, assigned);
        }
        let nothing = matches!(assigned, Assigned::Nothing);
        let value = if let Assigned::Value(value) = assigned { self.add_value(name, value) } else { None };
        if value.is_some() {
            self.inferred_names.insert(at);
        } else if nothing {
            self.empty_names.insert(at);
        }
        self.bind_target(name, reach, space, value.map_or(Target::Local, Target::Typed));
    }

    /// Says what else a local name is given, from wherever it is seen. Where that differs, nothing is known of it.
    pub fn reassign(&mut self, name: NodeId, space: Space, assigned: Assigned<'s>) {
        let key = name_key(self.text(name));
        if let Some(scope) = self.scopes.binder_of(key) {
            self.give_name((scope, key), name, space, assigned);
        }
    }

    fn give_name(&mut self, at: (ScopeId, u64), name: NodeId, space: Space, assigned: Assigned<'s>) {
        let value = match assigned {
            Assigned::Nothing => return,
            Assigned::Unknown => None,
            Assigned::Value(value) => Some(value),
        };
        let target = if self.empty_names.remove(&at) {
            value.and_then(|value| self.add_value(name, value)).map_or(Target::Local, Target::Typed)
        } else if let Some(Target::Typed(held)) = self.scopes.last_target(at)
            && self.inferred_names.contains(&at)
            && !value.is_some_and(|value| self.typed[held as usize].is(&value))
        {
            Target::Local
        } else {
            return;
        };
        match target {
            Target::Typed(_) => self.inferred_names.insert(at),
            _ => self.inferred_names.remove(&at),
        };
        self.scopes.bind_in(at.0, at.1, space, 0, target);
    }
}
