//! Kotlin types where they are used, and the types that values are known to have.

use super::{field, kind, paths};
use crate::extract::{Reach, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// The name of a type, where no other rule has a better word for the use.
pub fn use_written(unit: &mut Unit<'_>, node: NodeId) {
    use_type(unit, node, RefKind::Type);
}

/// Records what a type names; its arguments are uses of their own.
pub fn use_type(unit: &mut Unit<'_>, written: NodeId, kind: RefKind) {
    let Some(named) = named(unit, written) else { return };
    let names: Vec<NodeId> = names(unit, named).collect();
    let Some(&last) = names.last() else { return };
    let path = names.iter().map(|&name| paths::name_text(unit, name).into()).collect();
    names.iter().for_each(|&name| unit.claim(name));
    unit.claim(named);
    unit.reference(Use { space: Some(Space::TYPE), ..Use::path(last, path) }, kind);
}

fn names(unit: &Unit<'_>, named: NodeId) -> impl Iterator<Item = NodeId> {
    let names: Vec<NodeId> = unit
        .children(named)
        .filter(|&child| unit.is(child, kind::IDENTIFIER))
        .take(PATH_SEGMENTS_MAX)
        .collect();
    names.into_iter()
}

/// The node that names a type: without `?`, brackets, and the arguments of a constructor.
pub fn named(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::USER_TYPE => return Some(node),
            kind::NULLABLE_TYPE
            | kind::PARENTHESIZED_TYPE
            | kind::CONSTRUCTOR_INVOCATION
            | kind::EXPLICIT_DELEGATION => {
                node = unit.children(node).find(|&child| is_type(unit, child))?;
            }
            _ => return None,
        }
    }
    None
}

/// Whether a node is a type, or a type with the arguments of its constructor.
pub fn is_type(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(
        unit.kind(node),
        kind::USER_TYPE
            | kind::NULLABLE_TYPE
            | kind::PARENTHESIZED_TYPE
            | kind::FUNCTION_TYPE
            | kind::NON_NULLABLE_TYPE
            | kind::CONSTRUCTOR_INVOCATION
    )
}

/// The type that a declaration writes, last among its children.
pub fn written(unit: &Unit<'_>, declaration: NodeId) -> Option<NodeId> {
    unit.children(declaration).filter(|&child| is_type(unit, child)).last()
}

/// The last name of a type.
pub fn last_name<'s>(unit: &Unit<'s>, written: NodeId) -> Option<&'s str> {
    names(unit, named(unit, written)?).last().map(|name| paths::name_text(unit, name))
}

/// The path of a type that has members of its own.
pub fn path_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let path: Vec<Segment<'s>> =
        names(unit, named(unit, written)?).map(|name| paths::name_text(unit, name).into()).collect();
    (!path.is_empty()).then_some(path)
}

/// The path of the type that a value has, where the value says it. `Name(…)` with a capital makes a `Name`, if that
/// turns out to be a class.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::AS_EXPRESSION => return path_of(unit, unit.child(node, field::RIGHT)?),
            kind::STRING | kind::MULTILINE_STRING => return Some(vec!["String".into()]),
            kind::CALL => return made_type(unit, unit.children(node).next()?),
            _ => return None,
        }
    }
    None
}

fn made_type<'s>(unit: &Unit<'s>, callee: NodeId) -> Option<Vec<Segment<'s>>> {
    let path = match unit.kind(callee) {
        kind::IDENTIFIER => vec![paths::name_text(unit, callee).into()],
        kind::NAVIGATION => paths::names_only(unit, callee)?,
        _ => return None,
    };
    let is_type = path.last()?.starts_with(char::is_uppercase);
    is_type.then_some(path)
}

/// `<T : Bound>`: the names of a definition whose scope is open.
pub fn bind_parameters(unit: &mut Unit<'_>, definition: NodeId) {
    let Some(list) = unit.child_of(definition, kind::TYPE_PARAMETERS) else { return };
    let parameters: Vec<NodeId> = unit.children(list).collect();
    for parameter in parameters {
        if let Some(name) = unit.child_of(parameter, kind::IDENTIFIER) {
            unit.bind_local_in(name, Reach::Scope, Space::TYPE);
        }
    }
}

/// `where T : Bound`: the name is a parameter's.
pub fn constrain(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        unit.claim(name);
    }
}
