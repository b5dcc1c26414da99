//! Calls of a class's body that define methods: `attr_reader` and its like, `define_method`, `alias_method`, `delegate`.

use super::methods::{ANY_ARGUMENTS, Place};
use super::state::State;
use super::{directives, docs, field, kind, methods};
use crate::extract::{SymbolDraft, Unit};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// What an accessor defines.
#[derive(Clone, Copy)]
struct Access {
    reads: bool,
    writes: bool,
    /// Of the class or module itself.
    on_class: bool,
}

fn access(name: &str) -> Option<Access> {
    let (base, on_class) = match name {
        "attr" => ("attr_reader", false),
        "class_attribute" => ("attr_accessor", true),
        _ => match name.strip_prefix("thread_").unwrap_or(name).split_at_checked(1) {
            Some(("m" | "c", base)) if base.starts_with("attr_") => (base, true),
            _ => (name, false),
        },
    };
    let (reads, writes) = match base {
        "attr_reader" => (true, false),
        "attr_writer" => (false, true),
        "attr_accessor" => (true, true),
        _ => return None,
    };
    Some(Access { reads, writes, on_class })
}

/// Deals with a call that defines; `false` where it is a call like others.
pub fn define(unit: &mut Unit<'_>, call: NodeId, name: &str) -> bool {
    if let Some(access) = access(name) {
        define_accessors(unit, call, access);
        return true;
    }
    match name {
        "define_method" | "define_singleton_method" => define_by_name(unit, call, name),
        "alias_method" => {
            let mut arguments = directives::arguments(unit, call);
            let (Some(new), Some(old)) = (arguments.next(), arguments.next()) else { return false };
            let literal = |node| docs::literal_text(unit, node).is_some();
            if !literal(new) || !literal(old) {
                return false;
            }
            methods::define_other_name(unit, call, new, old);
            true
        }
        "delegate" => delegate(unit, call),
        "def_delegators" | "def_instance_delegators" => {
            define_each(unit, call, directives::arguments(unit, call).skip(1).collect(), "")
        }
        "def_delegator" | "def_instance_delegator" => {
            let arguments: Vec<NodeId> = directives::arguments(unit, call).skip(1).take(2).collect();
            define_each(unit, call, arguments.last().copied().into_iter().collect(), "")
        }
        _ => false,
    }
}

/// `self.attr = …` aside, what is called on `self` in a class's body directs it too (`self.private_class_method`).
pub fn define_on_self(unit: &mut Unit<'_>, call: NodeId, receiver: NodeId, name: &str) -> bool {
    let directs = matches!(name, "alias_method" | "define_method" | "define_singleton_method");
    let in_body = State::here(unit).receiver == super::state::Receiver::Body;
    directs && in_body && unit.is(receiver, kind::SELF) && define(unit, call, name)
}

/// The visibility that a word before the call gives to what it defines (`private attr_reader :a`).
fn said_visibility(unit: &Unit<'_>, call: NodeId) -> Option<Visibility> {
    docs::call_around(unit, call).and_then(|outer| methods::visibility_word(unit, outer))
}

/// The visibility of what a call defines: its own word's, or the one in force, which says nothing of the class's own.
fn visibility(unit: &Unit<'_>, call: NodeId, on_class: bool) -> Visibility {
    let in_force = if on_class { Visibility::Public } else { State::here(unit).visibility };
    said_visibility(unit, call).unwrap_or(in_force)
}

fn define_accessors(unit: &mut Unit<'_>, call: NodeId, access: Access) {
    let place = Place::here(unit);
    let place = if access.on_class { Place { mark: ".", ..place } } else { place };
    let visibility = visibility(unit, call, access.on_class);
    for argument in directives::arguments(unit, call) {
        let Some(name) = docs::literal_text(unit, argument) else { continue };
        let docs = docs::docs(unit, call);
        let (draft, setter) = (place.draft(unit, argument, name), [name, "="].concat());
        let name = if access.reads { name.to_owned() } else { setter.clone() };
        let draft = SymbolDraft {
            kind: SymbolKind::Property,
            qualified: Some(place.qualify(&name)),
            name: name.into(),
            visibility,
            deprecated: docs.deprecated,
            docstring: docs.docstring,
            context: None,
            everywhere: false,
            ..draft
        };
        let property = unit.define(argument, draft);
        if access.reads && access.writes {
            unit.name_also(property, place.qualify(&setter));
        }
    }
}

/// `define_method(:name) { … }`.
fn define_by_name(unit: &mut Unit<'_>, call: NodeId, directive: &str) -> bool {
    let on_class = directive == "define_singleton_method";
    let place = if on_class { Place { mark: ".", ..Place::here(unit) } } else { Place::of_def(unit) };
    let Some(argument) = directives::arguments(unit, call).next() else { return false };
    let Some(name) = docs::literal_text(unit, argument) else { return false };
    let block = unit.child(call, field::BLOCK);
    let parameters = block.and_then(|block| unit.child(block, field::PARAMETERS));
    let arity = match (block, parameters) {
        (_, Some(parameters)) => methods::arity(unit, parameters),
        (Some(_), None) => Arity { required: 0, optional: 0, variadic: false },
        (None, None) => ANY_ARGUMENTS,
    };
    let docs = docs::docs(unit, call);
    let head = unit.child(call, field::ARGUMENTS).unwrap_or(argument);
    let draft = SymbolDraft {
        arity: Some(arity),
        visibility: visibility(unit, call, on_class),
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        signature: unit.signature(unit.start_byte(call), unit.end_byte(head)),
        everywhere: false,
        ..place.draft(unit, argument, name)
    };
    unit.define(call, draft);
    true
}

/// Rails' `delegate :a, :b, to: :c, prefix: true`.
fn delegate(unit: &mut Unit<'_>, call: NodeId) -> bool {
    let option = |name: &str| {
        directives::arguments(unit, call).filter(|&pair| unit.is(pair, kind::PAIR)).find_map(|pair| {
            let key = unit.child(pair, field::KEY)?;
            unit.child(pair, field::VALUE).filter(|_| docs::literal_text(unit, key) == Some(name))
        })
    };
    let Some(target) = option("to") else { return false };
    let prefix = match option("prefix") {
        None => String::new(),
        Some(prefix) => match docs::literal_text(unit, prefix) {
            Some(prefix) => format!("{prefix}_"),
            None if unit.text(prefix) == "true" => {
                format!("{}_", docs::literal_text(unit, target).unwrap_or_default())
            }
            None => String::new(),
        },
    };
    define_each(unit, call, directives::arguments(unit, call).collect(), &prefix)
}

/// Methods that a call names one by one, each at the symbol that names it.
fn define_each(unit: &mut Unit<'_>, call: NodeId, names: Vec<NodeId>, prefix: &str) -> bool {
    let place = Place::here(unit);
    // They are made in a scope of their own, for which no visibility is in force.
    let visibility = said_visibility(unit, call).unwrap_or(Visibility::Public);
    for argument in names {
        let Some(name) = docs::literal_text(unit, argument) else { continue };
        let name = [prefix, name].concat();
        let draft = SymbolDraft {
            qualified: Some(place.qualify(&name)),
            name: name.into(),
            arity: Some(ANY_ARGUMENTS),
            visibility,
            context: None,
            everywhere: false,
            ..place.draft(unit, argument, "")
        };
        unit.define(argument, draft);
    }
    true
}
