//! Rust macro invocations. Their arguments are tokens; those of well-known macros are expressions, so names and
//! simple calls in them are seen.

use super::{field, kind, paths};
use crate::extract::{Segment, Unit, Use};
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
    if let Some((path, at)) = paths::path_of(unit, name) {
        let is_known = path.last().is_some_and(|last| EXPRESSION_MACROS.contains(&last.as_ref()));
        let usage = paths::use_of(unit, at, path);
        unit.reference(usage, RefKind::Macro);
        paths::claim_path(unit, name);
        if let Some(tokens) = unit.child_of(node, kind::TOKEN_TREE) {
            if is_known {
                read_tokens(unit, tokens);
            } else {
                claim_tokens(unit, tokens);
            }
        }
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

/// Reads the calls in the arguments, and leaves bare names to the rule of identifiers.
fn read_tokens(unit: &mut Unit<'_>, tokens: NodeId) {
    for node in unit.subtree(tokens) {
        if !unit.is(node, kind::IDENTIFIER) || unit.is_claimed(node) {
            continue;
        }
        let before = unit.previous(node).map(|node| unit.kind(node));
        let arguments = unit.next(node).filter(|&next| is_arguments(unit, next));
        match (before, arguments) {
            (Some(kind::DOT), Some(arguments)) => {
                let written =
                    receiver_of(unit, node).map(|receiver| format!("{receiver}.{}", unit.text(node)));
                let name = unit.text(node);
                let usage = match written {
                    Some(written) if written.strip_prefix("self.") == Some(name) => {
                        Use::receiver(node, vec![name.into()], written)
                    }
                    written => Use::computed(node, name, written.map(Into::into)),
                };
                unit.call(usage, count_arguments(unit, arguments));
            }
            // A field, or a name of a path that goes on: the call at its end tells.
            (Some(kind::DOT), None) => unit.claim(node),
            (Some(kind::FN), _) => unit.claim(node),
            (_, Some(arguments)) => {
                if let Some(path) = path_before(unit, node) {
                    let usage = paths::use_of(unit, node, path);
                    unit.call(usage, count_arguments(unit, arguments));
                }
            }
            (Some(kind::COLONS), None) => unit.claim(node),
            _ if unit.next(node).is_some_and(|next| unit.is(next, kind::COLONS)) => unit.claim(node),
            _ => {}
        }
    }
}

fn is_arguments(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.is(node, kind::TOKEN_TREE) && unit.text(node).starts_with('(')
}

/// The number of arguments between the parentheses: commas at the top of the token tree, and one more.
fn count_arguments(unit: &Unit<'_>, tokens: NodeId) -> u16 {
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
fn receiver_of(unit: &Unit<'_>, name: NodeId) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
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
    (!names.is_empty() && !goes_on).then(|| names.join("."))
}
