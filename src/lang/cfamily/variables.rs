//! Variables, fields and what declarations declare beside functions.

use super::declarators::{self, Declared, Head};
use super::{field, functions, kind, methods, names, paths, types};
use crate::extract::{ContextKind, Reach, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit};
use crate::model::{Arity, NodeId, SymbolKind};

/// A declaration: locals in a function, else variables and prototypes.
pub fn declare(unit: &mut Unit<'_>, node: NodeId) {
    let declarators = declarators::declarators(unit, node);
    let in_block = unit.scope_kind() == ScopeKind::Block
        && unit.parent_kind(node) != kind::TEMPLATE_DECLARATION
        && !names::is_unnamed(unit);
    let is_local = unit.is_in_function() || unit.scope_kind() == ScopeKind::Function || in_block;
    let mut first_symbol = None;
    for &declarator in &declarators {
        let Some(declared) = declarators::declared(unit, declarator) else { continue };
        if is_local {
            bind_local(unit, node, declarator, declared);
            continue;
        }
        // One declarator is the whole declaration; of several each has its own part.
        let at = if declarators.len() == 1 { node } else { declarator };
        if declared.function.is_some() {
            if declared.path.is_none() && !is_deduction_guide(unit, node) {
                functions::define_prototype(unit, node, at, declared);
            }
        } else {
            let symbol = define_variable(unit, node, at, declarator, declared);
            first_symbol = first_symbol.or(Some(symbol));
        }
    }
    types::open_unnamed(unit, node, first_symbol);
}

/// `Box(T) -> Box<T>;` says how arguments of a template follow, and declares nothing.
fn is_deduction_guide(unit: &Unit<'_>, declaration: NodeId) -> bool {
    let function = unit.child(declaration, field::DECLARATOR);
    let has_result = function.is_some_and(|function| unit.has(function, kind::TRAILING_RETURN_TYPE));
    has_result && unit.child(declaration, field::TYPE).is_none()
}

/// A local variable; a function that is declared locally is not one.
fn bind_local(unit: &mut Unit<'_>, declaration: NodeId, declarator: NodeId, declared: Declared) {
    if declared.function.is_none() {
        let of = declarators::type_path(unit, declaration).or_else(|| made_type(unit, declarator));
        bind_of_type(unit, of, declared);
    } else {
        unit.claim(declared.name);
    }
}

/// The type of what a variable is initialised with: `auto a = new A()`, `auto a = A{}`.
fn made_type<'s>(unit: &Unit<'s>, declarator: NodeId) -> Option<Vec<Segment<'s>>> {
    let value = unit.child(declarator, field::VALUE)?;
    let makes = matches!(unit.kind(value), kind::NEW | kind::COMPOUND_LITERAL);
    let of = unit.child(value, field::TYPE).filter(|_| makes)?;
    let of = unit.child(of, field::TYPE).unwrap_or(of);
    Some(paths::path_of(unit, of)?.segments)
}

/// Binds a variable or parameter in the current scope, with its type where that is a name.
pub fn bind_variable(unit: &mut Unit<'_>, declaration: NodeId, declared: Declared) {
    let of = declarators::type_path(unit, declaration);
    bind_of_type(unit, of, declared);
}

fn bind_of_type<'s>(unit: &mut Unit<'s>, of: Option<Vec<Segment<'s>>>, declared: Declared) {
    // The parameters of an old function are bound before their declarations.
    if unit.is(declared.name, kind::OPERATOR_NAME) || declared.path.is_some() {
        return;
    }
    let reach = match unit.scope_kind() {
        ScopeKind::Function => Reach::Scope,
        _ => Reach::After(declared.name),
    };
    match of {
        Some(path) if declared.function.is_none() => {
            unit.bind_typed(declared.name, reach, Space::VALUE, path);
        }
        _ => unit.bind_local_in(declared.name, reach, Space::VALUE),
    }
}

fn define_variable(
    unit: &mut Unit<'_>,
    declaration: NodeId,
    node: NodeId,
    declarator: NodeId,
    declared: Declared,
) -> SymbolId {
    let head = Head::read(unit, declaration);
    let has_value = unit.is(declarator, kind::INIT_DECLARATOR);
    let in_linkage = unit.parent_kind(declaration) == kind::LINKAGE_SPECIFICATION;
    let is_declared_only = (head.is_extern || in_linkage) && !has_value;
    let symbol_kind = match (is_declared_only, is_constant(unit, head, declared)) {
        (true, _) => SymbolKind::ExternVariable,
        (false, true) => SymbolKind::Constant,
        (false, false) => SymbolKind::Variable,
    };
    let mut draft = functions::draft_of(unit, declaration, symbol_kind, declared.name);
    draft.first = draft.first.or(Some(declaration)).filter(|_| is_first(unit, declaration, declarator));
    if let Some(path) = declared.path.and_then(|path| paths::path_of(unit, path)) {
        let segments: Vec<&str> = path.segments.iter().map(|segment| segment.as_ref()).collect();
        draft.qualified = Some(names::join(unit.context_name(), &segments));
    }
    if let Some(arity) = lambda_arity(unit, declarator) {
        (draft.kind, draft.arity) = (SymbolKind::Function, Some(arity));
        (draft.context, draft.everywhere) = (Some(ContextKind::Function), false);
    }
    draft.signature = signature(unit, declaration, declarator);
    draft.binds = Some(Space::VALUE).filter(|_| !is_declared_only && declared.path.is_none());
    let symbol = unit.define(node, draft);
    if let Some(path) = declared.path {
        paths::claim_path(unit, path);
    }
    let of = declarators::type_path(unit, declaration).or_else(|| made_type(unit, declarator));
    if let Some(path) = of {
        unit.set_type(symbol, declared.name, path);
    }
    symbol
}

/// The parameters of a lambda that a name is bound to.
fn lambda_arity(unit: &Unit<'_>, declarator: NodeId) -> Option<Arity> {
    let value = unit.child(declarator, field::VALUE)?;
    let function = unit.child(value, field::DECLARATOR).filter(|_| unit.is(value, kind::LAMBDA));
    let none = Arity { required: 0, optional: 0, variadic: false };
    unit.is(value, kind::LAMBDA).then(|| function.map_or(none, |function| declarators::arity(unit, function)))
}

/// The first of several declarators has the declaration's beginning.
fn is_first(unit: &Unit<'_>, declaration: NodeId, declarator: NodeId) -> bool {
    declarators::declarators(unit, declaration).first() == Some(&declarator)
}

/// Whether the named value itself can't change; what a pointer points to is another matter.
fn is_constant(unit: &Unit<'_>, head: Head, declared: Declared) -> bool {
    match declared.pointer {
        Some(pointer) => declarators::has_qualifier(unit, pointer, "const"),
        None => head.is_const,
    }
}

/// The specifiers of a declaration and one of its declarators, without its value.
pub fn signature(unit: &Unit<'_>, declaration: NodeId, declarator: NodeId) -> Option<Box<str>> {
    let all = declarators::declarators(unit, declaration);
    let first = all.first().copied().unwrap_or(declarator);
    let declarator = if declarator == declaration { first } else { declarator };
    let declarator = match unit.kind(declarator) {
        kind::INIT_DECLARATOR => unit.child(declarator, field::DECLARATOR).unwrap_or(declarator),
        _ => declarator,
    };
    let body = unit.child(declaration, field::TYPE);
    let body = body.and_then(|of| unit.child(of, field::BODY));
    // The members of a type that is defined on the way are no part of it.
    let end = body.map_or(unit.start_byte(first), |body| unit.start_byte(body));
    let specifiers = unit.slice(unit.start_byte(declaration), end);
    let gap = if body.is_some() { " " } else { "" };
    let mut text = [specifiers, gap, unit.text(declarator)].concat();
    // The parenthesis behind `f PROTO((int a))` is not in the tree.
    let count = |bracket: char| text.matches(bracket).count();
    let missing = count('(').saturating_sub(count(')')).min(4);
    text.push_str(&"))))"[..missing]);
    crate::extract::signature(&text)
}

/// The members of a struct or union: one field for each declarator.
pub fn define_fields(unit: &mut Unit<'_>, node: NodeId) {
    let declarators = declarators::declarators(unit, node);
    let mut first_symbol = None;
    for &declarator in &declarators {
        let Some(declared) = declarators::declared(unit, declarator) else { continue };
        let at = if declarators.len() == 1 { node } else { declarator };
        if declared.function.is_some() {
            methods::declare(unit, node, at, declared);
            continue;
        }
        let docs = super::docs::docs(unit, node);
        let draft = SymbolDraft {
            visibility: names::visibility(unit),
            first: Some(node).filter(|_| declarators.first() == Some(&declarator)),
            signature: signature(unit, node, declarator),
            docstring: docs.text,
            deprecated: docs.deprecated || Head::read(unit, node).deprecated,
            // A member of C is only reached through a value.
            binds: Some(Space::VALUE).filter(|_| names::is_cpp(unit)),
            ..SymbolDraft::new(SymbolKind::Field, declared.name, unit.text(declared.name))
        };
        let symbol = unit.define(at, draft);
        if let Some(path) = declarators::type_path(unit, node) {
            unit.set_type(symbol, declared.name, path);
        }
        first_symbol = first_symbol.or(Some(symbol));
    }
    types::open_unnamed(unit, node, first_symbol);
}
