//! Marks: the calls, annotations and constants that a framework may give a meaning, with their arguments as values.
//!
//! The walk notes the few nodes whose name a framework knows; what they hold is read afterwards, when names can be
//! resolved. Knows no framework but by the names that it asks for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::contexts::ContextId;
use super::facts::FactWriter;
use super::unit::Unit;
use super::uses::UseKind;
use crate::frameworks;
use crate::lang::{CallPlaces, MarkRole, Place};
use crate::limits::{MARK_TEXT_BYTES_MAX, MARKS_MAX, PATH_SEGMENTS_MAX};
use crate::model::{
    Argument, CALLED, FactKind, Mark, MarkShape, Meaning, Named, NodeId, OpenUse, Operand, RefKind,
    Resolution, SymbolKind,
};

/// Levels between a call and the assignment whose value it is: parentheses, `await`, a declaration's list.
const ASSIGNMENT_LEVELS_MAX: usize = 4;

impl<'s> Unit<'s> {
    /// Notes a node that a framework may give a meaning.
    pub(super) fn note_mark(&mut self, node: NodeId) {
        if self.marks.len() >= MARKS_MAX {
            return;
        }
        if self.may_be_mark(node) {
            self.marks.push((node, self.contexts.current()));
        } else if self.passing_noted.len() < MARKS_MAX
            && matches!(self.mark_role(node), MarkRole::Call(_) | MarkRole::Returns(_))
        {
            self.passing_noted.push((node, self.contexts.current()));
        }
    }

    fn may_be_mark(&self, node: NodeId) -> bool {
        let table = &self.grammar.marks;
        match self.mark_role(node) {
            MarkRole::Call(shape) => self.is_known_mark(self.place(node, table.calls[shape as usize].callee)),
            MarkRole::Annotation(shape) => {
                self.is_known_mark(self.place(node, table.annotations[shape as usize].callee))
            }
            MarkRole::Assignment(shape) => {
                let value = self.place(node, table.assignments[shape as usize].right);
                let value = value.map(|value| self.unwrapped(value));
                value.is_some_and(|value| self.mark_role(value) == MarkRole::Text)
            }
            MarkRole::Parameters(_) => {
                let symbol = self.contexts.get(self.contexts.current()).symbol;
                symbol.is_some_and(|id| self.symbols[id as usize].draft.kind == SymbolKind::Constructor)
            }
            _ => false,
        }
    }

    fn is_known_mark(&self, callee: Option<NodeId>) -> bool {
        let name = callee.and_then(|callee| self.last_name(callee));
        name.is_some_and(|name| frameworks::is_mark(self.grammar.spec.language, name))
    }

    pub(super) fn mark_role(&self, node: NodeId) -> MarkRole {
        self.grammar.marks.role(self.tree().kind(node))
    }

    /// A part of a node.
    pub(super) fn place(&self, node: NodeId, place: Place) -> Option<NodeId> {
        match place {
            Place::Nowhere => None,
            Place::Field(field) => self.tree().child(node, field),
            Place::Kind(name) => {
                self.children(node).find(|&child| self.grammar.kind_name(self.tree().kind(child)) == name)
            }
            Place::First => self.children(node).next(),
            Place::Last => self.children(node).last(),
            Place::Itself => Some(node),
        }
    }

    /// The value inside of what only wraps one.
    pub(super) fn unwrapped(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let MarkRole::Wrapper(shape) = self.mark_role(node) {
            match self.place(node, self.grammar.marks.wrappers[shape as usize]) {
                Some(inner) if inner != node => node = inner,
                _ => break,
            }
        }
        node
    }

    /// The node of the last segment of a name or a path; of a call that an annotation makes, that of its callee.
    pub(super) fn last_segment(&self, node: NodeId) -> Option<NodeId> {
        let table = &self.grammar.marks;
        let mut node = node;
        for _ in 0..PATH_SEGMENTS_MAX {
            node = self.unwrapped(node);
            let next = match self.mark_role(node) {
                MarkRole::Member(shape) => self.place(node, table.members[shape as usize].right),
                MarkRole::Call(shape) => self.place(node, table.calls[shape as usize].callee),
                MarkRole::Name => {
                    return Some(self.children(node).last().map_or(node, |last| self.last_leaf(last)));
                }
                _ => return None,
            };
            node = next.filter(|&next| next != node)?;
        }
        None
    }

    fn last_leaf(&self, node: NodeId) -> NodeId {
        let mut node = node;
        while let Some(last) = self.children(node).last() {
            node = last;
        }
        node
    }

    fn last_name(&self, callee: NodeId) -> Option<&'s str> {
        self.last_segment(callee).map(|node| self.text(node).trim_start_matches(['@', '$', ':']))
    }
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
        let noted = &self.unit.marks;
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
        let mut next = self.marks.len();
        let unit = self.unit();
        let places = match unit.mark_role(node) {
            MarkRole::Assignment(_) | MarkRole::Parameters(_) => None,
            _ => self.number(node, context),
        };
        if places.is_none() {
            self.read_other(node, context);
        }
        while next < self.marks.len() {
            self.read(next);
            next += 1;
        }
    }

    /// Reads the calls that pass on what a mark gave or was called on: `register_routes(app)`.
    fn read_passing_calls(&mut self) {
        let is_local = |named: &Named| !matches!(named.meaning, Meaning::External(_));
        let names = self.marks.iter().flat_map(|mark| mark.assigned.iter().chain(&mark.receiver));
        let names = names.filter_map(Operand::as_name).filter(|named| is_local(named));
        let names: FxHashSet<String> = names.map(|named| named.written()).collect();
        if names.is_empty() {
            return;
        }
        let unit = self.unit();
        let passing: Vec<(NodeId, ContextId)> = unit.passing_noted.clone();
        for (node, context) in passing {
            let passes = |value: NodeId| {
                let value = unit.unwrapped(value);
                let plain = matches!(unit.mark_role(value), MarkRole::Name | MarkRole::Member(_));
                plain && names.contains(unit.text(value).trim_start_matches(['&', '*', '$']))
            };
            let arguments = match unit.mark_role(node) {
                MarkRole::Call(shape) => unit.place(node, unit.grammar.marks.calls[shape as usize].arguments),
                MarkRole::Returns(shape) => {
                    let value = unit.place(node, unit.grammar.marks.returns[shape as usize]);
                    if let Some(value) = value.filter(|&value| passes(value)) {
                        let mut mark = self.empty(MarkShape::Returned, node, context);
                        let value = self.operand(value, context, 0);
                        mark.arguments = vec![Argument { name: None, value }];
                        self.push(mark, node, context);
                    }
                    None
                }
                _ => None,
            };
            if arguments.is_some_and(|arguments| unit.children(arguments).any(passes)) {
                self.read_from(node, context);
            }
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

    /// A constant that holds one text, or a parameter of a constructor.
    fn read_other(&mut self, node: NodeId, context: ContextId) {
        let unit = self.unit();
        match unit.mark_role(node) {
            MarkRole::Assignment(shape) => {
                let places = unit.grammar.marks.assignments[shape as usize];
                let name = unit.place(node, places.left).and_then(|left| unit.last_segment(left));
                let symbol = name.and_then(|name| self.symbol_named_at(unit.start_byte(name)));
                let value = unit.place(node, places.right).map(|right| self.operand(right, context, 0));
                let (Some(name), Some(symbol), Some(value)) = (name, symbol, value) else { return };
                let plain = value.as_text().is_some_and(|text| {
                    text.len() <= MARK_TEXT_BYTES_MAX && !text.contains(char::is_whitespace)
                });
                if plain {
                    let mut mark = self.empty(MarkShape::Constant, node, context);
                    mark.name = unit.text(name).to_owned();
                    mark.symbol = Some(symbol);
                    mark.arguments = vec![Argument { name: None, value }];
                    self.push(mark, node, context);
                }
            }
            MarkRole::Parameters(shape) => self.read_parameter(node, shape, context),
            _ => {}
        }
    }

    /// A parameter of a constructor whose type is written.
    fn read_parameter(&mut self, node: NodeId, shape: u8, context: ContextId) {
        let unit = self.unit();
        let places = unit.grammar.marks.parameters[shape as usize];
        let constructor = self.writer.ordinal_of(context);
        let typed = unit.place(node, places.left).zip(unit.place(node, places.right));
        if let Some((of_type, name)) = typed {
            let value = self.operand(of_type, context, 0);
            let mut mark = self.empty(MarkShape::Parameter, node, context);
            mark.name = unit.text(name).trim_start_matches('$').to_owned();
            mark.symbol = constructor;
            mark.types = vec![value];
            self.push(mark, node, context);
        }
    }

    fn push(&mut self, mark: Mark, node: NodeId, context: ContextId) {
        if self.marks.len() < MARKS_MAX {
            self.marks.push(mark);
            self.nodes.push((node, context));
            self.ranges.push((0, 0));
        }
    }

    /// The symbol in whose head, before its name, a place lies.
    fn annotated(&self, at: u32) -> Option<u32> {
        let after = self.heads.partition_point(|&(start, _, _)| start <= at);
        let start = self.heads[..after].last()?.0;
        let first = self.heads.partition_point(|&(begins, _, _)| begins < start);
        let found = self.heads[first..after].iter().find(|&&(_, name, _)| at < name)?;
        Some(self.writer.symbols.ordinal(found.2))
    }

    /// The symbol whose name is written at a place.
    pub(super) fn symbol_named_at(&self, at: u32) -> Option<u32> {
        let after = self.heads.partition_point(|&(start, _, _)| start <= at);
        let found = self.heads[..after].iter().rev().take(2).find(|&&(_, name, _)| name == at)?;
        Some(self.writer.symbols.ordinal(found.2))
    }

    /// The name that is given the value of a call, or a list that holds it.
    fn assigned(&mut self, call: NodeId, context: ContextId) -> Option<(Operand, bool)> {
        let unit = self.unit();
        let mut node = call;
        let mut listed = false;
        for _ in 0..ASSIGNMENT_LEVELS_MAX {
            let parent = unit.parent(node)?;
            if let MarkRole::Assignment(shape) = unit.mark_role(parent) {
                let places = unit.grammar.marks.assignments[shape as usize];
                let left = unit.place(parent, places.left)?;
                let holds =
                    unit.place(parent, places.right).is_some_and(|right| unit.subtree(right).contains(&call));
                return holds.then(|| (self.operand(left, context, 0), listed));
            }
            if let MarkRole::Returns(shape) = unit.mark_role(parent)
                && unit.place(parent, unit.grammar.marks.returns[shape as usize]) == Some(node)
            {
                let path = vec![CALLED.to_owned()];
                return Some((Operand::Name(Named { path, meaning: Meaning::Unknown }), listed));
            }
            if matches!(unit.mark_role(parent), MarkRole::Call(_) | MarkRole::Function(_) | MarkRole::Map) {
                return None;
            }
            listed |= unit.mark_role(parent) == MarkRole::List;
            node = parent;
        }
        None
    }

    /// What the file or, later, the version proves of a name whose last segment is at a node inside `whole`.
    pub(super) fn meaning(&self, last: NodeId, whole: NodeId) -> Meaning {
        let found = self.use_at(last).or_else(|| {
            let mut node = last;
            while node > whole {
                node = self.unit().parent(node)?;
                if let Some(found) = self.use_at(node) {
                    return Some(found);
                }
            }
            None
        });
        found.map_or(Meaning::Unknown, |id| self.meaning_of_use(id))
    }

    fn use_at(&self, node: NodeId) -> Option<u32> {
        let first = self.uses.partition_point(|&(at, _)| at < node);
        let here = self.uses[first..].iter().take_while(|&&(at, _)| at == node).map(|&(_, id)| id);
        // What says of which type something is, is no use of a name.
        let names = |&id: &u32| match self.unit().uses.get(id as usize) {
            Some(record) => matches!(record.kind, UseKind::Call(_) | UseKind::Reference(_)),
            None => true,
        };
        here.into_iter().find(names)
    }

    fn meaning_of_use(&self, id: u32) -> Meaning {
        let unit = self.unit();
        let (meaning, context) = match id.checked_sub(unit.uses.len() as u32) {
            None => {
                let record = &unit.uses[id as usize];
                let context = unit.contexts.get(record.context);
                (self.writer.resolver.resolve(&record.usage, record.kind, record.at, context), record.context)
            }
            Some(name) => {
                let record = &unit.names_used[name as usize];
                let context = unit.contexts.get(record.context);
                let text = unit.text(record.at.node);
                match self.writer.resolver.resolve_name(text, record, context) {
                    Some(meaning) => (meaning, record.context),
                    None => return Meaning::Unknown,
                }
            }
        };
        if let Some(symbol) = meaning.symbol {
            return Meaning::Symbol(self.writer.symbols.ordinal(symbol));
        }
        if let Some((import, path)) = meaning.open {
            let contexts = &unit.contexts;
            let open = OpenUse {
                fact: FactKind::Reference,
                ordinal: 0,
                import: import.map(|import| self.writer.imports.ordinal(import)),
                path,
                of_value: meaning.of_value,
                of_bases: meaning.of_bases,
                unbound: false,
                kind: Some(RefKind::Read),
                arity: None,
                scope: contexts.get(contexts.get(context).enclosing_scope).qualified.clone(),
            };
            return Meaning::Open(Box::new(open));
        }
        match meaning.qualified {
            Some(qualified) if meaning.resolution == Some(Resolution::External) => {
                Meaning::External(qualified)
            }
            _ => Meaning::Unknown,
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
