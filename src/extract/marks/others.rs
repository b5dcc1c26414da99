//! Marks that are neither calls nor annotations: constants, parameters, fields; and what passes on what a mark gave.

use rustc_hash::FxHashSet;

use super::MarkReader;
use crate::extract::contexts::ContextId;
use crate::frameworks;
use crate::lang::{MarkRole, PairPlaces};
use crate::limits::{MARK_TEXT_BYTES_MAX, OPERAND_ITEMS_MAX};
use crate::model::{Argument, MarkShape, Meaning, Named, NodeId, Operand};

impl MarkReader<'_, '_, '_> {
    /// A constant that holds one text, a parameter, a field.
    pub(super) fn read_other(&mut self, node: NodeId, context: ContextId) {
        let unit = self.unit();
        match unit.mark_role(node) {
            MarkRole::Assignment(shape) => self.read_assignment(node, shape, context),
            MarkRole::Parameter(shape) => {
                let places = unit.grammar.marks.parameters[shape as usize];
                self.read_typed(MarkShape::Parameter, node, places, context);
            }
            MarkRole::Field(shape) => {
                let places = unit.grammar.marks.fields[shape as usize];
                self.read_typed(MarkShape::Field, node, places, context);
            }
            _ => {}
        }
    }

    /// A name that is given one text, or a value that its name says the meaning of.
    fn read_assignment(&mut self, node: NodeId, shape: u8, context: ContextId) {
        let unit = self.unit();
        let places = unit.grammar.marks.assignments[shape as usize];
        let (Some(left), Some(right)) = (unit.place(node, places.left), unit.place(node, places.right))
        else {
            return;
        };
        let Some(name) = unit.last_segment(left) else { return };
        let symbol = self.symbol_named_at(unit.start_byte(name));
        let value = self.operand(right, context, 0);
        let plain = value
            .as_text()
            .is_some_and(|text| text.len() <= MARK_TEXT_BYTES_MAX && !text.contains(char::is_whitespace));
        if plain && symbol.is_some() {
            let mut mark = self.empty(MarkShape::Constant, node, context);
            mark.name = unit.text(name).to_owned();
            mark.symbol = symbol;
            mark.arguments = vec![Argument { name: None, value }];
            self.push(mark, node, context);
        } else if frameworks::is_assigned_mark(unit.grammar.spec.language, unit.text(name)) {
            self.push_assigned(node, shape, context);
        }
    }

    /// A name with the value that it is given; what is added to it is a value beside its own.
    fn push_assigned(&mut self, node: NodeId, shape: u8, context: ContextId) {
        let unit = self.unit();
        let table = &unit.grammar.marks;
        let places = table.assignments[shape as usize];
        let (Some(left), Some(right)) = (unit.place(node, places.left), unit.place(node, places.right))
        else {
            return;
        };
        let name = self.operand(left, context, 0);
        let mut value = self.operand(right, context, 0);
        if table.is_addition(shape) {
            value = Operand::Joined(vec![name.clone(), value]);
        }
        let mut mark = self.empty(MarkShape::Assigned, node, context);
        mark.name = unit.last_segment(left).map_or("", |last| unit.text(last)).to_owned();
        mark.assigned = Some(name);
        mark.arguments = vec![Argument { name: None, value }];
        let at = self.marks.len();
        self.push(mark, node, context);
        if let Some(range) = self.ranges.get_mut(at) {
            *range = (unit.start_byte(right), unit.end_byte(right));
        }
    }

    /// A parameter or a field whose type is written.
    fn read_typed(&mut self, shape: MarkShape, node: NodeId, places: PairPlaces, context: ContextId) {
        let unit = self.unit();
        let typed = unit.place(node, places.left).zip(unit.place(node, places.right));
        let Some((of_type, name)) = typed else { return };
        let name = unit.last_segment(name).unwrap_or(name);
        let value = self.operand(of_type, context, 0);
        let mut mark = self.empty(shape, node, context);
        mark.name = unit.text(name).trim_start_matches('$').to_owned();
        mark.symbol = mark.enclosing;
        let around = unit.contexts.get(context).enclosing_type;
        mark.enclosing = around.and_then(|around| self.writer.ordinal_of(around));
        mark.types = vec![value];
        let at = self.marks.len();
        self.push(mark, node, context);
        if let Some(range) = self.ranges.get_mut(at) {
            *range = (unit.start_byte(node), unit.end_byte(node));
        }
    }

    /// Reads the calls that pass on what a mark gave or was called on: `register_routes(app)`.
    pub(super) fn read_passing_calls(&mut self) {
        let is_local = |named: &Named| !matches!(named.meaning, Meaning::External(_));
        let names = self.marks.iter().flat_map(|mark| mark.assigned.iter().chain(&mark.receiver));
        let names = names.filter_map(Operand::as_name).filter(|named| is_local(named));
        let names: FxHashSet<String> = names.map(|named| named.written()).collect();
        if names.is_empty() {
            return;
        }
        let unit = self.unit();
        let passes = |value: NodeId| {
            let value = unit.unwrapped(value);
            let is_known = |node: NodeId| names.contains(unit.text(node).trim_start_matches(['&', '*', '$']));
            match unit.mark_role(value) {
                MarkRole::Name => is_known(value),
                MarkRole::Member(shape) => {
                    let object = unit.place(value, unit.grammar.marks.members[shape as usize].left);
                    is_known(value) || object.is_some_and(is_known)
                }
                _ => false,
            }
        };
        let passing: Vec<(NodeId, ContextId)> = unit.noted.passing.clone();
        for (node, context) in passing {
            match unit.mark_role(node) {
                MarkRole::Call(shape) => {
                    let arguments = unit.place(node, unit.grammar.marks.calls[shape as usize].arguments);
                    if arguments.is_some_and(|arguments| unit.children(arguments).any(passes)) {
                        self.read_from(node, context);
                    }
                }
                MarkRole::Returns(shape) => {
                    let value = unit.place(node, unit.grammar.marks.returns[shape as usize]);
                    if let Some(value) = value.filter(|&value| passes(value)) {
                        let mut mark = self.empty(MarkShape::Returned, node, context);
                        let value = self.operand(value, context, 0);
                        mark.arguments = vec![Argument { name: None, value }];
                        self.push(mark, node, context);
                    }
                }
                MarkRole::Assignment(shape) => {
                    let places = unit.grammar.marks.assignments[shape as usize];
                    let value = unit.place(node, places.right);
                    let parts = value.map_or_else(Vec::new, |value| self.joined(value));
                    let adds = unit.place(node, places.left).is_some_and(passes);
                    if parts.iter().any(|&part| passes(part)) || (adds && !parts.is_empty()) {
                        let next = self.marks.len();
                        self.push_assigned(node, shape, context);
                        self.read_calls_from(next);
                    }
                }
                _ => {}
            }
        }
    }

    /// The names that a value is put together of.
    fn joined(&self, value: NodeId) -> Vec<NodeId> {
        let unit = self.unit();
        let mut due = vec![value];
        let mut parts = Vec::new();
        while let Some(node) = due.pop().map(|node| unit.unwrapped(node)) {
            match unit.mark_role(node) {
                MarkRole::Name | MarkRole::Member(_) => parts.push(node),
                MarkRole::Join(shape) => {
                    let places = unit.grammar.marks.joins[shape as usize];
                    due.extend(
                        unit.place(node, places.left).into_iter().chain(unit.place(node, places.right)),
                    );
                }
                MarkRole::List if parts.len() < OPERAND_ITEMS_MAX => due.extend(unit.children(node)),
                _ => {}
            }
        }
        parts
    }
}
