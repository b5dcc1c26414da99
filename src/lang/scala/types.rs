//! Scala types where they are used, and the types that values are known to have.

use super::{REFINED, field, kind, paths};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// What a pattern's extractor is: an object, or a case class.
const EXTRACTOR: Space = Space::VALUE.and(Space::TYPE);

/// The name of a type, where no other rule has a better word for the use.
pub fn use_written(unit: &mut Unit<'_>, node: NodeId) {
    use_type(unit, node, RefKind::Type);
}

/// Records what a type names; its arguments are uses of their own.
pub fn use_type(unit: &mut Unit<'_>, written: NodeId, kind: RefKind) {
    use_as(unit, written, kind, Space::TYPE);
}

fn use_as(unit: &mut Unit<'_>, written: NodeId, kind: RefKind, space: Space) {
    let Some(named) = named(unit, written) else { return };
    let names = names(unit, named);
    let Some(&last) = names.last() else { return };
    let path: Vec<Segment<'_>> = names.iter().map(|&name| paths::name_text(unit, name).into()).collect();
    unit.claim_subtree(named);
    // Of a path, all but the last are values.
    let space = if path.len() == 1 { space } else { EXTRACTOR };
    let path = paths::without_root(path);
    unit.reference(Use { space: Some(space), ..Use::path(last, path) }, kind);
}

/// The names of a type's path, of the last of them where it has too many.
fn names(unit: &Unit<'_>, named: NodeId) -> Vec<NodeId> {
    let mut names = Vec::new();
    let mut next = Some(named);
    while let Some(node) = next.take() {
        if names.len() >= PATH_SEGMENTS_MAX {
            return Vec::new();
        }
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::IDENTIFIER => names.push(node),
            kind::STABLE_TYPE | kind::STABLE_IDENTIFIER => {
                let parts: Vec<NodeId> = unit.children(node).collect();
                names.extend(parts.last());
                next = parts.first().copied().filter(|_| parts.len() > 1);
            }
            _ => return Vec::new(),
        }
    }
    names.reverse();
    names
}

/// The node that names a type: without arguments of types and constructors, annotations and refinements.
pub fn named(unit: &Unit<'_>, written: NodeId) -> Option<NodeId> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::STABLE_TYPE | kind::STABLE_IDENTIFIER | kind::IDENTIFIER => {
                return Some(node);
            }
            kind::GENERIC_TYPE
            | kind::APPLIED_TYPE
            | kind::ANNOTATED_TYPE
            | kind::COMPOUND_TYPE
            | kind::LAZY_TYPE => node = unit.children(node).next()?,
            _ => return None,
        }
    }
    None
}

/// The last name of a type.
pub fn last_name<'s>(unit: &Unit<'s>, written: NodeId) -> Option<&'s str> {
    names(unit, named(unit, written)?).last().map(|&name| paths::name_text(unit, name))
}

/// The path of a type that has members of its own.
pub fn path_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let names = names(unit, named(unit, written)?);
    let path: Vec<Segment<'s>> = names.iter().map(|&name| paths::name_text(unit, name).into()).collect();
    (!path.is_empty()).then(|| paths::without_root(path))
}

/// The path of the type that a value has, where the value says it. `Name(…)` with a capital makes a `Name`, if that
/// turns out to be a class.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::ASCRIPTION => return path_of(unit, unit.child(node, field::TYPE)?),
            kind::STRING => return Some(vec!["String".into()]),
            kind::INSTANCE => return path_of(unit, unit.children(node).next()?),
            kind::CALL => return made_type(unit, super::uses::callee(unit, node)?),
            _ => return None,
        }
    }
    None
}

fn made_type<'s>(unit: &Unit<'s>, callee: NodeId) -> Option<Vec<Segment<'s>>> {
    let path = match unit.kind(callee) {
        kind::IDENTIFIER => vec![paths::name_text(unit, callee).into()],
        kind::FIELD_EXPRESSION => paths::names_only(unit, callee)?,
        _ => return None,
    };
    let is_type = path.last()?.starts_with(char::is_uppercase);
    is_type.then_some(path)
}

/// `Name(…)` as a pattern.
pub fn use_extractor(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(written) = unit.child(node, field::TYPE) {
        use_as(unit, written, RefKind::Type, EXTRACTOR);
    }
}

/// `a Name b` as a pattern.
pub fn use_infix_extractor(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::OPERATOR) {
        let usage = Use { space: Some(EXTRACTOR), ..Use::name(name, paths::name_text(unit, name)) };
        unit.reference(usage, RefKind::Type);
    }
}

/// `A Name B` as a type; `|`, `&` and the bounds of `_ <: A` are the language's own.
pub fn use_infix(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::OPERATOR) else { return };
    let text = paths::name_text(unit, name);
    match text {
        "|" | "&" | "*" | "<:" | ">:" => unit.claim(name),
        _ => unit.reference(Use { space: Some(Space::TYPE), ..Use::name(name, text) }, RefKind::Type),
    }
}

/// `Outer#Inner`: the outer type is a use of its own.
pub fn use_projected(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(outer), Some(name)) = (unit.child(node, field::TYPE), unit.child(node, field::SELECTOR)) else {
        return;
    };
    let text = paths::name_text(unit, name);
    let usage = match path_of(unit, outer) {
        Some(mut path) => {
            path.push(text.into());
            Use::typed(name, path)
        }
        None => Use::computed(name, text, None),
    };
    unit.reference(usage, RefKind::Type);
}

/// `a.b.c` where a pattern or a type has it.
pub fn use_stable(unit: &mut Unit<'_>, node: NodeId) {
    use_as(unit, node, RefKind::Read, Space::VALUE);
}

/// `{ def x: Int }` as a type: what it declares is no symbol. Before a class's bases, it defines members early.
pub fn enter_refinement(unit: &mut Unit<'_>, node: NodeId) {
    if unit.parent_kind(node) != kind::EXTENDS_CLAUSE {
        unit.enter_mode(node, REFINED);
        unit.open_scope(node, ScopeKind::Block);
    }
}

/// `[T <: Bound]`: the names of a definition whose scope is open.
pub fn bind_parameters(unit: &mut Unit<'_>, definition: NodeId) {
    let lists: Vec<NodeId> =
        unit.children(definition).filter(|&child| unit.is(child, kind::TYPE_PARAMETERS)).collect();
    for list in lists {
        bind_names(unit, list);
    }
}

/// `[X] =>> List[X]`
pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    bind_names(unit, node);
}

/// The names of type parameters in a list, and of the parameters that those have themselves.
fn bind_names(unit: &mut Unit<'_>, list: NodeId) {
    let mut due = vec![list];
    while let Some(holder) = due.pop() {
        let parts: Vec<NodeId> = unit.children(holder).collect();
        for part in parts {
            match unit.kind(part) {
                kind::COVARIANT | kind::CONTRAVARIANT | kind::TYPE_PARAMETERS => due.push(part),
                kind::IDENTIFIER if unit.is_in(part, field::NAME) => {
                    unit.bind_local_in(part, Reach::Scope, Space::TYPE);
                }
                _ => {}
            }
        }
    }
}

/// `[T: Ord as ord]`
pub fn bind_witness(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        let typed = unit.child(node, field::TYPE).and_then(|written| path_of(unit, written));
        super::bindings::bind(unit, name, Reach::Scope, typed);
    }
}
