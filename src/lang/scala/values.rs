//! Scala values: of types, of files, of constructors.

use super::{REFINED, bindings, classes, field, kind, modifiers, paths, types};
use crate::extract::{ContextKind, Reach, Segment, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{NodeId, SymbolKind, Visibility};

/// `val x: Int = 1`, `lazy val x = …`, `var (a, b) = …`, `val a, b: Int`; in a function they are local. What a value's
/// right side does is the value's own.
pub fn define_values(unit: &mut Unit<'_>, node: NodeId) {
    let names = names(unit, node);
    let is_local = unit.context_kind() == ContextKind::Function || unit.mode() == REFINED;
    if is_local {
        let typed = declared(unit, node);
        for (name, own_type) in names {
            bindings::bind(unit, name, Reach::Scope, own_type.or_else(|| typed.clone()));
        }
        return;
    }
    let said = modifiers::modifiers(unit, node);
    let symbol_kind =
        if is_constant(unit, node, &said) { SymbolKind::Constant } else { SymbolKind::Property };
    let count = names.len();
    let is_member = unit.context_kind() == ContextKind::Type;
    let is_whole = count == 1;
    // What is said of all names is read once.
    let end = modifiers::head_end(unit, node);
    let all = modifiers::draft(unit, node, symbol_kind, (node, "".into()), (&said, end));
    for (at, (name, own_type)) in names.into_iter().enumerate() {
        let draft = SymbolDraft {
            name: paths::name_text(unit, name).into(),
            name_node: name,
            first: (!is_whole && at == 0).then_some(node),
            last: if is_whole || at + 1 == count { all.last.or(Some(node)) } else { Some(name) },
            binds: Some(Space::VALUE),
            context: is_whole.then_some(ContextKind::Function),
            everywhere: false,
            signature: all.signature.clone(),
            docstring: all.docstring.clone(),
            visibility: all.visibility,
            deprecated: all.deprecated,
            ..SymbolDraft::new(symbol_kind, name, "")
        };
        let typed = if is_whole { declared(unit, node) } else { own_type };
        let symbol = unit.define(if is_whole { node } else { name }, draft);
        set_type(unit, symbol, name, typed);
        if said.overrides && is_member {
            classes::use_overridden(unit, node, name, None);
        }
    }
    if count != 1 {
        unit.open_anonymous_function(node);
    }
}

/// `final val X = 1` without a type, and `inline val`, are constants.
fn is_constant(unit: &Unit<'_>, node: NodeId, said: &modifiers::Modifiers) -> bool {
    let is_literal = unit.child(node, field::VALUE).is_some_and(|value| {
        matches!(
            unit.kind(value),
            kind::BOOLEAN | kind::CHARACTER | kind::FLOATING_POINT | kind::INTEGER | kind::STRING
        )
    });
    let is_typed = unit.child(node, field::TYPE).is_some();
    unit.is(node, kind::VAL_DEFINITION) && (said.is_inline || (said.is_final && is_literal && !is_typed))
}

/// The names that a definition or declaration gives, each with the type that a pattern writes for it.
fn names<'s>(unit: &Unit<'s>, node: NodeId) -> Vec<bindings::Bound<'s>> {
    let Some(pattern) = unit.child(node, field::PATTERN) else {
        let names = unit.children_in(node, field::NAME).filter(|&name| paths::is_name(unit, name));
        return names.map(|name| (name, None)).collect();
    };
    match unit.kind(pattern) {
        kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => vec![(pattern, None)],
        kind::IDENTIFIERS => unit.children(pattern).map(|name| (name, None)).collect(),
        _ => bindings::bound_names(unit, pattern),
    }
}

/// The type that a single value writes, or that its right side has.
fn declared<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    match unit.child(node, field::TYPE) {
        Some(written) => types::path_of(unit, written),
        None => types::type_of_value(unit, unit.child(node, field::VALUE)?),
    }
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set_type<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use { space: Some(Space::TYPE), ..Use::path(name, path) });
    }
}

/// A parameter of a class that is a field of it.
pub fn define_parameter(unit: &mut Unit<'_>, node: NodeId, class: SymbolId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let written = unit.child(node, field::TYPE);
    let said = modifiers::modifiers(unit, node);
    let end = written.map_or(unit.end_byte(node), |written| unit.end_byte(written));
    let named = (name, paths::name_text(unit, name).into());
    let draft = SymbolDraft {
        parent: Some(class),
        visibility: said.visibility.unwrap_or(Visibility::Public),
        binds: Some(Space::VALUE),
        ..modifiers::draft(unit, node, SymbolKind::Property, named, (&said, end))
    };
    let symbol = unit.define(node, draft);
    let typed = written.and_then(|written| types::path_of(unit, written));
    set_type(unit, symbol, name, typed);
    if said.overrides {
        classes::use_overridden(unit, node, name, None);
    }
}
