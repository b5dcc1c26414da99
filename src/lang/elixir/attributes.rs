//! What Elixir writes with an operator before it: module attributes, captures.

use super::{FUNCTIONS, calls, docs, field, imports, kind, mode, paths, patterns, types};
use crate::extract::{ContextKind, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Attributes with a meaning to the compiler, to tools or to ExUnit, sorted: what they are given is no constant.
const RESERVED: &[&str] = &[
    "after_compile",
    "after_verify",
    "before_compile",
    "behaviour",
    "compile",
    "deprecated",
    "derive",
    "describetag",
    "dialyzer",
    "doc",
    "enforce_keys",
    "external_resource",
    "fallback_to_any",
    "file",
    "impl",
    "moduledoc",
    "moduletag",
    "nifs",
    "on_definition",
    "on_load",
    "optional_callbacks",
    "preferred_cli_env",
    "recursive",
    "requirements",
    "shortdoc",
    "since",
    "tag",
    "typedoc",
    "vsn",
];

pub fn operate(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(at), Some(operand)) = (unit.child(node, field::OPERATOR), unit.child(node, field::OPERAND))
    else {
        return;
    };
    match unit.text(at) {
        "@" => use_attribute(unit, node, operand),
        "&" => calls::capture(unit, operand),
        text => patterns::call_operator(unit, at, text, 1),
    }
}

fn use_attribute(unit: &mut Unit<'_>, node: NodeId, operand: NodeId) {
    if unit.is(operand, kind::IDENTIFIER) {
        return read(unit, node, operand);
    }
    let Some((name, call)) = docs::attribute(unit, node) else { return };
    // To the grammar the value is an argument; a call it is not, nor an expression.
    unit.claim(call);
    unit.exclude_fragment(call);
    if let Some(target) = unit.child(call, field::TARGET) {
        unit.claim(target);
    }
    match name {
        "type" | "typep" | "opaque" => types::define_type(unit, node, call, name),
        "spec" => types::use_spec(unit, node, call),
        "callback" | "macrocallback" => types::define_callback(unit, node, call, name),
        "behaviour" => reference_value(unit, call, RefKind::Implements),
        "derive" => reference_derived(unit, call),
        _ if RESERVED.binary_search(&name).is_ok() => {}
        _ => define_constant(unit, node, call, name),
    }
}

fn read(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    unit.claim(name);
    // In a `quote`, it is an attribute of the module that uses the macro.
    if unit.mode() != mode::QUOTE {
        let text = unit.slice(unit.start_byte(name), unit.end_byte(name));
        unit.reference(Use::name(node, format!("@{text}")), RefKind::Read);
    }
}

/// The first value that a module's body gives an attribute defines a constant; a later one writes it.
fn define_constant(unit: &mut Unit<'_>, node: NodeId, call: NodeId, name: &str) {
    let text = format!("@{name}");
    if unit.mode() != mode::CODE || unit.context_kind() != ContextKind::Type {
        return;
    }
    if unit.hoisted_symbol(&text, FUNCTIONS, |_| true).is_some() {
        return unit.reference(Use::name(node, text), RefKind::Write);
    }
    let name_node = unit.child(call, field::TARGET).unwrap_or(call);
    unit.define(
        node,
        SymbolDraft {
            visibility: Visibility::Private,
            binds: Some(FUNCTIONS),
            hoisted: true,
            ..SymbolDraft::new(SymbolKind::Constant, name_node, text)
        },
    );
}

/// The module that an attribute is given.
fn reference_value(unit: &mut Unit<'_>, call: NodeId, kind: RefKind) {
    if let Some(value) = docs::first_argument(unit, call) {
        paths::reference(unit, value, kind);
    }
}

/// `@derive [Inspect, {Jason.Encoder, only: [:id]}]`: each is a protocol that the struct implements.
fn reference_derived(unit: &mut Unit<'_>, call: NodeId) {
    let Some(value) = docs::first_argument(unit, call) else { return };
    let protocols = if unit.is(value, kind::LIST) { unit.children(value).collect() } else { vec![value] };
    for protocol in protocols {
        let name =
            if unit.is(protocol, kind::TUPLE) { unit.children(protocol).next() } else { Some(protocol) };
        if let Some(name) = name.filter(|&name| imports::names_module(unit, name)) {
            paths::reference(unit, name, RefKind::Implements);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn reserved_attributes_are_sorted() {
        assert!(super::RESERVED.is_sorted());
    }
}
