//! Erlang functions: the clauses that make one symbol, and the scopes of their variables.

use super::{FUNCTIONS, docs, field, kind, mode, names};
use crate::extract::{ContextKind, ScopeKind, SymbolDraft, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// A clause: the first defines the function, those after a semicolon belong to it.
pub fn define(unit: &mut Unit<'_>, node: NodeId) {
    let clause = unit.child(node, field::CLAUSE).filter(|&clause| unit.is(clause, kind::FUNCTION_CLAUSE));
    if let Some(clause) = clause {
        define_clause(unit, node, clause);
    }
    unit.open_scope(node, ScopeKind::Function);
    if let Some(clause) = clause {
        open_pattern(unit, clause);
    }
}

/// What a clause, a match or a generator takes apart.
pub fn open_pattern(unit: &mut Unit<'_>, node: NodeId) {
    let pattern = [field::ARGS, field::PAT, field::LHS].into_iter().find_map(|place| unit.child(node, place));
    if let Some(pattern) = pattern {
        unit.enter_mode(pattern, mode::PATTERN);
    }
}

fn define_clause(unit: &mut Unit<'_>, node: NodeId, clause: NodeId) {
    let Some(name) = names::atom_in(unit, clause, field::NAME) else { return };
    let text = names::atom(unit, name);
    let given = unit.child(clause, field::ARGS).map_or(0, |args| names::count(unit, args));
    let arity = Arity { required: given, optional: 0, variadic: false };
    let is_same =
        |draft: &SymbolDraft<'_>| draft.arity == Some(arity) && draft.context == Some(ContextKind::Function);
    if goes_on(unit, node)
        && let Some(symbol) = unit.hoisted_symbol(text, FUNCTIONS, is_same)
    {
        unit.claim(name);
        unit.extend_symbol(symbol, node);
        return;
    }
    let notes = docs::notes(unit, node);
    let spec = notes.spec.filter(|&spec| is_spec_of(unit, spec, text, given));
    let test = is_test(unit, text, given);
    let draft = SymbolDraft {
        qualified: Some(names::qualified(unit, text, Some(given))),
        arity: Some(arity),
        visibility: visibility(unit, "export", text, given),
        deprecated: notes.deprecated || unit.is_defined(&key("deprecated", text, given)),
        test,
        signature: spec.and_then(|spec| spec_signature(unit, spec)).or_else(|| head(unit, clause)),
        docstring: notes.docstring,
        binds: Some(FUNCTIONS),
        ..SymbolDraft::new(SymbolKind::Function, name, text)
    };
    unit.define(node, draft);
}

/// Whether a form is a further clause: what stands before it, directives apart, is one that ends with a semicolon.
fn goes_on(unit: &Unit<'_>, node: NodeId) -> bool {
    let mut next = unit.previous(node);
    while let Some(before) = next {
        match unit.kind(before) {
            kind::FUN_DECL => {
                return unit.all_children(before).last().is_some_and(|end| unit.is(end, kind::SEMICOLON));
            }
            kind::COMMENT
            | kind::DEFINE
            | kind::PP_ELIF
            | kind::PP_ELSE
            | kind::PP_ENDIF
            | kind::PP_IF
            | kind::PP_IFDEF
            | kind::PP_IFNDEF
            | kind::PP_UNDEF => next = unit.previous(before),
            _ => return false,
        }
    }
    false
}

/// The key under which an attribute of the file names a function or type, for those that come later.
pub fn key(attribute: &str, name: &str, arity: u16) -> String {
    format!("-{attribute} {name}/{arity}")
}

/// Exported names are public; so are those of headers, for whoever includes them, and the `main/1` of a script.
pub fn visibility(unit: &Unit<'_>, attribute: &str, name: &str, arity: u16) -> Visibility {
    let is_script = !unit.path().ends_with(".erl") && name == "main" && arity == 1;
    let is_exported =
        unit.is_defined(&key(attribute, name, arity)) || unit.is_defined(&key(attribute, "*", 0));
    if is_exported || is_script || names::is_header(unit) { Visibility::Public } else { Visibility::Private }
}

/// EUnit runs `x_test/0` and `x_test_/0`.
fn is_test(unit: &Unit<'_>, name: &str, arity: u16) -> bool {
    arity == 0 && (name.ends_with("_test") || name.ends_with("_test_")) && !names::is_header(unit)
}

/// Whether a spec is that of a function.
fn is_spec_of(unit: &Unit<'_>, spec: NodeId, name: &str, arity: u16) -> bool {
    let named = names::atom_in(unit, spec, field::FUN).map(|named| names::atom(unit, named));
    let args = unit.child(spec, field::SIGS).and_then(|sig| unit.child(sig, field::ARGS));
    named == Some(name) && args.is_some_and(|args| names::count(unit, args) == arity)
}

/// A spec without its keyword.
pub fn spec_signature(unit: &Unit<'_>, spec: NodeId) -> Option<Box<str>> {
    let name = unit.child(spec, field::FUN)?;
    let last = unit.children_in(spec, field::SIGS).last()?;
    unit.signature(unit.start_byte(name), unit.end_byte(last))
}

/// `f(X, Y) when …`
fn head(unit: &Unit<'_>, clause: NodeId) -> Option<Box<str>> {
    let end = unit.child(clause, field::BODY).map_or(unit.end_byte(clause), |body| unit.start_byte(body));
    unit.signature(unit.start_byte(clause), end)
}

pub fn open_anonymous(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_anonymous_function(node);
}

/// A clause of a `fun` has its own variables.
pub fn open_clause(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    open_pattern(unit, node);
}
