//! Java types where they are used, and the types that values are known to have.

use super::{field, kind, paths};
use crate::extract::{Segment, SymbolId, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// The name of a type without package and arguments.
pub fn use_simple(unit: &mut Unit<'_>, node: NodeId) {
    use_type(unit, node, RefKind::Type);
}

/// `Outer.Inner`, `java.util.Map.Entry<K, V>`
pub fn use_scoped(unit: &mut Unit<'_>, node: NodeId) {
    use_type(unit, node, RefKind::Type);
}

/// Records what a type names; its arguments and annotations are uses of their own.
pub fn use_type(unit: &mut Unit<'_>, written: NodeId, kind: RefKind) {
    let Some(named) = named(unit, written) else { return };
    let Some((path, last)) = path_with_end(unit, named) else { return };
    // `var` is a word of the language where a type is expected, `_` stands for a type in no version.
    if path.len() == 1 && path[0] == "var" {
        return unit.claim(named);
    }
    claim_path(unit, named);
    unit.reference(Use::path(last, path), kind);
}

/// The node of the plain or scoped name in a type; `None` for primitive types.
fn named(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::SCOPED_TYPE => return Some(node),
            kind::GENERIC_TYPE => node = unit.children(node).next()?,
            kind::ANNOTATED_TYPE => node = unit.children(node).last()?,
            kind::ARRAY_TYPE => node = unit.children(node).next()?,
            _ => return None,
        }
    }
    None
}

/// The segments of a scoped type, outermost first, and the node of the last.
fn path_with_end<'s>(unit: &Unit<'s>, named: NodeId) -> Option<(Vec<Segment<'s>>, NodeId)> {
    let mut path: Vec<Segment<'s>> = Vec::new();
    let mut last = None;
    let mut next = Some(named);
    while let Some(node) = next.take() {
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER => {
                path.push(unit.text(node).into());
                last = last.or(Some(node));
            }
            kind::SCOPED_TYPE if path.len() < crate::limits::PATH_SEGMENTS_MAX => {
                let name = unit.children(node).last()?;
                path.push(unit.text(name).into());
                last = last.or(Some(name));
                next = unit.children(node).next().filter(|&scope| scope != name);
            }
            kind::GENERIC_TYPE => next = unit.children(node).next(),
            _ => return None,
        }
    }
    path.reverse();
    Some((path, last?))
}

/// Claims the names of a scoped type, not what its arguments name.
fn claim_path(unit: &mut Unit<'_>, named: NodeId) {
    let mut next = Some(named);
    while let Some(node) = next.take() {
        unit.claim(node);
        match unit.kind(node) {
            kind::SCOPED_TYPE => {
                if let Some(name) = unit.children(node).last() {
                    unit.claim(name);
                }
                next = unit.children(node).next();
            }
            kind::GENERIC_TYPE => next = unit.children(node).next(),
            _ => {}
        }
    }
}

/// The path of a type that has members of its own, or of an expression that names one.
pub fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(vec![unit.text(node).into()]),
        kind::FIELD_ACCESS => path_of_access(unit, node),
        kind::ARRAY_TYPE => None,
        _ => {
            let (path, _) = path_with_end(unit, named(unit, node).filter(|_| !is_array(unit, node))?)?;
            (path.len() != 1 || path[0] != "var").then_some(path)
        }
    }
}

fn is_array(unit: &Unit<'_>, written: NodeId) -> bool {
    unit.is(written, kind::ARRAY_TYPE)
        || (unit.is(written, kind::ANNOTATED_TYPE) && unit.has(written, kind::ARRAY_TYPE))
}

fn path_of_access<'s>(unit: &Unit<'s>, access: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut path: Vec<Segment<'s>> = Vec::new();
    let mut next = Some(access);
    while let Some(node) = next.take() {
        match unit.kind(node) {
            kind::IDENTIFIER => path.push(unit.text(node).into()),
            kind::FIELD_ACCESS if path.len() < crate::limits::PATH_SEGMENTS_MAX => {
                let name = unit.child(node, field::FIELD).filter(|&name| unit.is(name, kind::IDENTIFIER))?;
                path.push(unit.text(name).into());
                next = unit.child(node, field::OBJECT);
            }
            _ => return None,
        }
    }
    path.reverse();
    Some(path)
}

/// Whether a declaration leaves its type to the value (`var`).
pub fn is_inferred(unit: &Unit<'_>, declaration: NodeId) -> bool {
    unit.child(declaration, field::TYPE).is_some_and(|written| unit.text(written) == "var")
}

/// The type that a declaration writes; dimensions behind the name make it an array, which has no members here.
pub fn declared<'s>(unit: &Unit<'s>, declaration: NodeId, declarator: NodeId) -> Option<Vec<Segment<'s>>> {
    let written = unit.child(declaration, field::TYPE)?;
    if unit.has(declarator, kind::DIMENSIONS) {
        return None;
    }
    if is_inferred(unit, declaration) {
        return type_of_value(unit, unit.child(declarator, field::VALUE)?);
    }
    path_of(unit, written)
}

/// Says what a call of a method gives.
pub fn set_result(unit: &mut Unit<'_>, method: SymbolId, node: NodeId) {
    let Some(written) = unit.child(node, field::TYPE).filter(|_| !unit.has(node, kind::DIMENSIONS)) else {
        return;
    };
    if let Some(path) = path_of(unit, written) {
        unit.set_result(method, written, path);
    }
}

/// The path of the type that a value has, where the value says it.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::CAST => return path_of(unit, unit.child(node, field::TYPE)?),
            // The members of a class without a name are its own; `outer.new Inner()` is a type of what `outer` is.
            kind::OBJECT_CREATION if unit.has(node, kind::CLASS_BODY) => return None,
            kind::OBJECT_CREATION
                if unit.all_children(node).next().is_some_and(|first| !unit.is(first, kind::NEW)) =>
            {
                return None;
            }
            kind::OBJECT_CREATION => return path_of(unit, unit.child(node, field::TYPE)?),
            kind::STRING => return Some(vec!["String".into()]),
            kind::CLASS_LITERAL => return Some(vec!["Class".into()]),
            _ => return None,
        }
    }
    None
}

/// The path of a name written with dots (an annotation's, a service's).
pub fn use_name(unit: &mut Unit<'_>, name: NodeId, kind: RefKind) {
    let (path, last) = paths::dotted(unit, name);
    unit.claim_subtree(name);
    unit.reference(Use { space: Some(crate::extract::Space::TYPE), ..Use::path(last, path) }, kind);
}
