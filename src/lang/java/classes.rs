//! Java types: classes, interfaces, enums, records, annotation types, and classes without a name.

use super::{field, fields, kind, modifiers, types};
use crate::extract::{Reach, ScopeKind, Segment, Space, SymbolDraft, Unit, Use};
use crate::lang::jvm::{self, docs};
use crate::model::{NodeId, RefKind, SymbolKind};

/// Levels climbed from a use of `super` to its class.
const CLASS_LEVELS_MAX: usize = 256;

pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let said = modifiers::modifiers(unit, node);
    let docs = docs::docs(unit, node);
    let end = unit.child(node, field::BODY).map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let draft = SymbolDraft {
        visibility: said.visibility.unwrap_or_else(|| modifiers::default_visibility(unit)),
        deprecated: said.deprecated || docs.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs.text,
        binds: Some(Space::TYPE),
        ..SymbolDraft::new(symbol_kind(unit, node), name, unit.text(name))
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Class);
    bind_type_parameters(unit, node);
    use_bases(unit, node);
    if unit.is(node, kind::RECORD_DECLARATION) {
        fields::define_components(unit, node);
    }
}

fn symbol_kind(unit: &Unit<'_>, node: NodeId) -> SymbolKind {
    match unit.kind(node) {
        kind::INTERFACE_DECLARATION => SymbolKind::Interface,
        kind::ENUM_DECLARATION => SymbolKind::Enum,
        kind::ANNOTATION_TYPE => SymbolKind::Annotation,
        _ => SymbolKind::Class,
    }
}

/// `<T extends Bound>`: the names of a definition whose scope is open.
pub fn bind_type_parameters(unit: &mut Unit<'_>, definition: NodeId) {
    let Some(list) = unit.child(definition, field::TYPE_PARAMETERS) else { return };
    let parameters: Vec<NodeId> = unit.children(list).collect();
    for parameter in parameters {
        if let Some(name) = unit.child_of(parameter, kind::TYPE_IDENTIFIER) {
            unit.bind_local_in(name, Reach::Scope, Space::TYPE);
        }
    }
}

fn use_bases(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(clause) = unit.child(node, field::SUPERCLASS) {
        use_each(unit, clause, RefKind::Inherits);
    }
    for (clause, kind) in [
        (unit.child(node, field::INTERFACES), RefKind::Implements),
        (unit.child_of(node, kind::EXTENDS_INTERFACES), RefKind::Inherits),
    ] {
        if let Some(list) = clause.and_then(|clause| unit.child_of(clause, kind::TYPE_LIST)) {
            use_each(unit, list, kind);
        }
    }
}

fn use_each(unit: &mut Unit<'_>, list: NodeId, kind: RefKind) {
    let bases: Vec<NodeId> = unit.children(list).collect();
    for base in bases {
        types::use_type(unit, base, kind);
    }
}

/// The body of `new Type() { … }`. Other bodies belong to their declarations.
pub fn enter_anonymous(unit: &mut Unit<'_>, body: NodeId) {
    let Some(creation) = unit.parent(body).filter(|&node| unit.is(node, kind::OBJECT_CREATION)) else {
        return;
    };
    let Some(outer) = unit.enclosing_type_name() else { return };
    let qualified = jvm::anonymous_name(unit, outer);
    unit.announce(&qualified);
    unit.open_anonymous_function(body);
    unit.open_type(body, &qualified);
    unit.open_scope(body, ScopeKind::Class);
    if let Some(written) = unit.child(creation, field::TYPE)
        && let Some(path) = types::path_of(unit, written)
    {
        let usage = Use { space: Some(Space::TYPE), ..Use::path(written, path) };
        unit.reference(usage, RefKind::Inherits);
    }
}

/// The node whose members a node stands among: the declaration, the creation, or the constant with a body.
pub fn enclosing_class(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut next = unit.parent(node);
    for _ in 0..CLASS_LEVELS_MAX {
        let inner = next?;
        next = unit.parent(inner);
        match unit.kind(inner) {
            kind::CLASS_BODY | kind::INTERFACE_BODY => return next,
            kind::ENUM_BODY_DECLARATIONS => return unit.parent(next?),
            _ => {}
        }
    }
    None
}

/// The path of what `super` means at a node: what the class there extends, a constant's enum, or `Object`.
pub fn base_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let class = enclosing_class(unit, node)?;
    match unit.kind(class) {
        kind::OBJECT_CREATION => types::path_of(unit, unit.child(class, field::TYPE)?),
        kind::ENUM_CONSTANT => enum_of(unit, class).map(|name| vec![name.into()]),
        kind::CLASS_DECLARATION => match unit.child(class, field::SUPERCLASS) {
            Some(clause) => types::path_of(unit, unit.children(clause).next()?),
            None => Some(vec!["Object".into()]),
        },
        _ => None,
    }
}

/// The name of the enum that a constant is of.
pub fn enum_of<'s>(unit: &Unit<'s>, constant: NodeId) -> Option<&'s str> {
    let declaration = unit.parent(unit.parent(constant)?)?;
    unit.child(declaration, field::NAME).map(|name| unit.text(name))
}

/// The paths of all bases that a class writes.
pub fn written_bases<'s>(unit: &Unit<'s>, class: NodeId) -> Vec<Vec<Segment<'s>>> {
    let mut clauses: Vec<NodeId> = Vec::new();
    match unit.kind(class) {
        kind::OBJECT_CREATION => {
            return unit
                .child(class, field::TYPE)
                .and_then(|written| types::path_of(unit, written))
                .into_iter()
                .collect();
        }
        kind::ENUM_CONSTANT => {
            return enum_of(unit, class).map(|name| vec![name.into()]).into_iter().collect();
        }
        _ => {}
    }
    clauses.extend(unit.child(class, field::SUPERCLASS));
    let lists = [unit.child(class, field::INTERFACES), unit.child_of(class, kind::EXTENDS_INTERFACES)];
    clauses.extend(lists.into_iter().flatten().filter_map(|list| unit.child_of(list, kind::TYPE_LIST)));
    clauses
        .into_iter()
        .flat_map(|clause| unit.children(clause))
        .filter_map(|base| types::path_of(unit, base))
        .collect()
}
