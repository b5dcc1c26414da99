//! Uses of names in expressions and types: calls, members, `new`, attributes, plain names.

use super::{MODE_VALUE, field, kind, paths, types, typing};
use crate::extract::{ContextKind, Root, Segment, Space, Unit, Use};
use crate::model::{NodeId, RefKind};

/// What a call calls, without parentheses; for `a?.b()` the part behind the question mark.
pub fn callee(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let mut function = unit.child(call, field::FUNCTION)?;
    if unit.is(function, kind::PARENTHESIZED) {
        function = unit.children(function).next()?;
    }
    if unit.is(function, kind::CONDITIONAL_ACCESS) {
        return unit.child_of(function, kind::MEMBER_BINDING);
    }
    Some(function)
}

pub fn count_arguments(unit: &Unit<'_>, call: NodeId) -> u16 {
    let arguments = unit.child(call, field::ARGUMENTS).or_else(|| unit.child_of(call, kind::ARGUMENT_LIST));
    let count = arguments.map_or(0, |arguments| unit.children(arguments).count());
    count.min(usize::from(u16::MAX)) as u16
}

/// A call of a name or a member. `nameof(x)` is an operator.
pub fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = callee(unit, node) else { return };
    if unit.text(callee) == "nameof" {
        return unit.claim(callee);
    }
    let Some(usage) = paths::use_of(unit, callee) else { return };
    let arity = count_arguments(unit, node);
    unit.call(usage, arity);
    claim_member(unit, callee);
}

/// Claims a name or member access with its last name, not what stands before it.
fn claim_member(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim(node);
    if let Some(name) = unit.child(node, field::NAME) {
        unit.claim(name);
    }
    if let Some(identifier) = paths::last_identifier(unit, node) {
        unit.claim(identifier);
    }
}

/// `: base(…)`, `: this(…)`
pub fn call_constructor(unit: &mut Unit<'_>, node: NodeId) {
    let arity = count_arguments(unit, node);
    let word = unit.all_children(node).find(|&child| matches!(unit.kind(child), kind::BASE | kind::THIS));
    let Some(word) = word else { return };
    let text = unit.text(word);
    let usage = if unit.is(word, kind::THIS) {
        let owner = unit.enclosing_type().map(|owner| unit.symbol(owner).name.to_string());
        Use::receiver(word, vec![owner.unwrap_or_default().into()], text)
    } else {
        match types::base_path(unit) {
            Some(mut path) => {
                path.extend(path.last().cloned());
                Use { root: Root::Typed, written: Some(text.into()), ..Use::typed(word, path) }
            }
            None => Use::computed(word, text, Some(text.into())),
        }
    };
    unit.call(usage, arity);
}

/// `new A(…) { B = … }` instantiates; it is not repeated as a call.
pub fn instantiate(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(written) = unit.child(node, field::TYPE) {
        use_named(unit, written, RefKind::Instantiates);
        let initializer = unit.child(node, field::INITIALIZER);
        let owner = typing::type_of(unit, written);
        initialize(unit, initializer, owner);
    }
}

/// `new(…)` of the type that its declaration writes.
pub fn instantiate_declared(unit: &mut Unit<'_>, node: NodeId) {
    let declarator = unit.parent(node).filter(|&parent| unit.is(parent, kind::VARIABLE_DECLARATOR));
    let holder = match declarator {
        Some(declarator) => unit.parent(declarator),
        None => unit.parent(node).filter(|&parent| unit.is(parent, kind::PROPERTY)),
    };
    let written = holder.and_then(|holder| unit.child(holder, field::TYPE));
    let owner = written.and_then(|written| typing::type_of(unit, written));
    if let (Some(path), Some(word)) = (owner.clone(), unit.all_children(node).next()) {
        unit.reference(Use { space: Some(Space::TYPE), ..Use::path(word, path) }, RefKind::Instantiates);
    }
    let initializer = unit.child_of(node, kind::INITIALIZER_EXPRESSION);
    initialize(unit, initializer, owner);
}

/// `{ A = …, B = … }` writes members of the new object.
fn initialize<'s>(unit: &mut Unit<'s>, initializer: Option<NodeId>, owner: Option<Vec<Segment<'s>>>) {
    let Some(initializer) = initializer else { return };
    let assigned: Vec<NodeId> = unit
        .children(initializer)
        .filter(|&member| unit.is(member, kind::ASSIGNMENT))
        .filter_map(|member| unit.child(member, field::LEFT))
        .filter(|&left| unit.is(left, kind::IDENTIFIER))
        .collect();
    for name in assigned {
        write_member(unit, name, owner.clone(), RefKind::Write);
    }
}

/// A member that is named inside a construct for a value of a known or unknown type.
fn write_member<'s>(unit: &mut Unit<'s>, name: NodeId, owner: Option<Vec<Segment<'s>>>, ref_kind: RefKind) {
    let text = paths::name_text(unit, name);
    let usage = match owner {
        Some(mut path) => {
            path.push(text.into());
            Use::typed(name, path)
        }
        None => Use::computed(name, text, None),
    };
    unit.reference(usage, ref_kind);
}

/// `[Name(…)]`: an attribute, and not a call besides.
pub fn use_attribute(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        types::use_type_name(unit, name, RefKind::Attribute);
    }
}

/// A read or write of a member.
pub fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(usage) = paths::use_of(unit, node) {
        let ref_kind = access(unit, node);
        unit.reference(usage, ref_kind);
        claim_member(unit, node);
    }
}

/// The part of `a?.b` behind the question mark.
pub fn use_binding(unit: &mut Unit<'_>, node: NodeId) {
    use_member(unit, node);
}

/// Whether a place is written: assigned, counted up or down, passed as `out`.
fn access(unit: &Unit<'_>, node: NodeId) -> RefKind {
    let written = match unit.parent_kind(node) {
        kind::ASSIGNMENT => unit.is_in(node, field::LEFT),
        kind::POSTFIX_UNARY | kind::PREFIX_UNARY => unit
            .parent(node)
            .is_some_and(|parent| unit.has(parent, kind::INCREMENT) || unit.has(parent, kind::DECREMENT)),
        kind::ARGUMENT => unit.parent(node).is_some_and(|parent| unit.has(parent, kind::OUT)),
        _ => false,
    };
    if written { RefKind::Write } else { RefKind::Read }
}

/// Whether a name stands where a type is written.
fn is_type_place(unit: &Unit<'_>, node: NodeId) -> bool {
    if unit.is_in(node, field::TYPE) || unit.is_in(node, field::RETURNS) {
        return true;
    }
    match unit.parent_kind(node) {
        kind::TYPE_ARGUMENTS | kind::BASE_LIST | kind::EXPLICIT_INTERFACE | kind::RECURSIVE_PATTERN => true,
        kind::AS | kind::IS => unit.is_in(node, field::RIGHT),
        // `x is T`; in a `case` it is rather a constant.
        kind::CONSTANT_PATTERN => unit.parent(node).is_some_and(|pattern| is_tested(unit, pattern)),
        _ => false,
    }
}

fn is_tested(unit: &Unit<'_>, pattern: NodeId) -> bool {
    let mut node = pattern;
    for _ in 0..8 {
        match unit.parent_kind(node) {
            kind::IS_PATTERN => {
                return unit.parent_kind(pattern) == kind::IS_PATTERN || is_capital(unit, pattern);
            }
            kind::NEGATED_PATTERN | kind::OR_PATTERN | kind::AND_PATTERN | kind::PARENTHESIZED_PATTERN => {
                node = unit.parent(node).unwrap_or(node);
            }
            _ => return false,
        }
    }
    false
}

fn is_capital(unit: &Unit<'_>, node: NodeId) -> bool {
    unit.text(node).starts_with(char::is_uppercase)
}

/// `N.T` where a type is written.
pub fn use_qualified_name(unit: &mut Unit<'_>, node: NodeId) {
    use_named(unit, node, RefKind::Type);
}

/// `T<U>` as a type, or a method's name with type arguments as a value.
pub fn use_generic_name(unit: &mut Unit<'_>, node: NodeId) {
    if is_type_place(unit, node) || unit.is_in(node, field::EXPRESSION) {
        return use_named(unit, node, RefKind::Type);
    }
    let Some(name) = paths::simple_name(unit, node) else { return };
    let ref_kind = access(unit, node);
    unit.use_name(name, ref_kind);
    unit.claim(name);
}

/// A type whose own rule a definition has claimed.
pub fn use_written_type(unit: &mut Unit<'_>, written: NodeId) {
    use_named(unit, written, RefKind::Type);
}

fn use_named(unit: &mut Unit<'_>, written: NodeId, ref_kind: RefKind) {
    let is_name = matches!(
        unit.kind(written),
        kind::IDENTIFIER | kind::GENERIC_NAME | kind::QUALIFIED_NAME | kind::ALIAS_QUALIFIED
    );
    if is_name {
        types::use_type_name(unit, written, ref_kind);
    }
}

pub fn use_identifier(unit: &mut Unit<'_>, node: NodeId) {
    if is_type_place(unit, node) {
        return types::use_type_name(unit, node, RefKind::Type);
    }
    if is_label(unit, node) {
        return;
    }
    let text = unit.text(node);
    if text == "_" || is_implicit(unit, text) {
        return unit.use_variable(node);
    }
    let ref_kind = access(unit, node);
    // What a member is taken from may be a type as well.
    let is_root = unit.is_in(node, field::EXPRESSION) && unit.parent_kind(node) == kind::MEMBER_ACCESS;
    let is_marked = text.starts_with('@') && !unit.is_bound(text);
    if is_root || is_marked {
        let space = if is_root { Space::ANY } else { Space::VALUE };
        let name = if is_marked { paths::name_text(unit, node) } else { text };
        return unit.reference(Use { space: Some(space), ..Use::name(node, name) }, ref_kind);
    }
    unit.use_name(node, ref_kind);
}

/// Parameters that are written nowhere: `value` of an accessor, `args` of statements outside of types.
fn is_implicit(unit: &Unit<'_>, name: &str) -> bool {
    match name {
        "value" => unit.mode() == MODE_VALUE,
        "args" => unit.context_kind() == ContextKind::Module && !unit.is_bound(name),
        _ => false,
    }
}

/// Names that name nothing here: of arguments, labels, members of anonymous objects and of patterns.
fn is_label(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let followed_by = |token| unit.next(node).is_some_and(|next| unit.is(next, token));
    match unit.parent_kind(node) {
        kind::ARGUMENT | kind::ATTRIBUTE_ARGUMENT | kind::TUPLE_ELEMENT => unit.is_in(node, field::NAME),
        kind::LABELED => followed_by(kind::COLON),
        kind::GOTO => true,
        kind::ANONYMOUS_OBJECT => followed_by(kind::EQUALS),
        kind::WITH_INITIALIZER if followed_by(kind::EQUALS) => {
            write_member(unit, node, None, RefKind::Write);
            true
        }
        kind::SUBPATTERN if followed_by(kind::COLON) => {
            let owner = pattern_type(unit, node);
            write_member(unit, node, owner, RefKind::Read);
            true
        }
        kind::ASSIGNMENT if is_nested_member(unit, node) => {
            write_member(unit, node, None, RefKind::Write);
            true
        }
        _ => false,
    }
}

/// `{ A = { B = 1 } }`: a member of what a member holds.
fn is_nested_member(unit: &Unit<'_>, node: NodeId) -> bool {
    let parent = unit.parent(node);
    unit.is_in(node, field::LEFT)
        && parent.is_some_and(|parent| unit.parent_kind(parent) == kind::INITIALIZER_EXPRESSION)
}

/// The type that a property pattern is written for: `T { Name: … }`.
fn pattern_type<'s>(unit: &Unit<'s>, name: NodeId) -> Option<Vec<Segment<'s>>> {
    let clause = unit.parent(unit.parent(name)?)?;
    if !unit.is(clause, kind::PROPERTY_PATTERN) {
        return None;
    }
    typing::type_of(unit, unit.child(unit.parent(clause)?, field::TYPE)?)
}

/// The condition of `#if` names symbols of the compiler.
pub fn claim_condition(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(condition) = unit.child(node, field::CONDITION) {
        unit.claim_subtree(condition);
    }
}

/// What is inside is no use.
pub fn claim_subtree(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
