//! Modifiers and annotations of Java declarations, and the signatures that begin with them.

use super::{field, kind, paths};
use crate::extract::Unit;
use crate::lang::jvm;
use crate::model::{NodeId, SymbolKind, Visibility};

/// What stands before a declaration.
#[derive(Clone, Copy, Default)]
pub struct Modifiers {
    node: Option<NodeId>,
    pub visibility: Option<Visibility>,
    pub is_static: bool,
    pub is_final: bool,
    pub deprecated: bool,
    pub test: bool,
    pub overrides: bool,
}

/// Reads the modifiers of a declaration.
pub fn modifiers(unit: &Unit<'_>, declaration: NodeId) -> Modifiers {
    let mut found = Modifiers { node: unit.child_of(declaration, kind::MODIFIERS), ..Modifiers::default() };
    for modifier in found.node.into_iter().flat_map(|node| unit.all_children(node)) {
        match unit.kind(modifier) {
            kind::PUBLIC => found.visibility = Some(Visibility::Public),
            kind::PROTECTED => found.visibility = Some(Visibility::Protected),
            kind::PRIVATE => found.visibility = Some(Visibility::Private),
            kind::STATIC => found.is_static = true,
            kind::FINAL => found.is_final = true,
            kind::ANNOTATION | kind::MARKER_ANNOTATION => {
                let name = unit.child(modifier, field::NAME);
                match name.map(|name| paths::last_name(unit, name)) {
                    Some("Deprecated") => found.deprecated = true,
                    Some("Override") => found.overrides = true,
                    Some(name) if jvm::TESTS.contains(&name) => found.test = true,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    found
}

/// The visibility of a member that says nothing: public in interfaces and annotation types, else the package's.
pub fn default_visibility(unit: &Unit<'_>) -> Visibility {
    if unit.is_in_function() {
        return Visibility::Private;
    }
    let owner = unit.enclosing_symbol().map(|owner| unit.symbol(owner).kind);
    match owner {
        Some(SymbolKind::Interface | SymbolKind::Annotation) => Visibility::Public,
        _ => Visibility::Internal,
    }
}

/// The modifiers without annotations, and the text from what follows them to a byte; comments are left out.
pub fn signature(unit: &Unit<'_>, declaration: NodeId, end: u32) -> Option<Box<str>> {
    let modifiers = unit.child_of(declaration, kind::MODIFIERS);
    let start = modifiers.map_or(unit.start_byte(declaration), |node| unit.end_byte(node));
    let mut text = String::new();
    for modifier in modifiers.into_iter().flat_map(|node| unit.all_children(node)) {
        if !unit.tree().node(modifier).is_named() {
            text.push_str(unit.text(modifier));
            text.push(' ');
        }
    }
    jvm::text_between(unit, declaration, start, end, &mut text);
    crate::extract::signature(&text)
}
