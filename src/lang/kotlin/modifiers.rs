//! Modifiers and annotations of Kotlin declarations, and the signatures that begin with them.

use super::{kind, types};
use crate::extract::{ContextKind, Unit};
use crate::lang::jvm;
use crate::model::{NodeId, Visibility};

/// What stands before a declaration.
#[derive(Clone, Copy, Default)]
pub struct Modifiers {
    pub visibility: Option<Visibility>,
    pub is_enum: bool,
    pub is_annotation: bool,
    pub is_constant: bool,
    pub overrides: bool,
    pub deprecated: bool,
    pub test: bool,
}

/// Reads the modifiers of a declaration.
pub fn modifiers(unit: &Unit<'_>, declaration: NodeId) -> Modifiers {
    let mut found = Modifiers::default();
    let node = unit.child_of(declaration, kind::MODIFIERS);
    for modifier in node.into_iter().flat_map(|node| unit.children(node)) {
        match (unit.kind(modifier), unit.text(modifier)) {
            (kind::VISIBILITY, "private") => found.visibility = Some(Visibility::Private),
            (kind::VISIBILITY, "protected") => found.visibility = Some(Visibility::Protected),
            (kind::VISIBILITY, "internal") => found.visibility = Some(Visibility::Internal),
            (kind::VISIBILITY, _) => found.visibility = Some(Visibility::Public),
            (kind::CLASS_MODIFIER, "enum") => found.is_enum = true,
            (kind::CLASS_MODIFIER, "annotation") => found.is_annotation = true,
            (kind::PROPERTY_MODIFIER, _) => found.is_constant = true,
            (kind::MEMBER_MODIFIER, "override") => found.overrides = true,
            (kind::ANNOTATION, _) => {
                for name in annotation_names(unit, modifier) {
                    found.deprecated |= name == "Deprecated";
                    found.test |= jvm::TESTS.contains(&name);
                }
            }
            _ => {}
        }
    }
    read_gaps(unit, declaration, &mut found);
    found
}

/// What the text says between the modifiers that the grammar has seen (see `repairs`).
fn read_gaps(unit: &Unit<'_>, declaration: NodeId, found: &mut Modifiers) {
    for gap in gaps(unit, declaration) {
        for word in gap.split_ascii_whitespace() {
            found.is_enum |= word == "enum";
            found.is_annotation |= word == "annotation";
            found.is_constant |= word == "const";
        }
    }
}

/// The texts between the parts of a declaration's modifiers, and between those and what follows them.
fn gaps<'s>(unit: &Unit<'s>, declaration: NodeId) -> Vec<&'s str> {
    let Some(modifiers) = unit.child_of(declaration, kind::MODIFIERS) else { return Vec::new() };
    let mut gaps = Vec::new();
    let mut from = unit.start_byte(modifiers);
    for part in unit.all_children(modifiers).chain(unit.next(modifiers)) {
        gaps.push(unit.slice(from, unit.start_byte(part)));
        from = unit.end_byte(part);
    }
    gaps
}

/// The last names of what an annotation names: `@A`, `@get:A(1)`, `@[A B]`.
pub fn annotation_names<'s>(unit: &Unit<'s>, annotation: NodeId) -> Vec<&'s str> {
    let named = unit.children(annotation).filter_map(|child| types::last_name(unit, child));
    named.collect()
}

/// The visibility of a declaration: public where nothing is said, and nobody's where a function encloses it.
pub fn visibility(unit: &Unit<'_>, said: &Modifiers) -> Visibility {
    let is_local = unit.context_kind() == ContextKind::Function;
    said.visibility.unwrap_or(if is_local { Visibility::Private } else { Visibility::Public })
}

/// The modifiers without annotations, and the text from what follows them to a byte; comments are left out.
pub fn signature(unit: &Unit<'_>, declaration: NodeId, end: u32) -> Option<Box<str>> {
    let modifiers = unit.child_of(declaration, kind::MODIFIERS);
    let start = modifiers.map_or(unit.start_byte(declaration), |node| unit.end_byte(node));
    let mut text = String::new();
    let mut from = modifiers.map_or(start, |node| unit.start_byte(node));
    for modifier in modifiers.into_iter().flat_map(|node| unit.all_children(node)) {
        let unseen = unit.slice(from, unit.start_byte(modifier));
        text.push_str(if unseen.contains('/') { " " } else { unseen });
        from = unit.end_byte(modifier);
        if !unit.is(modifier, kind::ANNOTATION) {
            text.push_str(unit.text(modifier));
            text.push(' ');
        }
    }
    jvm::text_between(unit, declaration, start, end, &mut text);
    crate::extract::signature(&text)
}
