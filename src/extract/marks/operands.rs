//! Values as syntax shows them: texts, names, lists, maps, calls.

use super::MarkReader;
use crate::extract::contexts::ContextId;
use crate::lang::MarkRole;
use crate::limits::{
    MARK_TEXT_BYTES_MAX, OPERAND_DEPTH_MAX, OPERAND_ITEMS_MAX, PATH_SEGMENTS_MAX, SCOPES_CLIMBED_MAX,
};
use crate::model::{Argument, Meaning, Named, NodeId, Operand};

impl MarkReader<'_, '_, '_> {
    /// The arguments below a node; keys of a map that is written without its brackets are names.
    pub(super) fn arguments(&mut self, list: NodeId, context: ContextId) -> Vec<Argument> {
        let unit = self.unit();
        let mut arguments = Vec::new();
        for node in unit.children(list).take(OPERAND_ITEMS_MAX) {
            match unit.mark_role(node) {
                MarkRole::Pair(shape) => {
                    let places = unit.grammar.marks.pairs[shape as usize];
                    let name = unit.place(node, places.left).map(|key| self.key(key));
                    let value = unit.place(node, places.right).or(unit.place(node, crate::lang::Place::Last));
                    let value = value.map_or(Operand::Other, |value| self.operand(value, context, 0));
                    arguments.push(Argument { name, value });
                }
                // Keywords at the end are a list of pairs of their own.
                MarkRole::Map if self.is_bare_map(node) => {
                    arguments.extend(
                        self.pairs(node, context, 0)
                            .into_iter()
                            .map(|(name, value)| Argument { name: Some(name), value }),
                    );
                }
                _ => {
                    let value = self.operand(node, context, 0);
                    arguments.push(Argument { name: None, value });
                }
            }
        }
        arguments
    }

    /// Whether a map is written without brackets (`f(a: 1)`).
    fn is_bare_map(&self, node: NodeId) -> bool {
        let first = self.unit().all_children(node).next();
        first.is_some_and(|first| self.unit().tree().node(first).is_named())
    }

    /// A value.
    pub(super) fn operand(&mut self, node: NodeId, context: ContextId, depth: usize) -> Operand {
        let unit = self.unit();
        let node = unit.unwrapped(node);
        if depth > OPERAND_DEPTH_MAX {
            return Operand::Other;
        }
        match unit.mark_role(node) {
            MarkRole::Text => self.text(node),
            MarkRole::Atom => Operand::Text(cut(unit.text(node).trim_matches([':', '"', '\'', ' ']))),
            MarkRole::Word => Operand::Word(cut(unit.text(node))),
            MarkRole::List => {
                let items = unit.children(node).take(OPERAND_ITEMS_MAX);
                if items.clone().any(|item| matches!(unit.mark_role(item), MarkRole::Pair(_)))
                    && items.clone().any(|item| self.has_key(item))
                {
                    return Operand::Map(self.pairs(node, context, depth));
                }
                let items: Vec<NodeId> = items.collect();
                Operand::List(items.into_iter().map(|item| self.item(item, context, depth + 1)).collect())
            }
            MarkRole::Map => Operand::Map(self.pairs(node, context, depth)),
            MarkRole::Call(_) | MarkRole::Annotation(_) => {
                self.number(node, context).map_or(Operand::Other, Operand::Mark)
            }
            MarkRole::Function(shape) => {
                let place = unit.grammar.marks.functions[shape as usize];
                Operand::Function(unit.place(node, place).map_or_else(Vec::new, |list| self.parameters(list)))
            }
            MarkRole::Name | MarkRole::Member(_) => self.name(node, context),
            MarkRole::Join(shape) => {
                let places = unit.grammar.marks.joins[shape as usize];
                let sides = [unit.place(node, places.left), unit.place(node, places.right)];
                let sides = sides.into_iter().flatten();
                let sides: Vec<Operand> = sides.map(|side| self.operand(side, context, depth + 1)).collect();
                // Numbers are no texts: `60 * 5` stays as it is.
                if sides.iter().all(|side| matches!(side, Operand::Word(_))) {
                    return Operand::Word(cut(unit.text(node)));
                }
                Operand::Joined(sides)
            }
            _ => Operand::Other,
        }
    }

    /// An item of a list, which may have a node of its own around it.
    fn item(&mut self, node: NodeId, context: ContextId, depth: usize) -> Operand {
        let unit = self.unit();
        match unit.mark_role(node) {
            MarkRole::Pair(shape) => {
                let places = unit.grammar.marks.pairs[shape as usize];
                let value = unit.place(node, places.right).or(unit.place(node, crate::lang::Place::Last));
                value.map_or(Operand::Other, |value| self.operand(value, context, depth))
            }
            _ => self.operand(node, context, depth),
        }
    }

    fn has_key(&self, node: NodeId) -> bool {
        let unit = self.unit();
        match unit.mark_role(node) {
            MarkRole::Pair(shape) => {
                let places = unit.grammar.marks.pairs[shape as usize];
                let (left, right) = (unit.place(node, places.left), unit.place(node, places.right));
                left.is_some() && left != right
            }
            _ => false,
        }
    }

    fn pairs(&mut self, map: NodeId, context: ContextId, depth: usize) -> Vec<(String, Operand)> {
        let unit = self.unit();
        let mut pairs = Vec::new();
        for node in unit.children(map).take(OPERAND_ITEMS_MAX) {
            match unit.mark_role(node) {
                MarkRole::Pair(shape) => {
                    let places = unit.grammar.marks.pairs[shape as usize];
                    let key = unit.place(node, places.left).map(|key| self.key(key)).unwrap_or_default();
                    let value = unit.place(node, places.right);
                    let value = value.map_or(Operand::Other, |value| self.operand(value, context, depth + 1));
                    pairs.push((key, value));
                }
                // `{ handler }` is short for `{ handler: handler }`.
                MarkRole::Name => pairs.push((unit.text(node).to_owned(), self.name(node, context))),
                MarkRole::Map | MarkRole::List => pairs.extend(self.pairs_inside(node, context, depth)),
                _ => {}
            }
        }
        pairs
    }

    /// Pairs one level further down: the grammar has a node for the list of them.
    fn pairs_inside(&mut self, node: NodeId, context: ContextId, depth: usize) -> Vec<(String, Operand)> {
        if depth > OPERAND_DEPTH_MAX { Vec::new() } else { self.pairs(node, context, depth + 1) }
    }

    /// A key of a map or the name of an argument.
    fn key(&self, node: NodeId) -> String {
        let unit = self.unit();
        let node = unit.unwrapped(node);
        match unit.mark_role(node) {
            MarkRole::Text => self.text(node).as_text().unwrap_or_default().to_owned(),
            _ => cut(unit.text(node).trim().trim_matches([':', '"', '\'', '=', ' '])),
        }
    }

    /// A literal text without its quotes; what is put into it stays as it is written.
    fn text(&self, node: NodeId) -> Operand {
        let unit = self.unit();
        let children: Vec<NodeId> = unit.children(node).collect();
        let is_part = |&child: &NodeId| unit.mark_role(child) == MarkRole::TextPart;
        if children.is_empty() || !children.iter().any(is_part) {
            let whole = unit.text(node);
            if children.iter().any(|&child| unit.mark_role(child) == MarkRole::Text) {
                let parts: Vec<Operand> = children.iter().map(|&child| self.text(child)).collect();
                return Operand::Text(parts.iter().filter_map(Operand::as_text).collect());
            }
            return Operand::Text(cut(unquoted(whole)));
        }
        let (first, last) = (children.iter().find(|child| is_part(child)), children.last());
        let start = children.first().or(first).map_or(0, |&child| unit.start_byte(child));
        let end = last.map_or(start, |&child| unit.end_byte(child));
        // Grammars that have nodes for the quotes hold them at both ends.
        Operand::Text(cut(unquoted_slice(unit.slice(start, end))))
    }

    /// A name or path as it is written, and what it means.
    fn name(&mut self, node: NodeId, context: ContextId) -> Operand {
        let unit = self.unit();
        let Some(path) = written_path(unit.text(node)) else { return Operand::Other };
        let last = unit.last_segment(node);
        // The name that a definition writes is no use of it.
        let defined = last.and_then(|last| self.symbol_named_at(unit.start_byte(last)));
        let mut meaning = match (defined, last) {
            (Some(symbol), _) => Meaning::Symbol(symbol),
            (None, Some(last)) => self.meaning(last, node),
            (None, None) => Meaning::Unknown,
        };
        if meaning == Meaning::Unknown && path.len() == 1 {
            meaning = self.parameter(node, &path[0], context);
        }
        let object = match unit.mark_role(node) {
            MarkRole::Member(shape) => unit.place(node, unit.grammar.marks.members[shape as usize].left),
            _ => None,
        };
        let object = object.map(|object| self.operand(object, context, 0));
        let object = object.and_then(|object| match object {
            Operand::Name(named) => Some(Box::new(named)),
            _ => None,
        });
        Operand::Name(Named { path, meaning, object })
    }

    /// The parameter that a name is of the functions around it.
    fn parameter(&self, node: NodeId, name: &str, context: ContextId) -> Meaning {
        let unit = self.unit();
        let mut inner = node;
        for _ in 0..SCOPES_CLIMBED_MAX {
            let Some(around) = unit.parent(inner) else { break };
            inner = around;
            let MarkRole::Function(shape) = unit.mark_role(around) else { continue };
            let list = unit.place(around, unit.grammar.marks.functions[shape as usize]);
            let names = list.map_or_else(Vec::new, |list| self.parameters(list));
            if let Some(index) = names.iter().position(|parameter| parameter == name) {
                // A function that is given to a call is not the symbol around it.
                let given = unit.parent(around).is_some_and(|list| {
                    let role = |node| unit.mark_role(node);
                    matches!(role(list), MarkRole::Call(_))
                        || unit.parent(list).is_some_and(|call| matches!(role(call), MarkRole::Call(_)))
                });
                let function = if given { None } else { self.ordinal_of(context) };
                return Meaning::Parameter { function, index: index as u16 };
            }
        }
        Meaning::Unknown
    }

    /// What stands before the last segment of a path that is one node (`web::get`), as a receiver.
    pub(super) fn qualifier(&self, callee: NodeId) -> Option<Operand> {
        let mut path = written_path(self.unit().text(callee))?;
        path.pop();
        (!path.is_empty()).then_some(Operand::Name(Named { path, meaning: Meaning::Unknown, object: None }))
    }

    /// The names of parameters: of each the first name that it writes.
    fn parameters(&self, list: NodeId) -> Vec<String> {
        let unit = self.unit();
        if unit.children(list).next().is_none() {
            return vec![unit.text(list).trim_matches(['(', ')', '|', ' ']).to_owned()];
        }
        let first_name = |node: NodeId| {
            let mut names = unit.subtree(node).filter(|&inner| {
                unit.children(inner).next().is_none() && written_path(unit.text(inner)).is_some()
            });
            names.next().map(|name| unit.text(name).trim_start_matches('$').to_owned())
        };
        unit.children(list).take(OPERAND_ITEMS_MAX).map(|node| first_name(node).unwrap_or_default()).collect()
    }
}

/// The segments of a path that consists of names alone.
fn written_path(text: &str) -> Option<Vec<String>> {
    if text.len() > MARK_TEXT_BYTES_MAX {
        return None;
    }
    let is_name = |segment: &str| {
        !segment.is_empty() && segment.chars().all(|c| c.is_alphanumeric() || "_$@?!".contains(c))
    };
    let mut path = Vec::new();
    for segment in text.split(['.', ':', '\\', '>', ' ', '\n', '\t', '\r', '&', '*', '#']) {
        let segment = segment.trim_end_matches(['-', '?', '!']).trim_start_matches('$');
        if segment.is_empty() {
            continue;
        }
        if !is_name(segment) || path.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        path.push(segment.to_owned());
    }
    (!path.is_empty()).then_some(path)
}

/// A text between the quotes that it is written with, and without the letters before them.
fn unquoted(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '@' || c == '~');
    unquoted_slice(text)
}

fn unquoted_slice(text: &str) -> &str {
    // Letters before a quote say how the text is meant (`r"…"`).
    let start = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
    for quote in ["\"\"\"", "'''", "\"", "'", "`"] {
        let quoted = text[start..].strip_prefix(quote);
        if let Some(inner) = quoted.and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    text
}

fn cut(text: &str) -> String {
    crate::extract::cut(text, MARK_TEXT_BYTES_MAX).to_owned()
}
