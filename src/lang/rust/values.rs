//! Of which type Rust's values are, where the text says it: written types, constructors, calls, fields.
//!
//! A variable has one type for good, so what its `let` gives it is what it has. References, and the pointers of the
//! standard library that lend what they point to, leave members what they are. Nothing is known of what stands behind
//! `?`, `Option`, `Result` and associated types; a variable of a type parameter has the members of its trait.

use super::{field, kind, paths};
use crate::extract::{Assigned, Reach, Segment, Space, SymbolId, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// Levels of wrappers around a type or a value.
const WRAPPERS_MAX: usize = 8;

/// Pointers whose own methods are few and named apart (`Rc::strong_count(&x)`), so that a member is that of the value.
const POINTERS: &[&str] = &["Arc", "Box", "Rc"];

/// Traits without members of this version, next to which another trait of a bound is told.
const MARKERS: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Display",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "RefUnwindSafe",
    "Send",
    "Sized",
    "Sync",
    "Unpin",
    "UnwindSafe",
];

/// Methods that pointers and references have themselves.
const OF_POINTERS: &[&str] = &["as_mut", "as_ref", "borrow", "borrow_mut", "clone"];

/// The type whose members a value of a written type has.
pub fn type_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Use<'s>> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        node = match unit.kind(node) {
            kind::REFERENCE_TYPE => unit.child(node, field::TYPE)?,
            kind::DYNAMIC_TYPE | kind::ABSTRACT_TYPE => unit.child(node, field::TRAIT)?,
            kind::BOUNDED_TYPE => only_with_members(unit, node)?,
            kind::GENERIC_TYPE => match pointed_to(unit, node) {
                Some(inner) => inner,
                None => return named_type(unit, node),
            },
            kind::TYPE_IDENTIFIER | kind::SCOPED_TYPE => return named_type(unit, node),
            _ => return None,
        };
    }
    None
}

/// The `T` of `Box<T>`.
fn pointed_to(unit: &Unit<'_>, generic: NodeId) -> Option<NodeId> {
    let (path, _) = paths::path_of(unit, generic)?;
    let arguments = unit.child_of(generic, kind::TYPE_ARGUMENTS)?;
    let is_pointer = path.last().is_some_and(|name| POINTERS.contains(&name.as_ref()));
    unit.children(arguments).next().filter(|_| is_pointer)
}

/// The one of several bounds that is no marker.
fn only_with_members(unit: &Unit<'_>, bounds: NodeId) -> Option<NodeId> {
    let is_marker = |bound: NodeId| {
        matches!(unit.kind(bound), kind::LIFETIME | kind::REMOVED_BOUND)
            || MARKERS.contains(&unit.text(bound).rsplit("::").next().unwrap_or_default())
    };
    let mut rest = unit.children(bounds).filter(|&bound| !is_marker(bound));
    let only = rest.next()?;
    rest.next().is_none().then_some(only)
}

/// The type of a variable. If it is a type parameter, what that is bound by: whatever the type is, the method of a
/// trait that is called here is that trait's. This can't be said of fields and results, which others see with more
/// than a parameter for a type.
pub fn type_of_variable<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Use<'s>> {
    let mut node = written;
    while unit.is(node, kind::REFERENCE_TYPE) {
        node = unit.child(node, field::TYPE)?;
    }
    let bound = if unit.is(node, kind::TYPE_IDENTIFIER) { bound_of(unit, node) } else { None };
    bound.map_or_else(|| type_of(unit, written), |bound| named_type(unit, bound))
}

/// The one trait with members that a type parameter of the items around is bound by.
fn bound_of(unit: &Unit<'_>, named: NodeId) -> Option<NodeId> {
    let name = unit.text(named);
    let mut item = unit.parent(named);
    while let Some(node) = item {
        let parameters = unit.child(node, field::TYPE_PARAMETERS);
        let is_named = |&parameter: &NodeId| {
            let own = unit.child(parameter, field::NAME);
            unit.is(parameter, kind::TYPE_PARAMETER) && own.is_some_and(|own| unit.text(own) == name)
        };
        if let Some(parameter) = parameters.and_then(|list| unit.children(list).find(is_named)) {
            let predicates = unit.child_of(node, kind::WHERE_CLAUSE).map(|clause| unit.children(clause));
            let mut predicates = predicates.into_iter().flatten();
            let is_of = |&predicate: &NodeId| {
                let left = unit.child(predicate, field::LEFT);
                unit.is(predicate, kind::WHERE_PREDICATE) && left.is_some_and(|left| unit.text(left) == name)
            };
            let bounds = unit.child(parameter, field::BOUNDS);
            let bounds = bounds.or_else(|| unit.child(predicates.find(is_of)?, field::BOUNDS));
            return bounds.and_then(|bounds| only_with_members(unit, bounds));
        }
        item = unit.parent(node);
    }
    None
}

fn named_type<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let (path, at) = paths::path_of(unit, node)?;
    // `Self::Item` is what an implementation says it is.
    if path[0] == "Self" && path.len() > 1 {
        return None;
    }
    Some(match paths::absolute(unit, &path) {
        Some(absolute) => Use::absolute(at, absolute, ""),
        None => Use::typed(at, path),
    })
}

/// What a value is, by its text: a constructor, a call, a name, a field.
pub fn of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Use<'s>> {
    let chain = Chain::read(unit, value, Vec::new())?;
    let last = chain.segments.last().cloned();
    // Members that pointers have too are no fields, nor are they followed.
    chain.usage(unit, value).filter(|_| last.is_none_or(|last| !OF_POINTERS.contains(&last.as_ref())))
}

/// A member of a value: `value.name`.
pub fn member_of<'s>(unit: &Unit<'s>, value: NodeId, name: NodeId) -> Use<'s> {
    let text = unit.text(name);
    let written = paths::plain_chain(unit, value).map(|receiver| format!("{receiver}.{text}"));
    let known = if unit.is(value, kind::SELF) || !OF_POINTERS.contains(&text) {
        Chain::read(unit, value, vec![text.into()]).and_then(|chain| chain.usage(unit, name))
    } else {
        None
    };
    match known {
        Some(usage) => {
            Use { written: Some(written.unwrap_or_else(|| format!("(…).{text}")).into()), ..usage }
        }
        None => Use::computed(name, text, written.map(Into::into)),
    }
}

/// A member of the plain chain `a.b`, or `self.a`, in a macro's tokens.
pub fn member_of_tokens<'s>(unit: &Unit<'s>, receiver: &[&'s str], name: NodeId, written: String) -> Use<'s> {
    let text = unit.text(name);
    let members = || receiver[1..].iter().copied().chain([text]).map(Segment::from);
    match receiver.first() {
        Some(&"self") if receiver.len() == 1 || !OF_POINTERS.contains(&text) => {
            Use::receiver(name, members().collect(), written)
        }
        Some(&first) if unit.is_bound(first) && !OF_POINTERS.contains(&text) => {
            let path = std::iter::once(first.into()).chain(members()).collect();
            Use { written: Some(written.into()), space: Some(Space::VALUE), ..Use::path(name, path) }
        }
        _ => Use::computed(name, text, Some(written.into())),
    }
}

/// What a chain of members and calls starts from.
enum Start<'s> {
    /// A variable, which is the first segment.
    Name,
    This,
    /// A path or a type, with what is called of it.
    Path(Use<'s>),
}

/// The members and calls before a name, and what they start from.
struct Chain<'s> {
    start: Start<'s>,
    segments: Vec<Segment<'s>>,
}

impl<'s> Chain<'s> {
    /// Reads a value from its end; `after` are the segments behind it.
    fn read(unit: &Unit<'s>, value: NodeId, after: Vec<Segment<'s>>) -> Option<Self> {
        let mut reversed: Vec<Segment<'s>> = after;
        let mut node = value;
        while reversed.len() + 2 < PATH_SEGMENTS_MAX {
            node = match unit.kind(node) {
                kind::PARENTHESIZED => unit.children(node).next()?,
                kind::REFERENCE => unit.child(node, field::VALUE)?,
                // What an asynchronous function gives is what waiting for it gives.
                kind::AWAIT => unit.children(node).next().filter(|&call| unit.is(call, kind::CALL))?,
                kind::FIELD_EXPRESSION => {
                    reversed.push(unit.text(field_name(unit, node)?).into());
                    unit.child(node, field::VALUE)?
                }
                kind::CALL => {
                    let callee = callee(unit, node)?;
                    if !unit.is(callee, kind::FIELD_EXPRESSION) {
                        return Self::start_at_call(unit, callee, reversed);
                    }
                    let name = field_name(unit, callee)?;
                    // A copy is of the same type, be it one of the value or of the pointer to it.
                    match unit.text(name) {
                        "clone" => {}
                        name if OF_POINTERS.contains(&name) => return None,
                        name => reversed.extend([CALLED.into(), Segment::from(name)]),
                    }
                    unit.child(callee, field::VALUE)?
                }
                kind::STRUCT_EXPRESSION => {
                    let made = named_type(unit, unit.child(node, field::NAME)?)?;
                    return Some(Self::new(Start::Path(made), reversed));
                }
                kind::SELF => return Some(Self::new(Start::This, reversed)),
                kind::IDENTIFIER if unit.is_bound(unit.text(node)) => {
                    reversed.push(unit.text(node).into());
                    return Some(Self::new(Start::Name, reversed));
                }
                _ => return None,
            };
        }
        None
    }

    fn start_at_call(unit: &Unit<'s>, callee: NodeId, reversed: Vec<Segment<'s>>) -> Option<Self> {
        let (path, at) = paths::path_of(unit, callee)?;
        // A function, or a type that holds one.
        let space = if path.len() == 1 { Space::VALUE } else { Space::TYPE };
        let called = Use { space: Some(space), ..paths::use_of(unit, at, path) }.called()?;
        Some(Self::new(Start::Path(called), reversed))
    }

    fn new(start: Start<'s>, mut segments: Vec<Segment<'s>>) -> Self {
        segments.reverse();
        Self { start, segments }
    }

    fn usage(self, unit: &Unit<'s>, at: NodeId) -> Option<Use<'s>> {
        let segments = self.segments;
        Some(match self.start {
            Start::Name => Use { space: Some(Space::VALUE), ..Use::path(at, segments) },
            Start::This if segments.is_empty() => {
                let owner = unit.enclosing_type_name()?;
                Use::absolute(at, owner.split("::").map(|name| name.to_owned().into()).collect(), "")
            }
            Start::This => Use::receiver(at, segments, ""),
            Start::Path(mut start) => {
                start.path.extend(segments);
                Use { at, ..start }
            }
        })
    }
}

/// What is called, without type arguments.
pub fn callee(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let function = unit.child(call, field::FUNCTION)?;
    match unit.kind(function) {
        kind::GENERIC_FUNCTION => unit.child(function, field::FUNCTION),
        _ => Some(function),
    }
}

/// The name of a field or method; none has one in `x.0`.
fn field_name(unit: &Unit<'_>, expression: NodeId) -> Option<NodeId> {
    unit.child(expression, field::FIELD).filter(|&name| unit.is(name, kind::FIELD_IDENTIFIER))
}

/// Binds a variable that has this type, where it is known.
pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, held: Option<Use<'s>>) {
    match held {
        Some(held) => unit.bind_value(name, reach, Space::VALUE, held),
        None => unit.bind_local_in(name, reach, Space::VALUE),
    }
}

/// Says of which type a field, constant or static is.
pub fn set_type(unit: &mut Unit<'_>, symbol: SymbolId, at: NodeId, written: Option<NodeId>) {
    if let Some(held) = written.and_then(|written| type_of(unit, written)) {
        unit.give_value(symbol, at, Assigned::Value(held));
    }
}

/// Says what a call of a function gives. In a trait, `Self` is whatever implements it.
pub fn set_result(unit: &mut Unit<'_>, symbol: SymbolId, function: NodeId) {
    let Some(written) = unit.child(function, field::RETURN_TYPE) else { return };
    let owner = unit.parent(function).and_then(|list| unit.parent(list));
    let in_trait = owner.is_some_and(|owner| unit.is(owner, kind::TRAIT_ITEM));
    if in_trait && unit.subtree(written).any(|node| unit.text(node) == "Self") {
        return;
    }
    if let Some(given) = type_of(unit, written) {
        unit.give_result(symbol, written, Assigned::Value(given));
    }
}
