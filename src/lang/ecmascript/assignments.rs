//! Assignments that define: `exports.f = …`, `module.exports = …`, `A.prototype.m = …`, `a.b = …`, `this.f = …`,
//! and chains of them.

use super::definitions::{self, Given, Named, Receiver, Role};
use super::paths::{self, Start};
use super::prototypes::{self, Owner};
use super::{exports, field, functions, imports, kind};
use crate::extract::{Space, SymbolDraft, SymbolId, Unit};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Assignments in one chain (`a = b = c`) that are looked through.
const CHAIN_MAX: usize = 16;

/// A value with the left sides that it is assigned to on the way.
pub struct AssignmentChain {
    pub value: NodeId,
    lefts: Vec<NodeId>,
    /// The assignments inside the outermost one.
    inner: Vec<NodeId>,
}

/// Follows `b = c = value` to its value.
pub fn follow(unit: &Unit<'_>, value: NodeId) -> AssignmentChain {
    let mut chain = AssignmentChain { value, lefts: Vec::new(), inner: Vec::new() };
    for _ in 0..CHAIN_MAX {
        let assignment = definitions::unwrap(unit, chain.value);
        if !unit.is(assignment, kind::ASSIGNMENT) {
            break;
        }
        let sides = unit.child(assignment, field::LEFT).zip(unit.child(assignment, field::RIGHT));
        let Some((left, right)) = sides else { break };
        chain.lefts.push(left);
        chain.inner.push(assignment);
        chain.value = right;
    }
    chain
}

/// Whether a value is a function or a class.
pub fn is_definition(unit: &Unit<'_>, value: NodeId) -> bool {
    let value_kind = unit.kind(definitions::unwrap(unit, value));
    definitions::is_function(value_kind) || value_kind == kind::CLASS
}

/// What a left side names.
#[derive(Clone)]
enum Place<'s> {
    /// `module.exports`
    Module,
    /// `exports.name`
    Export,
    /// `A.prototype`
    Prototype(Owner<'s>),
    /// `A.prototype.name`, `a.b.name`
    Member(Owner<'s>),
    /// `this.name`
    This,
    /// `name`
    Name,
}

/// A left side that an assignment may define.
#[derive(Clone)]
struct Target<'s> {
    left: NodeId,
    /// The node and text of the last segment.
    name: Named<'s>,
    place: Place<'s>,
    /// `A.prototype.name`, where any value makes a member.
    of_prototype: bool,
}

fn target<'s>(unit: &Unit<'s>, left: NodeId) -> Option<Target<'s>> {
    let chain =
        paths::chain(unit, left).filter(|_| matches!(unit.kind(left), kind::IDENTIFIER | kind::MEMBER))?;
    let name = Named { node: chain.last, text: chain.segments.last()?.clone() };
    let segments: Vec<&str> = chain.segments.iter().map(|segment| segment.as_ref()).collect();
    let is_free = |name: &str| !unit.is_bound(name);
    // What `this` or a name of a prototype stands for.
    let known = match (chain.start, segments.as_slice()) {
        (Start::This, ["prototype"] | ["prototype", _]) => unit.enclosing_type(),
        (Start::Name(_), [name, _]) => prototypes::named(unit, name),
        _ => None,
    }
    .map(Owner::Known);
    let path = |owner: &[&str]| Owner::Path(chain.segments[..owner.len()].to_vec());
    let place = match (chain.start, segments.as_slice(), known.clone()) {
        (Start::This, ["prototype"], Some(owner)) => Place::Prototype(owner),
        (Start::This, ["prototype", _], Some(owner)) => Place::Member(owner),
        (Start::This, [_], _) => Place::This,
        (Start::Name(_), ["exports"], _) => return None,
        (Start::Name(_), [_], _) => Place::Name,
        (Start::Name(_), ["module", "exports"], _) if is_free("module") => Place::Module,
        (Start::Name(_), ["module", "exports", _], _) if is_free("module") => Place::Export,
        (Start::Name(_), ["exports", _], _) if is_free("exports") => Place::Export,
        (Start::Name(_), [owner @ .., "prototype"], _) => Place::Prototype(path(owner)),
        (Start::Name(_), [owner @ .., "prototype", _], _) => Place::Member(path(owner)),
        (Start::Name(_), [_, _], Some(owner)) => Place::Member(owner),
        (Start::Name(_), [owner @ .., _], _) => Place::Member(path(owner)),
        _ => return None,
    };
    let of_prototype = matches!(place, Place::Member(Owner::Known(_)))
        || (segments.len() > 2 && segments[segments.len() - 2] == "prototype");
    Some(Target { left, name, place, of_prototype })
}

/// `left = right`
pub fn assign(unit: &mut Unit<'_>, node: NodeId) {
    let chain = follow(unit, node);
    let targets: Vec<Target<'_>> = chain.lefts.iter().filter_map(|&left| target(unit, left)).collect();
    if targets.is_empty() {
        return;
    }
    let value = definitions::unwrap(unit, chain.value);
    chain.inner.iter().for_each(|&inner| unit.claim(inner));
    if is_definition(unit, value) {
        define(unit, node, &targets, value);
    } else if unit.is(value, kind::OBJECT) {
        targets.iter().for_each(|target| define_object(unit, node, target, value));
    } else {
        targets.iter().for_each(|target| define_data(unit, node, target, value));
    }
}

/// Exports what a declaration defines under the further names of its chain.
pub fn alias(unit: &mut Unit<'_>, symbol: SymbolId, chain: &AssignmentChain) {
    chain.inner.iter().for_each(|&inner| unit.claim(inner));
    for &left in &chain.lefts {
        if let Some(target) = target(unit, left) {
            export(unit, symbol, &target);
        }
    }
}

/// Exports a symbol where the target is an export; the target's nodes are then no uses.
fn export(unit: &mut Unit<'_>, symbol: SymbolId, target: &Target<'_>) {
    match target.place {
        Place::Module => unit.export_as(symbol, format!("{}.default", unit.module())),
        Place::Export => unit.export_as(symbol, format!("{}.{}", unit.module(), target.name.text)),
        _ => return,
    }
    claim(unit, target);
}

/// Claims the nodes of a target. The name that its path starts from is used, unless it is CommonJS's own.
fn claim(unit: &mut Unit<'_>, target: &Target<'_>) {
    let Some(chain) = paths::chain(unit, target.left) else { return };
    chain.claim(unit);
    if chain.start == Start::This && !matches!(target.place, Place::This) {
        // `this.prototype` is no use of a field.
        unit.child(target.left, field::OBJECT).into_iter().for_each(|prototype| unit.claim(prototype));
    }
    let Some(root) = chain.root().filter(|_| chain.segments.len() > 1) else { return };
    unit.claim(root);
    if !matches!(target.place, Place::Module | Place::Export) {
        unit.use_name(root, RefKind::Read);
    }
}

/// Defines a function or a class under the target that says most, and exports it under the others.
fn define<'s>(unit: &mut Unit<'s>, node: NodeId, targets: &[Target<'s>], value: NodeId) {
    let weight = |target: &Target<'_>| match target.place {
        Place::Member(_) | Place::This => 0,
        Place::Export => 1,
        Place::Name => 2,
        Place::Module => 3,
        Place::Prototype(_) => 4,
    };
    let Some(first) = targets.iter().min_by_key(|target| weight(target)) else { return };
    if weight(first) > 3 {
        return;
    }
    targets.iter().for_each(|target| claim(unit, target));
    for target in targets.iter().filter(|other| other.left != first.left) {
        if let Place::Member(owner) = &target.place {
            define_further(unit, node, target, owner, value);
        }
    }
    let given = given(unit, node, first, value);
    if let Some(symbol) = definitions::define_given(unit, given, Some(value)) {
        for target in targets {
            export(unit, symbol, target);
        }
    }
}

/// What a target's place says of a value that is given to it. Opens the type that the value's `this` is.
fn given<'s>(unit: &mut Unit<'s>, node: NodeId, target: &Target<'s>, value: NodeId) -> Given<'s> {
    let given = Given::new(node, target.name.clone(), Role::Member(None));
    let module = unit.module();
    match &target.place {
        Place::Export => {
            unit.open_type(node, module);
            let qualified = Some(format!("{module}.{}", target.name.text));
            Given { role: Role::Name(None), qualified, receiver: Receiver::Owner, ..given }
        }
        Place::Module => {
            let own_name = unit.child(value, field::NAME);
            let name = own_name.map_or("default", |name| unit.text(name));
            let named = Named { node: own_name.unwrap_or(target.name.node), text: name.into() };
            let qualified = Some(format!("{module}.{name}"));
            // The function's own name is bound in it, as that of any function expression.
            Given { role: Role::Name(None), name: named, qualified, ..given }
        }
        Place::Name => Given { role: Role::Name(None), binds: Some(Space::VALUE), ..given },
        Place::This => {
            match unit.enclosing_type_name().map(|owner| format!("{owner}.{}", target.name.text)) {
                Some(qualified) => {
                    let (parent, receiver) = (unit.enclosing_type(), Receiver::Either);
                    Given { qualified: Some(qualified), parent, receiver, ..given }
                }
                None => given,
            }
        }
        Place::Member(owner) | Place::Prototype(owner) => {
            let (qualified, parent) = owner.find(unit);
            unit.open_type(node, &qualified);
            let qualified = Some(format!("{qualified}.{}", target.name.text));
            Given { qualified, parent, receiver: Receiver::Owner, ..given }
        }
    }
}

/// What is reached through an owner is as public as that.
fn public<'s>(node: NodeId, target: &Target<'s>, role: Role) -> Given<'s> {
    Given { visibility: Some(Visibility::Public), ..Given::new(node, target.name.clone(), role) }
}

/// A second member that the same function is assigned to.
fn define_further<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    target: &Target<'s>,
    owner: &Owner<'s>,
    value: NodeId,
) {
    let (qualified, parent) = owner.find(unit);
    let draft = functions::draft(unit, node, SymbolKind::Method, target.name.clone(), value);
    let qualified = Some(format!("{qualified}.{}", target.name.text));
    let visibility = Visibility::Public;
    unit.define(
        node,
        SymbolDraft { qualified, parent, visibility, binds: None, context: None, everywhere: false, ..draft },
    );
}

/// An object: what the module exports, a prototype, a namespace.
fn define_object<'s>(unit: &mut Unit<'s>, node: NodeId, target: &Target<'s>, object: NodeId) {
    if unit.is_in_function() && !matches!(target.place, Place::Prototype(_)) {
        return;
    }
    match &target.place {
        Place::Module => {
            claim(unit, target);
            exports::enter_exports(unit, object);
        }
        Place::Prototype(owner) => {
            let (qualified, _) = owner.find(unit);
            claim(unit, target);
            unit.claim(object);
            unit.open_type(object, &qualified);
        }
        Place::Export if !unit.is_claimed(object) => {
            claim(unit, target);
            let qualified = Some(format!("{}.{}", unit.module(), target.name.text));
            let role = Role::Name(Some(SymbolKind::Variable));
            let given = Given { qualified, ..public(node, target, role) };
            definitions::define_given(unit, given, Some(object));
        }
        Place::Member(owner) if !unit.is_claimed(object) => {
            let (qualified, parent) = owner.find(unit);
            claim(unit, target);
            let qualified = Some(format!("{qualified}.{}", target.name.text));
            let role = Role::Member(Some(SymbolKind::Property));
            let given = Given { qualified, parent, ..public(node, target, role) };
            definitions::define_given(unit, given, Some(object));
        }
        _ => {}
    }
}

/// `A.prototype.name = value`: a method where the value is a function of this file or an import.
fn define_prototype_member<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    target: &Target<'s>,
    owner: &Owner<'s>,
    value: NodeId,
) {
    let (qualified, parent) = owner.find(unit);
    let qualified = format!("{qualified}.{}", target.name.text);
    if unit.is_defined(&qualified) {
        return;
    }
    let function = Some(unit.text(value)).filter(|_| unit.is(value, kind::IDENTIFIER));
    let known = function.and_then(|name| unit.symbol_named(name)).map(|symbol| unit.symbol(symbol).arity);
    let is_method =
        known.is_some_and(|arity| arity.is_some()) || function.is_some_and(|name| unit.is_imported(name));
    let symbol_kind = if is_method { SymbolKind::Method } else { SymbolKind::Property };
    claim(unit, target);
    let named = target.name.clone();
    let draft = definitions::draft(unit, node, symbol_kind, named, unit.start_byte(value));
    let (arity, visibility, qualified) = (known.flatten(), Visibility::Public, Some(qualified));
    let draft = SymbolDraft { qualified, parent, arity, visibility, binds: None, context: None, ..draft };
    unit.define(node, SymbolDraft { everywhere: false, ..draft });
}

/// Data is only a definition where a module exports it; a name or another module is exported under the target's name.
fn define_data<'s>(unit: &mut Unit<'s>, node: NodeId, target: &Target<'s>, value: NodeId) {
    let name = match &target.place {
        Place::Module => "default".into(),
        Place::Export => target.name.text.clone(),
        Place::Member(owner) if target.of_prototype => {
            return define_prototype_member(unit, node, target, owner, value);
        }
        _ => return,
    };
    claim(unit, target);
    let qualified = format!("{}.{name}", unit.module());
    if let Some(required) = imports::required(unit, value) {
        return imports::reexport(unit, target.name.node, name, required);
    }
    match unit.kind(value) {
        kind::IDENTIFIER => unit.export_name(unit.text(value), qualified),
        // `exports.a = void 0` only announces it.
        kind::UNARY => {}
        _ if matches!(target.place, Place::Module) || unit.text(value) == "undefined" => {}
        _ if unit.is_in_function() || unit.is_defined(&qualified) => {}
        _ => {
            let role = Role::Name(Some(SymbolKind::Variable));
            let given = Given { qualified: Some(qualified), ..public(node, target, role) };
            definitions::define_given(unit, given, Some(value));
        }
    }
}
