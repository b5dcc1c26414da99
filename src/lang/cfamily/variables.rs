//! Variables, fields and what declarations declare beside functions.

use super::declarators::{self, Declared, Head};
use super::{functions, kind, types};
use crate::extract::{Reach, ScopeKind, Space, SymbolDraft, SymbolId, Unit};
use crate::model::{NodeId, SymbolKind};

/// A declaration: locals in a function, else variables and prototypes.
pub fn declare(unit: &mut Unit<'_>, node: NodeId) {
    let declarators = declarators::declarators(unit, node);
    let is_local = unit.is_in_function() || unit.scope_kind() != ScopeKind::File;
    let mut first_symbol = None;
    for &declarator in &declarators {
        let Some(declared) = declarators::declared(unit, declarator) else { continue };
        if is_local {
            bind_local(unit, node, declared);
            continue;
        }
        // One declarator is the whole declaration; of several each has its own part.
        let at = if declarators.len() == 1 { node } else { declarator };
        if declared.function.is_some() {
            functions::define_prototype(unit, node, at, declared);
        } else {
            let symbol = define_variable(unit, node, at, declarator, declared);
            first_symbol = first_symbol.or(Some(symbol));
        }
    }
    types::open_unnamed(unit, node, first_symbol);
}

/// A local variable; a function that is declared locally is not one.
fn bind_local(unit: &mut Unit<'_>, declaration: NodeId, declared: Declared) {
    if declared.function.is_none() {
        bind_variable(unit, declaration, declared);
    } else {
        unit.claim(declared.name);
    }
}

/// Binds a variable or parameter in the current scope, with its type where that is a name.
pub fn bind_variable(unit: &mut Unit<'_>, declaration: NodeId, declared: Declared) {
    // The parameters of an old function are bound before their declarations.
    let reach = match unit.scope_kind() {
        ScopeKind::Function => Reach::Scope,
        _ => Reach::After(declared.name),
    };
    match declarators::type_path(unit, declaration) {
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
    draft.first = Some(declaration).filter(|_| is_first(unit, declaration, declarator));
    draft.signature = signature(unit, declaration, declarator);
    draft.binds = Some(Space::VALUE).filter(|_| !is_declared_only);
    let symbol = unit.define(node, draft);
    if let Some(path) = declarators::type_path(unit, declaration) {
        unit.set_type(symbol, declared.name, path);
    }
    symbol
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
        kind::INIT_DECLARATOR => unit.child(declarator, super::field::DECLARATOR).unwrap_or(declarator),
        _ => declarator,
    };
    let body = unit.child(declaration, super::field::TYPE);
    let body = body.and_then(|of| unit.child(of, super::field::BODY));
    // The members of a type that is defined on the way are no part of it.
    let end = body.map_or(unit.start_byte(first), |body| unit.start_byte(body));
    let specifiers = unit.slice(unit.start_byte(declaration), end);
    let mut text = [specifiers, " ", unit.text(declarator)].concat();
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
        let docs = super::docs::docs(unit, node);
        let draft = SymbolDraft {
            first: Some(node).filter(|_| declarators.first() == Some(&declarator)),
            signature: signature(unit, node, declarator),
            docstring: docs.text,
            deprecated: docs.deprecated || Head::read(unit, node).deprecated,
            // A member is only reached through a value.
            binds: None,
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
