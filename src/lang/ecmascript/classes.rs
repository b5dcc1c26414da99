//! Classes, their members, and the fields that their methods assign.

use rustc_hash::FxHashSet;

use super::definitions::{self, Given, Named, Receiver, Role};
use super::functions;
use super::{NOTE_TYPED, docs, field, immediate, jsdoc, kind, paths, typing, uses, values};
use crate::extract::{ContextKind, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::lang::Kind;
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// Levels climbed from a use of `super` to its class.
const CLASS_LEVELS_MAX: usize = 256;

/// A class draft: its signature ends where its body begins.
fn draft<'s>(unit: &Unit<'s>, node: NodeId, name: Named<'s>, class: NodeId) -> SymbolDraft<'s> {
    let body = unit.child(class, field::BODY);
    let end = body.map_or(unit.end_byte(class), |body| unit.start_byte(body));
    let draft = definitions::draft(unit, node, SymbolKind::Class, name, end);
    SymbolDraft { binds: Some(Space::ANY), ..draft }
}

/// `class A {}`, abstract ones too.
pub fn define_class(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return enter_expression(unit, node) };
    let draft = draft(unit, node, Named { node: name, text: unit.text(name).into() }, node);
    let symbol = unit.define(node, draft);
    immediate::bind_made(unit, node, symbol);
    uses::annotate(unit, node);
    enter(unit, node, symbol);
}

/// A class expression that is given to a name.
pub fn define_given<'s>(unit: &mut Unit<'s>, given: Given<'s>, class: NodeId) -> SymbolId {
    let draft = draft(unit, given.node, given.name.clone(), class);
    let binds = given.binds.map(|_| Space::ANY);
    let draft = SymbolDraft { binds, ..definitions::apply(draft, &given) };
    let symbol = unit.define(given.node, draft);
    enter(unit, class, symbol);
    symbol
}

/// A class expression that no rule has given a name to. Without a name of its own, its members belong to what is
/// around it.
pub fn enter_expression(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else {
        let qualified = unit.context_name().to_owned();
        unit.open_type(node, &qualified);
        return unit.open_scope(node, ScopeKind::Block);
    };
    unit.open_scope(node, ScopeKind::Block);
    let draft = draft(unit, node, Named { node: name, text: unit.text(name).into() }, node);
    let symbol = unit.define(node, SymbolDraft { visibility: Visibility::Private, ..draft });
    define_fields(unit, node, symbol);
}

fn enter(unit: &mut Unit<'_>, class: NodeId, symbol: SymbolId) {
    unit.claim(class);
    unit.open_scope(class, ScopeKind::Block);
    if let Some(name) = unit.child(class, field::NAME).filter(|&name| !unit.is_claimed(name)) {
        unit.bind_symbol(name, symbol, Space::ANY);
    }
    define_fields(unit, class, symbol);
}

/// Defines the fields that the methods assign and the class doesn't declare.
fn define_fields(unit: &mut Unit<'_>, class: NodeId, symbol: SymbolId) {
    let Some(body) = unit.child(class, field::BODY) else { return };
    let named = |member: NodeId| [field::NAME, field::PROPERTY].iter().find_map(|&f| unit.child(member, f));
    let members: Vec<NodeId> = unit.children(body).collect();
    let mut declared: Vec<&str> =
        members.iter().filter_map(|&m| named(m)).map(|name| unit.text(name)).collect();
    for member in members.iter().filter(|&&member| unit.is(member, kind::METHOD_DEFINITION)) {
        declared.extend(parameter_properties(unit, *member));
    }
    define_assigned_fields(unit, body, symbol, declared);
}

/// The names that a constructor's parameters declare as fields (or merely might: a parameter is no field's rival).
fn parameter_properties<'s>(unit: &Unit<'s>, method: NodeId) -> Vec<&'s str> {
    let Some(list) = unit.child(method, field::PARAMETERS) else { return Vec::new() };
    let modified = unit.children(list).filter(|&parameter| unit.has(parameter, kind::ACCESSIBILITY));
    modified
        .filter_map(|parameter| unit.child(parameter, field::PATTERN))
        .map(|name| unit.text(name))
        .collect()
}

/// Defines what `this.name = …` assigns first, in code whose `this` is the object: not inside plain functions and
/// other classes. Functions are left to the assignment's own rule. Tells whether `this` is used at all.
pub fn define_assigned_fields(
    unit: &mut Unit<'_>,
    body: NodeId,
    owner: SymbolId,
    declared: Vec<&str>,
) -> bool {
    let mut uses_this = false;
    let mut seen: FxHashSet<&str> = declared.into_iter().collect();
    let range = unit.subtree(body);
    let mut node = range.start;
    while node < range.end {
        let inner = node;
        node += 1;
        match unit.kind(inner) {
            kind::FUNCTION_EXPRESSION
            | kind::FUNCTION_DECLARATION
            | kind::GENERATOR
            | kind::GENERATOR_DECLARATION
            | kind::CLASS
            | kind::CLASS_DECLARATION
            | kind::OBJECT => node = unit.end_of(inner),
            kind::ASSIGNMENT => {
                if let Some(name) = assigned_field(unit, inner)
                    && seen.insert(unit.text(name))
                {
                    define_assigned_field(unit, inner, name, owner);
                }
            }
            kind::THIS => uses_this = true,
            _ => {}
        }
    }
    uses_this
}

/// The name of `this.name = data`.
fn assigned_field(unit: &Unit<'_>, assignment: NodeId) -> Option<NodeId> {
    let left = unit.child(assignment, field::LEFT).filter(|&left| unit.is(left, kind::MEMBER))?;
    let object = unit.child(left, field::OBJECT)?;
    let value = definitions::unwrap(unit, unit.child(assignment, field::RIGHT)?);
    let value_kind = unit.kind(value);
    let is_data = !definitions::is_function(value_kind) && value_kind != kind::CLASS;
    unit.child(left, field::PROPERTY).filter(|_| unit.is(object, kind::THIS) && is_data)
}

fn define_assigned_field(unit: &mut Unit<'_>, node: NodeId, name: NodeId, owner: SymbolId) {
    let end = unit.child(node, field::RIGHT).map_or(unit.end_byte(node), |right| unit.start_byte(right));
    let named = Named { node: name, text: unit.text(name).into() };
    let statement = unit.parent(node).filter(|&parent| unit.is(parent, kind::EXPRESSION_STATEMENT));
    let notes = docs::docs(unit, statement.unwrap_or(node)).unwrap_or_default();
    let visibility = notes.visibility.unwrap_or(visibility_by_name(&named.text));
    let site = definitions::Site { outer: node, exported: false };
    let draft = SymbolDraft {
        parent: Some(owner),
        visibility,
        deprecated: notes.deprecated,
        signature: definitions::signature(unit, site, node, end),
        docstring: notes.text,
        binds: None,
        context: None,
        ..SymbolDraft::new(SymbolKind::Field, name, named.text)
    };
    // What it holds is said by its JSDoc, or by its assignments, each in its own scope.
    let symbol = unit.define(node, draft);
    let comment = jsdoc::comment(unit, statement.unwrap_or(node));
    typing::set_documented(unit, symbol, name, comment);
}

fn visibility_by_name(name: &str) -> Visibility {
    if name.starts_with('#') { Visibility::Private } else { Visibility::Public }
}

/// What a member's modifier says.
pub fn modifier(unit: &Unit<'_>, member: NodeId) -> Option<Visibility> {
    match unit.text(unit.child_of(member, kind::ACCESSIBILITY)?) {
        "private" => Some(Visibility::Private),
        "protected" => Some(Visibility::Protected),
        _ => Some(Visibility::Public),
    }
}

fn member_visibility(unit: &Unit<'_>, member: NodeId, name: &str, by_docs: Visibility) -> Visibility {
    let by_name = visibility_by_name(name);
    modifier(unit, member).unwrap_or(if by_name == Visibility::Private { by_name } else { by_docs })
}

/// Methods of classes, objects and interfaces, with and without a body; each overload is a symbol, as written.
pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let owner = unit.parent(node);
    let in_object = owner.is_some_and(|owner| unit.is(owner, kind::OBJECT));
    // An object without a name is nothing that `this` could be followed to.
    let keeps_receiver = !in_object || owner.is_some_and(|object| unit.is_claimed(object));
    let name = unit.child(node, field::NAME).and_then(|name| definitions::property_name(unit, name));
    let Some(name) = name else {
        unit.open_anonymous_function(node);
        return functions::enter(unit, node, None);
    };
    let is_accessor = [kind::GET, kind::SET, kind::STATIC_GET].iter().any(|&token| unit.has(node, token));
    let symbol_kind = match name.text.as_ref() {
        _ if is_accessor => SymbolKind::Property,
        "constructor" if !in_object => SymbolKind::Constructor,
        _ => method_kind(unit, in_object),
    };
    let draft = functions::draft(unit, node, symbol_kind, name.clone(), node);
    let visibility = member_visibility(unit, node, &name.text, draft.visibility);
    unit.claim(name.node);
    let overrides = unit.has(node, kind::OVERRIDE);
    let symbol = unit.define(node, SymbolDraft { visibility, binds: None, ..draft });
    if !keeps_receiver {
        unit.forget_receiver();
    }
    if !in_object {
        uses::annotate(unit, node);
    }
    functions::enter(unit, node, Some(symbol));
    if overrides && let Some(mut path) = base_path(unit, node) {
        path.push(name.text);
        let usage = Use { space: Some(Space::ANY), ..Use::path(name.node, path) };
        unit.reference(usage, RefKind::Overrides);
    }
}

/// The functions of what a module exports as an object are functions of the module.
fn method_kind(unit: &Unit<'_>, in_object: bool) -> SymbolKind {
    let exported =
        in_object && unit.context_kind() == ContextKind::Type && unit.context_name() == unit.module();
    if exported { SymbolKind::Function } else { SymbolKind::Method }
}

/// Fields; one that holds a function is a method.
pub fn define_field(unit: &mut Unit<'_>, node: NodeId) {
    let name = [field::NAME, field::PROPERTY].iter().find_map(|&field| unit.child(node, field));
    let Some(name) = name.and_then(|name| definitions::property_name(unit, name)) else { return };
    let by_docs = docs::docs(unit, definitions::site(unit, node).outer).and_then(|notes| notes.visibility);
    let visibility = member_visibility(unit, node, &name.text, by_docs.unwrap_or(Visibility::Public));
    let value = unit.child(node, field::VALUE);
    let given = Given {
        visibility: Some(visibility),
        receiver: Receiver::Either,
        ..Given::new(node, name, Role::Member(Some(SymbolKind::Field)))
    };
    let name = given.name.node;
    if let Some(symbol) = definitions::define_given(unit, given, value)
        && unit.symbol(symbol).kind == SymbolKind::Field
    {
        hold(unit, symbol, node, name, value);
    }
}

/// Says what a declared field holds, by its annotation or by what it is given here and elsewhere.
fn hold(unit: &mut Unit<'_>, symbol: SymbolId, node: NodeId, name: NodeId, value: Option<NodeId>) {
    if unit.child(node, field::TYPE).is_some() {
        return typing::set_annotated(unit, symbol, node, name);
    }
    let comment = jsdoc::comment(unit, node);
    if typing::set_documented(unit, symbol, name, comment) {
        return;
    }
    let Some(value) = value else { return };
    match typing::type_of_value(unit, value) {
        Some(typed) if unit.notes() & NOTE_TYPED != 0 => typing::set(unit, symbol, name, Some(typed)),
        _ => {
            let given = values::assigned(unit, value);
            values::give(unit, symbol, name, given);
        }
    }
}

/// JavaScript's `extends Base`; TypeScript has a clause node of its own inside.
pub fn use_heritage(unit: &mut Unit<'_>, node: NodeId) {
    use_base(unit, node);
}

pub fn use_extends(unit: &mut Unit<'_>, node: NodeId) {
    use_base(unit, node);
}

fn use_base(unit: &mut Unit<'_>, clause: NodeId) {
    let bases: Vec<NodeId> = unit.children(clause).filter(|&base| is_path(unit.kind(base))).collect();
    for base in bases {
        if let Some(chain) = paths::chain(unit, base) {
            let usage = Use { space: Some(Space::ANY), ..chain.usage(unit) };
            unit.reference(usage, RefKind::Inherits);
            chain.claim(unit);
            chain.root().into_iter().for_each(|root| unit.claim(root));
        }
    }
}

fn is_path(kind: Kind) -> bool {
    matches!(kind, kind::IDENTIFIER | kind::MEMBER)
}

/// The path of what the class around a node extends, where that is a plain one.
pub fn base_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut next = unit.parent(node);
    for _ in 0..CLASS_LEVELS_MAX {
        let inner = next?;
        next = unit.parent(inner);
        match unit.kind(inner) {
            kind::CLASS_BODY => break,
            // `super` of an object's method is its prototype.
            kind::OBJECT => return None,
            _ => {}
        }
    }
    let heritage = unit.child_of(next?, kind::CLASS_HERITAGE)?;
    let clause = unit.child_of(heritage, kind::EXTENDS_CLAUSE).unwrap_or(heritage);
    let base = unit.children(clause).next().filter(|&base| is_path(unit.kind(base)))?;
    let chain = paths::chain(unit, base)?;
    chain.root().map(|_| chain.segments)
}
