//! Types that the text writes down: declarations, literals, `new`, conversions and assertions, results of functions.

use super::{field, kind, paths};
use crate::extract::{Reach, Segment, Space, SymbolId, Unit, Use};
use crate::model::NodeId;

/// Levels of wrappers around a type or a value.
const WRAPPERS_MAX: usize = 8;

/// The path of a type whose members are those of a name: of itself, of what it points to, of what it is an instance of.
pub fn path_of_type<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    name_of_type(unit, written).map(|name| path_of_name(unit, name))
}

/// The node of the name that such a type has.
pub fn name_of_type(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        node = match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::QUALIFIED_TYPE => return Some(node),
            kind::POINTER_TYPE | kind::PARENTHESIZED_TYPE => unit.children(node).next()?,
            kind::GENERIC_TYPE => unit.child(node, field::TYPE)?,
            _ => return None,
        };
    }
    None
}

/// The segments of `T` or `pkg.T`.
pub fn path_of_name<'s>(unit: &Unit<'s>, name: NodeId) -> Vec<Segment<'s>> {
    let package = unit.child(name, field::PACKAGE).map(|package| unit.text(package).into());
    let own = unit.child(name, field::NAME).map_or(unit.text(name), |own| unit.text(own));
    package.into_iter().chain([own.into()]).collect()
}

/// The struct or interface that a type writes out, behind pointers, slices and maps too.
pub fn members_of(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        node = match unit.kind(node) {
            kind::STRUCT_TYPE | kind::INTERFACE_TYPE => return Some(node),
            kind::POINTER_TYPE | kind::PARENTHESIZED_TYPE => unit.children(node).next()?,
            _ => element_of(unit, node)?,
        };
    }
    None
}

/// The type of the elements of an array, a slice or a map.
pub fn element_of(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    match unit.kind(written) {
        kind::ARRAY_TYPE | kind::IMPLICIT_ARRAY_TYPE | kind::SLICE_TYPE => {
            unit.child(written, field::ELEMENT)
        }
        kind::MAP_TYPE => unit.child(written, field::VALUE),
        _ => None,
    }
}

/// The path of the type that a value has, where the value says it.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        node = match unit.kind(node) {
            kind::PARENTHESIZED => unit.children(node).next()?,
            kind::UNARY if matches!(paths::operator(unit, node), "&" | "*") => {
                unit.child(node, field::OPERAND)?
            }
            kind::COMPOSITE | kind::TYPE_ASSERTION | kind::CONVERSION => {
                return path_of_type(unit, unit.child(node, field::TYPE)?);
            }
            kind::CALL => return type_of_new(unit, node),
            _ => return None,
        };
    }
    None
}

/// `new(T)`
fn type_of_new<'s>(unit: &Unit<'s>, call: NodeId) -> Option<Vec<Segment<'s>>> {
    let function = unit.child(call, field::FUNCTION)?;
    let arguments = unit.child(call, field::ARGUMENTS)?;
    let is_new = unit.text(function) == "new" && !unit.is_bound("new");
    path_of_type(unit, unit.children(arguments).next().filter(|_| is_new)?)
}

/// Binds a local, with its type where that is known.
pub fn bind<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, path: Option<Vec<Segment<'s>>>) {
    match path {
        _ if unit.text(name) == "_" => unit.claim(name),
        Some(path) => unit.bind_typed(name, reach, Space::ANY, path),
        None => unit.bind_local(name, reach),
    }
}

/// The same, with what it is given.
pub fn bind_value<'s>(unit: &mut Unit<'s>, name: NodeId, reach: Reach, held: Option<Use<'s>>) {
    match held {
        _ if unit.text(name) == "_" => unit.claim(name),
        Some(held) => unit.bind_value(name, reach, Space::ANY, held),
        None => unit.bind_local(name, reach),
    }
}

/// Says what a call of a function gives: the first of several results. The function's scope is open.
pub fn set_result(unit: &mut Unit<'_>, symbol: SymbolId, function: NodeId) {
    let Some(result) = unit.child(function, field::RESULT) else { return };
    let written = match unit.kind(result) {
        kind::PARAMETER_LIST => unit.children(result).next().and_then(|first| unit.child(first, field::TYPE)),
        _ => Some(result),
    };
    let Some(written) = written else { return };
    if let Some(path) = path_of_type(unit, written) {
        unit.set_result(symbol, written, path);
    }
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set<'s>(unit: &mut Unit<'s>, symbol: SymbolId, at: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, at, path.clone());
        unit.alias_of(symbol, Use::path(at, path));
    }
}
