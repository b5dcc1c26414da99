//! Rust items: what is defined, and what an item's inside belongs to.

use super::attributes::{Annotations, annotations, inner_docs};
use super::{field, kind, paths, patterns, uses, values};
use crate::extract::{ContextKind, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::Kind;
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// A draft with what all items share: name, visibility, docs, attributes, and a signature up to the body.
fn item<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    kind: SymbolKind,
    space: Space,
) -> Option<(SymbolDraft<'s>, Annotations)> {
    let name = unit.child(node, field::NAME)?;
    let notes = annotations(unit, node);
    let body = unit.child(node, field::BODY).filter(|&body| is_block(unit, body));
    let draft = SymbolDraft {
        first: notes.first,
        visibility: visibility(unit, node),
        deprecated: notes.deprecated,
        test: notes.test,
        signature: signature(unit, node, body.or_else(|| value_of(unit, node))),
        docstring: notes.docstring.clone(),
        everywhere: true,
        overrides: is_in_trait_impl(unit, node),
        binds: Some(space).filter(|_| unit.context_kind() != ContextKind::Type),
        ..SymbolDraft::new(kind, name, unit.text(name))
    };
    Some((draft, notes))
}

/// A tuple struct's fields are part of its signature; a braced body is not.
fn is_block(unit: &Unit<'_>, body: NodeId) -> bool {
    unit.text(body).starts_with('{')
}

fn value_of(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let has_value = matches!(unit.kind(node), kind::CONST_ITEM | kind::STATIC_ITEM | kind::ENUM_VARIANT);
    unit.child(node, field::VALUE).filter(|_| has_value)
}

fn signature(unit: &Unit<'_>, node: NodeId, until: Option<NodeId>) -> Option<Box<str>> {
    let end = until.map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let text = unit.slice(unit.start_byte(node), end).trim_end();
    let text = text.strip_suffix([';', '=', ',']).unwrap_or(text);
    crate::extract::signature(text)
}

/// `pub` is public, `pub(crate)` and its like internal; members of a trait, of an enum and of a trait's
/// implementation are as public as what holds them.
fn visibility(unit: &Unit<'_>, node: NodeId) -> Visibility {
    if let Some(modifier) = unit.child_of(node, kind::VISIBILITY) {
        return if unit.text(modifier) == "pub" { Visibility::Public } else { Visibility::Internal };
    }
    if unit.context_kind() != ContextKind::Type {
        return Visibility::Private;
    }
    match unit.enclosing_symbol().map(|symbol| unit.symbol(symbol)) {
        Some(owner) if matches!(owner.kind, SymbolKind::Trait | SymbolKind::Enum) => owner.visibility,
        _ if is_in_trait_impl(unit, node) => Visibility::Public,
        _ => Visibility::Private,
    }
}

fn is_in_trait_impl(unit: &Unit<'_>, node: NodeId) -> bool {
    let owner = unit.parent(node).and_then(|list| unit.parent(list));
    owner.is_some_and(|owner| unit.is(owner, kind::IMPL_ITEM) && unit.child(owner, field::TRAIT).is_some())
}

pub fn define_module(unit: &mut Unit<'_>, node: NodeId) {
    let Some((mut draft, _)) = item(unit, node, SymbolKind::Module, Space::TYPE) else { return };
    if let Some(body) = unit.child(node, field::BODY) {
        draft.docstring = draft.docstring.or_else(|| inner_docs(unit, body));
    }
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Module);
}

pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let is_member = unit.context_kind() == ContextKind::Type;
    let symbol_kind = if is_member { SymbolKind::Method } else { SymbolKind::Function };
    let mut symbol = None;
    if let Some((mut draft, _)) = item(unit, node, symbol_kind, Space::VALUE) {
        let parameters = unit.child(node, field::PARAMETERS);
        let declared = parameters.map_or(0, |parameters| count_parameters(unit, parameters));
        let receiver = parameters.is_some_and(|parameters| unit.has(parameters, kind::SELF_PARAMETER));
        let variadic = parameters.is_some_and(|parameters| unit.has(parameters, kind::VARIADIC_PARAMETER));
        draft.arity = Some(Arity { required: declared - u16::from(receiver), optional: 0, variadic });
        draft.declared = Some(declared);
        symbol = Some(unit.define(node, draft));
    }
    unit.open_scope(node, ScopeKind::Function);
    patterns::bind_parameters(unit, node);
    if let Some(symbol) = symbol {
        values::set_result(unit, symbol, node);
    }
}

/// Parameters as written, `self` included.
fn count_parameters(unit: &Unit<'_>, parameters: NodeId) -> u16 {
    let counted =
        |&child: &NodeId| !matches!(unit.kind(child), kind::ATTRIBUTE_ITEM | kind::VARIADIC_PARAMETER);
    unit.children(parameters).filter(counted).count().min(usize::from(u16::MAX)) as u16
}

pub fn define_struct(unit: &mut Unit<'_>, node: NodeId) {
    let symbol_kind = if unit.is(node, kind::UNION_ITEM) { SymbolKind::Union } else { SymbolKind::Struct };
    if let Some((draft, _)) = item(unit, node, symbol_kind, Space::TYPE.and(Space::VALUE)) {
        unit.define(node, draft);
    }
    unit.open_scope(node, ScopeKind::Block);
}

pub fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    if let Some((draft, _)) = item(unit, node, SymbolKind::Enum, Space::TYPE) {
        unit.define(node, draft);
    }
    unit.open_scope(node, ScopeKind::Block);
}

/// A variant, and the fields of a braced one, which belong to it.
pub fn define_variant(unit: &mut Unit<'_>, node: NodeId) {
    let Some((draft, _)) = item(unit, node, SymbolKind::EnumMember, Space::VALUE) else { return };
    let visibility = draft.visibility;
    let variant = unit.define(node, draft);
    let Some(body) = unit.child(node, field::BODY).filter(|&body| unit.is(body, kind::FIELD_LIST)) else {
        return;
    };
    for declaration in unit.children(body) {
        if unit.is(declaration, kind::FIELD_DECLARATION) {
            unit.claim(declaration);
            define_field_of(unit, declaration, Some((variant, visibility)));
        }
    }
}

pub fn define_field(unit: &mut Unit<'_>, node: NodeId) {
    define_field_of(unit, node, None);
}

fn define_field_of(unit: &mut Unit<'_>, node: NodeId, owner: Option<(SymbolId, Visibility)>) {
    let Some((mut draft, _)) = item(unit, node, SymbolKind::Field, Space::VALUE) else { return };
    if let Some((owner, visibility)) = owner {
        draft.parent = Some(owner);
        draft.visibility = visibility;
    }
    let symbol = unit.define(node, draft);
    values::set_type(unit, symbol, node, unit.child(node, field::TYPE));
}

pub fn define_constant(unit: &mut Unit<'_>, node: NodeId) {
    let symbol_kind =
        if unit.is(node, kind::STATIC_ITEM) { SymbolKind::Variable } else { SymbolKind::Constant };
    // `const _: () = …` is an assertion without a name.
    let unnamed = unit.child(node, field::NAME).is_none_or(|name| unit.text(name) == "_");
    if !unnamed && let Some((draft, _)) = item(unit, node, symbol_kind, Space::VALUE) {
        let symbol = unit.define(node, draft);
        values::set_type(unit, symbol, node, unit.child(node, field::TYPE));
    }
}

pub fn define_type_alias(unit: &mut Unit<'_>, node: NodeId) {
    if let Some((draft, _)) = item(unit, node, SymbolKind::TypeAlias, Space::TYPE) {
        let symbol = unit.define(node, draft);
        let mut written = unit.child(node, field::TYPE);
        // A name of a reference is only that of a value's type, whose members are those of what it refers to.
        while let Some(reference) = written.filter(|&written| unit.is(written, kind::REFERENCE_TYPE)) {
            written = unit.child(reference, field::TYPE);
        }
        let aliased = written.and_then(|aliased| use_of_type(unit, aliased));
        if let Some(usage) = aliased {
            unit.alias_of(symbol, usage);
        }
    }
    unit.open_scope(node, ScopeKind::Block);
}

/// A macro is public where it is exported. Its rules are tokens, not code yet.
pub fn define_macro(unit: &mut Unit<'_>, node: NodeId) {
    let Some((mut draft, notes)) = item(unit, node, SymbolKind::Macro, Space::MACRO) else { return };
    draft.visibility = if notes.macro_export { Visibility::Public } else { Visibility::Private };
    draft.signature = crate::extract::signature(&["macro_rules! ", &draft.name].concat());
    let exported = format!("{}::{}", paths::crate_name(unit), draft.name);
    let symbol = unit.define(node, draft);
    // An exported macro is a name of the crate's root wherever it stands.
    if notes.macro_export && unit.qualified_name(symbol) != exported {
        unit.export_as(symbol, exported);
    }
    unit.claim_subtree(node);
}

/// A trait; its bounds are the traits that it inherits.
pub fn define_trait(unit: &mut Unit<'_>, node: NodeId) {
    if let Some((draft, _)) = item(unit, node, SymbolKind::Trait, Space::TYPE) {
        unit.define(node, draft);
    }
    unit.open_scope(node, ScopeKind::Block);
    if let Some(bounds) = unit.child(node, field::BOUNDS) {
        let bounds: Vec<NodeId> = unit.children(bounds).collect();
        for bound in bounds {
            uses::reference_path(unit, bound, RefKind::Inherits);
        }
    }
}

/// An `impl` block is no symbol: what it defines belongs to its type.
pub fn open_impl(unit: &mut Unit<'_>, node: NodeId) {
    let owner = unit.child(node, field::TYPE).and_then(|owner| type_name(unit, owner));
    if let Some(owner) = owner {
        unit.open_type(node, &owner);
    }
    unit.open_scope(node, ScopeKind::Block);
    if let Some(implemented) = unit.child(node, field::TRAIT) {
        uses::reference_path(unit, implemented, RefKind::Implements);
    }
}

/// The qualified name of the type that an `impl` block is for: what its name was bound to so far, where that leads
/// into this crate, else as if it stood in this module.
fn type_name(unit: &Unit<'_>, node: NodeId) -> Option<String> {
    const INNER: &[Kind] = &[kind::REFERENCE_TYPE, kind::POINTER_TYPE];
    let mut node = node;
    while INNER.contains(&unit.kind(node)) {
        node = unit.child(node, field::TYPE)?;
    }
    let module = unit.enclosing_module_name();
    let Some((path, _)) = paths::path_of(unit, node) else {
        let text: String = unit.text(node).split_whitespace().collect();
        return Some(format!("{module}::{text}"));
    };
    if let Some(absolute) = paths::absolute(unit, &path) {
        return Some(absolute.join("::"));
    }
    let root = module.split("::").next().unwrap_or_default();
    let known = unit.qualified_name_of(&path[0]).filter(|name| name.split("::").next() == Some(root));
    let start = known.map_or_else(|| format!("{module}::{}", path[0]), |name| name.into_owned());
    let rest: Vec<&Segment<'_>> = path[1..].iter().collect();
    Some(rest.iter().fold(start, |name, segment| format!("{name}::{segment}")))
}

/// A use of a path that names a type, or of the enclosing one.
pub fn use_of_type<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    let (path, at) = paths::path_of(unit, node)?;
    Some(paths::use_of(unit, at, path))
}
