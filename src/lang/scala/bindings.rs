//! What Scala patterns, lambdas, loops and handlers bind, and the scopes of blocks.

use super::{field, kind, paths, types};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, Space, Unit};
use crate::model::NodeId;

/// A name that a pattern binds, with the type that it writes.
pub type Bound<'s> = (NodeId, Option<Vec<Segment<'s>>>);

/// Statements in a type belong to it, but what they define can't be named from outside.
fn open(unit: &mut Unit<'_>, node: NodeId, scope: ScopeKind) {
    if unit.context_kind() != ContextKind::Function {
        unit.open_anonymous_function(node);
    }
    unit.open_scope(node, scope);
}

pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    open(unit, node, ScopeKind::Block);
}

pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, typed: Option<Vec<Segment<'s>>>) {
    match typed {
        Some(path) => unit.bind_typed(name, reach, Space::VALUE, path),
        None => unit.bind_local_in(name, reach, Space::VALUE),
    }
}

/// `case pattern => …`
pub fn open_case(unit: &mut Unit<'_>, node: NodeId) {
    open(unit, node, ScopeKind::Block);
    if let Some(pattern) = unit.child(node, field::PATTERN) {
        bind_pattern(unit, pattern, Reach::Scope);
    }
}

/// `catch case pattern => …`; the usual handlers are cases of their own.
pub fn open_catch(unit: &mut Unit<'_>, node: NodeId) {
    if unit.child(node, field::PATTERN).is_some() {
        open_case(unit, node);
    }
}

/// `for (x <- xs; y = x.y if y) …`: each name is seen by what follows it.
pub fn open_for(unit: &mut Unit<'_>, node: NodeId) {
    open(unit, node, ScopeKind::Block);
    let Some(list) = unit.child_of(node, kind::ENUMERATORS) else { return };
    let enumerators: Vec<NodeId> = unit.children(list).collect();
    for enumerator in enumerators {
        let is_bound = [kind::FROM, kind::FROM_ARROW, kind::ASSIGN];
        if !is_bound.into_iter().any(|token| unit.has(enumerator, token)) {
            continue;
        }
        let parts: Vec<NodeId> = unit.children(enumerator).collect();
        if let [pattern, value, ..] = parts.as_slice() {
            bind_pattern(unit, *pattern, Reach::After(*value));
        }
    }
}

/// `x => …`, `(x: Int, y) => …`
pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    unit.open_scope(node, ScopeKind::Function);
    types::bind_parameters(unit, node);
    let parts: Vec<NodeId> = unit.children_in(node, field::PARAMETERS).collect();
    bind_parameters(unit, &parts);
}

/// `xs.map: x => …`
pub fn open_colon_argument(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.children_in(node, field::LAMBDA_START).collect();
    if !parts.is_empty() {
        unit.open_anonymous_function(node);
        unit.open_scope(node, ScopeKind::Function);
        bind_parameters(unit, &parts);
    }
}

fn bind_parameters(unit: &mut Unit<'_>, parts: &[NodeId]) {
    for &part in parts {
        match unit.kind(part) {
            kind::IDENTIFIER => {
                // `{ x: Int => … }` has the type beside the name.
                let written = parts.last().filter(|&&last| last != part);
                let typed = written.and_then(|&written| types::path_of(unit, written));
                bind(unit, part, Reach::Scope, typed);
            }
            kind::BINDINGS => {
                let bindings: Vec<NodeId> = unit.children(part).collect();
                for binding in bindings {
                    if let Some(name) = unit.child(binding, field::NAME) {
                        let written = unit.child(binding, field::TYPE);
                        let typed = written.and_then(|written| types::path_of(unit, written));
                        bind(unit, name, Reach::Scope, typed);
                    }
                }
            }
            _ => {}
        }
    }
}

fn bind_pattern(unit: &mut Unit<'_>, pattern: NodeId, reach: Reach) {
    for (name, typed) in bound_names(unit, pattern) {
        bind(unit, name, reach, typed);
    }
}

/// The names that a pattern binds. A name with a capital, or in marks, is one that is compared with.
pub fn bound_names<'s>(unit: &Unit<'s>, pattern: NodeId) -> Vec<Bound<'s>> {
    let mut bound = Vec::new();
    let mut due: Vec<(NodeId, Option<NodeId>)> = vec![(pattern, None)];
    while let Some((node, written)) = due.pop() {
        let mut go_on = |nodes: &[NodeId]| due.extend(nodes.iter().rev().map(|&node| (node, None)));
        let parts: Vec<NodeId> = unit.children(node).collect();
        match unit.kind(node) {
            kind::IDENTIFIER if is_variable(unit.text(node)) => {
                bound.push((node, written.and_then(|written| types::path_of(unit, written))));
            }
            kind::CAPTURE_PATTERN => {
                if let &[name, inner] = parts.as_slice() {
                    if unit.is(name, kind::IDENTIFIER) {
                        let written = unit.child(inner, field::TYPE);
                        let typed = written.filter(|_| {
                            matches!(unit.kind(inner), kind::TYPED_PATTERN | kind::CASE_CLASS_PATTERN)
                        });
                        bound.push((name, typed.and_then(|written| types::path_of(unit, written))));
                    }
                    go_on(&[inner]);
                }
            }
            kind::TYPED_PATTERN => {
                if let &[inner, written] = parts.as_slice() {
                    due.push((inner, Some(written)));
                }
            }
            kind::CASE_CLASS_PATTERN => {
                let is_inner = |&&part: &&NodeId| unit.is_in(part, field::PATTERN);
                let inner: Vec<NodeId> = parts.iter().filter(is_inner).copied().collect();
                go_on(&inner);
            }
            kind::INFIX_PATTERN => {
                let is_inner = |&&part: &&NodeId| !unit.is_in(part, field::OPERATOR);
                let inner: Vec<NodeId> = parts.iter().filter(is_inner).copied().collect();
                go_on(&inner);
            }
            kind::NAMED_PATTERN => go_on(parts.get(1..).unwrap_or_default()),
            kind::ALTERNATIVE_PATTERN
            | kind::INTERPOLATED
            | kind::INTERPOLATED_STRING
            | kind::INTERPOLATION
            | kind::NAMED_TUPLE_PATTERN
            | kind::REPEAT_PATTERN
            | kind::TUPLE_PATTERN => {
                let is_inner = |&&part: &&NodeId| !unit.is_in(part, field::INTERPOLATOR);
                let inner: Vec<NodeId> = parts.iter().filter(is_inner).copied().collect();
                go_on(&inner);
            }
            _ => {}
        }
    }
    bound.retain(|&(name, _)| !paths::is_word(unit, name));
    bound
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|first: char| first.is_lowercase() || first == '_')
}
