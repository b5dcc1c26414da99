//! Namespaces, classes and what stands in their bodies.

use super::{docs, field, functions, kind, paths};
use crate::extract::{ContextKind, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// `namespace A\B;` for the rest of the file, or with a body.
pub fn define_namespace(unit: &mut Unit<'_>, node: NodeId) {
    unit.leave_contexts();
    let Some(name) = unit.child(node, field::NAME) else { return };
    unit.claim_subtree(name);
    let body = unit.child(node, field::BODY);
    let end = body.map_or(unit.end_byte(name), |body| unit.start_byte(body));
    let draft = SymbolDraft {
        qualified: Some(unit.text(name).to_owned()),
        signature: unit.signature(unit.start_byte(node), end),
        docstring: docs::docs(unit, node).text,
        binds: None,
        context: None,
        everywhere: true,
        ..SymbolDraft::new(SymbolKind::Namespace, name, unit.text(name))
    };
    let symbol = unit.define(node, draft);
    let extent = if body.is_some() { node } else { 0 };
    unit.open_context(extent, symbol, ContextKind::Module);
    unit.open_scope(extent, ScopeKind::Module);
}

/// Classes, interfaces, traits and enums.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        let symbol_kind = match unit.kind(node) {
            kind::INTERFACE => SymbolKind::Interface,
            kind::TRAIT => SymbolKind::Trait,
            kind::ENUM => SymbolKind::Enum,
            _ => SymbolKind::Class,
        };
        let docs = docs::docs(unit, node);
        let draft = SymbolDraft {
            qualified: Some(paths::qualify(unit, unit.text(name))),
            deprecated: docs.deprecated,
            signature: signature(unit, node),
            docstring: docs.text,
            hoisted: true,
            ..SymbolDraft::new(symbol_kind, name, unit.text(name))
        };
        unit.define(node, draft);
    }
    unit.open_scope(node, ScopeKind::Class);
}

/// `new class { … }`: what it defines is named after the place, as PHP itself calls it.
pub fn enter_anonymous(unit: &mut Unit<'_>, node: NodeId) {
    let qualified = match unit.context_name() {
        "" => "class@anonymous".to_owned(),
        context => [context, "\\class@anonymous"].concat(),
    };
    unit.open_type(node, &qualified);
    unit.open_scope(node, ScopeKind::Class);
}

/// The text of a declaration before its body, without the attributes.
pub fn signature(unit: &Unit<'_>, node: NodeId) -> Option<Box<str>> {
    let start = match unit.child(node, field::ATTRIBUTES).and_then(|attributes| unit.next(attributes)) {
        Some(first) => unit.start_byte(first),
        None => unit.start_byte(node),
    };
    let body = unit.child(node, field::BODY).or_else(|| unit.child_of(node, kind::PROPERTY_HOOKS));
    let end = body.map_or(unit.end_byte(node), |body| unit.start_byte(body));
    unit.signature(start, end).map(|text| text.trim_end_matches(';').into())
}

/// A member's qualified name, as PHP writes it.
pub fn member(unit: &Unit<'_>, mark: &str, name: &str) -> Option<String> {
    (unit.context_kind() == ContextKind::Type).then(|| [unit.context_name(), mark, name].concat())
}

/// What the modifiers of a declaration say; members are public where nothing is said.
pub fn visibility(unit: &Unit<'_>, node: NodeId) -> Visibility {
    let modifier = unit.child_of(node, kind::VISIBILITY).map(|modifier| unit.text(modifier));
    match modifier.map(|text| text.to_ascii_lowercase()).as_deref() {
        Some("private") => Visibility::Private,
        Some("protected") => Visibility::Protected,
        _ => Visibility::Public,
    }
}

/// One name of `const A = 1, B = 2;`, in a class or outside.
pub fn define_constant(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).next() else { return };
    let Some(declaration) = unit.parent(node) else { return };
    let docs = docs::docs(unit, declaration);
    let text = unit.text(name);
    let member = member(unit, paths::MEMBER, text);
    let draft = SymbolDraft {
        binds: member.is_none().then_some(Space::VALUE),
        qualified: Some(member.unwrap_or_else(|| paths::qualify(unit, text))),
        visibility: visibility(unit, declaration),
        deprecated: docs.deprecated,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        docstring: docs.text,
        ..SymbolDraft::new(SymbolKind::Constant, name, text)
    };
    unit.define(node, draft);
}

/// `case Name = 'value';`
pub fn define_case(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: member(unit, paths::MEMBER, unit.text(name)),
        deprecated: docs.deprecated,
        signature: signature(unit, node),
        docstring: docs.text,
        binds: None,
        ..SymbolDraft::new(SymbolKind::EnumMember, name, unit.text(name))
    };
    unit.define(node, draft);
}

/// One name of `public int $a = 1, $b;`.
pub fn define_property(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(name), Some(declaration)) = (unit.child(node, field::NAME), unit.parent(node)) else { return };
    define_property_of(unit, node, name, declaration);
}

/// A property that `declaration` describes; also a constructor's promoted parameter.
pub fn define_property_of(unit: &mut Unit<'_>, node: NodeId, name: NodeId, declaration: NodeId) {
    let docs = docs::docs(unit, declaration);
    let text = unit.text(name).trim_start_matches('$');
    let Some(owner) = unit.enclosing_type_name() else { return };
    let draft = SymbolDraft {
        qualified: Some([owner, paths::PROPERTY, text].concat()),
        parent: unit.enclosing_type(),
        visibility: visibility(unit, declaration),
        deprecated: docs.deprecated,
        signature: signature(unit, declaration),
        docstring: docs.text,
        binds: None,
        ..SymbolDraft::new(SymbolKind::Property, name, text)
    };
    let symbol = unit.define(node, draft);
    unit.claim_subtree(name);
    let written = unit.child(declaration, field::TYPE).and_then(|written| paths::name_of_type(unit, written));
    if let Some(written) = written {
        let path = paths::name_use(unit, written).path;
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}

/// `extends A, B`
pub fn use_extended(unit: &mut Unit<'_>, node: NodeId) {
    use_names(unit, node, RefKind::Inherits);
}

/// `implements A, B`
pub fn use_implemented(unit: &mut Unit<'_>, node: NodeId) {
    use_names(unit, node, RefKind::Implements);
}

/// `use A, B { … }` in a class: its members are the class's too.
pub fn use_traits(unit: &mut Unit<'_>, node: NodeId) {
    use_names(unit, node, RefKind::Inherits);
    // What the list renames or leaves out are names of members.
    for rule in unit.children(node) {
        if !paths::is_name(unit, rule) {
            unit.claim_subtree(rule);
        }
    }
}

fn use_names(unit: &mut Unit<'_>, node: NodeId, ref_kind: RefKind) {
    for name in unit.children(node) {
        if paths::is_name(unit, name) {
            functions::use_type_name(unit, name, ref_kind);
        }
    }
}
