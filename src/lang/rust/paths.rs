//! Rust paths: their segments, and what `crate`, `self`, `super` and `Self` make of them.

use super::{field, kind};
use crate::extract::{Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::NodeId;

/// A path's segments, first to last, with the node of the last. `None` for what is no plain path (`<T as A>::b`).
pub fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(Vec<Segment<'s>>, NodeId)> {
    let mut segments: Vec<Segment<'s>> = Vec::new();
    let mut last = None;
    let mut next = Some(node);
    while let Some(node) = next {
        next = None;
        if segments.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        match unit.kind(node) {
            kind::IDENTIFIER
            | kind::TYPE_IDENTIFIER
            | kind::SELF
            | kind::SUPER
            | kind::CRATE
            | kind::PRIMITIVE_TYPE => {
                segments.push(unit.text(node).into());
                last = last.or(Some(node));
            }
            kind::SCOPED_IDENTIFIER | kind::SCOPED_TYPE => {
                let name = unit.child(node, field::NAME)?;
                segments.push(unit.text(name).into());
                last = last.or(Some(name));
                // `::std::mem` has no path under its first segment.
                next = unit.child(node, field::PATH);
            }
            kind::GENERIC_TYPE | kind::GENERIC_TURBOFISH => next = Some(unit.child(node, field::TYPE)?),
            _ => return None,
        }
    }
    segments.reverse();
    Some((segments, last?))
}

/// Claims the nodes that write a path, and leaves its type arguments to their own rules.
pub fn claim_path(unit: &mut Unit<'_>, node: NodeId) {
    let mut next = Some(node);
    while let Some(node) = next {
        unit.claim(node);
        if let Some(name) = unit.child(node, field::NAME) {
            unit.claim(name);
        }
        next = unit.child(node, field::PATH);
        if matches!(unit.kind(node), kind::GENERIC_TYPE | kind::GENERIC_TURBOFISH) {
            next = unit.child(node, field::TYPE);
        }
    }
}

/// The use that a path makes: absolute where it begins with `crate`, `self` or `super`, of the enclosing type where
/// it begins with `Self`.
pub fn use_of<'s>(unit: &Unit<'s>, at: NodeId, path: Vec<Segment<'s>>) -> Use<'s> {
    let written = path.join("::");
    match absolute(unit, &path) {
        Some(segments) => Use::absolute(at, segments, written),
        None if path.len() > 1 && path[0] == "Self" => Use::receiver(at, path[1..].to_vec(), written),
        None => Use::path(at, path),
    }
}

/// The crate that a file belongs to.
pub fn crate_name<'s>(unit: &Unit<'s>) -> &'s str {
    unit.module().split("::").next().unwrap_or_default()
}

/// The whole qualified name of a path that says where it starts.
pub fn absolute<'s>(unit: &Unit<'s>, path: &[Segment<'s>]) -> Option<Vec<Segment<'s>>> {
    let ups = path.iter().take_while(|segment| *segment == "super").count();
    let skipped = match path.first()?.as_ref() {
        "crate" => {
            let name = crate_name(unit);
            return Some(std::iter::once(name.into()).chain(path[1..].iter().cloned()).collect());
        }
        "self" => 1 + path[1..].iter().take_while(|segment| *segment == "super").count(),
        "super" => ups,
        "Self" if path.len() == 1 => {
            return Some(unit.enclosing_type_name()?.split("::").map(|s| s.to_owned().into()).collect());
        }
        _ => return None,
    };
    let ups = if path[0] == "self" { skipped - 1 } else { ups };
    let mut module: Vec<Segment<'s>> =
        unit.enclosing_module_name().split("::").map(|segment| segment.to_owned().into()).collect();
    module.truncate(module.len().saturating_sub(ups).max(1));
    module.extend(path[skipped..].iter().cloned());
    Some(module)
}

/// The text of a receiver that is a plain chain of names (`a.b.c`), which no newline or call interrupts.
pub fn plain_chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let mut next = Some(node);
    for _ in 0..PATH_SEGMENTS_MAX {
        match next.map(|node| (node, unit.kind(node)))? {
            (_, kind::IDENTIFIER | kind::SELF) => {
                return Some(unit.text(node)).filter(|text| !text.contains(char::is_whitespace));
            }
            (inner, kind::FIELD_EXPRESSION) => next = unit.child(inner, field::VALUE),
            _ => return None,
        }
    }
    None
}
