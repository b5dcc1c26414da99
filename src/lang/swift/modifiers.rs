//! What the words and attributes before a declaration say: visibility, deprecation, tests.

use super::{field, kind};
use crate::extract::Unit;
use crate::model::{NodeId, Visibility};

/// What stands before a declaration.
#[derive(Default)]
pub struct Modifiers {
    pub deprecated: bool,
    pub test: bool,
    pub overrides: bool,
    visibility: Option<Visibility>,
}

/// Reads a declaration's attributes and modifiers.
pub fn modifiers(unit: &Unit<'_>, declaration: NodeId) -> Modifiers {
    let mut found = Modifiers::default();
    let Some(list) = unit.child_of(declaration, kind::MODIFIERS) else { return found };
    for child in unit.children(list) {
        match unit.kind(child) {
            kind::ATTRIBUTE => {
                let name = attribute_name(unit, child);
                let says = |word: &str| {
                    unit.children(child)
                        .any(|part| unit.is(part, kind::IDENTIFIER) && unit.text(part) == word)
                };
                found.deprecated |= name == "available" && (says("deprecated") || says("obsoleted"));
                found.test |= name == "Test" || name == "Suite";
            }
            kind::VISIBILITY => {
                let said = match unit.text(child) {
                    "public" | "open" => Some(Visibility::Public),
                    "internal" | "package" => Some(Visibility::Internal),
                    "private" | "fileprivate" => Some(Visibility::Private),
                    // `private(set)` is of the setter alone.
                    _ => None,
                };
                found.visibility = found.visibility.or(said);
            }
            _ => found.overrides |= unit.text(child) == "override",
        }
    }
    found
}

impl Modifiers {
    /// Who may use a declaration: what is written before it, or before the extension or protocol that it stands in.
    pub fn visibility(&self, unit: &Unit<'_>, declaration: NodeId) -> Visibility {
        self.visibility.unwrap_or_else(|| default_visibility(unit, declaration))
    }
}

fn default_visibility(unit: &Unit<'_>, declaration: NodeId) -> Visibility {
    let body = unit
        .parent(declaration)
        .filter(|&body| matches!(unit.kind(body), kind::CLASS_BODY | kind::ENUM_BODY | kind::PROTOCOL_BODY));
    let Some(owner) = body.and_then(|body| unit.parent(body)) else {
        return if unit.is_in_function() { Visibility::Private } else { Visibility::Internal };
    };
    let is_case = unit.is(declaration, kind::ENUM_ENTRY);
    if is_case || unit.is(owner, kind::PROTOCOL) || unit.has(owner, kind::EXTENSION) {
        return modifiers(unit, owner).visibility.unwrap_or(Visibility::Internal);
    }
    Visibility::Internal
}

/// The name of an attribute.
pub fn attribute_name<'s>(unit: &Unit<'s>, attribute: NodeId) -> &'s str {
    unit.child_of(attribute, kind::USER_TYPE).map_or("", |name| unit.text(name))
}

/// A declaration's text without attributes and body.
pub fn signature(unit: &Unit<'_>, declaration: NodeId) -> Option<Box<str>> {
    let start = signature_start(unit, declaration);
    let body =
        unit.child(declaration, field::BODY).or_else(|| unit.child_of(declaration, kind::COMPUTED_PROPERTY));
    let end = body.map_or(unit.end_byte(declaration), |body| unit.start_byte(body));
    unit.signature(start, end)
}

/// The first byte behind the attributes.
pub fn signature_start(unit: &Unit<'_>, declaration: NodeId) -> u32 {
    let Some(list) = unit.child_of(declaration, kind::MODIFIERS) else { return unit.start_byte(declaration) };
    let mut words = unit.all_children(list);
    let first = words.find(|&word| !matches!(unit.kind(word), kind::ATTRIBUTE | kind::COMMENT));
    let first = first.or_else(|| unit.next(list));
    unit.start_byte(first.unwrap_or(declaration))
}
