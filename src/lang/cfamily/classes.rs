//! Classes of C++: bases, access, templates, friends, other names of types, concepts.

use super::{docs, field, kind, names, paths, types};
use crate::extract::{Reach, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Parents looked at for the body that an access specifier stands in; conditions may be between.
const PARENTS_MAX: usize = 8;

/// Opens a class: its members see each other, and what its bases are is known.
pub fn enter_class(unit: &mut Unit<'_>, node: NodeId, visibility: Visibility) {
    unit.open_scope(node, ScopeKind::Class);
    unit.enter_mode(node, names::mode_of(unit, visibility));
    let Some(bases) = unit.child_of(node, kind::BASE_CLASS_CLAUSE) else { return };
    for base in unit.children(bases) {
        if let Some(path) = paths::path_of(unit, base) {
            let usage = Use { space: Some(Space::TYPE), ..path.into_use() };
            unit.reference(usage, RefKind::Inherits);
            paths::claim_path(unit, base);
        }
    }
}

/// `public:` holds to the end of the class, or to the next one.
pub fn change_access(unit: &mut Unit<'_>, node: NodeId) {
    let visibility = match unit.text(node).trim_end_matches(':').trim() {
        "public" => Visibility::Public,
        "protected" => Visibility::Protected,
        _ => Visibility::Private,
    };
    let mut body = node;
    for _ in 0..PARENTS_MAX {
        match unit.parent(body) {
            Some(parent) => body = parent,
            None => return,
        }
        if unit.is(body, kind::FIELD_DECLARATION_LIST) {
            let mode = names::mode_of(unit, visibility);
            return unit.enter_mode(body, mode);
        }
    }
}

/// The parameters of a template are seen in it.
pub fn open_template(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

pub fn bind_type_parameter(unit: &mut Unit<'_>, node: NodeId) {
    let named = unit.child(node, field::NAME);
    let name = named.or_else(|| unit.children(node).find(|&child| unit.is(child, kind::TYPE_IDENTIFIER)));
    if let Some(name) = name {
        unit.bind_local(name, Reach::Scope);
    }
}

/// A friend is a name of the namespace around the class; one that is only declared is defined elsewhere.
pub fn enter_friend(unit: &mut Unit<'_>, node: NodeId) {
    for child in unit.children(node) {
        if unit.is(child, kind::DECLARATION) {
            unit.claim(child);
        }
    }
}

/// `using A = B<C>;`
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let documented = docs::docs(unit, node);
    let draft = SymbolDraft {
        first: names::template_around(unit, node),
        visibility: names::visibility(unit),
        signature: crate::extract::signature(unit.text(node).trim_end_matches(';')),
        docstring: documented.text,
        deprecated: documented.deprecated,
        binds: Some(Space::TYPE),
        hoisted: true,
        ..SymbolDraft::new(SymbolKind::TypeAlias, name, unit.text(name))
    };
    let symbol = unit.define(node, draft);
    let aliased = unit.child(node, field::TYPE).and_then(|of| unit.child(of, field::TYPE));
    if let Some(path) = aliased.and_then(|of| paths::path_of(unit, of)) {
        unit.alias_of(symbol, path.into_use());
    }
}

/// A concept is to its types what a trait is elsewhere.
pub fn define_concept(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let first = names::template_around(unit, node);
    let documented = docs::docs(unit, first.unwrap_or(node));
    let draft = SymbolDraft {
        first,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name)),
        docstring: documented.text,
        deprecated: documented.deprecated,
        hoisted: true,
        ..SymbolDraft::new(SymbolKind::Trait, name, unit.text(name))
    };
    unit.define(node, draft);
}

/// `class A { … }`, or only a use of the name.
pub fn define_class(unit: &mut Unit<'_>, node: NodeId) {
    types::define_type(unit, node, SymbolKind::Class);
}
