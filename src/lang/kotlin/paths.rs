//! Chains of names (`a.b?.c`) as paths, and what they start from.

use super::{FUNCTIONS, classes, kind, types, values};
use crate::extract::{Segment, Space, Unit, Use};
use crate::lang::jvm;
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// Levels climbed from `this` to what it means.
const LEVELS_MAX: usize = 256;

/// Functions of the standard library whose lambda has another `this`: what they are called on, or given.
const RECEIVER_LAMBDAS: &[&str] =
    &["apply", "buildList", "buildMap", "buildSet", "buildString", "run", "sequence", "with"];

/// What a chain starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// A plain name, which is the first segment.
    Name(NodeId),
    This,
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
    /// The start is what `it` stands for.
    implied: bool,
}

/// A name without the marks around one that is no identifier.
pub fn name_text<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    unit.text(name).trim_matches('`')
}

/// The segments of a dotted name, and the node of the last.
pub fn dotted<'s>(unit: &Unit<'s>, name: NodeId) -> (Vec<Segment<'s>>, NodeId) {
    let names: Vec<NodeId> = unit.children(name).filter(|&child| unit.is(child, kind::IDENTIFIER)).collect();
    let last = names.last().copied().unwrap_or(name);
    let segments: Vec<Segment<'s>> = names.iter().map(|&name| name_text(unit, name).into()).collect();
    if segments.is_empty() { (vec![name_text(unit, name).into()], last) } else { (segments, last) }
}

/// What an access takes a name from, and the name; `None` for `::`.
fn access(unit: &Unit<'_>, node: NodeId) -> Option<(NodeId, NodeId)> {
    if unit.has(node, kind::BOUND_REFERENCE) {
        return None;
    }
    let mut parts = unit.children(node);
    let object = parts.next()?;
    let name = parts.last().filter(|&name| unit.is(name, kind::IDENTIFIER))?;
    Some((object, name))
}

/// The names of a chain that is nothing but names.
pub fn names_only<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut names: Vec<Segment<'s>> = Vec::new();
    let mut next = node;
    while unit.is(next, kind::NAVIGATION) && names.len() < PATH_SEGMENTS_MAX {
        let (object, name) = access(unit, next)?;
        names.push(name_text(unit, name).into());
        next = object;
    }
    if !unit.is(next, kind::IDENTIFIER) {
        return None;
    }
    names.push(name_text(unit, next).into());
    names.reverse();
    Some(names)
}

/// The chain of a member access.
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
        kind::IDENTIFIER => Some(Chain { start: Start::Name(callee), ..Chain::new(unit, callee) }),
        kind::NAVIGATION => member(unit, callee),
        _ => None,
    }
}

/// The chain of what `object::name` refers to.
pub fn referred<'s>(unit: &Unit<'s>, object: NodeId, name: NodeId) -> Chain<'s> {
    let mut chain = Chain::new(unit, name);
    match types::path_of(unit, object) {
        Some(path) => {
            let name = std::mem::replace(&mut chain.segments, path);
            chain.segments.extend(name);
            chain.start = Start::Name(object);
        }
        None => chain.read_object(unit, object),
    }
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
            implied: false,
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
                // The parameter of a lambda that names none.
                kind::IDENTIFIER if unit.text(node) == "it" && !unit.is_bound("it") => {
                    next = values::implied(unit, node).filter(|_| !self.implied);
                    self.implied = true;
                }
                kind::IDENTIFIER => {
                    before.push(name_text(unit, node).into());
                    self.start = Start::Name(node);
                }
                kind::THIS => self.start_at_this(unit, node),
                kind::SUPER => self.start_at_super(unit, node),
                kind::NAVIGATION => {
                    let Some((object, name)) = access(unit, node) else { break };
                    before.push(name_text(unit, name).into());
                    self.inner.push(node);
                    next = Some(object);
                }
                kind::CALL => {
                    let Some(callee) = super::uses::callee(unit, node) else { break };
                    before.push(CALLED.into());
                    match unit.kind(callee) {
                        // What is called is a value, which a lambda is given.
                        kind::IDENTIFIER if unit.text(callee) == "it" => {}
                        kind::IDENTIFIER => {
                            before.push(name_text(unit, callee).into());
                            self.start = Start::Name(callee);
                        }
                        kind::NAVIGATION => {
                            let Some((object, name)) = access(unit, callee) else { break };
                            before.push(name_text(unit, name).into());
                            next = Some(object);
                        }
                        _ => {}
                    }
                }
                kind::UNARY if unit.has(node, kind::NOT_NULL) => next = unit.children(node).next(),
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

    fn start_at_this(&mut self, unit: &Unit<'s>, node: NodeId) {
        self.word = Some(unit.text(node));
        match unit.child_of(node, kind::IDENTIFIER) {
            Some(label) => {
                let label = name_text(unit, label);
                if jvm::encloses(unit, label) {
                    self.of = vec![label.into()];
                    self.start = Start::Typed;
                }
            }
            None => match receiver(unit, node) {
                Receiver::Type => self.start = Start::This,
                Receiver::Of(path) => {
                    self.of = path;
                    self.start = Start::Typed;
                }
                Receiver::Unknown => {}
            },
        }
    }

    fn start_at_super(&mut self, unit: &Unit<'s>, node: NodeId) {
        self.word = Some(unit.text(node));
        let path = match unit.children(node).next() {
            Some(named) => types::path_of(unit, named),
            None => classes::base_path(unit, node),
        };
        if let Some(path) = path {
            self.of = path;
            self.start = Start::Typed;
        }
    }

    /// The chain as written, without white space and question marks; `None` where it starts from a computed value.
    fn written(&self) -> Option<Segment<'s>> {
        if self.implied || self.goes_through_call() {
            return None;
        }
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
            Start::This => Use { written: None, ..Use::receiver(self.last, self.segments.clone(), "") },
            Start::Typed => Use::typed(self.last, self.of.iter().chain(&self.segments).cloned().collect()),
            Start::Value => Use::computed(self.last, self.segments.last().cloned().unwrap_or_default(), None),
        };
        let space = match usage.path.get(1) {
            None => last,
            Some(next) if next == CALLED => FUNCTIONS.and(Space::VALUE).and(Space::TYPE),
            Some(_) => Space::VALUE.and(Space::TYPE),
        };
        Use { written, space: Some(space), ..usage }
    }

    fn goes_through_call(&self) -> bool {
        self.segments.iter().any(|segment| segment == CALLED)
    }

    /// The use of a function, or of what can be called as one.
    pub fn call_usage(&self) -> Use<'s> {
        self.usage(FUNCTIONS.and(Space::VALUE).and(Space::TYPE))
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
        let are_packages = is_named
            && !self.goes_through_call()
            && small >= 2
            && small < self.segments.len()
            && !unit.is_bound(&self.segments[0]);
        if are_packages { small } else { 0 }
    }
}

/// Whether brackets hold a name or an access, which the chain then goes on with.
fn is_plain(unit: &Unit<'_>, wrapper: NodeId) -> bool {
    let inner = unit.children(wrapper).next().map(|inner| unit.kind(inner));
    matches!(inner, Some(kind::CALL | kind::IDENTIFIER | kind::NAVIGATION | kind::THIS | kind::PARENTHESIZED))
}

/// What `this` means at a place.
enum Receiver<'s> {
    /// The type around it.
    Type,
    /// What an extension extends.
    Of(Vec<Segment<'s>>),
    Unknown,
}

fn receiver<'s>(unit: &Unit<'s>, node: NodeId) -> Receiver<'s> {
    let mut next = unit.parent(node);
    for _ in 0..LEVELS_MAX {
        let Some(inner) = next else { return Receiver::Unknown };
        next = unit.parent(inner);
        match unit.kind(inner) {
            kind::LAMBDA if has_other_receiver(unit, inner) => return Receiver::Unknown,
            kind::FUNCTION_DECLARATION | kind::PROPERTY_DECLARATION | kind::ANONYMOUS_FUNCTION => {
                if let Some(written) = super::functions::receiver_type(unit, inner) {
                    return types::path_of(unit, written).map_or(Receiver::Unknown, Receiver::Of);
                }
            }
            kind::CLASS_BODY
            | kind::ENUM_CLASS_BODY
            | kind::CLASS_PARAMETERS
            | kind::DELEGATION_SPECIFIERS => {
                return Receiver::Type;
            }
            _ => {}
        }
    }
    Receiver::Unknown
}

/// Whether a lambda is given to a function that runs it on a receiver.
fn has_other_receiver(unit: &Unit<'_>, lambda: NodeId) -> bool {
    let argument = unit.parent(lambda).filter(|&node| unit.is(node, kind::ANNOTATED_LAMBDA));
    let call = argument.and_then(|argument| unit.parent(argument));
    let callee = call.and_then(|call| super::uses::callee(unit, call));
    let name = callee.and_then(|callee| match unit.kind(callee) {
        kind::NAVIGATION => unit.children(callee).last(),
        _ => Some(callee),
    });
    name.is_some_and(|name| RECEIVER_LAMBDAS.contains(&unit.text(name)))
}
