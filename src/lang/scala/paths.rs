//! Chains of names (`a.b.c`) as paths, and what they start from.

use super::{classes, field, kind, types};
use crate::extract::{Segment, Space, Unit, Use};
use crate::lang::jvm;
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::NodeId;

/// The outermost package, where a path says that it starts there.
const ROOT: &str = "_root_";

/// What a chain starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A plain name, which is the first segment.
    Name(NodeId),
    This,
    /// One of the bases, which the file doesn't tell apart.
    Bases,
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
    /// How the start is written, where it is a word of the language.
    word: Option<&'s str>,
    /// The accesses that it is made of, from the outermost in.
    inner: Vec<NodeId>,
}

/// A name without the marks around one that is no identifier.
pub fn name_text<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    let text = unit.text(name);
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text)
}

/// Whether a node is a name that is written as an identifier or an operator.
pub fn is_name(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER)
}

/// Whether a name is one of the language's words for an instance.
pub fn is_word(unit: &Unit<'_>, name: NodeId) -> bool {
    matches!(unit.text(name), "this" | "super")
}

/// A path without the word for the outermost package.
pub fn without_root<'s>(mut path: Vec<Segment<'s>>) -> Vec<Segment<'s>> {
    if path.len() > 1 && path[0] == ROOT {
        path.remove(0);
    }
    path
}

/// What an access takes a name from, and the name.
fn access(unit: &Unit<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    let mut parts = unit.children(node);
    let object = parts.next()?;
    let name = parts.last().filter(|&name| is_name(unit, name))?;
    Some((object, name))
}

/// The names of a chain that is nothing but names.
pub fn names_only<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut names: Vec<Segment<'s>> = Vec::new();
    let mut next = node;
    while unit.is(next, kind::FIELD_EXPRESSION) && names.len() < PATH_SEGMENTS_MAX {
        let (object, name) = access(unit, next)?;
        names.push(name_text(unit, name).into());
        next = object;
    }
    if !unit.is(next, kind::IDENTIFIER) || is_word(unit, next) {
        return None;
    }
    names.push(name_text(unit, next).into());
    names.reverse();
    Some(without_root(names))
}

/// The chain of a member access, or of a name behind a value.
pub fn member<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Chain<'s>> {
    let (object, name) = access(unit, node)?;
    let mut chain = Chain::new(unit, name);
    chain.inner.push(node);
    chain.read_object(unit, object);
    Some(chain)
}

/// The chain of a callee: a name, or a member of something.
pub fn called<'s>(unit: &Unit<'s>, callee: NodeId) -> Option<Chain<'s>> {
    match unit.kind(callee) {
        kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => {
            Some(Chain { start: Start::Name(callee), ..Chain::new(unit, callee) })
        }
        kind::FIELD_EXPRESSION => member(unit, callee),
        _ => None,
    }
}

/// The chain of `object name argument`.
pub fn infix<'s>(unit: &Unit<'s>, object: NodeId, name: NodeId) -> Chain<'s> {
    let mut chain = Chain::new(unit, name);
    chain.read_object(unit, object);
    chain
}

impl<'s> Chain<'s> {
    fn new(unit: &Unit<'s>, name: NodeId) -> Self {
        Self {
            start: Start::Value,
            segments: vec![name_text(unit, name).into()],
            last: name,
            of: Vec::new(),
            word: None,
            inner: Vec::new(),
        }
    }

    fn read_object(&mut self, unit: &Unit<'s>, object: NodeId) {
        let mut before: Vec<Segment<'s>> = Vec::new();
        let mut next = Some(object);
        while let Some(node) = next.take() {
            if before.len() + 1 >= PATH_SEGMENTS_MAX {
                break;
            }
            match unit.kind(node) {
                kind::IDENTIFIER if unit.text(node) == "this" => {
                    self.word = Some("this");
                    self.start = Start::This;
                }
                kind::IDENTIFIER if unit.text(node) == "super" => self.start_at_super(unit, node, None),
                kind::IDENTIFIER => {
                    before.push(name_text(unit, node).into());
                    self.start = Start::Name(node);
                }
                kind::FIELD_EXPRESSION => {
                    let Some((object, name)) = access(unit, node) else { break };
                    if is_word(unit, name) {
                        self.start_at_outer(unit, object, name);
                        break;
                    }
                    before.push(name_text(unit, name).into());
                    self.inner.push(node);
                    next = Some(object);
                }
                // `super[Base].name`, `value.name[T].other`
                kind::GENERIC_FUNCTION => {
                    let Some(function) = unit.child(node, field::FUNCTION) else { break };
                    if unit.text(function) == "super" {
                        let arguments = unit.child_of(node, kind::TYPE_ARGUMENTS);
                        self.start_at_super(
                            unit,
                            function,
                            arguments.and_then(|list| unit.children(list).next()),
                        );
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
        if matches!(self.start, Start::Name(_)) {
            self.segments = without_root(std::mem::take(&mut self.segments));
        }
    }

    /// `Outer.this`
    fn start_at_outer(&mut self, unit: &Unit<'s>, outer: NodeId, word: NodeId) {
        let name = name_text(unit, outer);
        self.word = Some(unit.slice(unit.start_byte(outer), unit.end_byte(word)));
        if unit.is(outer, kind::IDENTIFIER) && unit.text(word) == "this" && jvm::encloses(unit, name) {
            self.of = vec![name.into()];
            self.start = Start::Typed;
        }
    }

    fn start_at_super(&mut self, unit: &Unit<'s>, word: NodeId, base: Option<NodeId>) {
        self.word = Some(unit.text(word));
        let path = match base {
            Some(base) => types::path_of(unit, base),
            None => classes::base_path(unit, word),
        };
        self.start = match path {
            Some(path) => {
                self.of = path;
                Start::Typed
            }
            None => Start::Bases,
        };
    }

    /// The chain as written, without white space; `None` where it starts from a computed value.
    fn written(&self) -> Option<Segment<'s>> {
        let path = self.segments.join(".");
        match (self.start, self.word) {
            (_, Some(word)) => Some(format!("{word}.{path}").into()),
            (Start::Name(_), _) => Some(path.into()),
            _ => None,
        }
    }

    /// The use that the chain makes; `last` is the name space of its last name.
    pub fn usage(&self, last: Space) -> Use<'s> {
        let written = self.written();
        let usage = match self.start {
            Start::Name(_) => Use::path(self.last, self.segments.clone()),
            Start::This => Use::receiver(self.last, self.segments.clone(), ""),
            Start::Typed => Use::typed(self.last, self.of.iter().chain(&self.segments).cloned().collect()),
            Start::Bases if self.segments.len() == 1 => {
                Use::of_bases(self.last, self.segments[0].clone(), "")
            }
            Start::Bases | Start::Value => {
                Use::computed(self.last, self.segments.last().cloned().unwrap_or_default(), None)
            }
        };
        let space = if usage.path.len() == 1 { last } else { Space::VALUE.and(Space::TYPE) };
        Use { written, space: Some(space), ..usage }
    }

    /// The use of a function, of an object or class that is made, or of what else can be called.
    pub fn call_usage(&self) -> Use<'s> {
        self.usage(Space::VALUE.and(Space::TYPE))
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
    matches!(inner, Some(kind::IDENTIFIER | kind::FIELD_EXPRESSION | kind::PARENTHESIZED))
}
