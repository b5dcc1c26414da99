//! Kotlin functions, extensions and constructors.

use super::modifiers::{self, Modifiers};
use super::{FUNCTIONS, bindings, classes, field, kind, paths, types, values};
use crate::extract::{Assigned, ContextKind, ScopeKind, Segment, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::jvm::docs;
use crate::model::{Arity, NodeId, RefKind, SymbolKind};

/// Functions of files, types and functions; an extension's receiver is no parameter.
pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.child(node, field::NAME).filter(|&name| !unit.text(name).is_empty());
    let Some(name) = name else { return open_anonymous(unit, node) };
    let is_member = unit.context_kind() == ContextKind::Type;
    let said = modifiers::modifiers(unit, node);
    let symbol_kind = if is_member { SymbolKind::Method } else { SymbolKind::Function };
    let arity = parameters(unit, node);
    let draft = SymbolDraft {
        arity: Some(arity),
        test: said.test,
        binds: Some(FUNCTIONS),
        ..draft(unit, node, symbol_kind, (name, paths::name_text(unit, name).into()), &said)
    };
    let symbol = unit.define(node, draft);
    classes::lend_to_outer(unit, node, symbol, FUNCTIONS);
    enter(unit, node);
    set_result(unit, symbol, node);
    if said.overrides && is_member {
        use_overridden(unit, node, name, Some(arity));
    }
}

/// `constructor(…)` and the bracket of `class Name(…)` are called as the class.
fn constructor_draft<'s>(unit: &Unit<'s>, node: NodeId, name_node: NodeId) -> Option<SymbolDraft<'s>> {
    let name = unit.symbol(unit.enclosing_type()?).name.clone();
    let said = modifiers::modifiers(unit, node);
    let visibility = said.visibility.unwrap_or(crate::model::Visibility::Public);
    let draft = draft(unit, node, SymbolKind::Constructor, (name_node, name), &said);
    Some(SymbolDraft {
        arity: Some(parameters(unit, node)),
        visibility,
        binds: None,
        everywhere: false,
        ..draft
    })
}

pub fn define_secondary(unit: &mut Unit<'_>, node: NodeId) {
    let word = unit.child_of(node, kind::CONSTRUCTOR).unwrap_or(node);
    match constructor_draft(unit, node, word) {
        Some(draft) => {
            unit.define(node, draft);
        }
        None => unit.open_anonymous_function(node),
    }
    enter(unit, node);
}

/// The constructor in a class's head. Its parameters are seen by the initialisers of the whole class.
pub fn define_primary(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(draft) = constructor_draft(unit, node, node) {
        unit.define(node, draft);
    }
}

fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    (name_node, name): (NodeId, Segment<'s>),
    said: &Modifiers,
) -> SymbolDraft<'s> {
    let ends = [kind::FUNCTION_BODY, kind::BLOCK];
    let body = ends.into_iter().find_map(|kind| unit.child_of(node, kind));
    let end = body.map_or(unit.end_byte(node), |body| unit.start_byte(body));
    SymbolDraft {
        visibility: modifiers::visibility(unit, said),
        deprecated: said.deprecated,
        signature: modifiers::signature(unit, node, end),
        docstring: docs::docs(unit, node).text,
        ..SymbolDraft::new(symbol_kind, name_node, name)
    }
}

fn enter(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    types::bind_parameters(unit, node);
    bindings::bind_parameters(unit, node);
}

/// Says what a call of a function gives: the type that is written, or that of the expression which is all its body.
fn set_result(unit: &mut Unit<'_>, function: SymbolId, node: NodeId) {
    let behind = unit.children(node).skip_while(|&part| !unit.is(part, kind::FUNCTION_PARAMETERS));
    let written = behind.filter(|&part| types::is_type(unit, part)).last();
    if let Some(written) = written {
        return match types::path_of(unit, written) {
            Some(path) => unit.set_result(function, written, path),
            None => unit.hide_result(function, written),
        };
    }
    let body = unit.child_of(node, kind::FUNCTION_BODY).filter(|&body| unit.has(body, kind::ASSIGN));
    let Some(value) = body.and_then(|body| unit.children(body).last()) else { return };
    match values::held(unit, value) {
        Some(held) => unit.give_result(function, value, Assigned::Value(held)),
        None => unit.hide_result(function, value),
    }
}

/// `fun(x: Int) = …` as a value.
pub fn open_anonymous(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
    enter(unit, node);
}

/// The type that an extension extends: the one before its name.
pub fn receiver_type(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let is_name = |&child: &NodeId| {
        unit.is_in(child, field::NAME)
            || matches!(
                unit.kind(child),
                kind::FUNCTION_PARAMETERS | kind::VARIABLE_DECLARATION | kind::MULTI_VARIABLE
            )
    };
    let before = unit.children(node).take_while(|child| !is_name(child));
    before.filter(|&child| types::is_type(unit, child)).last()
}

/// Parameters of a function or a constructor; those with a default can be left out.
fn parameters(unit: &Unit<'_>, node: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let lists = [kind::FUNCTION_PARAMETERS, kind::CLASS_PARAMETERS];
    let Some(list) = lists.into_iter().find_map(|kind| unit.child_of(node, kind)) else { return arity };
    let mut is_variadic = false;
    for part in unit.children(list) {
        let is_parameter = match unit.kind(part) {
            kind::PARAMETER_MODIFIERS => {
                is_variadic = has_vararg(unit, part);
                false
            }
            kind::CLASS_PARAMETER => {
                is_variadic =
                    unit.child_of(part, kind::MODIFIERS).is_some_and(|modifiers| has_vararg(unit, modifiers));
                true
            }
            kind::PARAMETER => true,
            _ => false,
        };
        if !is_parameter {
            continue;
        }
        let has_default =
            unit.has(part, kind::ASSIGN) || unit.next(part).is_some_and(|next| unit.is(next, kind::ASSIGN));
        match (is_variadic, has_default) {
            (true, _) => arity.variadic = true,
            (_, true) => arity.optional = arity.optional.saturating_add(1),
            _ => arity.required = arity.required.saturating_add(1),
        }
        is_variadic = false;
    }
    arity
}

fn has_vararg(unit: &Unit<'_>, modifiers: NodeId) -> bool {
    unit.children(modifiers).any(|modifier| unit.text(modifier) == "vararg")
}

/// `constructor() : this(…)` and `: super(…)` call another constructor.
pub fn delegate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(word) = unit.all_children(node).next() else { return };
    let own = unit.enclosing_type().map(|own| vec![unit.symbol(own).name.clone()]);
    let path = if unit.is(word, kind::THIS_WORD) { own } else { classes::base_path(unit, node) };
    let written = unit.text(word);
    let usage = match path {
        Some(mut path) => {
            path.extend(path.last().cloned());
            Use::typed(word, path)
        }
        None => Use::computed(word, written, None),
    };
    let arity = super::uses::count_values(unit, node);
    unit.call(Use { written: Some(written.into()), ..usage }, arity);
}

/// `override`: where one base alone is written, the member is one of its. Of several, the file doesn't say which.
pub fn use_overridden(unit: &mut Unit<'_>, node: NodeId, name: NodeId, arity: Option<Arity>) {
    let Some(class) = classes::enclosing_class(unit, node) else { return };
    let mut bases = classes::written_bases(unit, class);
    let text = paths::name_text(unit, name);
    let usage = match bases.len() {
        0 => Use::typed(name, vec!["Any".into(), text.into()]),
        1 => {
            let mut path = bases.swap_remove(0);
            path.push(text.into());
            Use::typed(name, path)
        }
        _ => Use::computed(name, text, Some(text.into())),
    };
    let arity = arity.map(|arity| arity.required + arity.optional + u16::from(arity.variadic));
    unit.reference(Use { arity, ..usage }, RefKind::Overrides);
}
