//! Erlang expressions: calls of this module's functions and of others', funs, variables, strings.

use super::{FUNCTIONS, builtins, docs, field, kind, macros, mode, names, types};
use crate::extract::{Reach, Segment, Unit, Use};
use crate::model::{NodeId, RefKind};

/// What is inside holds no uses of its own.
pub fn skip(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}

/// Whether a module is of OTP.
pub fn is_standard(module: &str) -> bool {
    builtins::BUILTINS.binary_search(&module).is_ok()
}

/// Whether an application of OTP has public headers.
pub fn is_standard_application(name: &str) -> bool {
    const APPLICATIONS: &[&str] = &[
        "common_test",
        "compiler",
        "diameter",
        "eldap",
        "eunit",
        "inets",
        "kernel",
        "megaco",
        "mnesia",
        "observer",
        "os_mon",
        "public_key",
        "runtime_tools",
        "snmp",
        "ssh",
        "ssl",
        "stdlib",
        "syntax_tools",
        "wx",
        "xmerl",
    ];
    APPLICATIONS.binary_search(&name).is_ok()
}

/// `f(X)`, `m:f(X)`, `Fun(X)`; in a type, the use of one. To the grammar, `m:` stands before a call.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = unit.child(node, field::EXPR) else { return };
    let arity = unit.child(node, field::ARGS).map_or(0, |args| names::count(unit, args));
    let in_type = unit.mode() == mode::TYPE;
    let remote =
        unit.parent(node).filter(|&parent| unit.is(parent, kind::REMOTE) && unit.is_in(node, field::FUN));
    let module = remote.and_then(|remote| unit.child(remote, field::MODULE));
    let module = module.and_then(|module| unit.children(module).next());
    if remote.is_some() {
        unit.exclude_fragment(node);
    }
    let usage = match (unit.kind(callee), module) {
        (kind::ATOM, Some(module)) => member_use(unit, module, callee),
        (kind::ATOM, None) => Use::name(callee, names::atom(unit, callee)),
        (kind::VAR, None) if !in_type => {
            let name = unit.text(callee);
            use_variable(unit, callee);
            Use::computed(callee, name, Some(name.into()))
        }
        _ => return,
    };
    if in_type {
        types::use_type(unit, usage, arity);
    } else {
        unit.call(Use { space: Some(FUNCTIONS), term_at: remote, ..usage }, arity);
    }
}

fn member_use<'s>(unit: &Unit<'s>, module: NodeId, name: NodeId) -> Use<'s> {
    let member = names::atom(unit, name);
    let written = format!("{}:{member}", unit.text(module));
    let path = |module: Segment<'s>| vec![module, Segment::from(member)];
    match unit.kind(module) {
        kind::ATOM => Use::absolute(name, path(names::atom(unit, module).into()), written),
        _ if macros::is_own_module(unit, module) => {
            Use::absolute(name, path(names::module(unit).to_owned().into()), written)
        }
        kind::VAR | kind::MACRO_CALL => Use::computed(name, member, Some(written.into())),
        _ => Use::computed(name, member, None),
    }
}

/// `fun f/1`
pub fn use_fun(unit: &mut Unit<'_>, node: NodeId) {
    if let (Some(name), Some(arity)) = (names::atom_in(unit, node, field::FUN), names::arity(unit, node)) {
        let usage = Use { arity: Some(arity), ..Use::name(name, names::atom(unit, name)) };
        unit.reference(usage, RefKind::Read);
    }
}

/// `fun m:f/1`
pub fn use_external_fun(unit: &mut Unit<'_>, node: NodeId) {
    let module = unit.child(node, field::MODULE).and_then(|module| unit.child(module, field::NAME));
    let (Some(module), Some(name)) = (module, names::atom_in(unit, node, field::FUN)) else { return };
    let usage = member_use(unit, module, name);
    unit.reference(Use { arity: names::arity(unit, node), ..usage }, RefKind::Read);
}

/// The first time that a clause writes a variable binds it.
pub fn use_variable(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    if text != "_" && unit.is_in_function() && !unit.is_bound(text) {
        unit.bind_local(node, Reach::Scope);
    } else {
        unit.use_variable(node);
    }
}

/// A short string is a term.
pub fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    let text = docs::string_text(unit, node);
    if !text.contains('\n') {
        unit.string_term(node, text);
    }
}
