//! A language's mark syntax in the numbers of one of its grammars.

use super::mark_syntax::{CallShape, MarkSyntax, PairShape, Part};

/// What a kind of node is to marks; numbers are positions in the syntax's lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkRole {
    #[default]
    None,
    Call(u8),
    Annotation(u8),
    Member(u8),
    Assignment(u8),
    Pair(u8),
    Text,
    TextPart,
    Atom,
    Word,
    List,
    Map,
    Function(u8),
    Wrapper(u8),
    Name,
    Join(u8),
    Returns(u8),
    Parameter(u8),
    Field(u8),
}

impl MarkRole {
    /// Whether a node of this role may be a mark of its own.
    pub fn starts_mark(self) -> bool {
        matches!(
            self,
            MarkRole::Call(_)
                | MarkRole::Annotation(_)
                | MarkRole::Assignment(_)
                | MarkRole::Parameter(_)
                | MarkRole::Field(_)
                | MarkRole::Returns(_)
        )
    }
}

/// A [`Part`] in a grammar's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Nowhere,
    Field(u16),
    Kind(&'static str),
    First,
    Last,
    Itself,
}

/// A [`CallShape`] in a grammar's numbers.
#[derive(Clone, Copy, Debug)]
pub struct CallPlaces {
    pub receiver: Place,
    pub callee: Place,
    pub arguments: Place,
    pub block: Place,
    pub types: Place,
}

/// A [`PairShape`] in a grammar's numbers.
#[derive(Clone, Copy, Debug)]
pub struct PairPlaces {
    pub left: Place,
    pub right: Place,
}

/// The roles of a grammar's kinds.
pub struct MarkTable {
    roles: Vec<MarkRole>,
    pub calls: Vec<CallPlaces>,
    pub annotations: Vec<CallPlaces>,
    pub members: Vec<PairPlaces>,
    /// Additions come last.
    pub assignments: Vec<PairPlaces>,
    additions_start: usize,
    pub appends: &'static [&'static str],
    pub pairs: Vec<PairPlaces>,
    pub functions: Vec<Place>,
    pub wrappers: Vec<Place>,
    pub joins: Vec<PairPlaces>,
    pub returns: Vec<Place>,
    pub parameters: Vec<PairPlaces>,
    pub fields: Vec<PairPlaces>,
}

impl MarkTable {
    pub(super) fn new(syntax: &MarkSyntax, language: &tree_sitter::Language) -> Self {
        let count = language.node_kind_count();
        let role = |id: usize| match language.node_kind_for_id(id as u16) {
            Some(name) if language.node_kind_is_named(id as u16) => role_of(syntax, name),
            _ => MarkRole::None,
        };
        let place = |part: Part| match part {
            Part::Nowhere => Place::Nowhere,
            Part::Field(name) => {
                Place::Field(language.field_id_for_name(name).map_or(u16::MAX, std::num::NonZeroU16::get))
            }
            Part::Kind(name) => Place::Kind(name),
            Part::First => Place::First,
            Part::Last => Place::Last,
            Part::Itself => Place::Itself,
        };
        let call = |shape: &CallShape| CallPlaces {
            receiver: place(shape.receiver),
            callee: place(shape.callee),
            arguments: place(shape.arguments),
            block: place(shape.block),
            types: place(shape.types),
        };
        let pair = |shape: &PairShape| PairPlaces { left: place(shape.left), right: place(shape.right) };
        Self {
            roles: (0..count).map(role).collect(),
            calls: syntax.calls.iter().map(call).collect(),
            annotations: syntax.annotations.iter().map(call).collect(),
            members: syntax.members.iter().map(pair).collect(),
            assignments: syntax.assignments.iter().chain(syntax.additions).map(pair).collect(),
            additions_start: syntax.assignments.len(),
            appends: syntax.appends,
            pairs: syntax.pairs.iter().map(pair).collect(),
            functions: syntax.functions.iter().map(|&(_, part)| place(part)).collect(),
            wrappers: syntax.wrappers.iter().map(|&(_, part)| place(part)).collect(),
            joins: syntax.joins.iter().map(pair).collect(),
            returns: syntax.returns.iter().map(|&(_, part)| place(part)).collect(),
            parameters: syntax.parameters.iter().map(pair).collect(),
            fields: syntax.fields.iter().map(pair).collect(),
        }
    }

    /// Whether an assignment adds to what the name holds.
    pub fn is_addition(&self, shape: u8) -> bool {
        shape as usize >= self.additions_start
    }

    /// The role of a kind id as found in a tree.
    pub fn role(&self, kind: u16) -> MarkRole {
        self.roles.get(kind as usize).copied().unwrap_or_default()
    }
}

fn role_of(syntax: &MarkSyntax, name: &str) -> MarkRole {
    let pair = |list: &[PairShape], role: fn(u8) -> MarkRole| {
        list.iter().position(|shape| shape.kind == name).map(|at| role(at as u8))
    };
    let call = |list: &[CallShape], role: fn(u8) -> MarkRole| {
        list.iter().position(|shape| shape.kind == name).map(|at| role(at as u8))
    };
    let part = |list: &[(&str, Part)], role: fn(u8) -> MarkRole| {
        list.iter().position(|&(kind, _)| kind == name).map(|at| role(at as u8))
    };
    let plain = |list: &[&str], role: MarkRole| list.contains(&name).then_some(role);
    call(syntax.calls, MarkRole::Call)
        .or_else(|| call(syntax.annotations, MarkRole::Annotation))
        .or_else(|| pair(syntax.members, MarkRole::Member))
        .or_else(|| pair(syntax.assignments, MarkRole::Assignment))
        .or_else(|| {
            let at = syntax.additions.iter().position(|shape| shape.kind == name);
            at.map(|at| MarkRole::Assignment((syntax.assignments.len() + at) as u8))
        })
        .or_else(|| pair(syntax.pairs, MarkRole::Pair))
        .or_else(|| pair(syntax.joins, MarkRole::Join))
        .or_else(|| part(syntax.returns, MarkRole::Returns))
        .or_else(|| pair(syntax.parameters, MarkRole::Parameter))
        .or_else(|| pair(syntax.fields, MarkRole::Field))
        .or_else(|| part(syntax.functions, MarkRole::Function))
        .or_else(|| part(syntax.wrappers, MarkRole::Wrapper))
        .or_else(|| plain(syntax.texts, MarkRole::Text))
        .or_else(|| plain(syntax.text_parts, MarkRole::TextPart))
        .or_else(|| plain(syntax.atoms, MarkRole::Atom))
        .or_else(|| plain(syntax.words, MarkRole::Word))
        .or_else(|| plain(syntax.lists, MarkRole::List))
        .or_else(|| plain(syntax.maps, MarkRole::Map))
        .or_else(|| plain(syntax.names, MarkRole::Name))
        .unwrap_or_default()
}
