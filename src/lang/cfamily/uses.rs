//! Expressions: calls, and references to what they name.

use super::{declarators, field, functions, kind, names, paths, variables};
use crate::extract::{Reach, ScopeKind, Segment, Space, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

pub fn open_statement(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// A call of a name, through a pointer, or of a member that holds one.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let arity = count_arguments(unit, node);
    let callee = callee(unit, function);
    match unit.kind(callee) {
        kind::IDENTIFIER | kind::TEMPLATE_FUNCTION => {
            let name = paths::name_node(unit, callee);
            let usage = bare_call(unit, name);
            unit.call(usage, arity);
        }
        kind::QUALIFIED_IDENTIFIER => {
            if let Some(path) = paths::path_of(unit, callee) {
                unit.call(path.into_use(), arity);
            }
            paths::claim_path(unit, callee);
        }
        kind::FIELD_EXPRESSION => call_member(unit, callee, arity),
        _ => {}
    }
}

/// A call by a bare name: of a member of the own class, where it has one of that name, else of any function.
fn bare_call<'s>(unit: &Unit<'s>, name: NodeId) -> Use<'s> {
    let text = unit.text(name);
    let member = unit.enclosing_type_name().map(|owner| names::join(owner, &[text]));
    if names::is_cpp(unit) && member.is_some_and(|member| unit.is_defined(&member)) && !unit.is_local(text) {
        let elsewhere = Some(vec![text.into()]);
        return Use { elsewhere, ..Use::receiver(name, vec![text.into()], text) };
    }
    Use::name(name, text)
}

/// A call through a value. In C that is a call of what a member points to; in C++ the type of the value has it.
fn call_member(unit: &mut Unit<'_>, callee: NodeId, arity: u16) {
    let Some(member) = unit.child(callee, field::FIELD) else { return };
    let name = paths::name_node(unit, member);
    let usage = match chain(unit, callee).filter(|_| names::is_cpp(unit)) {
        Some(path) => {
            let written = Some(written(unit, callee));
            Use { written, space: Some(Space::VALUE), ..member_use(unit, name, path) }
        }
        None => {
            let written = chain(unit, callee).map(|_| written(unit, callee));
            Use::computed(name, paths::declared_name(unit, name), written)
        }
    };
    unit.call(usage, arity);
    unit.claim(callee);
    unit.claim(member);
}

/// A member as written, without white space and template arguments.
fn written<'s>(unit: &Unit<'s>, member: NodeId) -> Segment<'s> {
    let text = unit.text(member);
    let end = text.rfind('<').filter(|_| text.ends_with('>') && !text.ends_with("->"));
    let text = &text[..end.unwrap_or(text.len())];
    if !text.contains(char::is_whitespace) {
        return text.into();
    }
    text.split_ascii_whitespace().collect::<String>().into()
}

/// The use of a member by the names before it; `this` is the own class.
fn member_use<'s>(unit: &Unit<'s>, name: NodeId, path: Vec<Segment<'s>>) -> Use<'s> {
    let written = path.join(".");
    match path.first() {
        Some(first) if first == "this" => Use::receiver(name, path[1..].to_vec(), written),
        // The first name may be a member that the class has here.
        Some(first) if unit.enclosing_type_name().is_some() && !unit.is_bound(first) => {
            Use { elsewhere: Some(path.clone()), ..Use::receiver(name, path, written) }
        }
        _ => Use::path(name, path),
    }
}

/// What is called, without parentheses and the star of a pointer (`(*f)(x)`).
pub fn callee(unit: &Unit<'_>, function: NodeId) -> NodeId {
    let mut node = function;
    for _ in 0..4 {
        let inner = match unit.kind(node) {
            kind::PARENTHESIZED => unit.children(node).next(),
            kind::POINTER_EXPRESSION if unit.has(node, kind::STAR) => unit.child(node, field::ARGUMENT),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child(call, field::ARGUMENTS);
    arguments.map_or(0, |arguments| unit.children(arguments).count()).min(usize::from(u16::MAX)) as u16
}

/// The names of `a.b->c`, the outermost first; `None` where it starts with something else than a name.
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut segments: Vec<Segment<'s>> = Vec::new();
    let mut node = node;
    while segments.len() < PATH_SEGMENTS_MAX {
        match unit.kind(node) {
            kind::IDENTIFIER | kind::THIS => {
                segments.push(unit.text(node).into());
                segments.reverse();
                return Some(segments);
            }
            kind::FIELD_EXPRESSION => {
                let name = paths::name_node(unit, unit.child(node, field::FIELD)?);
                segments.push(paths::declared_name(unit, name));
                node = unit.child(node, field::ARGUMENT)?;
            }
            _ => return None,
        }
    }
    None
}

/// A read or write of a member. Whose it is follows from the declared type of the variable before it.
pub fn use_field(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::FIELD) else { return };
    let member = paths::name_node(unit, name);
    let usage = match chain(unit, node) {
        Some(path) => member_use(unit, member, path),
        None => Use::computed(member, unit.text(member), None),
    };
    let kind = access_kind(unit, node);
    unit.reference(Use { space: Some(Space::VALUE), ..usage }, kind);
}

fn access_kind(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT => unit.is_in(node, field::LEFT),
        kind::UPDATE => true,
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// A bare name as a value.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if unit.text(node).is_empty() || names::is_keyword(unit.text(node)) {
        return;
    }
    let kind = access_kind(unit, node);
    unit.use_name(node, kind);
}

/// `.member = value` writes a member of the type that is initialised, where the text says which.
pub fn use_designator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).next() else { return };
    let usage = match initialised_type(unit, node) {
        Some(mut path) => {
            path.push(unit.text(name).into());
            Use::typed(name, path)
        }
        None => Use::computed(name, unit.text(name), None),
    };
    unit.reference(usage, RefKind::Write);
}

/// The type of `struct a v = { .x = 1 }` and `(struct a) { .x = 1 }`.
fn initialised_type<'s>(unit: &Unit<'s>, designator: NodeId) -> Option<Vec<Segment<'s>>> {
    let pair = unit.parent(designator)?;
    let first = unit.children(pair).next() == Some(designator);
    let mut holder = unit.parent(unit.parent(pair)?)?;
    // Elements of an array are one list deeper.
    if unit.is(holder, kind::INITIALIZER_PAIR) && unit.has(holder, kind::SUBSCRIPT_DESIGNATOR) {
        holder = unit.parent(unit.parent(holder)?)?;
    } else if unit.is(holder, kind::INITIALIZER_LIST) {
        holder = unit.parent(holder)?;
    }
    match unit.kind(holder) {
        kind::INIT_DECLARATOR if first => declarators::type_path(unit, unit.parent(holder)?),
        kind::COMPOUND_LITERAL if first => declarators::type_path(unit, unit.child(holder, field::TYPE)?),
        _ => None,
    }
}

/// `offsetof(struct a, member)`.
pub fn use_offset(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(of), Some(member)) = (unit.child(node, field::TYPE), unit.child(node, field::MEMBER)) else {
        return;
    };
    let usage = match declarators::type_path(unit, of) {
        Some(mut path) => {
            path.push(unit.text(member).into());
            Use::typed(member, path)
        }
        None => Use::computed(member, unit.text(member), None),
    };
    unit.reference(usage, RefKind::Read);
}

/// What an attribute names is the compiler's; its arguments may be ours.
pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    let names: Vec<NodeId> = unit.subtree(node).filter(|&inner| unit.is(inner, kind::IDENTIFIER)).collect();
    for name in names {
        unit.claim(name);
    }
    let calls: Vec<NodeId> = unit.subtree(node).filter(|&inner| unit.is(inner, kind::CALL)).collect();
    for call in calls {
        unit.claim(call);
    }
}

/// `a::b` as a value or as a type.
pub fn use_path(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = paths::path_of(unit, node) else { return };
    let is_type = unit.is(path.last, kind::TYPE_IDENTIFIER);
    let usage = Use { space: Some(Space::ANY), ..path.into_use() };
    let kind = if is_type { RefKind::Type } else { access_kind(unit, node) };
    unit.reference(usage, kind);
    paths::claim_path(unit, node);
}

/// `new A(…)` and `A{…}` instantiate; it is not repeated as a call or as the use of a type.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(of) = unit.child(node, field::TYPE) else { return };
    if let Some(path) = paths::path_of(unit, of).filter(|path| !unit.text(path.last).is_empty()) {
        unit.reference(Use { space: Some(Space::ANY), ..path.into_use() }, RefKind::Instantiates);
        paths::claim_path(unit, of);
    }
}

/// `: member(value)` writes a member of the own class, or constructs a base.
pub fn initialise_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).next() else { return };
    if unit.is(name, kind::FIELD_IDENTIFIER) {
        let text = unit.text(name);
        let usage = Use::receiver(name, vec![text.into()], text);
        unit.reference(usage, RefKind::Write);
    }
}

/// The names that a lambda takes and binds are its own.
pub fn enter_lambda(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    let function = unit.child(node, field::DECLARATOR);
    if let Some(function) = function {
        functions::bind_parameters(unit, function);
    }
    let captures = unit.child(node, field::CAPTURES);
    let initialised: Vec<NodeId> = captures
        .into_iter()
        .flat_map(|captures| unit.children(captures))
        .filter_map(|capture| unit.child(capture, field::LEFT))
        .collect();
    for name in initialised {
        unit.bind_local_in(name, Reach::Scope, Space::VALUE);
    }
}

/// `for (auto &x : values)`.
pub fn open_range_loop(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
    bind_declarator(unit, node);
}

/// A declaration in a condition, which reads as one without a value of its own.
pub fn bind_declarator(unit: &mut Unit<'_>, node: NodeId) {
    let declarator = unit.child(node, field::DECLARATOR);
    let Some(declarator) = declarator else { return };
    if let Some(declared) = declarators::declared(unit, declarator) {
        variables::bind_variable(unit, node, declared);
    }
}

/// `auto [a, b] = …`.
pub fn bind_structure(unit: &mut Unit<'_>, node: NodeId) {
    for name in unit.children(node) {
        unit.bind_local_in(name, Reach::After(node), Space::VALUE);
    }
}

/// The name in `~A` and in `operator""_a` is no use by itself.
pub fn claim_name(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
