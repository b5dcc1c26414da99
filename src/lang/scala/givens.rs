//! The givens of Scala 3: instances with a body are objects, those that are set equal to something are values.

use super::{classes, field, functions, kind, modifiers, paths, types, values};
use crate::extract::{ContextKind, Segment, Space, SymbolDraft, Unit};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind, SymbolKind};

/// `given name: Type with …`, `given Type = …`
pub fn define_given(unit: &mut Unit<'_>, node: NodeId) {
    let has_body =
        [kind::WITH_TEMPLATE_BODY, kind::TEMPLATE_BODY].into_iter().any(|body| unit.has(node, body));
    let has_bases = unit.child_of(node, kind::WITH).is_some();
    let is_instance = has_body || has_bases;
    let written = unit.child(node, field::RETURN_TYPE);
    let name = unit.child(node, field::NAME).filter(|&name| paths::is_name(unit, name));
    let named: Option<(NodeId, Segment<'_>)> = match name {
        Some(name) => Some((name, paths::name_text(unit, name).into())),
        None => written.and_then(|written| Some((written, made_name(unit, written)?.into()))),
    };
    let Some((name_node, text)) = named else { return unit.open_anonymous_function(node) };
    let said = modifiers::modifiers(unit, node);
    let symbol_kind = if is_instance { SymbolKind::Class } else { SymbolKind::Property };
    let end = modifiers::head_end(unit, node);
    let context = if is_instance { ContextKind::Type } else { ContextKind::Function };
    let draft = SymbolDraft {
        binds: Some(Space::VALUE),
        context: Some(context),
        everywhere: false,
        ..modifiers::draft(unit, node, symbol_kind, (name_node, text), (&said, end))
    };
    let is_named = name.is_some();
    let symbol = unit.define(node, draft);
    if is_instance {
        classes::enter(unit, node, RefKind::Inherits);
    } else {
        unit.open_scope(node, crate::extract::ScopeKind::Block);
        types::bind_parameters(unit, node);
        if let Some(written) = written {
            let path = types::path_of(unit, written);
            values::set_type(unit, symbol, written, path);
            if !is_named {
                types::use_type(unit, written, RefKind::Type);
            }
        }
    }
    functions::bind_lists(unit, node);
}

/// The name that the language gives a given without one: `given_Ord_Int` for `Ord[Int]`.
fn made_name(unit: &Unit<'_>, written: NodeId) -> Option<String> {
    let mut name = "given".to_owned();
    let mut due = vec![written];
    let mut names = 0;
    while let Some(node) = due.pop() {
        match unit.kind(node) {
            kind::GENERIC_TYPE | kind::TYPE_ARGUMENTS => {
                let parts: Vec<NodeId> = unit.children(node).collect();
                due.extend(parts.into_iter().rev());
            }
            _ => {
                name.push('_');
                name.push_str(types::last_name(unit, node)?);
                names += 1;
            }
        }
        if names > PATH_SEGMENTS_MAX {
            return None;
        }
    }
    Some(name)
}
