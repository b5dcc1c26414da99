//! Modifiers and annotations of Scala definitions, and the signatures that begin with them.

use super::docs::{self, Docs};
use super::{field, kind, types};
use crate::extract::{ContextKind, Segment, SymbolDraft, Unit};
use crate::lang::jvm;
use crate::model::{NodeId, SymbolKind, Visibility};

/// What stands before a definition.
#[derive(Clone, Copy, Default)]
pub struct Modifiers {
    pub visibility: Option<Visibility>,
    pub is_final: bool,
    pub is_inline: bool,
    pub overrides: bool,
    pub deprecated: bool,
    pub test: bool,
}

/// Reads the modifiers and annotations of a definition.
pub fn modifiers(unit: &Unit<'_>, definition: NodeId) -> Modifiers {
    let mut found = Modifiers::default();
    let is_before = |&part: &NodeId| {
        matches!(unit.kind(part), kind::ANNOTATION | kind::MODIFIERS) || unit.tree().node(part).is_extra()
    };
    for part in unit.all_children(definition).take_while(is_before) {
        match unit.kind(part) {
            kind::ANNOTATION => {
                let name = unit.child(part, field::NAME).and_then(|written| types::last_name(unit, written));
                found.deprecated |= matches!(name, Some("deprecated" | "Deprecated"));
                found.test |= name.is_some_and(|name| jvm::TESTS.contains(&name));
            }
            kind::MODIFIERS => {
                for modifier in unit.all_children(part) {
                    match unit.kind(modifier) {
                        kind::ACCESS_MODIFIER => found.visibility = Some(access(unit, modifier)),
                        kind::FINAL => found.is_final = true,
                        kind::OVERRIDE => found.overrides = true,
                        kind::INLINE => found.is_inline = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What `private`, `private[this]`, `private[name]` and `protected` mean: a qualifier that is a package, or a type that
/// is not around the definition, opens it to more than the type.
pub fn access(unit: &Unit<'_>, modifier: NodeId) -> Visibility {
    if unit.text(modifier).starts_with("protected") {
        return Visibility::Protected;
    }
    let qualifier = unit.child_of(modifier, kind::ACCESS_QUALIFIER);
    match qualifier.and_then(|qualifier| unit.children(qualifier).next()).map(|name| unit.text(name)) {
        None | Some("this") => Visibility::Private,
        Some(name) if is_type_around(unit, name) => Visibility::Private,
        Some(_) => Visibility::Internal,
    }
}

/// Whether a name is that of a type around the place, not of a package.
fn is_type_around(unit: &Unit<'_>, name: &str) -> bool {
    let module = unit.enclosing_module_name();
    let inner = unit.enclosing_type_name().and_then(|qualified| qualified.strip_prefix(module));
    inner.is_some_and(|inner| inner.split('.').any(|segment| segment == name))
}

/// The visibility of a definition: public where nothing is said, and nobody's where a function encloses it.
pub fn visibility(unit: &Unit<'_>, said: &Modifiers) -> Visibility {
    let is_local = unit.context_kind() == ContextKind::Function;
    said.visibility.unwrap_or(if is_local { Visibility::Private } else { Visibility::Public })
}

/// A draft with what modifiers and comments say of a definition. Its signature ends before `end`.
pub fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    (name_node, name): (NodeId, Segment<'s>),
    (said, end): (&Modifiers, u32),
) -> SymbolDraft<'s> {
    let Docs { text, deprecated } = docs::docs(unit, node);
    SymbolDraft {
        last: docs::last_token(unit, node),
        visibility: visibility(unit, said),
        deprecated: said.deprecated || deprecated,
        signature: signature(unit, node, end),
        docstring: text,
        ..SymbolDraft::new(symbol_kind, name_node, name)
    }
}

/// The text of a definition up to a byte, without annotations and comments.
pub fn signature(unit: &Unit<'_>, definition: NodeId, end: u32) -> Option<Box<str>> {
    let is_said = |&part: &NodeId| !unit.is(part, kind::ANNOTATION) && !unit.tree().node(part).is_extra();
    let first = unit.all_children(definition).find(is_said).unwrap_or(definition);
    let mut text = String::new();
    jvm::text_between(unit, definition, unit.start_byte(first), end, &mut text);
    crate::extract::signature(&text)
}

/// Where a definition's body or value begins, its `=` included.
pub fn head_end(unit: &Unit<'_>, definition: NodeId) -> u32 {
    let is_body = |&part: &NodeId| {
        unit.is(part, kind::ASSIGN) || unit.is(part, kind::WITH) || unit.is_in(part, field::BODY)
    };
    let body = unit.all_children(definition).find(is_body);
    body.map_or_else(|| end(unit, definition), |body| unit.start_byte(body))
}

/// Where a definition's own text ends.
pub fn end(unit: &Unit<'_>, definition: NodeId) -> u32 {
    unit.end_byte(docs::last_token(unit, definition).unwrap_or(definition))
}
