//! Dotted expressions, and types that the text writes down.

use super::{field, kind, types};
use crate::extract::{Segment, Space, SymbolId, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::NodeId;

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// A name without the backticks that let a keyword be one.
pub fn name_text<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    unit.text(name).trim_matches('`')
}

/// The identifier that a name or a dotted expression ends with.
pub fn last_identifier(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(node),
        kind::NAVIGATION => {
            let name = unit.child(unit.child(node, field::SUFFIX)?, field::SUFFIX)?;
            matches!(unit.kind(name), kind::IDENTIFIER | kind::INIT_TOKEN).then_some(name)
        }
        _ => None,
    }
}

/// The use that a name or a dotted expression is; `None` for any other expression.
pub fn use_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let at = last_identifier(unit, node)?;
    let name = Segment::from(name_text(unit, at));
    if unit.is(node, kind::IDENTIFIER) {
        return Some(Use::name(at, name));
    }
    let Some((root, mut path)) = chain(unit, node) else { return Some(Use::computed(at, name, None)) };
    Some(match unit.kind(root) {
        kind::SELF => {
            let written = ["self.", &path.join(".")].concat();
            Use::receiver(at, path, written)
        }
        kind::SUPER => {
            let written = ["super.", &path.join(".")].concat();
            member_of(at, types::base_path(unit), path, Some(written.into()))
        }
        kind::IDENTIFIER if unit.text(root) == "Self" => {
            let written = ["Self.", &path.join(".")].concat();
            Use::receiver(at, path, written)
        }
        kind::IDENTIFIER => {
            path.insert(0, name_text(unit, root).into());
            Use { space: Some(Space::ANY), ..Use::path(at, path) }
        }
        _ => member_of(at, type_of_value(unit, root), path, None),
    })
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
            Use { written, ..Use::typed(at, owner) }
        }
        None => Use::computed(at, path.pop().unwrap_or_default(), written),
    }
}

/// The innermost value of a dotted expression, and the names behind it. `None` where there are too many, or a number
/// is among them (`pair.0.x`).
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(NodeId, Vec<Segment<'s>>)> {
    let mut path: Vec<Segment<'s>> = Vec::new();
    let mut root = node;
    loop {
        match unit.kind(root) {
            kind::NAVIGATION if path.len() < PATH_SEGMENTS_MAX => {
                path.push(name_text(unit, last_identifier(unit, root)?).into());
                root = unit.child(root, field::TARGET)?;
            }
            kind::NAVIGATION => return None,
            // `a!.b`
            kind::POSTFIX if !path.is_empty() && unit.text(root).ends_with('!') => {
                root = unit.child(root, field::TARGET)?;
            }
            _ => break,
        }
    }
    path.reverse();
    Some((root, path))
}

/// The segments of a type's name; type arguments left out.
pub fn segments<'s>(unit: &Unit<'s>, name: NodeId) -> Vec<Segment<'s>> {
    let parts = unit.children(name).filter(|&part| unit.is(part, kind::TYPE_IDENTIFIER));
    parts.take(PATH_SEGMENTS_MAX).map(|part| Segment::from(name_text(unit, part))).collect()
}

/// The path of a type that has one.
pub fn type_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::USER_TYPE => {
                return Some(segments(unit, node)).filter(|path| !path.is_empty());
            }
            kind::OPTIONAL_TYPE => node = unit.children(node).next()?,
            _ => return None,
        }
    }
    None
}

/// The path of the type that a declaration writes behind a colon.
pub fn annotated<'s>(unit: &Unit<'s>, declaration: NodeId) -> Option<Vec<Segment<'s>>> {
    let holder = unit.child_of(declaration, kind::TYPE_ANNOTATION).unwrap_or(declaration);
    let is_type = |&node: &NodeId| matches!(unit.kind(node), kind::USER_TYPE | kind::OPTIONAL_TYPE);
    type_of(unit, unit.children(holder).find(is_type)?)
}

/// The path of the type that a value has, where the value says it: `A(…)`, `x as A`, a literal.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::CONSTRUCTOR_EXPRESSION => return type_of(unit, unit.child(node, field::CONSTRUCTED)?),
            kind::CALL => {
                let callee = unit.children(node).next()?;
                let is_type = unit.is(callee, kind::IDENTIFIER)
                    && unit.text(callee).starts_with(char::is_uppercase)
                    && unit.text(callee) != "Self";
                return is_type.then(|| vec![name_text(unit, callee).into()]);
            }
            kind::AS_EXPRESSION => {
                let is_type =
                    |&node: &NodeId| matches!(unit.kind(node), kind::USER_TYPE | kind::OPTIONAL_TYPE);
                return type_of(unit, unit.children(node).find(is_type)?);
            }
            kind::LINE_STRING | kind::MULTI_LINE_STRING => return Some(vec!["String".into()]),
            kind::TUPLE_EXPRESSION => {
                let mut parts = unit.children(node);
                node = parts.next()?;
                if parts.next().is_some() {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}
