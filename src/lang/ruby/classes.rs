//! Ruby classes and modules: `class`, `module`, `class << self`, and constants that hold a `Struct.new` or its like.

use super::state::State;
use super::{CONSTANTS, METHODS, docs, field, kind, paths, variables};
use crate::extract::{ContextKind, ScopeKind, SymbolDraft, Unit};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

pub fn define_class(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Class);
}

pub fn define_module(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Module);
}

fn define(unit: &mut Unit<'_>, node: NodeId, symbol_kind: SymbolKind) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let Some(path) = paths::constant_path(unit, name) else { return };
    let superclass = unit.child(node, field::SUPERCLASS);
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        qualified: Some(paths::qualified(unit, &path)),
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(superclass.unwrap_or(name))),
        binds: Some(CONSTANTS).filter(|_| path.segments.len() == 1),
        context: Some(ContextKind::Type),
        ..SymbolDraft::new(symbol_kind, path.name, unit.text(path.name))
    };
    if path.name != name {
        unit.claim(name);
    }
    unit.define(node, draft);
    State::BODY.enter(unit, node);
    if let Some(base) = superclass.and_then(|superclass| unit.children(superclass).next())
        && !paths::reference(unit, base, RefKind::Inherits)
    {
        // `class Point < Struct.new(:x, :y)`
        define_members(unit, base);
    }
    if let Some(body) = unit.child(node, field::BODY) {
        unit.open_scope(body, ScopeKind::Class);
    }
}

/// `class << self`, `class << A`: what is defined inside belongs to the object itself.
pub fn open_singleton(unit: &mut Unit<'_>, node: NodeId) {
    let Some(value) = unit.child(node, field::VALUE) else { return };
    if !unit.is(value, kind::SELF) {
        let assigned = assigned_constant(unit, value);
        if let Some((assignment, _)) = assigned {
            // The constant is defined around the singleton class, not in it.
            variables::assign(unit, assignment);
            unit.claim(assignment);
        }
        let constant = assigned.map_or(value, |(_, constant)| constant);
        let owner = match paths::constant_path(unit, constant) {
            Some(path) => paths::known_name(unit, &path),
            None => unit.text(value).to_owned(),
        };
        unit.open_type(node, &owner);
    }
    State { singleton: true, ..State::BODY }.enter(unit, node);
    if let Some(body) = unit.child(node, field::BODY) {
        // The class's own methods are the same ones outside: `private :m` in here means a `def self.m` out there too.
        let scope = if unit.is(value, kind::SELF) { ScopeKind::Block } else { ScopeKind::Class };
        unit.open_scope(body, scope);
    }
}

/// The assignment of a constant that a value in parentheses is, and the constant: `class << (A = Object.new)`.
fn assigned_constant(unit: &Unit<'_>, value: NodeId) -> Option<(NodeId, NodeId)> {
    let assignment = unit.children(value).next().filter(|_| unit.is(value, kind::PARENTHESIZED))?;
    let left = unit.child(assignment, field::LEFT).filter(|_| unit.is(assignment, kind::ASSIGNMENT))?;
    let right = unit.child(assignment, field::RIGHT)?;
    let defines = paths::constant_path(unit, left).is_some() && made_type(unit, right).is_none();
    defines.then_some((assignment, left))
}

/// The kind of what a value is, if it makes a class or module: `Class.new`, `Struct.new`, `Module.new`, `Data.define`.
pub fn made_type(unit: &Unit<'_>, value: NodeId) -> Option<SymbolKind> {
    let method = unit.child(value, field::METHOD).filter(|_| unit.is(value, kind::CALL))?;
    let receiver = unit.child(value, field::RECEIVER)?;
    match (unit.text(receiver).trim_start_matches("::"), unit.text(method)) {
        ("Class" | "Struct", "new") | ("Data", "define") => Some(SymbolKind::Class),
        ("Module", "new") => Some(SymbolKind::Module),
        _ => None,
    }
}

/// `Name = Class.new(Base) do … end`: the assignment defines the class. `false` where the value is none.
pub fn define_made(unit: &mut Unit<'_>, assignment: NodeId, left: NodeId, value: NodeId) -> bool {
    let Some(symbol_kind) = made_type(unit, value) else { return false };
    let Some(path) = paths::constant_path(unit, left) else { return false };
    let docs = docs::docs(unit, assignment);
    let arguments = unit.child(value, field::ARGUMENTS);
    let head = arguments.or(unit.child(value, field::METHOD)).unwrap_or(value);
    let draft = SymbolDraft {
        qualified: Some(paths::qualified(unit, &path)),
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        signature: unit.signature(unit.start_byte(assignment), unit.end_byte(head)),
        binds: Some(CONSTANTS).filter(|_| path.segments.len() == 1),
        context: Some(ContextKind::Type),
        everywhere: false,
        ..SymbolDraft::new(symbol_kind, path.name, unit.text(path.name))
    };
    unit.claim(left);
    unit.define(assignment, draft);
    define_members(unit, value);
    let first = arguments.and_then(|arguments| unit.children(arguments).next());
    let makes_class =
        unit.child(value, field::RECEIVER).is_some_and(|made| unit.text(made).ends_with("Class"));
    if let Some(base) = first.filter(|_| makes_class) {
        paths::reference(unit, base, RefKind::Inherits);
    }
    true
}

/// The members that a `Struct.new(:a, :b)` names, as properties of the class that is being defined.
fn define_members(unit: &mut Unit<'_>, value: NodeId) {
    let is_struct = made_type(unit, value).is_some()
        && unit.child(value, field::RECEIVER).is_some_and(|made| !unit.text(made).ends_with("Class"));
    let Some(arguments) = unit.child(value, field::ARGUMENTS).filter(|_| is_struct) else { return };
    let owner = unit.context_name().to_owned();
    for argument in unit.children(arguments) {
        let Some(name) = docs::literal_text(unit, argument) else { continue };
        if unit.is(argument, kind::STRING) {
            // `Struct.new("Name", :a)` names the class.
            continue;
        }
        let draft = SymbolDraft {
            qualified: Some([&owner, "#", name].concat()),
            visibility: Visibility::Public,
            binds: Some(METHODS),
            ..SymbolDraft::new(SymbolKind::Property, argument, name)
        };
        let member = unit.define(argument, draft);
        unit.name_also(member, [&owner, "#", name, "="].concat());
    }
}
