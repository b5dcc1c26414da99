//! Types that the text writes down: annotations, constructors, literals. Nothing is inferred beyond one step.

use super::{field, kind, paths};
use crate::extract::{Segment, SymbolId, Unit, Use};
use crate::model::NodeId;

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// The path of the type that a value has, where the value says it.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED | kind::NON_NULL | kind::SATISFIES => node = unit.children(node).next()?,
            kind::AS_EXPRESSION => match unit.children(node).nth(1) {
                Some(written) => return type_of(unit, written),
                // `as const`
                None => node = unit.children(node).next()?,
            },
            kind::TYPE_ASSERTION => {
                let arguments = unit.children(node).next()?;
                return type_of(unit, unit.children(arguments).next()?);
            }
            kind::THIS => return enclosing_type(unit),
            kind::MEMBER => return prototype_of(unit, node),
            kind::NEW => return path_of(unit, unit.child(node, field::CONSTRUCTOR)?),
            kind::ARRAY => return Some(vec!["Array".into()]),
            kind::STRING | kind::TEMPLATE_STRING => return Some(vec!["String".into()]),
            kind::NUMBER => return Some(vec!["Number".into()]),
            kind::REGEX => return Some(vec!["RegExp".into()]),
            _ => return None,
        }
    }
    None
}

/// `A.prototype` has the members of what `A` makes.
fn prototype_of<'s>(unit: &Unit<'s>, member: NodeId) -> Option<Vec<Segment<'s>>> {
    let is_prototype =
        unit.child(member, field::PROPERTY).is_some_and(|property| unit.text(property) == "prototype");
    let object = unit.child(member, field::OBJECT).filter(|_| is_prototype)?;
    if unit.is(object, kind::THIS) { enclosing_type(unit) } else { path_of(unit, object) }
}

/// The type around (`const self = this`), where its bare name means it.
fn enclosing_type<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let qualified = unit.enclosing_type_name()?;
    let name = qualified.rsplit('.').next()?;
    let symbol = unit.symbol_named(name)?;
    (unit.qualified_name(symbol) == qualified).then(|| vec![name.to_owned().into()])
}

/// The path of the type that an annotation on a declaration writes.
pub fn annotated<'s>(unit: &Unit<'s>, declaration: NodeId) -> Option<Vec<Segment<'s>>> {
    let annotation = unit.child(declaration, field::TYPE)?;
    type_of(unit, unit.children(annotation).next()?)
}

/// The path of a type that has one; of a union, that of the only part that is not `null` or `undefined`.
fn type_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::NESTED_TYPE => return path_of(unit, node),
            kind::GENERIC_TYPE => node = unit.child(node, field::NAME)?,
            kind::PARENTHESIZED_TYPE | kind::READONLY_TYPE => node = unit.children(node).next()?,
            kind::ARRAY_TYPE | kind::TUPLE_TYPE => return Some(vec!["Array".into()]),
            kind::PREDEFINED_TYPE => {
                return match unit.text(node) {
                    "string" => Some(vec!["String".into()]),
                    "number" => Some(vec!["Number".into()]),
                    _ => None,
                };
            }
            kind::UNION_TYPE => {
                let is_some = |&part: &NodeId| !matches!(unit.text(part), "null" | "undefined");
                let mut parts = unit.children(node).filter(is_some);
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

fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let chain = paths::chain(unit, node)?;
    chain.root().map(|_| chain.segments)
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}
