//! Scala types: classes, traits, objects, enums and their cases, classes without a name, aliases.

use super::modifiers;
use super::{REFINED, docs, field, kind, paths, types};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, Space, SymbolDraft, Unit, Use};
use crate::lang::jvm;
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Levels climbed from a use of `super` to its class.
const CLASS_LEVELS_MAX: usize = 256;

/// The name space of what is a type and a value at once.
const BOTH: Space = Space::VALUE.and(Space::TYPE);

/// Classes, traits, objects, package objects, enums.
pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let (symbol_kind, binds) = match unit.kind(node) {
        kind::TRAIT_DEFINITION => (SymbolKind::Trait, Space::TYPE),
        kind::ENUM_DEFINITION => (SymbolKind::Enum, BOTH),
        kind::CLASS_DEFINITION if unit.has(node, kind::CASE) => (SymbolKind::Class, BOTH),
        kind::CLASS_DEFINITION => (SymbolKind::Class, Space::TYPE),
        _ => (SymbolKind::Class, Space::VALUE),
    };
    let said = modifiers::modifiers(unit, node);
    let named = (name, paths::name_text(unit, name).into());
    let draft = modifiers::draft(unit, node, symbol_kind, named, (&said, modifiers::head_end(unit, node)));
    unit.define(node, SymbolDraft { binds: Some(binds), ..draft });
    enter(unit, node, RefKind::Inherits);
}

/// Opens the scope of a type, and records its bases: what the first of them is, and what is mixed in.
pub fn enter(unit: &mut Unit<'_>, node: NodeId, first: RefKind) {
    unit.open_scope(node, ScopeKind::Class);
    types::bind_parameters(unit, node);
    let is_trait = unit.is(node, kind::TRAIT_DEFINITION);
    for (at, base) in bases(unit, node, usize::MAX).into_iter().enumerate() {
        types::use_type(unit, base, if at == 0 || is_trait { first } else { RefKind::Implements });
    }
}

/// The cases of an enum; one with parameters is a class, too.
pub fn define_case(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let owner = own_path(unit);
    let clause = unit.parent(node).filter(|&clause| unit.is(clause, kind::ENUM_CASES)).unwrap_or(node);
    let said = modifiers::modifiers(unit, clause);
    let said_of_clause = docs::docs(unit, clause);
    let is_first = unit.previous(node).is_none_or(|previous| !unit.is(previous, kind::COMMA));
    let has_parameters = unit.is(node, kind::FULL_ENUM_CASE);
    let end = docs::last_token(unit, node).map_or(unit.end_byte(node), |last| unit.end_byte(last));
    let named = (name, paths::name_text(unit, name).into());
    let draft = modifiers::draft(unit, node, SymbolKind::EnumMember, named, (&said, end));
    let draft = SymbolDraft {
        first: is_first.then_some(clause),
        visibility: said.visibility.unwrap_or(Visibility::Public),
        deprecated: said.deprecated || said_of_clause.deprecated,
        docstring: said_of_clause.text,
        binds: Some(if has_parameters { BOTH } else { Space::VALUE }),
        context: Some(ContextKind::Type),
        everywhere: false,
        ..draft
    };
    let symbol = unit.define(node, draft);
    if let Some(owner) = owner {
        unit.set_type(symbol, name, owner.clone());
        unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, owner) });
    }
    enter(unit, node, RefKind::Inherits);
}

/// `new Name(…)` instantiates, and is not repeated as a call. With members it is a class without a name.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    if unit.has(node, kind::TEMPLATE_BODY) || unit.has(node, kind::EARLY_DEFINITIONS) {
        let outer = match unit.enclosing_type_name() {
            Some(outer) => outer.to_owned(),
            None => unit.context_name().to_owned(),
        };
        let qualified = jvm::anonymous_name(unit, &outer);
        unit.announce(&qualified);
        unit.open_anonymous_function(node);
        unit.open_type(node, &qualified);
    }
    enter(unit, node, RefKind::Instantiates);
}

/// `type Name[T] = Type`, and types that a base leaves open.
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    if unit.mode() == REFINED {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    } else {
        let said = modifiers::modifiers(unit, node);
        let named = (name, paths::name_text(unit, name).into());
        let draft =
            modifiers::draft(unit, node, SymbolKind::TypeAlias, named, (&said, modifiers::end(unit, node)));
        let symbol = unit.define(node, SymbolDraft { binds: Some(Space::TYPE), ..draft });
        let path = unit.child(node, field::TYPE).and_then(|written| types::path_of(unit, written));
        if let Some(path) = path {
            unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, path) });
        }
    }
    unit.open_scope(node, ScopeKind::Block);
    types::bind_parameters(unit, node);
}

/// `name: Type =>`: the name is the instance, which has what the type has.
pub fn use_self_type(unit: &mut Unit<'_>, node: NodeId) {
    let parts: Vec<NodeId> = unit.children(node).collect();
    let Some(&name) = parts.first() else { return };
    if paths::is_name(unit, name) {
        match own_path(unit).filter(|_| !paths::is_word(unit, name)) {
            Some(path) => unit.bind_typed(name, Reach::Scope, Space::VALUE, path),
            None => unit.claim(name),
        }
    }
    let Some(symbol) = unit.enclosing_type() else { return };
    let written = parts.get(1).map(|&written| mixed(unit, written, usize::MAX)).unwrap_or_default();
    for written in written {
        if let Some(path) = types::path_of(unit, written) {
            unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, path) });
        }
    }
}

/// The types of `A with B with C`; no more than are asked for.
fn mixed(unit: &Unit<'_>, written: NodeId, count_max: usize) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut due = vec![written];
    while let Some(node) = due.pop().filter(|_| found.len() < count_max) {
        match unit.kind(node) {
            kind::COMPOUND_TYPE => {
                let parts: Vec<NodeId> = unit.children(node).take(count_max).collect();
                due.extend(parts.into_iter().rev());
            }
            // What stands before or behind the types in braces.
            kind::STRUCTURAL_TYPE | kind::REFINEMENT => {}
            _ => found.push(node),
        }
    }
    found
}

/// The types that a class, a class without a name or a given is made of, as written; no more than are asked for.
fn bases(unit: &Unit<'_>, node: NodeId, count_max: usize) -> Vec<NodeId> {
    let written: Vec<NodeId> = match unit.kind(node) {
        kind::INSTANCE => unit.children(node).filter(|&child| is_base(unit, child)).collect(),
        kind::GIVEN_DEFINITION => unit.children_in(node, field::RETURN_TYPE).collect(),
        _ => {
            let clause = unit.child(node, field::EXTEND);
            let types = clause.into_iter().flat_map(|clause| unit.children_in(clause, field::TYPE));
            // A comma may be among them, and early definitions.
            types.take(count_max.saturating_mul(2).saturating_add(1)).collect()
        }
    };
    let written = written.into_iter().filter(|&written| unit.tree().node(written).is_named());
    written.flat_map(|written| mixed(unit, written, count_max)).take(count_max).collect()
}

fn is_base(unit: &Unit<'_>, child: NodeId) -> bool {
    matches!(
        unit.kind(child),
        kind::TYPE_IDENTIFIER
            | kind::STABLE_TYPE
            | kind::GENERIC_TYPE
            | kind::APPLIED_TYPE
            | kind::ANNOTATED_TYPE
            | kind::COMPOUND_TYPE
            | kind::PROJECTED_TYPE
    )
}

/// The node whose members a node stands among.
fn enclosing_class(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let mut next = unit.parent(node);
    for _ in 0..CLASS_LEVELS_MAX {
        let inner = next?;
        next = unit.parent(inner);
        match unit.kind(inner) {
            kind::TEMPLATE_BODY
            | kind::WITH_TEMPLATE_BODY
            | kind::ENUM_BODY
            | kind::CLASS_PARAMETER_LIST
            | kind::EXTENDS_CLAUSE => return next,
            _ => {}
        }
    }
    None
}

/// The name of the type around a place, where it has one.
pub fn own_path<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    Some(vec![unit.symbol(unit.enclosing_type()?).name.clone()])
}

/// The path of what `super` means at a node, where a single base is written or none.
pub fn base_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let class = enclosing_class(unit, node)?;
    match bases(unit, class, 2).as_slice() {
        [] => Some(vec!["AnyRef".into()]),
        &[base] => types::path_of(unit, base),
        _ => None,
    }
}

/// `override`: where one base alone is written, the member is one of its; of several, the link asks each.
pub fn use_overridden(unit: &mut Unit<'_>, node: NodeId, name: NodeId, arity: Option<u16>) {
    let text = paths::name_text(unit, name);
    let usage = match base_path(unit, node) {
        Some(mut path) => {
            path.push(text.into());
            Use::typed(name, path)
        }
        None => Use::of_bases(name, text, text),
    };
    unit.reference(Use { arity, ..usage }, RefKind::Overrides);
}
