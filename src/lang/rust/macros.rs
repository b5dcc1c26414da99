//! Rust macro invocations. Their arguments are tokens; those of well-known macros are expressions, so names and
//! simple calls in them are seen.

use super::{field, kind, macro_items, paths, values};
use crate::extract::{Reach, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// Macros whose arguments are ordinary expressions.
const EXPRESSION_MACROS: &[&str] = &[
    "anyhow",
    "assert",
    "assert_eq",
    "assert_ne",
    "bail",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "ensure",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "join",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "try_join",
    "unimplemented",
    "unreachable",
    "vec",
    "warn",
    "write",
    "writeln",
];

pub fn use_macro(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::MACRO) else { return };
    let Some((path, at)) = paths::path_of(unit, name) else { return };
    let last = path.last().cloned().unwrap_or_default();
    let exported = (path.len() == 1).then(|| vec![paths::crate_name(unit).into(), last.clone()]);
    let usage = Use { elsewhere: exported, ..paths::use_of(unit, at, path) };
    unit.reference(usage, RefKind::Macro);
    paths::claim_path(unit, name);
    let Some(tokens) = unit.child_of(node, kind::TOKEN_TREE) else { return };
    if EXPRESSION_MACROS.contains(&last.as_ref()) {
        claim_trees(unit, tokens);
    } else if !macro_items::may_hold_items(unit, &last, tokens) {
        claim_tokens(unit, tokens);
    }
}

/// Names in the arguments of an unknown macro may be anything; literals are literals.
fn claim_tokens(unit: &mut Unit<'_>, tokens: NodeId) {
    for node in unit.subtree(tokens) {
        if !matches!(unit.kind(node), kind::STRING | kind::RAW_STRING) {
            unit.claim(node);
        }
    }
}

/// The names directly in a token tree are no uses; the trees inside it have their own rule.
pub fn claim_names(unit: &mut Unit<'_>, tokens: NodeId) {
    for node in unit.all_children(tokens) {
        if unit.is(node, kind::IDENTIFIER) {
            unit.claim(node);
        }
    }
}

/// The tokens are code: their names have the rule of identifiers, and the trees inside hold no items.
pub fn claim_trees(unit: &mut Unit<'_>, tokens: NodeId) {
    for node in unit.subtree(tokens) {
        if unit.is(node, kind::TOKEN_TREE) {
            unit.claim(node);
        }
    }
}

/// A name among tokens that are code: a call, a local that is bound, or a bare name.
pub fn use_token(unit: &mut Unit<'_>, node: NodeId) {
    let before = unit.previous(node).map(|node| unit.kind(node));
    let next = unit.next(node);
    let arguments = next.filter(|&next| is_arguments(unit, next));
    match (before, arguments) {
        (Some(kind::DOT), Some(arguments)) => call_method(unit, node, arguments),
        // A field; a definition; a name of a path that goes on, whose end tells.
        (Some(kind::DOT | kind::FN | kind::COLONS), None) | (Some(kind::FN), _) => {}
        (Some(kind::LET_TOKEN | kind::MUTABLE), None) => unit.bind_local_in(node, Reach::Scope, Space::VALUE),
        (_, Some(arguments)) => {
            if let Some(path) = path_before(unit, node) {
                let usage = paths::use_of(unit, node, path);
                unit.call(usage, count_arguments(unit, arguments));
            }
        }
        _ if next.is_some_and(|next| unit.is(next, kind::COLONS)) => {}
        _ => unit.use_name(node, RefKind::Read),
    }
}

fn call_method(unit: &mut Unit<'_>, node: NodeId, arguments: NodeId) {
    let name = unit.text(node);
    let usage = match receiver_of(unit, node) {
        Some(receiver) => {
            let written = format!("{}.{name}", receiver.join("."));
            values::member_of_tokens(unit, &receiver, node, written)
        }
        None => Use::computed(node, name, None),
    };
    unit.call(usage, count_arguments(unit, arguments));
}

fn is_arguments(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.is(node, kind::TOKEN_TREE) && unit.text(node).starts_with('(')
}

/// The number of arguments between the parentheses: commas at the top of the token tree, and one more.
pub fn count_arguments(unit: &Unit<'_>, tokens: NodeId) -> u16 {
    let inner: Vec<NodeId> = unit.all_children(tokens).collect();
    let inner = inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default();
    let commas = inner.iter().filter(|&&child| unit.is(child, kind::COMMA)).count();
    let trailing = inner.last().is_some_and(|&child| unit.is(child, kind::COMMA));
    let count = if inner.is_empty() { 0 } else { commas + 1 - usize::from(trailing) };
    count.min(usize::from(u16::MAX)) as u16
}

/// The segments of a path that ends at this token; `None` where something computed stands before it.
fn path_before<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut path: Vec<Segment<'s>> = vec![unit.text(node).into()];
    let mut first = node;
    while let Some(colons) = unit.previous(first).filter(|&before| unit.is(before, kind::COLONS)) {
        first = unit.previous(colons)?;
        let is_segment = matches!(
            unit.kind(first),
            kind::IDENTIFIER | kind::CRATE | kind::SELF | kind::SUPER | kind::PRIMITIVE_TYPE
        );
        if !is_segment || path.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        path.push(unit.text(first).into());
    }
    path.reverse();
    Some(path)
}

/// The plain chain `a.b` before `.name`.
fn receiver_of<'s>(unit: &Unit<'s>, name: NodeId) -> Option<Vec<&'s str>> {
    let mut names: Vec<&'s str> = Vec::new();
    let mut next = unit.previous(name);
    while let Some(dot) = next.filter(|&node| unit.is(node, kind::DOT)) {
        let value = unit.previous(dot)?;
        if !matches!(unit.kind(value), kind::IDENTIFIER | kind::SELF) || names.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        names.push(unit.text(value));
        next = unit.previous(value);
    }
    // `a::b.c()` and `f(x).c()` go on before the first name.
    let goes_on = next.is_some_and(|node| matches!(unit.kind(node), kind::COLONS | kind::TOKEN_TREE));
    names.reverse();
    (!names.is_empty() && !goes_on).then_some(names)
}
