//! Paths of C++ (`a::B<int>::c`), operators, destructors and conversions: what they name.

use super::{field, kind};
use crate::extract::{Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::NodeId;

/// A path as written, without template arguments.
pub struct Path<'s> {
    pub segments: Vec<Segment<'s>>,
    /// The node of the last segment.
    pub last: NodeId,
    /// It begins with `::`.
    pub absolute: bool,
}

impl<'s> Path<'s> {
    pub fn into_use(self) -> Use<'s> {
        if self.absolute {
            let written = ["::", &self.segments.join("::")].concat();
            return Use::absolute(self.last, self.segments, written);
        }
        Use::path(self.last, self.segments)
    }
}

/// Follows a path; `None` where a part of it is computed (`decltype(x)::y`).
pub fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Path<'s>> {
    let mut segments: Vec<Segment<'s>> = Vec::new();
    let mut absolute = false;
    let mut node = node;
    while segments.len() < PATH_SEGMENTS_MAX {
        match unit.kind(node) {
            kind::QUALIFIED_IDENTIFIER => {
                match unit.child(node, field::SCOPE) {
                    Some(scope) => segments.push(simple_name(unit, scope)?),
                    None => absolute = true,
                }
                node = last_child_named(unit, node)?;
            }
            _ => {
                segments.push(simple_name(unit, node)?);
                return Some(Path { segments, last: name_node(unit, node), absolute });
            }
        }
    }
    None
}

/// The name behind a path's last `::`; `template` may stand before it.
fn last_child_named(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    unit.children_in(node, field::NAME).filter(|&child| unit.tree().node(child).is_named()).last()
}

/// The node that writes a name, without its template arguments.
pub fn name_node(unit: &Unit<'_>, node: NodeId) -> NodeId {
    match unit.kind(node) {
        kind::TEMPLATE_FUNCTION | kind::TEMPLATE_METHOD | kind::TEMPLATE_TYPE => {
            unit.child(node, field::NAME).unwrap_or(node)
        }
        kind::DEPENDENT_NAME => {
            unit.children(node).next().map_or(node, |inner| unit.child(inner, field::NAME).unwrap_or(inner))
        }
        _ => node,
    }
}

/// A name that is no path; `None` for what is computed.
fn simple_name<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Segment<'s>> {
    let name = name_node(unit, node);
    match unit.kind(name) {
        kind::IDENTIFIER | kind::TYPE_IDENTIFIER | kind::NAMESPACE_IDENTIFIER | kind::FIELD_IDENTIFIER => {
            Some(unit.text(name).into())
        }
        kind::OPERATOR_NAME | kind::DESTRUCTOR_NAME | kind::OPERATOR_CAST => Some(declared_name(unit, name)),
        _ => None,
    }
}

/// A declared name as it is called: an operator, a conversion or a destructor without the white space in it.
pub fn declared_name<'s>(unit: &Unit<'s>, node: NodeId) -> Segment<'s> {
    let text = match unit.kind(node) {
        kind::OPERATOR_CAST => {
            let function = unit.child(node, field::DECLARATOR).and_then(|inner| function_in(unit, inner));
            let parameters = function.and_then(|function| unit.child(function, field::PARAMETERS));
            let end = parameters.map_or(unit.end_byte(node), |parameters| unit.start_byte(parameters));
            unit.slice(unit.start_byte(node), end)
        }
        _ => unit.text(node),
    };
    if !matches!(unit.kind(node), kind::OPERATOR_CAST | kind::OPERATOR_NAME | kind::DESTRUCTOR_NAME) {
        return text.into();
    }
    let mut name = String::new();
    for word in text.split_ascii_whitespace() {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        if is_word(name.chars().last()) && is_word(word.chars().next()) {
            name.push(' ');
        }
        name.push_str(word);
    }
    name.into()
}

/// The function declarator of a conversion, below what says more of its type (`operator T *()`).
pub fn function_in(unit: &Unit<'_>, declarator: NodeId) -> Option<NodeId> {
    let mut node = declarator;
    for _ in 0..PATH_SEGMENTS_MAX {
        if unit.is(node, kind::ABSTRACT_FUNCTION_DECLARATOR) {
            return Some(node);
        }
        let inner = unit.child(node, field::DECLARATOR);
        node = inner.or_else(|| unit.children(node).last())?;
    }
    None
}

/// Claims the nodes that write a path, and leaves template arguments to their own rules.
pub fn claim_path(unit: &mut Unit<'_>, node: NodeId) {
    let mut node = node;
    for _ in 0..PATH_SEGMENTS_MAX {
        unit.claim(node);
        let name = name_node(unit, node);
        unit.claim(name);
        if !unit.is(node, kind::QUALIFIED_IDENTIFIER) {
            return;
        }
        if let Some(scope) = unit.child(node, field::SCOPE) {
            unit.claim(scope);
            let name = name_node(unit, scope);
            unit.claim(name);
        }
        match last_child_named(unit, node) {
            Some(next) => node = next,
            None => return,
        }
    }
}
