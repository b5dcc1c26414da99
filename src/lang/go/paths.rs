//! Go's selectors: what `a.b.c`, `(*T).m`, `T{}.m` are uses of.

use super::{field, kind, typing, uses};
use crate::extract::{Root, Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// The use that a name or a selector is; `None` for any other expression.
pub fn use_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(Use::name(node, unit.text(node))),
        kind::SELECTOR => {
            let name = unit.child(node, field::FIELD)?;
            Some(member_use(unit, node, name))
        }
        _ => None,
    }
}

fn member_use<'s>(unit: &Unit<'s>, node: NodeId, name: NodeId) -> Use<'s> {
    let computed = || Use::computed(name, unit.text(name), None);
    let Some(usage) = chain_use(unit, node, name) else { return computed() };
    let written = Some(["(…).", unit.text(name)].concat().into()).filter(|_| usage.root == Root::Typed);
    Use { written, ..usage }
}

/// What the type of a value is known from: a type that it writes, a name, a member, a call of one.
pub fn value_use<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Use<'s>> {
    chain_use(unit, value, value)
}

fn chain_use<'s>(unit: &Unit<'s>, node: NodeId, at: NodeId) -> Option<Use<'s>> {
    let (root, members) = chain(unit, node)?;
    if unit.is(root, kind::IDENTIFIER) {
        let path = std::iter::once(unit.text(root).into()).chain(members).collect();
        return Some(Use::path(at, path));
    }
    let owner = typing::type_of_value(unit, root)?;
    Some(Use::typed(at, owner.into_iter().chain(members).collect()))
}

/// The innermost operand of a selector, and the names and calls behind it. `None` where there are too many. Brackets,
/// `*` and `&` around an operand leave its members what they are.
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(NodeId, Vec<Segment<'s>>)> {
    let mut members: Vec<Segment<'s>> = Vec::new();
    let mut root = node;
    for _ in 0..PATH_SEGMENTS_MAX {
        root = match unit.kind(root) {
            kind::SELECTOR => {
                members.push(unit.text(unit.child(root, field::FIELD)?).into());
                unit.child(root, field::OPERAND)?
            }
            kind::CALL if typing::type_of_value(unit, root).is_none() => {
                members.push(CALLED.into());
                let callee = uses::callee(unit, unit.child(root, field::FUNCTION)?);
                Some(callee).filter(|&callee| last_name(unit, callee).is_some())?
            }
            kind::PARENTHESIZED => unit.children(root).next()?,
            kind::UNARY if matches!(operator(unit, root), "*" | "&") => unit.child(root, field::OPERAND)?,
            _ => {
                members.reverse();
                return Some((root, members));
            }
        };
    }
    None
}

pub fn operator<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    unit.child(node, field::OPERATOR).map_or("", |operator| unit.text(operator))
}

/// The node of the last name of a name or selector.
pub fn last_name(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(node),
        kind::SELECTOR => unit.child(node, field::FIELD),
        _ => None,
    }
}
