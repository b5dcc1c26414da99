//! Python annotations: the types that they name, also inside strings; type parameters and type aliases.

use super::{docs, field, functions, kind, paths};
use crate::extract::{Assigned, Reach, ScopeKind, Segment, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind};

/// Bytes of a string annotation that is read for names; longer strings are prose.
const FORWARD_REFERENCE_BYTES_MAX: usize = 200;

/// Every annotation, from its outermost node.
pub fn use_annotation(unit: &mut Unit<'_>, node: NodeId) {
    use_type(unit, node, RefKind::Type);
}

/// A name or dotted expression by itself.
pub fn use_path(unit: &mut Unit<'_>, node: NodeId, kind: RefKind) {
    if let Some(usage) = paths::use_of(unit, node) {
        unit.reference(usage, kind);
        unit.claim(node);
    }
}

/// `Base[A, B]`: what it is of, and the types between the brackets.
pub fn use_generic(unit: &mut Unit<'_>, node: NodeId, kind: RefKind) {
    if let Some(value) = unit.child(node, field::VALUE) {
        use_path(unit, value, kind);
    }
    let arguments: Vec<NodeId> = unit.children_in(node, field::SUBSCRIPT).collect();
    for argument in arguments {
        use_type(unit, argument, RefKind::Type);
    }
}

/// The names in an expression that is a type. Calls and lambdas in it are code like any other.
fn use_type(unit: &mut Unit<'_>, root: NodeId, ref_kind: RefKind) {
    let range = unit.subtree(root);
    let mut node = range.start;
    while node < range.end {
        let mut next = node + 1;
        match unit.kind(node) {
            // Names that were bound, and what `claim_values` has left out.
            _ if node != root && unit.is_claimed(node) => next = unit.end_of(node),
            // Its rule would read the same again.
            kind::TYPE => unit.claim(node),
            kind::IDENTIFIER => use_path(unit, node, ref_kind),
            kind::ATTRIBUTE => {
                use_path(unit, node, ref_kind);
                next = unit.end_of(node);
            }
            kind::MEMBER_TYPE => {
                if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
                    unit.claim(name);
                }
            }
            kind::STRING => {
                use_forward_reference(unit, node);
                next = unit.end_of(node);
            }
            kind::SUBSCRIPT | kind::GENERIC_TYPE => claim_values(unit, node),
            kind::CALL | kind::LAMBDA | kind::LIST_COMPREHENSION | kind::CONCATENATED_STRING => {
                next = unit.end_of(node);
            }
            _ => {}
        }
        node = next;
    }
}

/// The arguments of `Literal[…]`, and all but the first of `Annotated[…]`, are values: they are left to their rules.
fn claim_values(unit: &mut Unit<'_>, node: NodeId) {
    let Some(owner) = unit.children(node).next() else { return };
    let skipped = match paths::last_name(unit, owner) {
        Some("Literal") => 0,
        Some("Annotated") => 1,
        _ => return,
    };
    let list = unit.children(node).nth(1).filter(|_| unit.is(node, kind::GENERIC_TYPE));
    let arguments: Vec<NodeId> = match list {
        Some(list) => unit.children(list).collect(),
        None => unit.children_in(node, field::SUBSCRIPT).collect(),
    };
    for &argument in arguments.iter().skip(skipped) {
        for inner in unit.subtree(argument) {
            if matches!(unit.kind(inner), kind::TYPE | kind::STRING) {
                leave_value(unit, inner);
            }
        }
        unit.claim(argument);
    }
}

fn leave_value(unit: &mut Unit<'_>, node: NodeId) {
    if unit.is(node, kind::STRING) && !unit.is_claimed(node) {
        super::uses::use_string(unit, node);
    }
    unit.claim(node);
}

/// The names in a string that is an annotation.
fn use_forward_reference(unit: &mut Unit<'_>, string: NodeId) {
    let Some((_, text)) = docs::parts(unit, string) else { return };
    let Some(at) = unit.child_of(string, kind::STRING_CONTENT) else { return };
    let is_type = |c: char| c.is_alphanumeric() || "_.,|[] ".contains(c);
    if text.len() > FORWARD_REFERENCE_BYTES_MAX || !text.chars().all(is_type) {
        return;
    }
    unit.claim_subtree(string);
    // `Literal['a']` can't stand in here, since quotes can't.
    for name in text.split(|c: char| !(c.is_alphanumeric() || "_.".contains(c))) {
        let segments: Vec<Segment<'_>> = name.split('.').map(Segment::from).collect();
        let is_name = |segment: &Segment<'_>| segment.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if name != "None" && segments.iter().all(is_name) {
            unit.reference(Use::path(at, segments), RefKind::Type);
        }
    }
}

/// `def f[T: Bound](…)`: the parameters are names of the whole definition.
pub fn open_type_parameters(unit: &mut Unit<'_>, definition: NodeId) {
    let Some(list) = unit.child(definition, field::TYPE_PARAMETERS) else { return };
    unit.open_scope(definition, ScopeKind::Block);
    bind_type_parameters(unit, list);
}

fn bind_type_parameters(unit: &mut Unit<'_>, list: NodeId) {
    for parameter in unit.children(list) {
        unit.claim(parameter);
        // `T`, `*Ts`, `T: Bound`: the name is the first leaf, and every node above it wraps it.
        let mut node = Some(parameter);
        while let Some(wrapper) = node
            .filter(|&node| matches!(unit.kind(node), kind::TYPE | kind::CONSTRAINED_TYPE | kind::SPLAT_TYPE))
        {
            unit.claim(wrapper);
            node = unit.children(wrapper).next();
        }
        if let Some(name) = node.filter(|&node| unit.is(node, kind::IDENTIFIER)) {
            unit.bind_local(name, Reach::Scope);
        }
    }
}

/// `type Name[T] = …`
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let Some(left) = unit.child(node, field::LEFT) else { return };
    unit.claim(left);
    let Some(inner) = unit.children(left).next() else { return };
    if unit.is(inner, kind::ATTRIBUTE) {
        return assign_to_type_of(unit, node, inner);
    }
    let generic = unit.is(inner, kind::GENERIC_TYPE);
    let name = if generic { unit.children(inner).next() } else { Some(inner) };
    let Some(name) = name.filter(|&name| unit.is(name, kind::IDENTIFIER)) else { return };
    let aliased = unit.child(node, field::RIGHT);
    if matches!(unit.scope_kind(), ScopeKind::File | ScopeKind::Class) {
        let draft = SymbolDraft {
            visibility: functions::visibility(unit.text(name)),
            signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
            ..SymbolDraft::new(SymbolKind::TypeAlias, name, unit.text(name))
        };
        let symbol = unit.define(node, draft);
        if let Some(aliased) = aliased {
            name_aliased(unit, symbol, unit.children(aliased).next());
        }
    } else {
        super::patterns::bind_name(unit, name);
    }
    let list = unit.children(inner).nth(1).filter(|_| generic);
    if let Some(list) = list {
        unit.open_scope(node, ScopeKind::Block);
        bind_type_parameters(unit, list);
    }
}

/// `type(self).x = …` is read as an alias by the grammar: it is a call and an assignment.
fn assign_to_type_of(unit: &mut Unit<'_>, node: NodeId, target: NodeId) {
    if let Some(right) = unit.child(node, field::RIGHT) {
        unit.claim(right);
    }
    if let Some(word) = unit.all_children(node).next() {
        unit.call(Use::name(word, "type"), 1);
    }
    let Some(name) = unit.child(target, field::ATTRIBUTE) else { return };
    let object = unit.child(target, field::OBJECT).filter(|&object| unit.is(object, kind::PARENTHESIZED));
    let object = object.and_then(|object| unit.children(object).next());
    let text = unit.text(name);
    let usage = match object {
        Some(object) if paths::is_receiver(unit, unit.text(object)) => {
            Use::receiver(name, vec![text.into()], ["(…).", text].concat())
        }
        _ => Use::computed(name, text, None),
    };
    unit.attribute_term(name, text);
    unit.reference(usage, RefKind::Write);
    unit.claim(target);
}

/// The right side of `Name: TypeAlias = …`.
pub fn use_aliased(unit: &mut Unit<'_>, symbol: SymbolId, aliased: NodeId) {
    if unit.is(aliased, kind::CALL) {
        return;
    }
    name_aliased(unit, symbol, Some(aliased));
    use_type(unit, aliased, RefKind::Type);
}

fn name_aliased(unit: &mut Unit<'_>, symbol: SymbolId, aliased: Option<NodeId>) {
    let value = aliased.and_then(|aliased| match unit.kind(aliased) {
        kind::SUBSCRIPT => unit.child(aliased, field::VALUE),
        kind::GENERIC_TYPE => unit.children(aliased).next(),
        _ => Some(aliased),
    });
    if let Some(usage) = value.and_then(|value| paths::use_of(unit, value)) {
        unit.alias_of(symbol, usage);
    }
}

/// What a handler of one class of errors binds.
pub fn caught<'s>(unit: &Unit<'s>, error: NodeId) -> Assigned<'s> {
    match paths::use_of(unit, error) {
        Some(usage) => Assigned::Value(usage),
        None => Assigned::Unknown,
    }
}
