//! Functions: definitions, also in the style of K&R and those that a macro heads, and prototypes.

use super::declarators::{self, Declared, Head};
use super::{field, kind, names, variables};
use crate::extract::{Reach, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// Siblings looked at for the head of a function that the grammar reads as a statement and a block.
const HEAD_SIBLINGS_MAX: usize = 64;

pub fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let declarator = unit.child(node, field::DECLARATOR);
    match declarator.and_then(|declarator| declarators::declared(unit, declarator)) {
        Some(Declared { name, function: Some(function), .. }) => {
            let mut draft = draft_of(unit, node, SymbolKind::Function, name);
            draft.arity = Some(declarators::arity(unit, function));
            let body = unit.child(node, field::BODY).unwrap_or(node);
            draft.signature = unit.signature(unit.start_byte(node), unit.start_byte(body));
            unit.define(node, draft);
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
    let docs = super::docs::docs(unit, node);
    let head = Head::read(unit, node);
    SymbolDraft {
        visibility: if head.is_static { Visibility::Private } else { Visibility::Public },
        deprecated: docs.deprecated || head.deprecated,
        docstring: docs.text,
        // In a header a static function is everybody's who includes it.
        file_local: head.is_static && names::is_source(unit),
        ..SymbolDraft::new(of, name, unit.text(name))
    }
}

/// A function that is declared without a body. It binds no name: what calls it means the definition, wherever that is.
pub fn define_prototype(unit: &mut Unit<'_>, declaration: NodeId, node: NodeId, of: Declared) {
    let Some(function) = of.function else { return };
    let mut draft = draft_of(unit, declaration, SymbolKind::Prototype, of.name);
    draft.arity = Some(declarators::arity(unit, function));
    draft.signature = variables::signature(unit, declaration, node);
    draft.binds = None;
    // Of several declarators each would enclose the next.
    draft.context = draft.context.filter(|_| node == declaration);
    draft.everywhere = false;
    unit.define(node, draft);
}

fn bind_parameters(unit: &mut Unit<'_>, function: NodeId) {
    let Some(parameters) = unit.child(function, field::PARAMETERS) else { return };
    for parameter in unit.children(parameters) {
        match unit.kind(parameter) {
            kind::PARAMETER_DECLARATION => bind_parameter(unit, parameter),
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

/// A statement outside any function. A call without a semicolon that a block follows is the head of a function whose
/// type is left out (`main(argc, argv) int argc; char **argv; { … }`) or that a macro writes (`TEST(a, b) { … }`).
pub fn define_by_statement(unit: &mut Unit<'_>, node: NodeId) {
    if unit.is_in_function() || unit.scope_kind() != ScopeKind::File {
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
        [suite, name] if all_names && is_test => {
            (*name, Some([unit.text(*suite), "::", unit.text(*name)].concat()))
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

/// The statement that a call which heads a block reads as.
fn statement_of(unit: &Unit<'_>, callee: NodeId) -> Option<NodeId> {
    let call = unit.parent(callee).filter(|&call| unit.is(call, kind::CALL))?;
    unit.parent(call)
}
