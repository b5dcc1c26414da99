//! Chains of member accesses (`a.b.c`) as paths, and what they start from.

use super::{field, imports, jsdoc, kind, typing, uses};
use crate::extract::{Segment, Space, Unit, Use};
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
    /// The value that it starts from, where that is no name.
    pub base: Option<NodeId>,
    /// The path of the type that it starts from.
    of: Vec<Segment<'s>>,
    /// The inner member nodes, which are part of this chain; those inside a call are part of that one's.
    inner: Vec<NodeId>,
    /// Whether it goes through what calls give.
    called: bool,
}

/// Reads a chain from its outermost node; `None` where the node is no access by name.
pub fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Chain<'s>> {
    read(unit, node, false)
}

/// The same, going on through the calls that it makes on its way (`a.b().c`).
pub fn chain_of_calls<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Chain<'s>> {
    read(unit, node, true)
}

fn read<'s>(unit: &Unit<'s>, node: NodeId, through_calls: bool) -> Option<Chain<'s>> {
    let mut chain = Chain {
        start: Start::Value,
        segments: Vec::new(),
        last: node,
        of: Vec::new(),
        inner: Vec::new(),
        base: None,
        called: false,
    };
    let mut next = Some(node);
    while let Some(node) = next.take() {
        if chain.segments.len() >= PATH_SEGMENTS_MAX {
            break;
        }
        match unit.kind(node) {
            kind::IDENTIFIER | kind::SHORTHAND => {
                chain.segments.push(unit.text(node).into());
                chain.start = Start::Name(node);
            }
            kind::THIS => chain.start = Start::This,
            kind::SUPER => chain.start = Start::Super,
            kind::MEMBER | kind::NESTED_IDENTIFIER | kind::NESTED_TYPE => {
                let name = [field::PROPERTY, field::NAME].iter().find_map(|&field| unit.child(node, field));
                let Some(name) = name else { break };
                if chain.segments.is_empty() {
                    chain.last = name;
                }
                chain.segments.push(unit.text(name).into());
                if !chain.called {
                    chain.inner.push(node);
                }
                next = [field::OBJECT, field::MODULE].iter().find_map(|&field| unit.child(node, field));
            }
            kind::TYPE_IDENTIFIER if node == chain.last => {
                chain.segments.push(unit.text(node).into());
                chain.start = Start::Name(node);
            }
            kind::NON_NULL | kind::INSTANTIATION | kind::PARENTHESIZED if is_plain(unit, node) => {
                next = unit.children(node).next()
            }
            _ if chain.segments.is_empty() => {}
            kind::NON_NULL | kind::PARENTHESIZED if through_calls && holds_call(unit, node) => {
                next = unit.children(node).next();
            }
            // A promise of a value is taken for the value: see `typing::result`.
            kind::AWAIT if holds_call(unit, node) => next = unit.children(node).next(),
            kind::CALL if through_calls && imports::loaded(unit, node).is_none() => {
                next = called(unit, node);
                if next.is_some() {
                    chain.called = true;
                    chain.segments.push(CALLED.into());
                }
            }
            _ => {
                chain.base = Some(node);
                if let Some(path) = typing::type_of_value(unit, node) {
                    chain.start = Start::Typed;
                    chain.of = path;
                }
            }
        }
    }
    chain.segments.reverse();
    (!chain.segments.is_empty()).then_some(chain)
}

/// Whether a wrapper holds a name or an access, which the chain then goes on with.
fn is_plain(unit: &Unit<'_>, wrapper: NodeId) -> bool {
    if unit.is(wrapper, kind::PARENTHESIZED) && jsdoc::cast(unit, wrapper).is_some() {
        return false;
    }
    let inner = unit.children(wrapper).next().map(|inner| unit.kind(inner));
    matches!(
        inner,
        Some(
            kind::IDENTIFIER | kind::MEMBER | kind::THIS | kind::SUPER | kind::NON_NULL | kind::PARENTHESIZED
        )
    )
}

/// Whether a wrapper holds a call that the chain may go on through.
fn holds_call(unit: &Unit<'_>, wrapper: NodeId) -> bool {
    if unit.is(wrapper, kind::PARENTHESIZED) && jsdoc::cast(unit, wrapper).is_some() {
        return false;
    }
    let inner = unit.children(wrapper).next().map(|inner| unit.kind(inner));
    matches!(inner, Some(kind::CALL | kind::AWAIT | kind::NON_NULL | kind::PARENTHESIZED))
}

/// The name or access that a call calls; members of promises are none of what is promised.
fn called(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let callee = uses::callee(unit, unit.child(call, field::FUNCTION)?);
    matches!(unit.kind(callee), kind::IDENTIFIER | kind::MEMBER).then_some(callee)
}

impl<'s> Chain<'s> {
    /// The chain as written, without white space; `None` where it starts from a computed value.
    pub fn written(&self) -> Option<Segment<'s>> {
        if self.called {
            return None;
        }
        let path = self.segments.join(".");
        match self.start {
            Start::Name(_) => Some(path.into()),
            Start::This => Some(format!("this.{path}").into()),
            Start::Super => Some(format!("super.{path}").into()),
            Start::Typed | Start::Value => None,
        }
    }

    /// The use that the chain makes.
    pub fn usage(&self, unit: &Unit<'s>) -> Use<'s> {
        let name = || self.segments.last().cloned().unwrap_or_default();
        let written = self.written();
        let usage = match self.start {
            Start::Name(_) if self.exported(unit).is_some() => {
                let module = std::iter::once(unit.module().into());
                let path = module.chain(self.exported(unit).into_iter().flatten().cloned()).collect();
                Use::absolute(self.last, path, "")
            }
            // `A.prototype.m` is the member `m` of what `A` makes.
            Start::Name(_) => {
                let last = self.segments.len() - 1;
                let is_step = |at: usize| at > 0 && at < last && self.segments[at] == "prototype";
                let path = self.segments.iter().enumerate().filter(|&(at, _)| !is_step(at));
                Use::path(self.last, path.map(|(_, segment)| segment.clone()).collect())
            }
            Start::This => Use::receiver(self.last, self.segments.clone(), ""),
            Start::Typed => Use::typed(self.last, self.of.iter().chain(&self.segments).cloned().collect()),
            Start::Super => match super::classes::base_path(unit, self.last) {
                Some(mut path) => {
                    path.extend(self.segments.iter().cloned());
                    Use::path(self.last, path)
                }
                None => Use::computed(self.last, name(), None),
            },
            Start::Value => Use::computed(self.last, name(), None),
        };
        Use { written, space: Some(Space::VALUE), ..usage }
    }

    /// What follows CommonJS's `exports` or `module.exports`.
    fn exported(&self, unit: &Unit<'s>) -> Option<&[Segment<'s>]> {
        let rest = match self.segments.as_slice() {
            [exports, rest @ ..] if exports == "exports" => rest,
            [module, exports, rest @ ..] if module == "module" && exports == "exports" => rest,
            _ => return None,
        };
        Some(rest).filter(|rest| !rest.is_empty() && !unit.is_bound(&self.segments[0]))
    }

    /// Claims the accesses that the chain is made of; the name it starts from is a use of its own, and so is the
    /// field of `this.field.name`.
    pub fn claim(&self, unit: &mut Unit<'s>) {
        let of_this = self.start == Start::This && self.segments.len() > 1 && !self.called;
        for &node in &self.inner[..self.inner.len() - usize::from(of_this)] {
            unit.claim(node);
        }
        unit.claim(self.last);
    }

    /// The node of the name that it starts from.
    pub fn root(&self) -> Option<NodeId> {
        if let Start::Name(node) = self.start { Some(node) } else { None }
    }
}

/// The text of a string literal without its quotes; of a template without substitutions too.
pub fn string_text<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    let text = unit.text(node);
    let mut quotes = text.chars();
    let Some(quote) = quotes.next().filter(|quote| matches!(quote, '"' | '\'' | '`')) else { return text };
    let text = &text[quote.len_utf8()..];
    text.strip_suffix(quote).unwrap_or(text)
}
