//! What holds at a place of a Ruby file: the visibility that the next `def` gets, and what `self` is.
//!
//! Kept as the unit's mode: one number, in force until the body that it belongs to ends.

use crate::extract::Unit;
use crate::model::{NodeId, Visibility};

/// What `self` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// The class or module whose body this is; at the top of a file, the main object.
    Body,
    /// An instance of the enclosing class.
    Instance,
    /// The enclosing class or module, in a method of its own.
    Class,
    /// Whatever the method that takes this block makes it.
    Unknown,
}

impl Receiver {
    /// Whether a call without a receiver may be one that class bodies make (`attr_reader :a`): nobody makes them on
    /// the objects of a class, nor, but to define what depends on the arguments, in its own methods.
    pub fn may_define(self) -> bool {
        matches!(self, Receiver::Body | Receiver::Unknown)
    }
}

/// The state of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Of the next `def`, as a bare `private` above it says.
    pub visibility: Visibility,
    /// Below a bare `module_function`.
    pub module_function: bool,
    /// Below `extend self`: what instances have, the module itself has too.
    pub extends_self: bool,
    /// Inside `class << self`: what is defined belongs to the class itself.
    pub singleton: bool,
    pub receiver: Receiver,
}

impl State {
    /// That of a class's or module's body before anything else is said.
    pub const BODY: State = State {
        visibility: Visibility::Public,
        module_function: false,
        extends_self: false,
        singleton: false,
        receiver: Receiver::Body,
    };

    /// That of the place where the walk stands.
    pub fn here(unit: &Unit<'_>) -> State {
        let mode = unit.mode();
        State {
            visibility: match mode & 3 {
                1 => Visibility::Private,
                2 => Visibility::Protected,
                _ => Visibility::Public,
            },
            module_function: mode & 4 != 0,
            singleton: mode & 8 != 0,
            extends_self: mode & 16 != 0,
            receiver: match mode >> 5 {
                1 => Receiver::Instance,
                2 => Receiver::Class,
                3 => Receiver::Unknown,
                _ => Receiver::Body,
            },
        }
    }

    /// Puts the state in force until a node ends.
    pub fn enter(self, unit: &mut Unit<'_>, node: NodeId) {
        let visibility = match self.visibility {
            Visibility::Private => 1,
            Visibility::Protected => 2,
            _ => 0,
        };
        let receiver = match self.receiver {
            Receiver::Body => 0,
            Receiver::Instance => 1,
            Receiver::Class => 2,
            Receiver::Unknown => 3,
        };
        let flags = u8::from(self.module_function) << 2
            | u8::from(self.singleton) << 3
            | u8::from(self.extends_self) << 4;
        let mode = visibility | flags | receiver << 5;
        unit.enter_mode(node, mode);
    }

    /// What stands between the enclosing class and a method that the receiver has.
    pub fn mark(self) -> &'static str {
        if self.receiver == Receiver::Instance { "#" } else { "." }
    }
}
