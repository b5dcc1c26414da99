//! What following a path gives, and how several answers become one.

use super::index::SymbolAt;
use super::paths::PathId;
use crate::model::SymbolKind;

/// A module or a symbol of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub path: PathId,
    /// `None` is the module itself, whose files are those of the path.
    pub symbol: Option<SymbolAt>,
}

/// Where a path leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing is known.
    Unknown,
    /// Several places are possible, and nothing proves one.
    Ambiguous,
    /// Provably outside the version.
    External,
    Found(Place),
}

impl Outcome {
    /// The common answer of several bindings of one name. Those that lead nowhere known don't speak against the
    /// others; two that differ prove nothing.
    pub fn join(self, other: Outcome) -> Outcome {
        match (self, other) {
            (Outcome::Unknown, other) => other,
            (one, Outcome::Unknown) => one,
            (one, other) if one == other => one,
            _ => Outcome::Ambiguous,
        }
    }

    pub fn is_unknown(self) -> bool {
        self == Outcome::Unknown
    }

    /// This answer, or the next one's where nothing is known.
    pub fn or_else(self, next: impl FnOnce() -> Outcome) -> Outcome {
        if self.is_unknown() { next() } else { self }
    }
}

/// What a name must be to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub role: Role,
    /// The number of arguments, in languages where it distinguishes.
    pub arity: Option<u16>,
}

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// A path goes on through it.
    Container,
    Callee,
    Any,
}

impl Wanted {
    pub const CONTAINER: Wanted = Wanted { role: Role::Container, arity: None };
    pub const ANY: Wanted = Wanted { role: Role::Any, arity: None };
}

impl Role {
    /// How well a kind of symbol serves, the best first; `None` where it cannot.
    pub fn rank(self, kind: SymbolKind) -> Option<u8> {
        use SymbolKind as K;
        match (self, kind) {
            // A field and a method may share a name, and a use that is no call means the field.
            (Role::Any, K::Function | K::Method | K::Constructor | K::Macro) => Some(1),
            (Role::Any, _) => Some(0),
            (Role::Callee, K::Function | K::Method | K::Constructor | K::Macro) => Some(0),
            (Role::Callee, K::Class | K::Struct | K::EnumMember) => Some(1),
            (Role::Callee, K::Module | K::Namespace | K::Package) => None,
            (Role::Callee, _) => Some(2),
            (Role::Container, K::Function | K::Method | K::Constructor | K::Macro | K::EnumMember) => Some(2),
            (Role::Container, K::TypeAlias | K::Constant | K::Variable | K::Field | K::Property) => Some(1),
            (Role::Container, _) => Some(0),
        }
    }
}
