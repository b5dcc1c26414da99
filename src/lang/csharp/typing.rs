//! Types that the text writes down: declared types, constructors, casts. Nothing is inferred beyond one step.

use super::{field, kind, paths};
use crate::extract::{Segment, SymbolId, Unit, Use};
use crate::model::NodeId;

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// The path of a type that has one.
pub fn type_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::NULLABLE_TYPE | kind::REF_TYPE | kind::SCOPED_TYPE => {
                node = unit.child(node, field::TYPE)?
            }
            kind::PREDEFINED_TYPE => return Some(vec![unit.text(node).into()]),
            _ => return paths::segments(unit, node),
        }
    }
    None
}

/// The path of the type that a value has, where the value says it.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::CAST | kind::OBJECT_CREATION => return type_of(unit, unit.child(node, field::TYPE)?),
            kind::AS => return type_of(unit, unit.child(node, field::RIGHT)?),
            kind::STRING_LITERAL | kind::VERBATIM_STRING | kind::RAW_STRING | kind::INTERPOLATED_STRING => {
                return Some(vec!["string".into()]);
            }
            _ => return None,
        }
    }
    None
}

/// The path of a declared type; where `var` stands for it, that of the value.
pub fn declared<'s>(
    unit: &Unit<'s>,
    written: Option<NodeId>,
    value: Option<NodeId>,
) -> Option<Vec<Segment<'s>>> {
    let written = written?;
    if unit.is(written, kind::IMPLICIT_TYPE) {
        return type_of_value(unit, value?);
    }
    type_of(unit, written)
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}
