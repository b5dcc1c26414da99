//! Functions with a type, parameters and a body: of which kind they are, and what they belong to.

use super::declarators::{self, Declared};
use super::{field, functions, kind, names, paths};
use crate::extract::{ContextKind, Segment, Space, Unit};
use crate::model::{NodeId, SymbolKind};

/// Defines a function, method, constructor or operator. Its scope is still to be opened.
pub fn define(unit: &mut Unit<'_>, node: NodeId, declared: Declared) {
    let Some(function) = declared.function else { return };
    let is_friend = unit.parent_kind(node) == kind::FRIEND_DECLARATION;
    let outer = outer_path(unit, declared).filter(|_| !is_friend);
    if let Some(owner) = &outer {
        unit.open_type(node, owner);
    }
    let symbol_kind = kind_of(unit, declared, outer.as_deref(), is_friend);
    let mut draft = functions::draft_of(unit, node, symbol_kind, declared.name);
    draft.arity = Some(declarators::arity(unit, function));
    draft.signature = signature(unit, node);
    if is_friend {
        draft.qualified = Some(names::join(unit.enclosing_module_name(), &[&draft.name]));
    }
    if outer.is_some() {
        draft.binds = None;
        // Which file sees it, its declaration says.
        draft.file_local = names::is_unnamed(unit);
    } else if symbol_kind == SymbolKind::Constructor || is_special(unit, declared.name) {
        // Its name is its class's, or is used as no name is.
        draft.binds = None;
    } else {
        draft.binds = Some(Space::VALUE);
    }
    unit.define(node, draft);
    claim_name(unit, declared.name);
    if let Some(path) = declared.path {
        paths::claim_path(unit, path);
    }
}

/// A member function that a class declares: a prototype, or a whole method where it says that there is no body.
pub fn declare(unit: &mut Unit<'_>, declaration: NodeId, node: NodeId, declared: Declared) {
    let is_pure = unit.child(declaration, field::DEFAULT_VALUE).is_some();
    if !is_pure {
        return functions::define_prototype(unit, declaration, node, declared);
    }
    define(unit, declaration, declared);
}

/// The text up to the body, or to what stands for it.
fn signature(unit: &Unit<'_>, node: NodeId) -> Option<Box<str>> {
    let ends = |child: &NodeId| {
        matches!(
            unit.kind(*child),
            kind::COMPOUND_STATEMENT | kind::FIELD_INITIALIZER_LIST | kind::TRY_STATEMENT
        )
    };
    match unit.children(node).find(ends) {
        Some(body) => unit.signature(unit.start_byte(node), unit.start_byte(body)),
        None => crate::extract::signature(unit.text(node).trim_end_matches(';')),
    }
}

/// The name in `~A` and in `operator""_a` is no use by itself; the type in a conversion is one.
pub fn claim_name(unit: &mut Unit<'_>, name: NodeId) {
    if matches!(unit.kind(name), kind::DESTRUCTOR_NAME | kind::OPERATOR_NAME) {
        unit.claim_subtree(name);
    }
}

fn is_special(unit: &Unit<'_>, name: NodeId) -> bool {
    matches!(unit.kind(name), kind::DESTRUCTOR_NAME | kind::OPERATOR_CAST | kind::OPERATOR_NAME)
}

/// The qualified name of what a member that is defined outside belongs to: `n::A` of `void A::f()` in the namespace `n`.
fn outer_path(unit: &Unit<'_>, declared: Declared) -> Option<String> {
    let mut path = paths::path_of(unit, declared.path?)?;
    path.segments.pop();
    let (first, rest) = path.segments.split_first()?;
    let start = match unit.qualified_name_of(first).filter(|_| !path.absolute) {
        Some(known) => known.into_owned(),
        None if path.absolute => first.to_string(),
        None => names::join(unit.context_name(), &[first]),
    };
    let rest: Vec<&str> = rest.iter().map(Segment::as_ref).collect();
    Some(if rest.is_empty() { start } else { names::join(&start, &rest) })
}

fn kind_of(unit: &Unit<'_>, declared: Declared, outer: Option<&str>, is_friend: bool) -> SymbolKind {
    let name = paths::declared_name(unit, declared.name);
    let owner = match outer {
        Some(outer) => outer.rsplit("::").next(),
        None => unit.enclosing_type_name().and_then(|owner| owner.rsplit("::").next()),
    };
    let in_type = outer.is_some() || unit.context_kind() == ContextKind::Type;
    let in_namespace = outer.is_some_and(|outer| is_namespace(unit, outer));
    if !in_type || is_friend || in_namespace {
        SymbolKind::Function
    } else if owner == Some(name.as_ref()) {
        SymbolKind::Constructor
    } else {
        SymbolKind::Method
    }
}

/// Whether the file opens a namespace of this name, as it is named from here.
fn is_namespace(unit: &Unit<'_>, qualified: &str) -> bool {
    let name = qualified.rsplit("::").next().unwrap_or(qualified);
    let symbol = unit.symbol_named(name);
    symbol.is_some_and(|symbol| {
        unit.symbol(symbol).kind == SymbolKind::Namespace && unit.qualified_name(symbol) == qualified
    })
}

/// The arguments of a macro that heads a function (`TEST(Suite, Name) { … }`), which reads as a function without a type.
pub fn headed_arguments(unit: &Unit<'_>, node: NodeId, declared: Declared) -> Option<Vec<NodeId>> {
    let function = declared.function?;
    let is_macro = unit.child(node, field::TYPE).is_none()
        && unit.is(declared.name, kind::IDENTIFIER)
        && declared.path.is_none()
        && unit.context_kind() != ContextKind::Type
        && names::is_constant_case(unit.text(declared.name));
    if !is_macro || unit.has(node, kind::FIELD_INITIALIZER_LIST) {
        return None;
    }
    let parameters = unit.child(function, field::PARAMETERS)?;
    let argument = |parameter: NodeId| {
        let bare = unit.child(parameter, field::DECLARATOR).is_none();
        unit.child(parameter, field::TYPE).filter(|_| bare).unwrap_or(parameter)
    };
    Some(unit.children(parameters).map(argument).collect())
}
