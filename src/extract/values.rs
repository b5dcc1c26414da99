//! Members of values: of names whose type is written, of fields, of what calls give.
//!
//! A path goes through the types that this file shows; what it comes to then is left to the link, which knows the
//! fields and results of the other files.

use super::contexts::Context;
use super::members::holds_members;
use super::resolve::{Meaning, Resolver, Wanted, owned};
use super::scopes::{Lookup, Space, Target, name_key};
use super::typed::TypedName;
use super::unit::Segment;
use super::uses::{Root, Use};
use crate::limits::VALUES_FOLLOWED_MAX;
use crate::model::{CALLED, Resolution};

/// Whether a path goes through the result of a call.
pub(super) fn is_called(path: &[Segment<'_>]) -> bool {
    path.iter().any(|segment| segment == CALLED)
}

impl<'s> Resolver<'_, 's> {
    /// A path whose first segment is bound.
    pub(super) fn follow(&self, target: Target, path: &[Segment<'s>], wanted: Wanted) -> Meaning {
        self.follow_value(target, path, wanted, VALUES_FOLLOWED_MAX)
    }

    fn follow_value(&self, target: Target, path: &[Segment<'s>], wanted: Wanted, steps: usize) -> Meaning {
        let meaning = self.follow_untyped(target, path, wanted);
        let called = path.get(1).is_some_and(|next| next == CALLED);
        let unit = self.unit;
        match target {
            // What a value that is called gives is not known.
            Target::Typed(_) if called => Meaning { local: true, ..Meaning::default() },
            Target::Typed(typed) if path.len() > 1 => self.member_of(typed, &path[1..], wanted, steps),
            // Of several functions of a name, the link tells which, or that it is the same.
            Target::Symbol(id) if called && !unit.grammar.spec.overloads => {
                match unit.symbol_results.get(&id) {
                    Some(&typed) => self.member_of(typed, &path[2..], wanted, steps),
                    None => meaning,
                }
            }
            Target::Symbol(id) if !called && path.len() > 1 && meaning.symbol.is_none() => {
                match unit.symbol_types.get(&id) {
                    Some(&typed) => self.member_of(typed, &path[1..], wanted, steps),
                    None => meaning,
                }
            }
            _ => meaning,
        }
    }

    /// A path that starts with a symbol whose call, or the type itself where that makes an instance, is its receiver.
    pub(super) fn follow_called(&self, symbol: u32, path: &[Segment<'s>], wanted: Wanted) -> Meaning {
        let kind = self.unit.symbols[symbol as usize].draft.kind;
        let name = path[0].clone();
        if holds_members(kind) && path.len() > 2 {
            let path: Vec<Segment<'s>> = std::iter::once(name).chain(path[2..].iter().cloned()).collect();
            let meaning = self.follow_untyped(Target::Symbol(symbol), &path, wanted);
            return Meaning { resolution: as_receiver(meaning.resolution), of_value: true, ..meaning };
        }
        Meaning { open: Some((None, owned(path))), of_value: true, bound: true, ..Meaning::default() }
    }

    /// Members of a name whose type or value is written.
    fn member_of(&self, typed: u32, members: &[Segment<'s>], wanted: Wanted, steps: usize) -> Meaning {
        let unknown = Meaning { local: true, of_value: true, ..Meaning::default() };
        let Some(steps) = steps.checked_sub(1) else { return unknown };
        let typed: &TypedName<'s> = &self.unit.typed[typed as usize];
        let path: Vec<Segment<'s>> = typed.path.iter().chain(members).cloned().collect();
        match typed.root {
            Root::Receiver => {
                let context = self.unit.contexts.get(typed.context);
                let meaning = self.resolve_member(&path, wanted, context, steps);
                Meaning { of_value: true, ..meaning }
            }
            Root::Absolute => self.as_value(self.resolve_absolute(&path, wanted)),
            _ if typed.value => self.resolve_value(path, wanted, typed.at, steps),
            _ => self.resolve_typed(path, wanted, typed.at),
        }
    }

    /// The type of a local name, where that is all that a path is.
    pub(super) fn held_by_local(&self, usage: &Use<'s>, wanted: Wanted, at: Lookup) -> Option<Meaning> {
        let [name] = usage.path.as_slice() else { return None };
        let at = Lookup { space: Space::ANY, ..at };
        let found = self.unit.scopes.find(at, name_key(name), false, |_| true);
        match found.filter(|_| usage.root == Root::Scope) {
            Some(Target::Typed(typed)) => Some(self.member_of(typed, &[], wanted, VALUES_FOLLOWED_MAX)),
            _ => None,
        }
    }

    /// A path that starts with the name of a type. A type's name is followed once, so that no circle is.
    pub(super) fn resolve_typed(&self, path: Vec<Segment<'s>>, wanted: Wanted, at: Lookup) -> Meaning {
        let Some(first) = path.first() else { return Meaning::default() };
        // Where values and types have names apart, a value of the same name hides no type.
        let find = |space| self.unit.scopes.find(Lookup { space, ..at }, name_key(first), false, |_| true);
        let meaning = match find(Space::TYPE).or_else(|| find(at.space)) {
            Some(target) => self.follow_untyped(target, &path, wanted),
            None => self.resolve_unbound(&path, wanted, at),
        };
        self.as_value(meaning)
    }

    /// A path that starts with the name of a value or function. Its value is followed in turn.
    fn resolve_value(&self, path: Vec<Segment<'s>>, wanted: Wanted, at: Lookup, steps: usize) -> Meaning {
        let Some(first) = path.first() else { return Meaning::default() };
        let called = path.get(1).is_some_and(|next| next == CALLED);
        let fits = |symbol: u32| {
            let draft = &self.unit.symbols[symbol as usize].draft;
            !called || draft.arity.is_some() || holds_members(draft.kind)
        };
        let meaning = match self.unit.scopes.find(at, name_key(first), called, fits) {
            Some(Target::Typed(typed)) if path.len() == 1 => self.member_of(typed, &[], wanted, steps),
            Some(target) => self.follow_value(target, &path, wanted, steps),
            None => self.resolve_unbound(&path, wanted, at),
        };
        self.as_value(meaning)
    }

    fn as_value(&self, meaning: Meaning) -> Meaning {
        if meaning.resolution == Some(Resolution::External) && self.unit.grammar.spec.travel.extensions {
            return Meaning { of_value: true, ..Meaning::default() };
        }
        Meaning { resolution: as_receiver(meaning.resolution), local: false, of_value: true, ..meaning }
    }

    /// A member of the enclosing type.
    pub(super) fn resolve_member(
        &self,
        path: &[Segment<'s>],
        wanted: Wanted,
        context: &Context,
        steps: usize,
    ) -> Meaning {
        let Some(owner) = context.enclosing_type else { return Meaning::default() };
        let owner = self.unit.contexts.get(owner);
        if path.is_empty() {
            return owner.symbol.map_or(Meaning::default(), |own| self.proof(own, Resolution::Receiver));
        }
        let qualified = self.join(&owner.qualified, path);
        if let Some(symbol) = self.members.find(self.unit, &qualified, wanted) {
            return self.proof(symbol, Resolution::Receiver);
        }
        let held = if path.len() == 1 {
            None
        } else {
            self.resolve_field_member(&owner.qualified, path, wanted, steps)
        };
        held.unwrap_or_else(|| Meaning { of_value: path.len() > 1, ..self.open_member(path, context) })
    }

    /// A member of what a field of the enclosing type holds, or a method of it gives.
    pub(super) fn resolve_field_member(
        &self,
        owner: &str,
        path: &[Segment<'s>],
        wanted: Wanted,
        steps: usize,
    ) -> Option<Meaning> {
        let (field, members) = path.split_first()?;
        let called = members.first().is_some_and(|next| next == CALLED);
        let symbol = self.join(owner, std::slice::from_ref(field));
        let symbol = self.members.find(self.unit, &symbol, Wanted { arity: None, ..wanted });
        let typed = symbol.filter(|_| !called).and_then(|field| self.unit.symbol_types.get(&field));
        Some(self.member_of(*typed?, members, wanted, steps))
    }
}

fn as_receiver(resolution: Option<Resolution>) -> Option<Resolution> {
    match resolution {
        Some(Resolution::Scope | Resolution::Import) => Some(Resolution::Receiver),
        other => other,
    }
}
