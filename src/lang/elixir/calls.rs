//! Elixir calls: what defines or directs is dispatched by its name, everything else is a call, a type, or a field.

use super::{FUNCTIONS, VARIABLES, builtins, docs, field, functions, imports, kind, mode, modules, paths};
use super::{patterns, records, types};
use crate::extract::{ScopeKind, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// What a call of a known name does; false where it turns out to be a call like others.
type Directive = for<'s> fn(&mut Unit<'s>, NodeId) -> bool;

/// What the language or its test framework gives a meaning of its own, sorted by name.
const DIRECTIVES: &[(&str, Directive)] = &[
    ("alias", imports::alias),
    ("case", control),
    ("cond", control),
    ("def", functions::define),
    ("defdelegate", functions::define_delegate),
    ("defexception", records::define_exception),
    ("defguard", functions::define),
    ("defguardp", functions::define),
    ("defimpl", modules::define_implementation),
    ("defmacro", functions::define),
    ("defmacrop", functions::define),
    ("defmodule", modules::define_module),
    ("defp", functions::define),
    ("defprotocol", modules::define_protocol),
    ("defrecord", records::define_record),
    ("defrecordp", records::define_record),
    ("defstruct", records::define_struct),
    ("describe", modules::define_test_group),
    ("for", comprehend),
    ("if", control),
    ("import", imports::import),
    ("property", modules::define_test),
    ("quote", quote),
    ("receive", control),
    ("require", imports::require),
    ("setup", set_up),
    ("setup_all", set_up),
    ("super", control),
    ("test", modules::define_test),
    ("try", control),
    ("unless", control),
    ("unquote", unquote),
    ("unquote_splicing", unquote),
    ("use", imports::use_module),
    ("with", comprehend),
];

/// What a call of this name does beside being called.
pub fn directive(name: &str) -> Option<Directive> {
    let at = DIRECTIVES.binary_search_by_key(&name, |&(name, _)| name).ok()?;
    Some(DIRECTIVES[at].1)
}

pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(target) = unit.child(node, field::TARGET) else { return };
    match unit.kind(target) {
        kind::IDENTIFIER => {
            let name = unit.text(target);
            let in_type = unit.mode() == mode::TYPE && name != "unquote";
            if in_type {
                types::use_type(unit, node, target);
            } else if directive(name).is_some_and(|directive| directive(unit, node)) {
                unit.claim(target);
            } else {
                call_local(unit, node, target);
            }
        }
        kind::DOT => call_remote(unit, node, target),
        _ => {}
    }
}

fn control(_: &mut Unit<'_>, _: NodeId) -> bool {
    true
}

/// What its clauses bind is bound from there to its end.
fn comprehend(unit: &mut Unit<'_>, node: NodeId) -> bool {
    unit.open_scope(node, ScopeKind::Block);
    true
}

/// ExUnit's callbacks bind what they are given and what they compute; they are calls all the same.
fn set_up(unit: &mut Unit<'_>, node: NodeId) -> bool {
    unit.open_scope(node, ScopeKind::Function);
    if let Some(context) = docs::first_argument(unit, node)
        && unit.has(node, kind::DO_BLOCK)
    {
        patterns::bind(unit, context, crate::extract::Reach::Scope);
    }
    false
}

fn quote(unit: &mut Unit<'_>, node: NodeId) -> bool {
    unit.enter_mode(node, mode::QUOTE);
    true
}

/// Inside it, code runs where it stands again.
fn unquote(unit: &mut Unit<'_>, node: NodeId) -> bool {
    unit.enter_mode(node, mode::CODE);
    true
}

/// The number of arguments as written; a `do` block is one, and so are all keywords together.
pub fn argument_count(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child_of(call, kind::ARGUMENTS);
    let counted = arguments.map_or(0, |arguments| unit.children(arguments).count());
    let counted = counted + usize::from(unit.has(call, kind::DO_BLOCK));
    counted.min(usize::from(u16::MAX)) as u16
}

/// The `|>` that gives an expression its first argument.
fn pipe_into(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let parent = unit.parent(node).filter(|&parent| unit.is(parent, kind::BINARY))?;
    let piped = unit.is_in(node, field::RIGHT) && patterns::operator(unit, parent) == "|>";
    piped.then_some(parent)
}

/// Records a call at a node, with the argument that a pipe adds. A piped call is no expression by itself.
fn record<'s>(unit: &mut Unit<'s>, node: NodeId, usage: Use<'s>, arity: u16) {
    match pipe_into(unit, node) {
        Some(pipe) => {
            unit.exclude_fragment(node);
            unit.call(Use { term_at: Some(pipe), ..usage }, arity.saturating_add(1));
        }
        None => unit.call(usage, arity),
    }
}

fn call_local(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    let arity = argument_count(unit, node);
    let usage = local_use(unit, target, arity.saturating_add(u16::from(pipe_into(unit, node).is_some())));
    record(unit, node, usage, arity);
}

/// The use of a bare function name. What a `quote` calls is resolved where the macro is used, unless it is Kernel's.
fn local_use<'s>(unit: &Unit<'s>, target: NodeId, arity: u16) -> Use<'s> {
    let name = unit.text(target);
    let is_kernel = || builtins::BUILTINS.binary_search(&format!("{name}/{arity}").as_str()).is_ok();
    if unit.mode() == mode::QUOTE && !is_kernel() {
        return Use::computed(target, name, Some(name.into()));
    }
    Use::name(target, name)
}

/// `Mod.fun(…)`, `value.fun(…)`, `value.field`, `fun.(…)`.
fn call_remote(unit: &mut Unit<'_>, node: NodeId, dot: NodeId) {
    unit.claim(dot);
    let Some(left) = unit.child(dot, field::LEFT) else { return };
    let Some(right) = unit.child(dot, field::RIGHT) else { return call_value(unit, node, left) };
    let name = docs::string_text(unit, right).unwrap_or(unit.text(right));
    unit.claim_subtree(right);
    let path = paths::module_path(unit, left);
    if unit.mode() == mode::TYPE {
        return types::use_remote_type(unit, node, path, (right, name));
    }
    let arity = argument_count(unit, node);
    let records = matches!(name, "defrecord" | "defrecordp") && unit.text(left) == "Record";
    if records && records::define_record(unit, node) {
        return unit.claim(left);
    }
    let Some(path) = path else { return call_on_value(unit, node, (left, right), name, arity) };
    if let Some(usage) = paths::module_use(unit, &path, Some((right, name))) {
        record(unit, node, usage, arity);
    }
    unit.claim_subtree(left);
}

/// A call through a value (`mod.fun(1)`), or a field of one.
fn call_on_value<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    (left, right): (NodeId, NodeId),
    name: &'s str,
    arity: u16,
) {
    let written = plain_chain(unit, left).map(|receiver| format!("{receiver}.{name}").into());
    let usage = Use::computed(right, name, written);
    let is_call = unit.has(node, kind::ARGUMENTS) || unit.has(node, kind::DO_BLOCK);
    if is_call || pipe_into(unit, node).is_some() {
        record(unit, node, usage, arity);
    } else {
        unit.attribute_term(right, name);
        unit.reference(usage, RefKind::Read);
    }
}

/// `fun.(…)`: the call of a function that a variable, an attribute or a field holds.
fn call_value(unit: &mut Unit<'_>, node: NodeId, function: NodeId) {
    let Some(written) = plain_chain(unit, function) else { return };
    let name = written.rsplit('.').next().unwrap_or(written);
    let arity = argument_count(unit, node);
    let at = unit.child(node, field::TARGET).unwrap_or(function);
    match unit.kind(function) {
        kind::IDENTIFIER => {
            unit.use_variable(function);
            unit.claim(function);
        }
        kind::CALL => claim_field(unit, function),
        _ => {}
    }
    record(unit, node, Use::computed(at, name, Some(format!("{written}.").into())), arity);
}

/// The field that holds a function is called, not read besides.
fn claim_field(unit: &mut Unit<'_>, read: NodeId) {
    unit.claim(read);
    if let Some(dot) = unit.child(read, field::TARGET).filter(|&target| unit.is(target, kind::DOT)) {
        unit.claim(dot);
        if let Some(name) = unit.child(dot, field::RIGHT) {
            unit.claim(name);
        }
    }
}

/// The text of a receiver that is a plain chain (`a.b`, `@a.b`), which nothing interrupts.
fn plain_chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let mut next = node;
    for _ in 0..PATH_SEGMENTS_MAX {
        match unit.kind(next) {
            kind::IDENTIFIER => {
                return Some(unit.text(node)).filter(|text| !text.contains(char::is_whitespace));
            }
            kind::CALL if !unit.has(next, kind::ARGUMENTS) && !unit.has(next, kind::DO_BLOCK) => {
                next = unit.child(next, field::TARGET)?;
            }
            kind::DOT => next = unit.child(next, field::LEFT)?,
            kind::UNARY if unit.text(next).starts_with('@') => next = unit.child(next, field::OPERAND)?,
            _ => return None,
        }
    }
    None
}

/// `&fun/2`, `&Mod.fun/2`; other captures are expressions. The operand is that of the `&`.
pub fn capture(unit: &mut Unit<'_>, operand: NodeId) {
    if !unit.is(operand, kind::BINARY) || patterns::operator(unit, operand) != "/" {
        return;
    }
    let (left, right) = (unit.child(operand, field::LEFT), unit.child(operand, field::RIGHT));
    let (Some(left), Some(right)) = (left, right) else { return };
    let Ok(arity) = unit.text(right).parse::<u16>() else { return };
    let usage = match unit.kind(left) {
        kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => Some(local_use(unit, left, arity)),
        kind::CALL if !unit.has(left, kind::ARGUMENTS) => capture_remote(unit, left),
        _ => None,
    };
    if let Some(usage) = usage {
        unit.exclude_fragment(left);
        unit.exclude_fragment(operand);
        unit.claim(operand);
        unit.reference(Use { arity: Some(arity), ..usage }, RefKind::Read);
    }
}

fn capture_remote<'s>(unit: &mut Unit<'s>, call: NodeId) -> Option<Use<'s>> {
    let dot = unit.child(call, field::TARGET).filter(|&target| unit.is(target, kind::DOT))?;
    let (left, right) = (unit.child(dot, field::LEFT)?, unit.child(dot, field::RIGHT)?);
    let name = docs::string_text(unit, right).unwrap_or(unit.text(right));
    unit.claim(call);
    unit.claim(dot);
    unit.claim_subtree(right);
    let Some(path) = paths::module_path(unit, left) else {
        let written = plain_chain(unit, left).map(|receiver| format!("{receiver}.{name}").into());
        return Some(Use::computed(right, name, written));
    };
    unit.claim_subtree(left);
    paths::module_use(unit, &path, Some((right, name)))
}

/// An identifier is a variable, or a call without arguments.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    match unit.text(node) {
        "__MODULE__" => paths::reference(unit, node, RefKind::Alias),
        "_" | "..." | "__ENV__" | "__CALLER__" | "__DIR__" | "__STACKTRACE__" => {}
        _ if unit.mode() == mode::TYPE => types::use_type_name(unit, node),
        _ => match pipe_into(unit, node) {
            Some(pipe) => {
                let usage = Use { term_at: Some(pipe), ..local_use(unit, node, 1) };
                unit.call(usage, 1);
            }
            None if unit.mode() == mode::QUOTE => unit.use_variable(node),
            None => unit.call_name(node, FUNCTIONS.and(VARIABLES), 0),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_sorted() {
        assert!(DIRECTIVES.is_sorted_by_key(|&(name, _)| name));
        assert!(directive("defp").is_some() && directive("define").is_none());
    }
}
