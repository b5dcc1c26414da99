//! Ruby's constants and receivers: what `A::B`, `A.m`, `self.m`, `A.new.m` are uses of.

use super::state::{Receiver, State};
use super::{CONSTANTS, builtins, classes, field, kind, recovery};
use crate::extract::{Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// A path of constants as written.
pub struct ConstantPath<'s> {
    pub segments: Vec<Segment<'s>>,
    /// Begins with `::`.
    pub outermost: bool,
    /// The node of the last name.
    pub name: NodeId,
}

/// The path that a constant or a chain of `::` writes; `None` where it begins with another expression.
pub fn constant_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<ConstantPath<'s>> {
    let name = match unit.kind(node) {
        kind::SCOPE_RESOLUTION => unit.child(node, field::NAME)?,
        _ => node,
    };
    let (mut segments, mut outermost, mut next) = (Vec::new(), false, Some(node));
    while let Some(node) = next {
        if segments.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        match unit.kind(node) {
            kind::CONSTANT => {
                segments.push(unit.text(node).into());
                next = None;
            }
            kind::SCOPE_RESOLUTION => {
                segments.push(unit.text(unit.child(node, field::NAME)?).into());
                next = unit.child(node, field::SCOPE);
                outermost = next.is_none();
            }
            _ => return None,
        }
    }
    segments.reverse();
    Some(ConstantPath { segments, outermost, name })
}

impl<'s> ConstantPath<'s> {
    /// The use that the path is, with what follows it.
    pub fn into_use(self, at: NodeId, member: Option<Segment<'s>>, written: Segment<'s>) -> Use<'s> {
        let path = self.segments.into_iter().chain(member).collect();
        if self.outermost {
            return Use::absolute(at, path, written);
        }
        Use { written: Some(written), space: Some(CONSTANTS), ..Use::path(at, path) }
    }
}

/// The qualified name of what a path of constants defines, or is given a member of, where the walk stands.
pub fn qualified(unit: &Unit<'_>, path: &ConstantPath<'_>) -> String {
    let written = path.segments.join("::");
    if path.outermost {
        return written;
    }
    if let [first, _, ..] = path.segments.as_slice()
        && let Some(known) = unit.qualified_name_of(first)
    {
        return [&known, &written[first.len()..]].concat();
    }
    match unit.enclosing_type_name() {
        Some(owner) if !owner.is_empty() => [owner, "::", &written].concat(),
        _ => written,
    }
}

/// The qualified name of a constant that exists, as far as this file has shown it.
pub fn known_name(unit: &Unit<'_>, path: &ConstantPath<'_>) -> String {
    let written = path.segments.join("::");
    let first = path.segments.first().filter(|_| !path.outermost);
    match first.and_then(|first| Some((first, unit.qualified_name_of(first)?))) {
        Some((first, known)) => [&known, &written[first.len()..]].concat(),
        None => written,
    }
}

/// A constant that is read.
pub fn use_constant(unit: &mut Unit<'_>, node: NodeId) {
    if recovery::define(unit, node) {
        return;
    }
    reference(unit, node, RefKind::Read);
}

/// `A::B`: its first part is read by its own rule.
pub fn use_path(unit: &mut Unit<'_>, node: NodeId) {
    reference(unit, node, RefKind::Read);
}

/// Records the use of a constant or path; tells whether it is one.
pub fn reference(unit: &mut Unit<'_>, node: NodeId, ref_kind: RefKind) -> bool {
    let usage = match constant_path(unit, node) {
        Some(path) => {
            let at = path.name;
            path.into_use(at, None, unit.text(node).into())
        }
        None => match computed_constant(unit, node) {
            Some(usage) => usage,
            None => return false,
        },
    };
    unit.claim(node);
    unit.reference(usage, ref_kind);
    true
}

/// `self::X`, `self.class::X`; the constant of another value is that of nobody known.
fn computed_constant<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let name = unit.child(node, field::NAME).filter(|_| unit.is(node, kind::SCOPE_RESOLUTION))?;
    let scope = unit.child(node, field::SCOPE)?;
    let is_own = matches!(unit.text(scope), "self" | "self.class");
    if is_own && State::here(unit).receiver != Receiver::Unknown {
        return Some(Use::receiver(name, vec![unit.text(name).into()], unit.text(node)));
    }
    Some(Use::computed(name, unit.text(name), None))
}

/// The use of a method whose receiver isn't written: one of the enclosing type's, or of the main object's.
pub fn implicit<'s>(unit: &Unit<'s>, at: NodeId, name: &'s str) -> Use<'s> {
    let state = State::here(unit);
    if state.receiver == Receiver::Unknown {
        let known = builtins::BUILTINS.binary_search(&name).is_ok();
        return if known { Use::name(at, name) } else { Use::computed(at, name, Some(name.into())) };
    }
    let member = [state.mark(), name].concat();
    Use { elsewhere: Some(vec![name.into()]), ..Use::receiver(at, vec![member.into()], name) }
}

/// The use of a method of what a receiver is.
pub fn member<'s>(unit: &Unit<'s>, receiver: NodeId, at: NodeId, name: Segment<'s>) -> Use<'s> {
    let written = |receiver: &str| Segment::from([receiver, ".", &name].concat());
    let mark = |mark: &str| Segment::from([mark, &name].concat());
    let text = unit.text(receiver);
    match unit.kind(receiver) {
        kind::SELF => {
            let state = State::here(unit);
            match state.receiver {
                Receiver::Unknown => Use::computed(at, name.clone(), Some(written(text))),
                _ => Use::receiver(at, vec![mark(state.mark())], written(text)),
            }
        }
        kind::IDENTIFIER if unit.is_local(text) => Use {
            written: Some(written(text)),
            space: Some(super::FUNCTIONS),
            ..Use::path(at, vec![text.into(), mark("#")])
        },
        kind::CONSTANT | kind::SCOPE_RESOLUTION => match constant_path(unit, receiver) {
            Some(path) => path.into_use(at, Some(mark(".")), written(text)),
            None => Use::computed(at, name.clone(), None),
        },
        kind::CALL if text == "self.class" && State::here(unit).receiver == Receiver::Instance => {
            Use::receiver(at, vec![mark(".")], written(text))
        }
        kind::CALL => match constructed(unit, receiver) {
            Some(path) if !path.outermost => {
                let path = path.segments.into_iter().chain([mark("#")]).collect();
                Use { written: Some(["(…).", &name].concat().into()), ..Use::typed(at, path) }
            }
            _ => Use::computed(at, name.clone(), plain_chain(unit, receiver).map(written)),
        },
        _ => Use::computed(at, name.clone(), plain_chain(unit, receiver).map(written)),
    }
}

/// The class that a call makes an instance of, where it is written (`A::B.new(…)`).
pub fn constructed<'s>(unit: &Unit<'s>, call: NodeId) -> Option<ConstantPath<'s>> {
    let method = unit.child(call, field::METHOD).filter(|_| unit.is(call, kind::CALL))?;
    let receiver = unit.child(call, field::RECEIVER).filter(|_| unit.text(method) == "new")?;
    // What `Class.new` makes has members of its own.
    if classes::made_type(unit, call).is_some() {
        return None;
    }
    constant_path(unit, receiver)
}

/// The text of a receiver that is a plain chain of names (`a.b`, `@a.b`), which nothing interrupts.
fn plain_chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let mut next = node;
    for _ in 0..PATH_SEGMENTS_MAX {
        match unit.kind(next) {
            kind::CALL if unit.child(next, field::ARGUMENTS).is_none() => {
                if unit.child(next, field::BLOCK).is_some() {
                    return None;
                }
                next = unit.child(next, field::RECEIVER)?;
            }
            kind::IDENTIFIER
            | kind::CONSTANT
            | kind::SELF
            | kind::INSTANCE_VARIABLE
            | kind::CLASS_VARIABLE
            | kind::GLOBAL_VARIABLE
            | kind::SCOPE_RESOLUTION => {
                return Some(unit.text(node)).filter(|text| !text.contains(char::is_whitespace));
            }
            _ => return None,
        }
    }
    None
}
