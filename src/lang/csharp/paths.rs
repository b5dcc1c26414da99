//! Dotted expressions and names: what `a.b.c`, `this.x`, `base.F` and `N.T<U>` are uses of.

use super::{MODE_VALUE, field, kind, types, typing, values};
use crate::extract::{Root, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// The name of a declaration; an error may leave one without text.
pub fn name_of(unit: &Unit<'_>, declaration: NodeId) -> Option<NodeId> {
    unit.child(declaration, field::NAME).filter(|&name| !unit.text(name).is_empty())
}

/// The identifier of a simple name, generic or not.
pub fn simple_name(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(node),
        kind::GENERIC_NAME => unit.child_of(node, kind::IDENTIFIER),
        _ => None,
    }
}

/// The identifier that a name or a dotted expression ends with.
pub fn last_identifier(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    match unit.kind(node) {
        kind::QUALIFIED_NAME | kind::ALIAS_QUALIFIED | kind::MEMBER_ACCESS | kind::MEMBER_BINDING => {
            simple_name(unit, unit.child(node, field::NAME)?)
        }
        _ => simple_name(unit, node),
    }
}

pub fn last_name<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    last_identifier(unit, node).map(|name| name_text(unit, name))
}

/// A name without the `@` that lets a keyword be one.
pub fn name_text<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    let text = unit.text(name);
    text.strip_prefix('@').unwrap_or(text)
}

/// The segments of a name as it stands for types and namespaces; `None` where there are too many.
pub fn segments<'s>(unit: &Unit<'s>, name: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut path = Vec::new();
    let mut node = name;
    while path.len() < PATH_SEGMENTS_MAX {
        path.push(name_text(unit, last_identifier(unit, node)?).into());
        match unit.kind(node) {
            kind::QUALIFIED_NAME => node = unit.child(node, field::QUALIFIER)?,
            kind::ALIAS_QUALIFIED => {
                let alias = unit.child(node, field::ALIAS).map(|alias| unit.text(alias));
                path.extend(alias.filter(|&alias| alias != "global").map(Segment::from));
                break;
            }
            _ => break,
        }
    }
    path.reverse();
    (path.len() < PATH_SEGMENTS_MAX).then_some(path)
}

/// The use that a name or a dotted expression is; `None` for any other expression.
pub fn use_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let at = last_identifier(unit, node)?;
    let name = Segment::from(name_text(unit, at));
    match unit.kind(node) {
        kind::IDENTIFIER | kind::GENERIC_NAME => Some(Use::name(at, name)),
        kind::MEMBER_ACCESS => Some(member_use(unit, node, at, name)),
        // `a?.b`: the node that holds both is asked for.
        kind::MEMBER_BINDING => {
            let access = unit.parent(node).filter(|&node| unit.is(node, kind::CONDITIONAL_ACCESS));
            Some(access.map_or_else(
                || Use::computed(at, name.clone(), None),
                |access| member_use(unit, access, at, name.clone()),
            ))
        }
        _ => None,
    }
}

fn member_use<'s>(unit: &Unit<'s>, node: NodeId, at: NodeId, name: Segment<'s>) -> Use<'s> {
    let Some((root, mut path)) = chain(unit, node) else { return Use::computed(at, name, None) };
    let any = |usage: Use<'s>| Use { space: Some(Space::ANY), ..usage };
    let is_plain = !path.iter().any(|segment| segment == CALLED);
    let written =
        |word: &str, path: &[Segment<'s>]| is_plain.then(|| [word, ".", &path.join(".")].concat().into());
    match unit.kind(root) {
        kind::IDENTIFIER if unit.mode() == MODE_VALUE && unit.text(root) == "value" => {
            let written = written("value", &path);
            member_of(at, assigned_type(unit), path, written)
        }
        kind::IDENTIFIER | kind::GENERIC_NAME => {
            path.insert(0, last_name(unit, root).unwrap_or_default().into());
            any(Use::path(at, path))
        }
        kind::ALIAS_QUALIFIED | kind::QUALIFIED_NAME => match segments(unit, root) {
            Some(mut start) => {
                start.append(&mut path);
                any(Use::path(at, start))
            }
            None => Use::computed(at, name, None),
        },
        kind::THIS => {
            let written = written("this", &path);
            Use { written, ..Use::receiver(at, path, "") }
        }
        kind::BASE => {
            let written = written("base", &path);
            member_of(at, types::base_path(unit), path, written)
        }
        kind::PREDEFINED_TYPE => {
            let written = written(unit.text(root), &path);
            member_of(at, Some(vec![unit.text(root).into()]), path, written)
        }
        _ => member_of(at, typing::type_of_value(unit, root), path, None),
    }
}

/// The type of the property whose accessor the walk stands in, which is that of its `value`.
fn assigned_type<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    typing::type_of(unit, unit.child(unit.context_node()?, field::TYPE)?)
}

/// A member of a value of a type, or of a value that only running would know.
fn member_of<'s>(
    at: NodeId,
    owner: Option<Vec<Segment<'s>>>,
    mut path: Vec<Segment<'s>>,
    written: Option<Segment<'s>>,
) -> Use<'s> {
    match owner {
        Some(mut owner) => {
            owner.append(&mut path);
            Use { root: Root::Typed, written, ..Use::typed(at, owner) }
        }
        None => Use::computed(at, path.pop().unwrap_or_default(), written),
    }
}

/// `nameof(x)` gives a text.
fn is_name_of(unit: &Unit<'_>, function: NodeId) -> bool {
    unit.text(function) == "nameof"
}

/// The innermost value of a dotted expression, and the names behind it. `None` where there are too many.
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(NodeId, Vec<Segment<'s>>)> {
    let mut path: Vec<Segment<'s>> = Vec::new();
    let mut root = node;
    loop {
        if path.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        root = values::unwrapped(unit, root);
        let name = match unit.kind(root) {
            kind::MEMBER_ACCESS => unit.child(root, field::NAME)?,
            kind::CONDITIONAL_ACCESS => match unit.child_of(root, kind::MEMBER_BINDING) {
                Some(binding) => unit.child(binding, field::NAME)?,
                None => break,
            },
            kind::INVOCATION => {
                let function = unit.child(root, field::FUNCTION)?;
                // `a?.b().c` is read from `a` on, which is not in it.
                if unit.is(function, kind::MEMBER_BINDING) || is_name_of(unit, function) {
                    break;
                }
                path.push(CALLED.into());
                root = function;
                continue;
            }
            _ => break,
        };
        path.push(name_text(unit, simple_name(unit, name)?).into());
        let value = if unit.is(root, kind::MEMBER_ACCESS) { field::EXPRESSION } else { field::CONDITION };
        root = unit.child(root, value)?;
    }
    path.reverse();
    Some((root, path))
}
