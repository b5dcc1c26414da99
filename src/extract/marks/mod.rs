//! Marks: the calls, annotations and constants that a framework may give a meaning, with their arguments as values.
//!
//! The walk notes the few nodes whose name a framework knows; what they hold is read afterwards, when names can be
//! resolved. Knows no framework but by the names that it asks for.

mod meanings;
mod operands;
mod others;
mod places;

use rustc_hash::FxHashMap;

use super::contexts::ContextId;
use super::facts::FactWriter;
use super::unit::Unit;
use crate::lang::{CallPlaces, MarkRole};
use crate::limits::MARKS_MAX;
use crate::model::{Argument, Mark, MarkShape, Meaning, NodeId, Operand};

/// Nodes that were noted as marks while the file was walked, with their contexts.
#[derive(Default)]
pub(super) struct NotedMarks {
    /// What a framework may give a meaning.
    marks: Vec<(NodeId, ContextId)>,
    /// The other calls, and what functions give: some pass on what a mark gives.
    passing: Vec<(NodeId, ContextId)>,
}

/// Reads the marks of a unit.
pub(super) struct MarkReader<'w, 'u, 's> {
    writer: &'w mut FactWriter<'u, 's>,
    /// Uses in the order of their nodes.
    uses: &'w [(NodeId, u32)],
    marks: Vec<Mark>,
    nodes: Vec<(NodeId, ContextId)>,
    numbers: FxHashMap<NodeId, u32>,
    /// Where the arguments of each mark begin and end, by bytes.
    ranges: Vec<(u32, u32)>,
    /// From the start of each symbol to its name, with the symbol.
    heads: Vec<(u32, u32, u32)>,
}

impl<'u, 's> FactWriter<'u, 's> {
    /// The unit's marks. `uses` are its uses in the order of their nodes.
    pub(super) fn marks(&mut self, uses: &[(NodeId, u32)]) {
        let noted = &self.unit.noted.marks;
        if noted.is_empty() {
            return;
        }
        let unit = self.unit;
        let head = |(symbol, record): (u32, &super::define::SymbolRecord<'_>)| {
            (record.span.start_byte, unit.start_byte(record.draft.name_node), symbol)
        };
        let mut heads: Vec<(u32, u32, u32)> = (0..).zip(&unit.symbols).map(head).collect();
        heads.sort_unstable();
        let mut reader = MarkReader {
            writer: self,
            uses,
            marks: Vec::new(),
            nodes: Vec::new(),
            numbers: FxHashMap::default(),
            ranges: Vec::new(),
            heads,
        };
        for &(node, context) in noted {
            reader.read_from(node, context);
        }
        reader.read_passing_calls();
        let marks = reader.finish();
        self.interface.marks = marks;
    }
}

impl<'u, 's> MarkReader<'_, 'u, 's> {
    pub(super) fn unit(&self) -> &'u Unit<'s> {
        self.writer.unit
    }

    /// Reads a noted node, and the calls that it takes values from.
    fn read_from(&mut self, node: NodeId, context: ContextId) {
        let next = self.marks.len();
        let unit = self.unit();
        let places = match unit.mark_role(node) {
            MarkRole::Assignment(_) | MarkRole::Parameter(_) | MarkRole::Field(_) => None,
            _ => self.number(node, context),
        };
        if places.is_none() {
            self.read_other(node, context);
        }
        self.read_calls_from(next);
    }

    /// Reads the marks from a number on, and the calls that they take values from.
    fn read_calls_from(&mut self, first: usize) {
        let mut next = first;
        while next < self.marks.len() {
            self.read(next);
            next += 1;
        }
    }

    /// The number of the mark at a call or an annotation; it is read later, if it is new.
    pub(super) fn number(&mut self, node: NodeId, context: ContextId) -> Option<u32> {
        if let Some(&number) = self.numbers.get(&node) {
            return Some(number);
        }
        if self.marks.len() >= MARKS_MAX {
            return None;
        }
        let unit = self.unit();
        let number = self.marks.len() as u32;
        let shape = match unit.mark_role(node) {
            MarkRole::Annotation(_) => MarkShape::Annotation,
            _ => MarkShape::Call,
        };
        self.numbers.insert(node, number);
        self.nodes.push((node, context));
        self.ranges.push((0, 0));
        self.marks.push(self.empty(shape, node, context));
        Some(number)
    }

    fn empty(&self, shape: MarkShape, node: NodeId, context: ContextId) -> Mark {
        Mark {
            shape,
            name: String::new(),
            callee: Meaning::Unknown,
            receiver: None,
            arguments: Vec::new(),
            types: Vec::new(),
            line: self.unit().line(node),
            enclosing: self.writer.ordinal_of(context),
            symbol: None,
            assigned: None,
            listed: false,
            inside: None,
        }
    }

    /// Ordinal of the symbol of a context.
    pub(super) fn ordinal_of(&self, context: ContextId) -> Option<u32> {
        self.writer.ordinal_of(context)
    }

    fn read(&mut self, number: usize) {
        let unit = self.unit();
        let (node, context) = self.nodes[number];
        let table = &unit.grammar.marks;
        let (mut call, mut places) = match unit.mark_role(node) {
            MarkRole::Call(shape) => (node, table.calls[shape as usize]),
            MarkRole::Annotation(shape) => (node, table.annotations[shape as usize]),
            _ => return,
        };
        // A decorator that is a call is one mark with it.
        if self.marks[number].shape == MarkShape::Annotation {
            let inner = unit.place(node, places.callee).map(|callee| unit.unwrapped(callee));
            if let Some(inner) = inner
                && let MarkRole::Call(shape) = unit.mark_role(inner)
            {
                (call, places) = (inner, table.calls[shape as usize]);
                self.numbers.insert(inner, number as u32);
            }
            self.marks[number].symbol = self.annotated(unit.start_byte(node));
            // Where annotations are part of a definition, they stand in what is around that.
            if self.marks[number].symbol == self.marks[number].enclosing {
                self.marks[number].enclosing = self.ordinal_of(unit.contexts.get(context).parent);
            }
        }
        self.read_call(number, call, places, context);
        if let Some((assigned, listed)) = self.assigned(node, context) {
            (self.marks[number].assigned, self.marks[number].listed) = (Some(assigned), listed);
        }
    }

    fn read_call(&mut self, number: usize, call: NodeId, places: CallPlaces, context: ContextId) {
        let unit = self.unit();
        let Some(callee) = unit.place(call, places.callee).map(|callee| unit.unwrapped(callee)) else {
            return;
        };
        let receiver = match unit.mark_role(callee) {
            MarkRole::Member(shape) => unit.place(callee, unit.grammar.marks.members[shape as usize].left),
            _ => unit.place(call, places.receiver),
        };
        let last = unit.last_segment(callee);
        let name = last.map_or("", |last| unit.text(last).trim_start_matches(['@', '$', ':']));
        self.marks[number].name = name.to_owned();
        self.marks[number].callee = last.map_or(Meaning::Unknown, |last| self.meaning(last, callee));
        let receiver = receiver.map(|receiver| self.operand(receiver, context, 0));
        self.marks[number].receiver = receiver.or_else(|| self.qualifier(callee));
        let arguments = unit.place(call, places.arguments);
        let block = unit.place(call, places.block);
        let mut read = arguments.map_or_else(Vec::new, |arguments| self.arguments(arguments, context));
        if let Some(block) = block {
            let value = self.operand(block, context, 0);
            read.push(Argument { name: None, value });
        }
        self.marks[number].arguments = read;
        if let Some(types) = unit.place(callee, places.types).or_else(|| unit.place(call, places.types)) {
            let types = unit.children(types).map(|one| self.operand(one, context, 0)).collect();
            self.marks[number].types = types;
        }
        let inner = arguments.into_iter().chain(block);
        let starts = inner.clone().map(|node| unit.start_byte(node)).min();
        let ends = inner.map(|node| unit.end_byte(node)).max();
        self.ranges[number] = (starts.unwrap_or(0), ends.unwrap_or(0));
    }

    fn push(&mut self, mark: Mark, node: NodeId, context: ContextId) {
        if self.marks.len() < MARKS_MAX {
            self.marks.push(mark);
            self.nodes.push((node, context));
            self.ranges.push((0, 0));
        }
    }

    /// Says what stands in what, and gives the marks in the order of the text.
    fn finish(mut self) -> Vec<Mark> {
        let unit = self.unit();
        let mut order: Vec<usize> = (0..self.marks.len()).collect();
        order.sort_by_key(|&at| self.nodes[at].0);
        let mut places = vec![0u32; order.len()];
        for (place, &at) in (0..).zip(&order) {
            places[at] = place;
        }
        let mut open: Vec<usize> = Vec::new();
        for &at in &order {
            let start = unit.start_byte(self.nodes[at].0);
            let end_of = |mark: usize| unit.end_byte(self.nodes[mark].0);
            while open.last().is_some_and(|&last| end_of(last) <= start) {
                open.pop();
            }
            let holds = |&&outer: &&usize| (self.ranges[outer].0..self.ranges[outer].1).contains(&start);
            self.marks[at].inside = open.iter().rev().find(holds).map(|&outer| places[outer]);
            open.push(at);
        }
        let mut marks: Vec<(u32, Mark)> =
            places.iter().copied().zip(std::mem::take(&mut self.marks)).collect();
        marks.sort_by_key(|&(place, _)| place);
        let mut marks: Vec<Mark> = marks.into_iter().map(|(_, mark)| mark).collect();
        marks.iter_mut().for_each(|mark| renumber(mark, &places));
        marks
    }
}

/// Puts the marks' places in the place of their numbers.
fn renumber(mark: &mut Mark, places: &[u32]) {
    let mut due: Vec<&mut Operand> = mark.arguments.iter_mut().map(|argument| &mut argument.value).collect();
    due.extend(mark.receiver.iter_mut().chain(&mut mark.types).chain(&mut mark.assigned));
    while let Some(operand) = due.pop() {
        match operand {
            Operand::Mark(number) => *number = places[*number as usize],
            Operand::List(items) | Operand::Joined(items) => due.extend(items),
            Operand::Map(pairs) => due.extend(pairs.iter_mut().map(|(_, value)| value)),
            _ => {}
        }
    }
}
