//! Uses of names in expressions: calls, members, `new`, JSX, decorators.

use super::paths::{self, Chain, Start};
use super::{classes, definitions, docs, field, imports, kind, values};
use crate::extract::{Root, Space, Unit, Use};
use crate::lang::Kind;
use crate::model::{NodeId, RefKind};

/// A call of a name, a path, a method, `super`, or a tag of a template.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(source) = imports::loaded(unit, node) {
        imports::import_loaded(unit, source);
    }
    let Some(function) = unit.child(node, field::FUNCTION) else { return };
    let arity = unit.child(node, field::ARGUMENTS).map_or(0, |arguments| count_arguments(unit, arguments));
    let callee = callee(unit, function);
    match unit.kind(callee) {
        kind::SUPER => call_super(unit, callee, arity),
        kind::IDENTIFIER | kind::MEMBER => {
            if let Some(chain) = paths::chain_of_calls(unit, callee) {
                let usage = called(unit, &chain);
                unit.call(usage, arity);
                chain.claim(unit);
            }
        }
        kind::SUBSCRIPT => call_subscript(unit, callee, arity),
        _ => {}
    }
}

/// The use that a call makes of its callee. `f.call(…)` and `f.apply(…)` call `f`, where that is known to be a
/// function.
fn called<'s>(unit: &Unit<'s>, chain: &Chain<'s>) -> Use<'s> {
    let usage = chain.usage(unit);
    let indirect = matches!(chain.segments.last().map(|last| last.as_ref()), Some("call" | "apply"));
    let known = match chain.segments.as_slice() {
        _ if !indirect || usage.root != Root::Scope => false,
        [function, _] => {
            unit.symbol_named(function).is_some_and(|symbol| unit.symbol(symbol).arity.is_some())
        }
        segments => segments.iter().any(|segment| segment == "prototype"),
    };
    if !known || usage.path.len() < 2 {
        return usage;
    }
    let path = usage.path[..usage.path.len() - 1].to_vec();
    Use { path, ..usage }
}

/// What is called, without parentheses and assertions: `(0, a.b)()` calls `a.b`.
pub fn callee(unit: &Unit<'_>, function: NodeId) -> NodeId {
    let inner = definitions::unwrap(unit, function);
    match unit.kind(inner) {
        kind::SEQUENCE => unit.children(inner).last().unwrap_or(inner),
        kind::INSTANTIATION => unit.children(inner).next().unwrap_or(inner),
        _ => inner,
    }
}

pub fn count_arguments(unit: &Unit<'_>, arguments: NodeId) -> u16 {
    let counted = if unit.is(arguments, kind::TEMPLATE_STRING) {
        1 + unit.children(arguments).filter(|&part| unit.is(part, kind::TEMPLATE_SUBSTITUTION)).count()
    } else {
        unit.children(arguments).count()
    };
    counted.min(usize::from(u16::MAX)) as u16
}

/// `super(…)` calls the constructor of what the class extends.
fn call_super(unit: &mut Unit<'_>, node: NodeId, arity: u16) {
    let usage = match classes::base_path(unit, node) {
        Some(mut path) => {
            path.push("constructor".into());
            Use::path(node, path)
        }
        None => Use::computed(node, "constructor", None),
    };
    unit.call(Use { written: Some("super".into()), space: Some(Space::VALUE), ..usage }, arity);
}

/// `a["name"](…)`
fn call_subscript(unit: &mut Unit<'_>, callee: NodeId, arity: u16) {
    let index = unit.child(callee, field::INDEX).filter(|&index| unit.is(index, kind::STRING));
    if let Some(index) = index {
        let name = paths::string_text(unit, index);
        if !name.is_empty() {
            unit.call(Use::computed(index, name, None), arity);
        }
    }
}

/// `new A(…)` instantiates; it is not repeated as a call.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(constructor) = unit.child(node, field::CONSTRUCTOR) else { return };
    let constructor = definitions::unwrap(unit, constructor);
    if matches!(unit.kind(constructor), kind::IDENTIFIER | kind::MEMBER) {
        reference(unit, constructor, RefKind::Instantiates, Space::VALUE);
    }
}

/// A reference to what a whole chain names. The name that a longer chain starts from is a use of its own.
fn reference(unit: &mut Unit<'_>, node: NodeId, kind: RefKind, space: Space) {
    let Some(chain) = paths::chain(unit, node) else { return };
    let usage = Use { space: Some(space), ..chain.usage(unit) };
    unit.reference(usage, kind);
    chain.claim(unit);
}

/// A read or write of a member.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(chain) = paths::chain_of_calls(unit, node) else { return };
    let loaded = chain.base.and_then(|base| imports::use_of_loaded(unit, base, &chain));
    if let Some(usage) = loaded {
        unit.reference(usage, RefKind::Type);
        return chain.claim(unit);
    }
    let kind = access(unit, node);
    if kind == RefKind::Write && chain.start == Start::This && chain.segments.len() == 1 {
        values::assign_field(unit, node, chain.last);
    }
    record_member(unit, &chain, kind);
}

fn record_member<'s>(unit: &mut Unit<'s>, chain: &Chain<'s>, kind: RefKind) {
    // The first assignment of a field is its definition.
    let defines = kind == RefKind::Write && chain.start == Start::This && unit.is_claimed(chain.last);
    if !defines {
        let usage = chain.usage(unit);
        unit.reference(usage, kind);
    }
    chain.claim(unit);
}

/// A bare name as a value.
pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    let kind = access(unit, node);
    if kind == RefKind::Write {
        values::assign_name(unit, node);
    }
    unit.use_name(node, kind);
}

/// Whether a place is written: the left side of an assignment, also inside a pattern.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let left = unit.is_in(node, field::LEFT);
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT | kind::AUGMENTED_ASSIGNMENT | kind::FOR_IN => left,
        kind::ASSIGNMENT_PATTERN | kind::OBJECT_ASSIGNMENT_PATTERN => left,
        kind::UPDATE | kind::ARRAY_PATTERN | kind::REST_PATTERN | kind::OBJECT_PATTERN => true,
        kind::PAIR_PATTERN => unit.is_in(node, field::VALUE),
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// `<Name …>`: a component is instantiated; a lower-case name is the platform's element.
pub fn use_element(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let is_component = match unit.kind(name) {
        kind::IDENTIFIER => !unit.text(name).starts_with(|first: char| first.is_ascii_lowercase()),
        kind::MEMBER => true,
        _ => false,
    };
    if is_component {
        reference(unit, name, RefKind::Instantiates, Space::VALUE);
    } else {
        unit.claim_subtree(name);
    }
}

/// `@name`, `@name(…)`: an annotation, and not a call besides. One that stands before its definition is recorded by
/// that, so that it belongs to it.
pub fn decorate(unit: &mut Unit<'_>, node: NodeId) {
    let Some((expression, name)) = decoration(unit, node) else { return };
    unit.claim(expression);
    if let Some(chain) = paths::chain(unit, name) {
        chain.claim(unit);
    }
    if !matches!(unit.parent_kind(node), kind::EXPORT_STATEMENT | kind::CLASS_BODY) {
        reference(unit, name, RefKind::Annotation, Space::ANY);
    }
}

/// Records the decorators before a definition, whose context is open.
pub fn annotate(unit: &mut Unit<'_>, definition: NodeId) {
    let mut decorators = docs::decorators(unit, definition);
    if let Some(statement) = unit.parent(definition).filter(|&node| unit.is(node, kind::EXPORT_STATEMENT)) {
        decorators.extend(unit.children(statement).filter(|&child| unit.is(child, kind::DECORATOR)));
    }
    for decorator in decorators {
        if let Some((_, name)) = decoration(unit, decorator) {
            reference(unit, name, RefKind::Annotation, Space::ANY);
        }
    }
}

/// What a decorator writes behind its `@`, and the path in that.
fn decoration(unit: &Unit<'_>, decorator: NodeId) -> Option<(NodeId, NodeId)> {
    let expression = definitions::unwrap(unit, unit.children(decorator).next()?);
    let name = match unit.kind(expression) {
        kind::CALL => unit.child(expression, field::FUNCTION)?,
        _ => expression,
    };
    is_path(unit.kind(name)).then_some((expression, name))
}

fn is_path(kind: Kind) -> bool {
    matches!(kind, kind::IDENTIFIER | kind::MEMBER)
}

/// What is inside is no use.
pub fn claim_subtree(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
