//! Functions: definitions, also in the style of K&R and those that a macro heads, and prototypes.

use super::declarators::{self, Declared, Head};
use super::{field, kind, methods, names, paths, variables};
use crate::extract::{ContextKind, Reach, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// Siblings looked at for the head of a function that the grammar reads as a statement and a block.
const HEAD_SIBLINGS_MAX: usize = 64;

pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let declarator = unit.child(node, field::DECLARATOR);
    match declarator.and_then(|declarator| declarators::declared(unit, declarator)) {
        Some(declared @ Declared { name, function: Some(function), .. }) => {
            match methods::headed_arguments(unit, node, declared) {
                // `CATCH(…) { … }` in a function defines nothing.
                Some(_) if unit.is_in_function() => {}
                Some(arguments) => define_headed(unit, node, name, &arguments),
                None => methods::define(unit, node, declared),
            }
            unit.open_scope(node, ScopeKind::Function);
            bind_parameters(unit, function);
        }
        // `f(a) { … }` without a type, and `MACRO(name) { … }`, read as a type and a name in parentheses.
        Some(Declared { name, .. }) if is_untyped(unit, node) => {
            let function = unit.child(node, field::TYPE).unwrap_or(name);
            let body = unit.child(node, field::BODY).unwrap_or(node);
            define_untyped(unit, node, body, function, &[name]);
            unit.open_scope(node, ScopeKind::Function);
            unit.bind_local_in(name, Reach::Scope, Space::VALUE);
        }
        Some(_) if unit.is_in_function() => unit.open_scope(node, ScopeKind::Block),
        Some(Declared { name, .. }) => {
            let callee = unit.child(node, field::TYPE);
            define_headed(unit, node, callee.unwrap_or(name), &[name]);
            unit.open_scope(node, ScopeKind::Function);
        }
        None => unit.open_scope(node, ScopeKind::Function),
    }
}

fn is_untyped(unit: &Unit<'_>, node: NodeId) -> bool {
    let of = unit.child(node, field::TYPE);
    of.is_some_and(|of| unit.is(of, kind::TYPE_IDENTIFIER) && !names::is_constant_case(unit.text(of)))
}

/// What a function, prototype or variable has in common: name, visibility, docs. Its signature is to be added.
pub fn draft_of<'s>(unit: &Unit<'s>, node: NodeId, of: SymbolKind, name: NodeId) -> SymbolDraft<'s> {
    let template = names::template_around(unit, node);
    let docs = super::docs::docs(unit, template.unwrap_or(node));
    let head = Head::read(unit, node);
    // A static member is another matter.
    let is_static = head.is_static && unit.context_kind() != ContextKind::Type;
    SymbolDraft {
        first: template,
        visibility: if is_static { Visibility::Private } else { names::visibility(unit) },
        deprecated: docs.deprecated || head.deprecated,
        docstring: docs.text,
        // In a header a static function is everybody's who includes it.
        file_local: (is_static || names::is_unnamed(unit)) && names::is_source(unit),
        hoisted: template.is_some(),
        ..SymbolDraft::new(of, name, paths::declared_name(unit, name))
    }
}

/// A function that is declared without a body. It binds no name: what calls it means the definition, wherever that is.
pub fn define_prototype(unit: &mut Unit<'_>, declaration: NodeId, node: NodeId, of: Declared) {
    let Some(function) = of.function else { return };
    let mut draft = draft_of(unit, declaration, SymbolKind::Prototype, of.name);
    draft.arity = Some(declarators::arity(unit, function));
    draft.signature = variables::signature(unit, declaration, node);
    draft.binds = None;
    draft.hoisted = false;
    // Of several declarators each would enclose the next.
    draft.context = draft.context.filter(|_| node == declaration);
    methods::claim_name(unit, of.name);
    draft.everywhere = false;
    unit.define(node, draft);
}

pub fn bind_parameters(unit: &mut Unit<'_>, function: NodeId) {
    let Some(parameters) = unit.child(function, field::PARAMETERS) else { return };
    for parameter in unit.children(parameters) {
        match unit.kind(parameter) {
            kind::PARAMETER_DECLARATION | kind::OPTIONAL_PARAMETER | kind::VARIADIC_PARAMETER_PACK => {
                bind_parameter(unit, parameter);
            }
            // The declaration that follows says its type.
            kind::IDENTIFIER => unit.bind_local_in(parameter, Reach::Scope, Space::VALUE),
            _ => {}
        }
    }
}

/// A parameter, in the scope of its function or prototype.
pub fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId) {
    unit.claim(parameter);
    let declarator = unit.child(parameter, field::DECLARATOR);
    if let Some(declared) = declarator.and_then(|node| declarators::declared(unit, node)) {
        if unit.parent_kind(parameter) == kind::TEMPLATE_PARAMETERS {
            // Among the arguments of a template a value reads as a type.
            return unit.bind_local(declared.name, Reach::Scope);
        }
        variables::bind_variable(unit, parameter, declared);
    }
}

/// The parameters of a prototype, or of a function pointer, are seen by nobody outside it.
pub fn open_declarator(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// A statement outside any function. In C a call without a semicolon that a block follows is the head of a function whose
/// type is left out (`main(argc, argv) int argc; char **argv; { … }`) or that a macro writes (`TEST(a, b) { … }`).
pub fn define_by_statement(unit: &mut Unit<'_>, node: NodeId) {
    if unit.is_in_function() || !matches!(unit.scope_kind(), ScopeKind::File | ScopeKind::Module) {
        return;
    }
    let Some((call, callee)) = unfinished_call(unit, node) else { return };
    let Some(body) = body_behind(unit, node) else { return };
    let arguments: Vec<NodeId> =
        unit.child(call, field::ARGUMENTS).map(|list| unit.children(list).collect()).unwrap_or_default();
    unit.claim(call);
    if names::is_constant_case(unit.text(callee)) {
        define_headed(unit, body, callee, &arguments);
        unit.open_scope(body, ScopeKind::Function);
    } else {
        define_untyped(unit, node, body, callee, &arguments);
        unit.open_scope(body, ScopeKind::Function);
        for parameter in arguments {
            unit.bind_local_in(parameter, Reach::Scope, Space::VALUE);
        }
    }
}

/// The call that a statement consists of, and the name that it calls, where no semicolon ends it.
fn unfinished_call(unit: &Unit<'_>, statement: NodeId) -> Option<(NodeId, NodeId)> {
    let call = unit.child_of(statement, kind::CALL)?;
    let callee = unit.child(call, field::FUNCTION)?;
    let unfinished = unit.end_byte(statement) == unit.end_byte(call);
    (unfinished && unit.is(callee, kind::IDENTIFIER)).then_some((call, callee))
}

/// The block behind a statement. Only declarations of parameters may stand between.
fn body_behind(unit: &Unit<'_>, statement: NodeId) -> Option<NodeId> {
    let mut next = unit.next(statement);
    for _ in 0..HEAD_SIBLINGS_MAX {
        let node = next?;
        match unit.kind(node) {
            kind::COMPOUND_STATEMENT => return Some(node),
            kind::COMMENT | kind::DECLARATION => {}
            _ => return None,
        }
        next = unit.next(node);
    }
    None
}

/// A function without a type, as C had them: its name and parameters read as a call.
fn define_untyped(unit: &mut Unit<'_>, head: NodeId, body: NodeId, name: NodeId, parameters: &[NodeId]) {
    let required = parameters.len().min(usize::from(u16::MAX)) as u16;
    let docs = super::docs::docs(unit, head);
    let draft = SymbolDraft {
        first: Some(head),
        arity: Some(Arity { required, optional: 0, variadic: false }),
        signature: unit.signature(unit.start_byte(head), unit.start_byte(body)),
        docstring: docs.text,
        deprecated: docs.deprecated,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Function, name, unit.text(name))
    };
    unit.define(body, draft);
}

/// A function whose head a macro writes. It has the name that the macro is given where that is one (`PHP_FUNCTION(f)`),
/// a test the two of its suite and itself; else only the macro's.
pub fn define_headed(unit: &mut Unit<'_>, node: NodeId, macro_name: NodeId, arguments: &[NodeId]) {
    let is_test = unit.text(macro_name).contains("TEST");
    let names: Vec<NodeId> =
        arguments.iter().copied().filter(|&argument| names::is_name(unit, argument)).collect();
    let all_names = names.len() == arguments.len();
    if !unit.is_claimed(macro_name) {
        let usage = Use { space: Some(Space::VALUE), ..Use::name(macro_name, unit.text(macro_name)) };
        unit.reference(usage, RefKind::Macro);
    }
    let (name, qualified) = match names.as_slice() {
        [only] if all_names => (*only, None),
        [suite, name] if all_names && has_fixture(unit, macro_name) => {
            // The test is a member of its fixture.
            let known = unit.qualified_name_of(unit.text(*suite)).map(|known| known.into_owned());
            let owner = known.unwrap_or_else(|| names::join(unit.context_name(), &[unit.text(*suite)]));
            unit.open_type(node, &owner);
            (*name, None)
        }
        [suite, name] if all_names && is_test => {
            unit.claim(*suite);
            let path = [unit.text(*suite), unit.text(*name)];
            (*name, Some(names::join(unit.context_name(), &path)))
        }
        _ => (macro_name, None),
    };
    let first = statement_of(unit, macro_name);
    let docs = super::docs::docs(unit, first.unwrap_or(node));
    let start = unit.start_byte(first.unwrap_or(node));
    let body = unit.child(node, field::BODY).unwrap_or(node);
    let draft = SymbolDraft {
        first,
        qualified,
        signature: unit.signature(start, unit.start_byte(body)),
        docstring: docs.text,
        deprecated: docs.deprecated,
        test: is_test,
        // What name the macro makes of it, only its definition says.
        binds: None,
        file_local: true,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Function, name, unit.text(name))
    };
    unit.define(node, draft);
}

/// `TEST_F(Fixture, Name)`, `TEST_P(Fixture, Name)`, `TYPED_TEST(Fixture, Name)`.
fn has_fixture(unit: &Unit<'_>, macro_name: NodeId) -> bool {
    let name = unit.text(macro_name);
    name.contains("TEST") && (name.ends_with("_F") || name.ends_with("_P") || name.starts_with("TYPED"))
}

/// The statement that a call which heads a block reads as.
fn statement_of(unit: &Unit<'_>, callee: NodeId) -> Option<NodeId> {
    let call = unit.parent(callee).filter(|&call| unit.is(call, kind::CALL))?;
    unit.parent(call)
}
