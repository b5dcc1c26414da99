//! Calls of a class's body that direct: visibilities, `include`, `require`. Those that define are in `accessors`.

use super::methods::Place;
use super::state::{Receiver, State};
use super::{CLASS_METHODS, CONSTANTS, METHODS, accessors, docs, field, kind, methods, modules, paths};
use crate::extract::{ImportDraft, Space, Unit};
use crate::model::{ImportKind, NodeId, RefKind, Visibility};

/// Deals with a call without a receiver that defines or directs; `false` where it is a call like others.
pub fn direct(unit: &mut Unit<'_>, call: NodeId, name: &str) -> bool {
    match name {
        "require" | "require_relative" | "load" => return import(unit, call, name),
        "autoload" => return autoload(unit, call),
        _ => {}
    }
    let receiver = State::here(unit).receiver;
    if !receiver.may_define() {
        return false;
    }
    match name {
        "private" | "protected" | "public" => {
            if let Some(visibility) = methods::visibility_word(unit, call) {
                set_visibility(unit, call, Place::here(unit).space(), visibility);
            }
        }
        "private_class_method" => set_visibility(unit, call, CLASS_METHODS, Visibility::Private),
        "private_constant" => set_visibility(unit, call, CONSTANTS, Visibility::Private),
        "module_function" => add_module_functions(unit, call),
        "include" | "prepend" | "extend" | "using" if receiver == Receiver::Unknown => return false,
        "include" | "prepend" => return use_modules(unit, call, RefKind::Implements),
        "extend" => {
            if unit.text(arguments(unit, call).next().unwrap_or(call)) == "self" {
                change_state(unit, call, |state| State { extends_self: true, ..state });
                return true;
            }
            return use_modules(unit, call, RefKind::Type);
        }
        "using" => return use_modules(unit, call, RefKind::Type),
        _ => return accessors::define(unit, call, name),
    }
    true
}

/// The arguments of a call, without the block.
pub fn arguments<'s>(unit: &Unit<'s>, call: NodeId) -> impl Iterator<Item = NodeId> + use<'s> {
    unit.child(call, field::ARGUMENTS).map(|arguments| unit.children(arguments)).into_iter().flatten()
}

/// `private` alone in a class's body: what follows is. `false` where the name is none of these words.
pub fn change_visibility(unit: &mut Unit<'_>, node: NodeId, name: &str) -> bool {
    let visibility = match name {
        "private" => Visibility::Private,
        "protected" => Visibility::Protected,
        "public" | "module_function" => Visibility::Public,
        _ => return false,
    };
    if !State::here(unit).receiver.may_define() {
        return false;
    }
    let module_function = name == "module_function";
    change_state(unit, node, |state| State { visibility, module_function, ..state });
    true
}

/// Puts another state in force for the rest of the body that a statement stands in.
fn change_state(unit: &mut Unit<'_>, statement: NodeId, change: impl FnOnce(State) -> State) {
    if let Some(body) = unit.parent(statement) {
        change(State::here(unit)).enter(unit, body);
    }
}

/// The names that a call is given as symbols or strings, also in arrays (`private %i[a b]`).
fn named_arguments<'s>(unit: &Unit<'s>, call: NodeId) -> Vec<&'s str> {
    let mut names = Vec::new();
    for argument in arguments(unit, call) {
        let argument = match unit.kind(argument) {
            // `private *%i[a b]`
            kind::SPLAT_ARGUMENT => unit.children(argument).next().unwrap_or(argument),
            _ => argument,
        };
        match unit.kind(argument) {
            kind::ARRAY | kind::SYMBOL_ARRAY | kind::STRING_ARRAY => {
                names.extend(unit.children(argument).filter_map(|item| docs::literal_text(unit, item)));
            }
            _ => names.extend(docs::literal_text(unit, argument)),
        }
    }
    names
}

fn set_visibility(unit: &mut Unit<'_>, call: NodeId, space: Space, visibility: Visibility) {
    for name in named_arguments(unit, call) {
        // The branches of a condition may each define it.
        while let Some(symbol) = unit.hoisted_symbol(name, space, |draft| draft.visibility != visibility) {
            unit.symbol_mut(symbol).visibility = visibility;
        }
    }
}

/// `module_function :m`: the module itself has it too.
fn add_module_functions(unit: &mut Unit<'_>, call: NodeId) {
    for name in named_arguments(unit, call) {
        let owner = unit.enclosing_type_name().map(str::to_owned);
        if let (Some(symbol), Some(owner)) = (unit.hoisted_symbol(name, METHODS, |_| true), owner) {
            unit.symbol_mut(symbol).visibility = Visibility::Public;
            unit.name_also(symbol, [&owner, ".", name].concat());
        }
    }
}

fn use_modules(unit: &mut Unit<'_>, call: NodeId, ref_kind: RefKind) -> bool {
    let modules: Vec<NodeId> = arguments(unit, call).collect();
    for &module in &modules {
        paths::reference(unit, module, ref_kind);
    }
    !modules.is_empty()
}

/// Whether a class's body itself includes modules, which come before the superclass.
pub fn includes(unit: &Unit<'_>, class: NodeId) -> bool {
    let Some(body) = unit.child(class, field::BODY) else { return false };
    unit.children(body).any(|statement| {
        let method = unit.child(statement, field::METHOD).filter(|_| unit.is(statement, kind::CALL));
        method.is_some_and(|method| matches!(unit.text(method), "include" | "prepend"))
    })
}

/// Whether a node is the assignment of a constant, or the head of a class, that a made type is the value of.
pub fn is_class_value(unit: &Unit<'_>, parent: NodeId, value: NodeId) -> bool {
    match unit.kind(parent) {
        kind::ASSIGNMENT | kind::OPERATOR_ASSIGNMENT => {
            let left = unit.child(parent, field::LEFT);
            unit.child(parent, field::RIGHT) == Some(value)
                && left.is_some_and(|left| paths::constant_path(unit, left).is_some())
        }
        kind::SUPERCLASS => true,
        _ => false,
    }
}

/// `require "a"`, `require_relative "a"`, `load "a.rb"`, where the text says which file it is.
fn import(unit: &mut Unit<'_>, call: NodeId, name: &str) -> bool {
    let Some(argument) = arguments(unit, call).next() else { return false };
    let Some(text) = docs::literal_text(unit, argument) else { return false };
    let draft = if name == "require_relative" {
        ImportDraft::module(ImportKind::Relative, relative(text).into())
    } else if text.starts_with('.') {
        ImportDraft::module(ImportKind::Relative, text.into())
    } else {
        ImportDraft::module(ImportKind::Absolute, text.into())
    };
    unit.import(argument, draft);
    true
}

fn relative(text: &str) -> String {
    if text.starts_with('.') { text.to_owned() } else { [modules::RELATIVE, text].concat() }
}

/// `autoload :Name, "a"`.
fn autoload(unit: &mut Unit<'_>, call: NodeId) -> bool {
    let mut arguments = arguments(unit, call);
    let (Some(_), Some(file)) = (arguments.next(), arguments.next()) else { return false };
    let Some(text) = docs::literal_text(unit, file) else { return false };
    unit.import(file, ImportDraft::module(ImportKind::Absolute, text.into()));
    true
}
