//! What following a path gives, and how several answers become one.

use super::index::SymbolAt;
use super::keys::NameKey;
use super::paths::PathId;
use crate::model::{CALLED, RefKind, SymbolKind};

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
    /// Provably outside the version, and under which name there, where that is known.
    External(Option<NameKey>),
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
            (Outcome::External(_), Outcome::External(_)) => Outcome::External(None),
            _ => Outcome::Ambiguous,
        }
    }

    pub fn is_external(self) -> bool {
        matches!(self, Outcome::External(_))
    }

    pub fn is_unknown(self) -> bool {
        self == Outcome::Unknown
    }

    /// This answer to the first part of a path, for all of it. What a call outside of the version gives may be anything.
    pub fn before<S: AsRef<str>>(self, rest: &[S]) -> Outcome {
        match self {
            Outcome::External(_) if rest.iter().any(|segment| segment.as_ref() == CALLED) => Outcome::Unknown,
            Outcome::External(key) => Outcome::External(key.map(|key| key.below(rest))),
            other => other,
        }
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
    /// The number of arguments of a call, which chooses among overloads.
    pub overload: Option<u16>,
}

/// How a name is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// A path goes on through it.
    Container,
    Callee,
    /// It is called, and what that gives is of interest.
    Called,
    Macro,
    /// A type that is named, or made an instance of.
    Type,
    Instance,
    /// A value that is read by its path, or as a member of the own type.
    Value,
    Member,
    Written,
    Any,
}

impl Wanted {
    pub const CONTAINER: Wanted = Wanted { role: Role::Container, arity: None, overload: None };
    pub const CALLED: Wanted = Wanted { role: Role::Called, arity: None, overload: None };
    pub const ANY: Wanted = Wanted { role: Role::Any, arity: None, overload: None };

    /// What a segment must be before the rest of its path.
    pub fn before<S: AsRef<str>>(self, rest: &[S]) -> Wanted {
        match rest.first() {
            None => self,
            Some(next) if next.as_ref() == CALLED => Wanted::CALLED,
            Some(_) => Wanted::CONTAINER,
        }
    }
}

/// What a kind of symbol is to a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Module,
    Type,
    Alias,
    Callable,
    Macro,
    Variant,
    Field,
    Value,
    /// Says that there is something, which a definition serves better.
    Declaration,
}

fn class(kind: SymbolKind) -> Class {
    use SymbolKind as K;
    match kind {
        K::Module | K::Namespace | K::Package => Class::Module,
        K::Class | K::Interface | K::Trait | K::Protocol | K::Struct | K::Enum | K::Union => Class::Type,
        K::Annotation | K::Delegate | K::Table | K::View => Class::Type,
        K::TypeAlias => Class::Alias,
        K::Function | K::Method | K::Constructor => Class::Callable,
        K::Macro => Class::Macro,
        K::Prototype | K::ExternVariable => Class::Declaration,
        K::EnumMember => Class::Variant,
        K::Field | K::Property | K::Event => Class::Field,
        K::Constant | K::Variable | K::Key | K::Heading | K::Selector | K::Anchor => Class::Value,
    }
}

/// Whether a kind of symbol is a type, or another name of one.
pub(super) fn is_type(kind: SymbolKind) -> bool {
    matches!(class(kind), Class::Type | Class::Alias)
}

impl Role {
    /// Every role in which one package uses what another offers.
    pub const ABROAD: [Role; 7] =
        [Role::Callee, Role::Macro, Role::Type, Role::Instance, Role::Value, Role::Written, Role::Any];

    /// A bit for each role, as the database has them.
    pub fn bit(self) -> i16 {
        match self {
            Role::Callee | Role::Called => 1,
            Role::Macro => 2,
            Role::Type => 4,
            Role::Instance => 8,
            Role::Value | Role::Member => 16,
            Role::Written => 32,
            Role::Any => 64,
            Role::Container => 128,
        }
    }

    /// The role of a use, on the own type (`self.name`) or by a path.
    pub fn of(use_kind: Option<RefKind>, on_own_type: bool) -> Role {
        match use_kind {
            None => Role::Callee,
            Some(RefKind::Macro) => Role::Macro,
            Some(RefKind::Type | RefKind::Inherits | RefKind::Implements) => Role::Type,
            Some(RefKind::Instantiates) => Role::Instance,
            Some(RefKind::Write) => Role::Written,
            Some(RefKind::Read) if on_own_type => Role::Member,
            Some(RefKind::Read) => Role::Value,
            Some(_) => Role::Any,
        }
    }

    /// How well a kind of symbol serves, the best first; `None` where it cannot. Fields and methods may share a
    /// name, and types and functions.
    pub fn rank(self, kind: SymbolKind) -> Option<u8> {
        let class = class(kind);
        let best = match self {
            Role::Macro if class == Class::Macro => 0,
            Role::Macro => return None,
            // It has its type's name, and is only ever called.
            _ if kind == SymbolKind::Constructor
                && !matches!(self, Role::Callee | Role::Called | Role::Any) =>
            {
                return None;
            }
            Role::Container | Role::Type | Role::Instance | Role::Written
                if kind == SymbolKind::Prototype =>
            {
                return None;
            }
            _ if class == Class::Declaration => 4,
            Role::Container => match class {
                Class::Module | Class::Type => 0,
                Class::Alias | Class::Field | Class::Value => 1,
                Class::Callable | Class::Macro | Class::Variant | Class::Declaration => 2,
            },
            Role::Callee | Role::Called => match class {
                Class::Module => return None,
                Class::Callable => 0,
                Class::Macro | Class::Type | Class::Variant => 1,
                Class::Alias | Class::Field | Class::Value | Class::Declaration => 2,
            },
            // In C a type and another name of it may be one name.
            Role::Type | Role::Instance => match class {
                Class::Module if self == Role::Instance => 3,
                Class::Type => 0,
                Class::Alias => 1,
                _ => 2,
            },
            Role::Value => u8::from(class == Class::Field),
            Role::Member | Role::Written => u8::from(matches!(class, Class::Callable | Class::Macro)),
            Role::Any => u8::from(class == Class::Callable),
        };
        Some(best)
    }

    /// Whether a module by itself serves.
    pub fn takes_module(self) -> bool {
        !matches!(self, Role::Callee | Role::Called | Role::Instance | Role::Macro)
    }
}

/// Whether something that takes between so many arguments can be called with a number of them.
pub(super) fn takes_arguments(takes: Option<(u16, u16)>, given: Option<u16>) -> bool {
    match (takes, given) {
        (Some((least, most)), Some(given)) => (least..=most).contains(&given),
        _ => true,
    }
}
