//! Scala functions, constructors and extensions.

use super::{REFINED, bindings, classes, field, kind, modifiers, paths, types, values};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, Space, SymbolDraft, Unit};
use crate::lang::jvm;
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// Functions of types and functions, and those of files in Scala 3; `def this` is a constructor.
pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    if unit.mode() == REFINED && unit.is(node, kind::FUNCTION_DECLARATION) {
        unit.claim(name);
        return enter(unit, node);
    }
    let is_member = unit.context_kind() == ContextKind::Type;
    let said = modifiers::modifiers(unit, node);
    let owner = classes::own_path(unit).filter(|_| is_member && unit.text(name) == "this");
    let (symbol_kind, text): (_, Segment<'_>) = match owner {
        Some(mut owner) => (SymbolKind::Constructor, owner.swap_remove(0)),
        None if is_member => (SymbolKind::Method, paths::name_text(unit, name).into()),
        None => (SymbolKind::Function, paths::name_text(unit, name).into()),
    };
    let arity = arity(unit, node);
    let end = modifiers::head_end(unit, node);
    let draft = SymbolDraft {
        arity: Some(arity),
        test: said.test,
        binds: (symbol_kind != SymbolKind::Constructor).then_some(Space::VALUE),
        // A constructor's name is that of what it stands in.
        everywhere: unit.text(name) != "this",
        ..modifiers::draft(unit, node, symbol_kind, (name, text), (&said, end))
    };
    unit.define(node, draft);
    enter(unit, node);
    if said.overrides && is_member {
        let taken = arity.required.saturating_add(arity.optional).saturating_add(u16::from(arity.variadic));
        classes::use_overridden(unit, node, name, Some(taken));
    }
}

fn enter(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    types::bind_parameters(unit, node);
    bind_lists(unit, node);
}

/// Binds the parameters in all lists of a definition.
pub fn bind_lists(unit: &mut Unit<'_>, node: NodeId) {
    let is_list =
        |&child: &NodeId| matches!(unit.kind(child), kind::PARAMETER_LIST | kind::GIVEN_CONDITIONAL);
    let lists: Vec<NodeId> = unit.children(node).filter(is_list).collect();
    for list in lists {
        let parameters: Vec<NodeId> = unit.children(list).collect();
        for parameter in parameters {
            bind_parameter(unit, parameter);
        }
    }
}

fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    if let Some(name) = unit.child(parameter, field::NAME) {
        let typed = unit.child(parameter, field::TYPE).and_then(|written| types::path_of(unit, written));
        bindings::bind(unit, name, Reach::Scope, typed);
    }
}

/// `extension (value: Type) …`: what extends is a function of the place where it is written.
pub fn open_extension(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    types::bind_parameters(unit, node);
    bind_lists(unit, node);
}

/// The parameters of the first list that the compiler doesn't fill; those with a default can be left out.
fn arity(unit: &Unit<'_>, node: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let is_written = |&list: &NodeId| {
        matches!(unit.kind(list), kind::PARAMETER_LIST | kind::CLASS_PARAMETER_LIST)
            && !unit.has(list, kind::IMPLICIT)
            && !unit.has(list, kind::USING)
    };
    let first = unit.children(node).find(is_written);
    for parameter in first.into_iter().flat_map(|list| unit.children(list)) {
        let is_variadic =
            unit.child(parameter, field::TYPE).is_some_and(|written| unit.is(written, kind::REPEATED_TYPE));
        let has_default = unit.has(parameter, kind::ASSIGN);
        match (is_variadic, has_default) {
            (true, _) => arity.variadic = true,
            (_, true) => arity.optional = arity.optional.saturating_add(1),
            _ => arity.required = arity.required.saturating_add(1),
        }
    }
    arity
}

/// The lists in a class's head are its constructor. Its parameters are seen in the whole class, and some are fields.
pub fn define_primary(unit: &mut Unit<'_>, list: NodeId) {
    let (Some(class), Some(owner)) = (unit.parent(list), unit.enclosing_type()) else { return };
    let is_first = !unit.previous(list).is_some_and(|previous| unit.is(previous, kind::CLASS_PARAMETER_LIST));
    if is_first {
        let lists = unit.children(class).filter(|&child| unit.is(child, kind::CLASS_PARAMETER_LIST));
        let last = lists.last().unwrap_or(list);
        let said = unit.child_of(class, kind::ACCESS_MODIFIER);
        let said = said.map(|modifier| modifiers::access(unit, modifier));
        let name = unit.symbol(owner).name.clone();
        let mut text = String::new();
        jvm::text_between(unit, class, unit.start_byte(list), unit.end_byte(last), &mut text);
        let draft = SymbolDraft {
            last: Some(last),
            arity: Some(arity(unit, class)),
            visibility: said.unwrap_or(Visibility::Public),
            signature: crate::extract::signature(&text),
            binds: None,
            everywhere: false,
            ..SymbolDraft::new(SymbolKind::Constructor, list, name)
        };
        unit.define(list, draft);
    }
    let is_case = is_first && (unit.has(class, kind::CASE) || unit.is(class, kind::FULL_ENUM_CASE));
    let parameters: Vec<NodeId> =
        unit.children(list).filter(|&child| unit.is(child, kind::CLASS_PARAMETER)).collect();
    for parameter in parameters {
        if is_case || unit.has(parameter, kind::VAL) || unit.has(parameter, kind::VAR) {
            values::define_parameter(unit, parameter, owner);
        } else {
            bind_parameter(unit, parameter);
        }
    }
}
