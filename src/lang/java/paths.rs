//! Chains of names (`a.b.c`) as paths, and what they start from.

use super::{METHODS, classes, field, kind, types};
use crate::extract::{Segment, Space, Unit, Use};
use crate::lang::jvm;
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// What a chain starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A plain name, which is the first segment.
    Name(NodeId),
    This,
    Super,
    /// A value whose type is known.
    Typed,
    /// A value that only running would know; the segments are those after it.
    Value,
}

/// A chain: its names from first to last, with the node of the last.
pub struct Chain<'s> {
    pub start: Start,
    pub segments: Vec<Segment<'s>>,
    pub last: NodeId,
    /// The path of the type that it starts from.
    of: Vec<Segment<'s>>,
    /// How that start is written, where it is written by names (`Outer.this`).
    of_written: Option<String>,
    /// The accesses that it is made of, from the outermost in.
    inner: Vec<NodeId>,
}

/// The last name of a plain or dotted name.
pub fn last_name<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    unit.text(unit.child(name, field::NAME).unwrap_or(name))
}

/// The segments of a plain or dotted name, and the node of the last.
pub fn dotted<'s>(unit: &Unit<'s>, name: NodeId) -> (Vec<Segment<'s>>, NodeId) {
    let last = unit.child(name, field::NAME).unwrap_or(name);
    let names = unit.subtree(name).filter(|&node| unit.is(node, kind::IDENTIFIER));
    let segments: Vec<Segment<'s>> = names.map(|name| unit.text(name).into()).collect();
    if segments.is_empty() { (vec![unit.text(name).into()], last) } else { (segments, last) }
}

/// The chain of a member access.
pub fn member<'s>(unit: &Unit<'s>, access: NodeId) -> Option<Chain<'s>> {
    let name = unit.child(access, field::FIELD).filter(|&name| unit.is(name, kind::IDENTIFIER))?;
    let mut chain = Chain::new(unit, name);
    chain.inner.push(access);
    let object = unit.child(access, field::OBJECT)?;
    if !unit.is(object, kind::SUPER) && unit.has(access, kind::SUPER) {
        chain.start_at_outer_super(unit, object);
    } else {
        chain.read_object(unit, object);
    }
    Some(chain)
}

/// The chain of a called name with what stands before it.
pub fn called<'s>(unit: &Unit<'s>, call: NodeId) -> Option<Chain<'s>> {
    let name = unit.child(call, field::NAME)?;
    let mut chain = Chain::new(unit, name);
    match unit.child(call, field::OBJECT) {
        None => chain.start = Start::Name(name),
        Some(object) if !unit.is(object, kind::SUPER) && unit.has(call, kind::SUPER) => {
            chain.start_at_outer_super(unit, object);
        }
        Some(object) => chain.read_object(unit, object),
    }
    Some(chain)
}

/// The chain of a name that a method reference takes from an object or type.
pub fn referred<'s>(unit: &Unit<'s>, object: NodeId, name: NodeId) -> Chain<'s> {
    let mut chain = Chain::new(unit, name);
    match types::path_of(unit, object) {
        Some(path) if !unit.is(object, kind::IDENTIFIER) => {
            let last = chain.segments.pop();
            chain.segments.extend(path);
            chain.segments.extend(last);
            chain.start = Start::Name(object);
        }
        _ => chain.read_object(unit, object),
    }
    chain
}

/// What a call gives, as a receiver.
pub fn result<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Use<'s>> {
    let call = called(unit, value).filter(|_| unit.is(value, kind::METHOD_INVOCATION))?;
    call.method_usage(unit).called()
}

impl<'s> Chain<'s> {
    fn new(unit: &Unit<'s>, name: NodeId) -> Self {
        Self {
            start: Start::Value,
            segments: vec![unit.text(name).into()],
            last: name,
            of: Vec::new(),
            of_written: None,
            inner: Vec::new(),
        }
    }

    fn read_object(&mut self, unit: &Unit<'s>, object: NodeId) {
        let mut before = Vec::new();
        let mut next = Some(object);
        while let Some(node) = next.take() {
            if before.len() + 1 >= PATH_SEGMENTS_MAX {
                break;
            }
            match unit.kind(node) {
                kind::IDENTIFIER => {
                    before.push(unit.text(node).into());
                    self.start = Start::Name(node);
                }
                kind::THIS => self.start = Start::This,
                kind::SUPER => self.start = Start::Super,
                kind::FIELD_ACCESS => {
                    let Some(name) = unit.child(node, field::FIELD) else { break };
                    let Some(object) = unit.child(node, field::OBJECT) else { break };
                    if unit.is(name, kind::THIS) {
                        self.start_at_outer_this(unit, object);
                        break;
                    }
                    if unit.has(node, kind::SUPER) {
                        break;
                    }
                    before.push(unit.text(name).into());
                    self.inner.push(node);
                    next = Some(object);
                }
                kind::METHOD_INVOCATION if !unit.has(node, kind::SUPER) => {
                    let Some(name) = unit.child(node, field::NAME) else { break };
                    before.push(CALLED.into());
                    before.push(unit.text(name).into());
                    next = unit.child(node, field::OBJECT);
                    if next.is_none() {
                        self.start = Start::Name(name);
                    }
                }
                kind::PARENTHESIZED if is_plain(unit, node) => next = unit.children(node).next(),
                _ => {
                    if let Some(path) = types::type_of_value(unit, node) {
                        self.start = Start::Typed;
                        self.of = path;
                    }
                }
            }
        }
        before.reverse();
        before.append(&mut self.segments);
        self.segments = before;
    }

    /// `Outer.this.name`
    fn start_at_outer_this(&mut self, unit: &Unit<'s>, outer: NodeId) {
        if let Some(path) = types::path_of(unit, outer) {
            self.of_written = Some(format!("{}.this", path.join(".")));
            self.of = path;
            self.start = Start::Typed;
        }
    }

    /// `Interface.super.name()` is the interface's; of an outer class it would be what that extends.
    fn start_at_outer_super(&mut self, unit: &Unit<'s>, outer: NodeId) {
        let Some(path) = types::path_of(unit, outer) else { return };
        self.of_written = Some(format!("{}.super", path.join(".")));
        let own = |name: &Segment<'s>| jvm::encloses(unit, name);
        if !path.last().is_some_and(own) {
            self.of = path;
            self.start = Start::Typed;
        }
    }

    /// The chain as written, without white space; `None` where it starts from a computed value.
    fn written(&self) -> Option<Segment<'s>> {
        if self.goes_through_call() {
            return None;
        }
        let path = self.segments.join(".");
        match (self.start, &self.of_written) {
            (_, Some(start)) => Some(format!("{start}.{path}").into()),
            (Start::Name(_), _) => Some(path.into()),
            (Start::This, _) => Some(format!("this.{path}").into()),
            (Start::Super, _) => Some(format!("super.{path}").into()),
            (Start::Typed | Start::Value, _) => None,
        }
    }

    /// The use that the chain makes; `last` is the name space of its last name.
    pub fn usage(&self, unit: &Unit<'s>, last: Space) -> Use<'s> {
        let name = || self.segments.last().cloned().unwrap_or_default();
        let written = self.written();
        let join = |mut path: Vec<Segment<'s>>| {
            path.extend(self.segments.iter().cloned());
            path
        };
        let usage = match self.start {
            Start::Name(_) => Use::path(self.last, self.segments.clone()),
            Start::This => Use { written: None, ..Use::receiver(self.last, self.segments.clone(), "") },
            Start::Typed => Use::typed(self.last, join(self.of.clone())),
            Start::Super => match classes::base_path(unit, self.last) {
                Some(path) => Use::typed(self.last, join(path)),
                None => Use::computed(self.last, name(), None),
            },
            Start::Value => Use::computed(self.last, name(), None),
        };
        let space = match usage.path.get(1) {
            None => last,
            Some(next) if next == CALLED => METHODS,
            Some(_) => Space::VALUE.and(Space::TYPE),
        };
        Use { written, space: Some(space), ..usage }
    }

    fn goes_through_call(&self) -> bool {
        self.segments.iter().any(|segment| segment == CALLED)
    }

    /// The use of a method.
    pub fn method_usage(&self, unit: &Unit<'s>) -> Use<'s> {
        self.usage(unit, METHODS)
    }

    /// Claims the last name. What the chain goes through are uses of their own, but for the packages of a whole name.
    pub fn claim(&self, unit: &mut Unit<'s>) {
        unit.claim(self.last);
        // The accesses are kept from the outermost in; the packages lie furthest in.
        let packages = self.packages(unit).checked_sub(2).and_then(|at| self.inner.iter().rev().nth(at));
        if let Some(&packages) = packages {
            unit.claim_subtree(packages);
        }
    }

    /// How many names of `com.foo.Type.member` are packages: two or more small ones that nothing binds, before one
    /// with a capital.
    fn packages(&self, unit: &Unit<'s>) -> usize {
        let is_small = |segment: &&Segment<'s>| segment.starts_with(|first: char| first.is_lowercase());
        let small = self.segments.iter().take_while(is_small).count();
        let is_named = matches!(self.start, Start::Name(_));
        let are_packages =
            is_named && small >= 2 && small < self.segments.len() && !unit.is_bound(&self.segments[0]);
        if are_packages { small } else { 0 }
    }
}

/// Whether brackets hold a name or an access, which the chain then goes on with.
fn is_plain(unit: &Unit<'_>, wrapper: NodeId) -> bool {
    let inner = unit.children(wrapper).next().map(|inner| unit.kind(inner));
    matches!(
        inner,
        Some(
            kind::IDENTIFIER
                | kind::FIELD_ACCESS
                | kind::METHOD_INVOCATION
                | kind::THIS
                | kind::PARENTHESIZED
        )
    )
}
