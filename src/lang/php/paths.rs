//! Names and member chains of PHP as paths.

use super::{field, kind};
use crate::extract::{Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{CALLED, NodeId};

/// Marks of members in paths.
pub const MEMBER: &str = "::";
pub const PROPERTY: &str = "::$";

pub fn is_name(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::NAME | kind::QUALIFIED_NAME | kind::RELATIVE_NAME)
}

/// The name below a type that is one name.
pub fn name_of_type(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut node = node;
    while matches!(unit.kind(node), kind::TYPE | kind::OPTIONAL_TYPE | kind::UNION_TYPE) {
        // `A|null` is an A.
        let is_null = |part: &NodeId| unit.text(*part).eq_ignore_ascii_case("null");
        let mut parts = unit.children(node).filter(|part| !is_null(part));
        node = parts.next()?;
        if parts.next().is_some() {
            return None;
        }
    }
    let name = if unit.is(node, kind::NAMED_TYPE) { unit.children(node).next()? } else { node };
    is_name(unit, name).then_some(name)
}

/// A use of what a written name stands for: `\A\B` is whole, `namespace\B` starts at the own namespace, everything
/// else at what the file binds or at the own namespace.
pub fn name_use<'s>(unit: &Unit<'s>, name: NodeId) -> Use<'s> {
    let text = unit.text(name);
    if let Some(rest) = text.strip_prefix('\\') {
        return Use::absolute(name, segments(rest), text);
    }
    match (unit.kind(name), text.split_once('\\')) {
        (kind::RELATIVE_NAME, Some((_, rest))) => {
            let whole = qualify(unit, rest);
            Use::absolute(name, whole.split('\\').map(|part| part.to_owned().into()).collect(), text)
        }
        (_, None) => match type_word(unit, text) {
            Some(own) => Use::absolute(name, own, text),
            None => Use::name(name, text),
        },
        _ => Use { written: Some(text.into()), ..Use::path(name, segments(text)) },
    }
}

/// A name in the own namespace.
pub fn qualify(unit: &Unit<'_>, name: &str) -> String {
    match unit.enclosing_module_name() {
        "" => name.to_owned(),
        namespace => [namespace, "\\", name].concat(),
    }
}

/// The path of the enclosing type for `self` and `static`.
fn type_word<'s>(unit: &Unit<'s>, text: &str) -> Option<Vec<Segment<'s>>> {
    let own = matches!(text, "self" | "static").then(|| unit.enclosing_type_name()).flatten()?;
    Some(own.split('\\').map(|part| part.to_owned().into()).collect())
}

fn segments(text: &str) -> Vec<Segment<'_>> {
    text.split('\\').filter(|part| !part.is_empty()).map(Into::into).collect()
}

/// What a chain of members starts from.
enum Start<'s> {
    /// A variable or a type, by its path.
    Path(Vec<Segment<'s>>),
    /// A value of a type, by the type's path.
    Typed(Vec<Segment<'s>>),
    /// `$this`, `self` or `static`.
    Own,
    Value,
}

/// The use of a member of what `owner` stands for, named at `name`; `mark` says which sort of member.
pub fn member_use<'s>(unit: &Unit<'s>, owner: NodeId, name: NodeId, mark: &str) -> Use<'s> {
    let member = unit.text(name).trim_start_matches('$');
    let last: Segment<'s> = [mark, member].concat().into();
    let (start, mut path) = chain(unit, owner);
    path.push(last.clone());
    let called = path.iter().any(|segment| segment == CALLED);
    let written = |start: &[Segment<'s>]| -> Option<Segment<'s>> {
        let parent = unit.parent(name).unwrap_or(name);
        let plain = !called && !start.iter().any(|segment| segment == CALLED);
        plain.then(|| unit.slice(unit.start_byte(parent), unit.end_byte(name)).into())
    };
    match start {
        Start::Own => Use { written: written(&[]), ..Use::receiver(name, path, "") },
        Start::Path(mut start) => {
            let written = written(&start);
            start.append(&mut path);
            Use { written, ..Use::path(name, start) }
        }
        Start::Typed(mut start) => {
            let written = written(&start);
            start.append(&mut path);
            Use { written, ..Use::typed(name, start) }
        }
        Start::Value => Use::computed(name, last, None),
    }
}

/// The use of a method or function whose call a node is.
pub fn called_use<'s>(unit: &Unit<'s>, call: NodeId) -> Option<Use<'s>> {
    let owner = match unit.kind(call) {
        kind::MEMBER_CALL | kind::NULLSAFE_CALL => unit.child(call, field::OBJECT)?,
        kind::SCOPED_CALL => unit.child(call, field::SCOPE)?,
        kind::FUNCTION_CALL => {
            let function = unit.child(call, field::FUNCTION).filter(|&function| is_name(unit, function))?;
            return Some(name_use(unit, function));
        }
        _ => return None,
    };
    let name = unit.child(call, field::NAME).filter(|&name| unit.is(name, kind::NAME))?;
    Some(member_use(unit, owner, name, MEMBER))
}

/// Where the owner of a member starts, and what stands between: properties, and methods that are called.
fn chain<'s>(unit: &Unit<'s>, owner: NodeId) -> (Start<'s>, Vec<Segment<'s>>) {
    let mut between: Vec<Segment<'s>> = Vec::new();
    let mut node = owner;
    while between.len() < PATH_SEGMENTS_MAX {
        let start = match unit.kind(node) {
            kind::MEMBER_ACCESS | kind::NULLSAFE_ACCESS => {
                let (Some(object), Some(name)) = (unit.child(node, field::OBJECT), member_name(unit, node))
                else {
                    break;
                };
                between.push([PROPERTY, unit.text(name)].concat().into());
                node = object;
                continue;
            }
            kind::MEMBER_CALL | kind::NULLSAFE_CALL | kind::SCOPED_CALL => {
                let object = unit.child(node, field::OBJECT).or_else(|| unit.child(node, field::SCOPE));
                let name = unit.child(node, field::NAME).filter(|&name| unit.is(name, kind::NAME));
                let (Some(object), Some(name)) = (object, name) else { break };
                between.push(CALLED.into());
                between.push([MEMBER, unit.text(name)].concat().into());
                node = object;
                continue;
            }
            kind::FUNCTION_CALL => match called_use(unit, node) {
                Some(mut function) => {
                    function.path.push(CALLED.into());
                    Start::Path(function.path)
                }
                None => break,
            },
            kind::PARENTHESIZED => match unit.children(node).next() {
                Some(inner) => {
                    node = inner;
                    continue;
                }
                None => break,
            },
            kind::VARIABLE_NAME if unit.text(node) == "$this" => Start::Own,
            kind::VARIABLE_NAME => Start::Path(vec![unit.text(node).into()]),
            kind::RELATIVE_SCOPE if unit.text(node).eq_ignore_ascii_case("parent") => match base(unit) {
                Some(base) => Start::Typed(base),
                None => break,
            },
            kind::RELATIVE_SCOPE => Start::Own,
            kind::OBJECT_CREATION => match unit.children(node).next().filter(|&made| is_name(unit, made)) {
                Some(made) => Start::Typed(name_use(unit, made).path),
                None => break,
            },
            kind::NAME if matches!(unit.text(node), "self" | "static") => Start::Own,
            kind::NAME | kind::QUALIFIED_NAME | kind::RELATIVE_NAME => Start::Path(name_use(unit, node).path),
            _ => break,
        };
        between.reverse();
        return (start, between);
    }
    (Start::Value, Vec::new())
}

/// The name of a member where it is written and not computed.
pub fn member_name(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    unit.child(node, field::NAME).filter(|&name| matches!(unit.kind(name), kind::NAME | kind::VARIABLE_NAME))
}

/// The class that the enclosing one extends, as a path.
fn base<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let class = unit.parent(unit.symbol(unit.enclosing_type()?).name_node)?;
    let clause = unit.child_of(class, kind::BASE_CLAUSE)?;
    Some(name_use(unit, unit.children(clause).next()?).path)
}
