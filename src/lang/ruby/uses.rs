//! Ruby calls, blocks and bare names.

use super::state::{Receiver, State};
use super::{accessors, classes, directives, field, kind, paths, patterns, recovery};
use crate::extract::{ScopeKind, Segment, Unit, Use};
use crate::model::{NodeId, RefKind};

pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let receiver = unit.child(node, field::RECEIVER);
    let arity = argument_count(unit, node);
    let Some(method) = unit.child(node, field::METHOD) else {
        // `f.(x)`
        if let Some(receiver) = receiver {
            let usage = Use::computed(receiver, "call", None);
            if matches!(unit.kind(receiver), kind::IDENTIFIER) && unit.is_local(unit.text(receiver)) {
                unit.use_variable(receiver);
                unit.call(usage, arity);
            }
        }
        return;
    };
    if !matches!(unit.kind(method), kind::IDENTIFIER | kind::CONSTANT | kind::OPERATOR) {
        return;
    }
    let name = unit.text(method);
    let Some(receiver) = receiver else {
        if recovery::define(unit, method) {
            return;
        }
        if directives::direct(unit, node, name) {
            return unit.claim(method);
        }
        let usage = paths::implicit(unit, method, name);
        return unit.call(usage, arity);
    };
    if accessors::define_on_self(unit, node, receiver, name) {
        return unit.claim(method);
    }
    let usage = paths::member(unit, receiver, method, name.into());
    if name == "new" && matches!(unit.kind(receiver), kind::CONSTANT | kind::SCOPE_RESOLUTION) {
        paths::reference(unit, receiver, RefKind::Instantiates);
    }
    claim_receiver(unit, receiver);
    unit.call(usage, arity);
}

/// A local that is called on is no call itself.
pub fn claim_receiver(unit: &mut Unit<'_>, receiver: NodeId) {
    if unit.is(receiver, kind::IDENTIFIER) && unit.is_local(unit.text(receiver)) {
        unit.use_variable(receiver);
        unit.claim(receiver);
    }
}

/// The number of arguments as written, without a block; pairs without braces are together one.
pub fn argument_count(unit: &Unit<'_>, call: NodeId) -> u16 {
    let Some(arguments) = unit.child(call, field::ARGUMENTS) else { return 0 };
    let (mut count, mut pairs) = (0usize, 0);
    for argument in unit.children(arguments) {
        match unit.kind(argument) {
            kind::PAIR | kind::HASH_SPLAT_ARGUMENT => pairs = 1,
            kind::BLOCK_ARGUMENT => {}
            _ => count += 1,
        }
    }
    (count + pairs).min(usize::from(u16::MAX)) as u16
}

/// A bare name is a local, a word that changes what follows, or a call.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    let name = unit.text(node);
    if unit.is_local(name) {
        return unit.use_variable(node);
    }
    let defines = recovery::is_keyword(name) || recovery::define(unit, node);
    if !defines && !directives::change_visibility(unit, node, name) {
        let usage = paths::implicit(unit, node, name);
        unit.call(usage, 0);
    }
}

/// `super` calls the method of the same name of the superclass.
pub fn call_super(unit: &mut Unit<'_>, node: NodeId) {
    let call = unit.parent(node).filter(|&call| unit.is(call, kind::CALL) && unit.is_in(node, field::METHOD));
    let arity = call.map_or(0, |call| argument_count(unit, call));
    let usage = match super_path(unit) {
        Some(path) => Use { written: Some("super".into()), ..Use::path(node, path) },
        None => Use::computed(node, "super", Some("super".into())),
    };
    unit.call(usage, arity);
}

/// The method of the superclass that the enclosing method replaces, where the class's body includes nothing that
/// comes before the superclass.
fn super_path<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let method = unit.symbol(unit.enclosing_symbol()?);
    let class = unit.parent(unit.symbol(unit.enclosing_type()?).name_node)?;
    let superclass = unit.child(class, field::SUPERCLASS)?;
    let base =
        paths::constant_path(unit, unit.children(superclass).next()?).filter(|base| !base.outermost)?;
    let mark = match State::here(unit).receiver {
        Receiver::Instance => "#",
        Receiver::Class => ".",
        Receiver::Body | Receiver::Unknown => return None,
    };
    let member = [mark, &method.name].concat();
    // The superclass is looked up where the class is, not in it.
    (!directives::includes(unit, class)).then(|| base.segments.into_iter().chain([member.into()]).collect())
}

/// What a block is to the definitions and names inside it.
pub fn open_block(unit: &mut Unit<'_>, block: NodeId) {
    let call = unit.parent(block).filter(|&call| unit.is(call, kind::CALL));
    let scope = match call.and_then(|call| enter_body(unit, call, block)) {
        Some(scope) => scope,
        None => {
            let state = State::here(unit);
            if state.receiver == Receiver::Body && unit.enclosing_type_name().is_some() {
                State { receiver: Receiver::Unknown, ..state }.enter(unit, block);
            }
            ScopeKind::Block
        }
    };
    unit.open_scope(block, scope);
    if let Some(parameters) = unit.child(block, field::PARAMETERS) {
        patterns::bind_parameters(unit, parameters);
    }
}

/// The block of a call that makes it a class's or a method's body.
fn enter_body(unit: &mut Unit<'_>, call: NodeId, block: NodeId) -> Option<ScopeKind> {
    let name = unit.text(unit.child(call, field::METHOD)?);
    let receiver = unit.child(call, field::RECEIVER);
    let named = |unit: &Unit<'_>, node| Some(paths::known_name(unit, &paths::constant_path(unit, node)?));
    match name {
        "new" | "define" if classes::made_type(unit, call).is_some() => {
            if !unit.parent(call).is_some_and(|parent| directives::is_class_value(unit, parent, call)) {
                unit.open_anonymous_function(block);
                unit.forget_receiver();
            }
            State::BODY.enter(unit, block);
            Some(ScopeKind::Class)
        }
        "class_eval" | "class_exec" | "module_eval" | "module_exec" => {
            let singleton = false;
            Some(enter_evaluated(unit, receiver, block, singleton))
        }
        "instance_eval" | "instance_exec" => {
            let singleton = true;
            Some(enter_evaluated(unit, receiver, block, singleton))
        }
        "refine" if receiver.is_none() => {
            let refined = unit.child(call, field::ARGUMENTS)?;
            let owner = named(unit, unit.children(refined).next()?)?;
            unit.open_type(block, &owner);
            State::BODY.enter(unit, block);
            Some(ScopeKind::Class)
        }
        "class_methods" if receiver.is_none() => {
            // ActiveSupport's way to write `module ClassMethods`.
            let owner = unit.enclosing_type_name().map(|owner| [owner, "::ClassMethods"].concat())?;
            unit.open_type(block, &owner);
            State::BODY.enter(unit, block);
            Some(ScopeKind::Class)
        }
        "define_method" | "define_singleton_method" if receiver.is_none() => {
            let own = if name == "define_method" { Receiver::Instance } else { Receiver::Class };
            State { receiver: own, ..State::BODY }.enter(unit, block);
            Some(ScopeKind::Block)
        }
        _ => None,
    }
}

/// The block of `class_eval` is a body of the receiver; that of `instance_eval` one of its singleton class.
fn enter_evaluated(
    unit: &mut Unit<'_>,
    receiver: Option<NodeId>,
    block: NodeId,
    singleton: bool,
) -> ScopeKind {
    let constant = receiver.and_then(|receiver| paths::constant_path(unit, receiver));
    if let Some(path) = constant {
        let owner = paths::known_name(unit, &path);
        unit.open_type(block, &owner);
        State { singleton, ..State::BODY }.enter(unit, block);
        return ScopeKind::Class;
    }
    let is_own = receiver.is_none_or(|receiver| unit.is(receiver, kind::SELF));
    let singleton = singleton && is_own && State::here(unit).receiver == Receiver::Body;
    if !is_own {
        // Somebody else's, who can't be named.
        unit.open_anonymous_function(block);
        unit.forget_receiver();
    }
    State { receiver: Receiver::Unknown, singleton, ..State::BODY }.enter(unit, block);
    ScopeKind::Class
}

pub fn open_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    if let Some(parameters) = unit.child(node, field::PARAMETERS) {
        patterns::bind_parameters(unit, parameters);
    }
}
