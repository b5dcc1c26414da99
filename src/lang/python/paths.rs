//! Python's dotted expressions: what `a.b.c`, `self.x`, `cls()`, `super().f` are uses of.

use super::{decorators, field, kind};
use crate::extract::{ContextKind, Segment, SymbolId, Unit, Use};
use crate::limits::{LINK_BASES_MAX, PATH_SEGMENTS_MAX};
use crate::model::{CALLED, NodeId, SymbolKind};

/// The use that a name or a dotted expression is; `None` for any other expression.
pub fn use_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(Use::name(node, unit.text(node))),
        kind::ATTRIBUTE => {
            let name = unit.child(node, field::ATTRIBUTE)?;
            Some(member_use(unit, node, name))
        }
        _ => None,
    }
}

fn member_use<'s>(unit: &Unit<'s>, node: NodeId, name: NodeId) -> Use<'s> {
    let member = Segment::from(unit.text(name));
    let Some((root, mut path)) = chain(unit, node) else { return Use::computed(name, member, None) };
    if unit.is(root, kind::IDENTIFIER) {
        let usage = rooted_use(unit, root, name, path);
        let written = is_computed(unit, node).then(|| computed_name(&member).into());
        return Use { written: written.or(usage.written.clone()), ..usage };
    }
    let written = computed_name(&member);
    let owner = match unit.kind(root) {
        kind::CALL => return called_use(unit, root, name, path),
        _ if path.len() > 1 => None,
        root_kind => literal_type(unit, root, root_kind),
    };
    match owner {
        Some(owner) => {
            path.insert(0, owner.into());
            Use { written: Some(written.into()), ..Use::path(name, path) }
        }
        None => Use::computed(name, member, None),
    }
}

/// What a call calls, as far as it can be a receiver.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// Something that is written as a class, so that the call gives an instance.
    Class,
    /// `cls(…)`
    Own,
    Function,
}

impl Called {
    /// `None` for a call of anything but a name or dotted expression, and for `super` and `type`.
    pub fn of(unit: &Unit<'_>, call: NodeId) -> Option<Called> {
        let function = inside_brackets(unit, unit.child(call, field::FUNCTION)?);
        let last = last_name(unit, function)?;
        let plain = unit.is(function, kind::IDENTIFIER);
        match last {
            "super" | "type" if plain => None,
            "cls" if plain && is_receiver(unit, last) => Some(Called::Own),
            _ if last.starts_with(char::is_uppercase) => Some(Called::Class),
            "str" | "bytes" | "list" | "dict" | "set" | "tuple" | "frozenset" | "bytearray" if plain => {
                Some(Called::Class)
            }
            _ => Some(Called::Function),
        }
    }
}

/// The innermost object of a dotted expression, and the names behind it, with the calls between them. `None` where
/// there are too many.
fn chain<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(NodeId, Vec<Segment<'s>>)> {
    let mut path: Vec<Segment<'s>> = Vec::new();
    let mut root = node;
    loop {
        if path.len() >= PATH_SEGMENTS_MAX {
            return None;
        }
        match unit.kind(root) {
            kind::ATTRIBUTE => {
                path.push(unit.text(unit.child(root, field::ATTRIBUTE)?).into());
                root = unit.child(root, field::OBJECT)?;
            }
            kind::CALL => match Called::of(unit, root) {
                Some(Called::Function) => {
                    path.push(CALLED.into());
                    root = inside_brackets(unit, unit.child(root, field::FUNCTION)?);
                }
                Some(Called::Class) => root = inside_brackets(unit, unit.child(root, field::FUNCTION)?),
                Some(Called::Own) | None => break,
            },
            kind::PARENTHESIZED | kind::AWAIT => match unit.children(root).next() {
                Some(inner) if matches!(unit.kind(inner), kind::AWAIT | kind::CALL | kind::ATTRIBUTE) => {
                    root = inner;
                }
                _ => break,
            },
            _ => break,
        }
    }
    path.reverse();
    Some((root, path))
}

/// How a member is shown whose receiver is a call's result.
fn computed_name(name: &str) -> String {
    ["(…).", name].concat()
}

/// Whether the receiver of a member is more than a chain of names.
fn is_computed(unit: &Unit<'_>, node: NodeId) -> bool {
    let mut receiver = unit.child(node, field::OBJECT);
    while let Some(attribute) = receiver.filter(|&receiver| unit.is(receiver, kind::ATTRIBUTE)) {
        receiver = unit.child(attribute, field::OBJECT);
    }
    receiver.is_none_or(|receiver| !unit.is(receiver, kind::IDENTIFIER))
}

/// A path from a plain name: a member of the enclosing type where the name is its receiver.
fn rooted_use<'s>(unit: &Unit<'s>, root: NodeId, name: NodeId, mut path: Vec<Segment<'s>>) -> Use<'s> {
    let first = unit.text(root);
    if !is_receiver(unit, first) {
        path.insert(0, first.into());
        return Use::path(name, path);
    }
    let written = format!("{first}.{}", path.join("."));
    if path.len() > 1 && path[0] == "__class__" {
        path.remove(0);
    }
    Use::receiver(name, path, written)
}

/// A member of a call's result: of the base for `super()`, of the own type for `type(self)`, of a class where its
/// name is written as one.
fn called_use<'s>(unit: &Unit<'s>, call: NodeId, name: NodeId, mut path: Vec<Segment<'s>>) -> Use<'s> {
    let member = unit.text(name);
    let computed = |written: Option<String>| Use::computed(name, member, written.map(Into::into));
    let Some(function) = unit.child(call, field::FUNCTION) else { return computed(None) };
    match unit.text(function) {
        "super" => {
            let written = if path.len() == 1 { format!("super().{member}") } else { computed_name(member) };
            return match bases(unit).filter(|_| is_of_own_class(unit, call)).as_deref_mut() {
                Some([base]) => {
                    base.append(&mut path);
                    Use { written: Some(written.into()), ..Use::path(name, std::mem::take(base)) }
                }
                Some([_, _, ..]) if path.len() == 1 => Use::of_bases(name, member, written),
                _ => computed(Some(written)),
            };
        }
        "type"
            if sole_argument(unit, call).is_some_and(|argument| is_receiver(unit, unit.text(argument))) =>
        {
            return Use::receiver(name, path, computed_name(member));
        }
        "cls" => return Use::receiver(name, path, computed_name(member)),
        _ => {}
    }
    computed(None)
}

fn sole_argument(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let mut arguments = unit.children(unit.child(call, field::ARGUMENTS)?);
    let argument = arguments.next().filter(|&argument| unit.is(argument, kind::IDENTIFIER));
    argument.filter(|_| arguments.next().is_none())
}

/// Whether `super(…)` is that of the enclosing class: without arguments, or with that class as the first.
fn is_of_own_class(unit: &Unit<'_>, call: NodeId) -> bool {
    let arguments = unit.child(call, field::ARGUMENTS);
    let Some(class) = arguments.and_then(|arguments| unit.children(arguments).next()) else { return true };
    let Some(name) = last_name(unit, class) else { return false };
    name == "__class__" || unit.enclosing_type().is_some_and(|own| unit.symbol(own).name == name)
}

/// The bases of the enclosing class; `None` where one of them is no plain path, so that nothing is known of their
/// order.
fn bases<'s>(unit: &Unit<'s>) -> Option<Vec<Vec<Segment<'s>>>> {
    let class = unit.parent(unit.symbol(unit.enclosing_type()?).name_node)?;
    let bases = unit.children(unit.child(class, field::SUPERCLASSES)?);
    let path = |base: NodeId| {
        // `Base[T]` has the members of `Base`.
        let base = if unit.is(base, kind::SUBSCRIPT) { unit.child(base, field::VALUE)? } else { base };
        let (root, mut path) = chain(unit, base).filter(|&(root, _)| unit.is(root, kind::IDENTIFIER))?;
        path.insert(0, unit.text(root).into());
        Some(path)
    };
    let bases = bases.filter(|&base| !unit.is(base, kind::KEYWORD_ARGUMENT));
    bases.take(LINK_BASES_MAX).map(path).collect()
}

/// The builtin type of a literal.
pub fn literal_type(unit: &Unit<'_>, node: NodeId, node_kind: crate::lang::Kind) -> Option<&'static str> {
    Some(match node_kind {
        kind::STRING | kind::CONCATENATED_STRING => {
            let start = unit.text(node).trim_start_matches('(');
            let quote = start.find(['"', '\''])?;
            if start.get(..quote)?.contains(['b', 'B']) { "bytes" } else { "str" }
        }
        kind::LIST | kind::LIST_COMPREHENSION => "list",
        kind::DICTIONARY | kind::DICTIONARY_COMPREHENSION => "dict",
        kind::SET | kind::SET_COMPREHENSION => "set",
        kind::TUPLE => "tuple",
        _ => return None,
    })
}

/// What round brackets stand around, or the node itself.
pub fn inside_brackets(unit: &Unit<'_>, mut node: NodeId) -> NodeId {
    while unit.is(node, kind::PARENTHESIZED)
        && let Some(inner) = unit.children(node).next()
    {
        node = inner;
    }
    node
}

/// The last name of a name or dotted expression.
pub fn last_name<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    match unit.kind(node) {
        kind::IDENTIFIER => Some(unit.text(node)),
        kind::ATTRIBUTE => unit.child(node, field::ATTRIBUTE).map(|name| unit.text(name)),
        _ => None,
    }
}

/// Whether a name stands for the enclosing type or an instance of it: the first parameter of the enclosing method,
/// or `self` and its like in a function inside one that has no parameter of that name.
pub fn is_receiver(unit: &Unit<'_>, name: &str) -> bool {
    if unit.enclosing_type_name().is_none() {
        return false;
    }
    let usual = matches!(name, "self" | "cls" | "mcs" | "mcls");
    let Some(symbol) = unit.enclosing_symbol() else { return false };
    match unit.symbol(symbol).kind {
        SymbolKind::Method | SymbolKind::Property => receiver_of(unit, symbol) == Some(name),
        SymbolKind::Function => usual && !rebinds(unit, symbol, name),
        // A lambda in a class body takes the instance: `property(lambda self: self.x)`.
        _ => usual && unit.context_kind() == ContextKind::Type,
    }
}

/// The first parameter of a method, where it is the receiver.
fn receiver_of<'s>(unit: &Unit<'s>, method: SymbolId) -> Option<&'s str> {
    let function = unit.parent(unit.symbol(method).name_node)?;
    let parameters = parameters_of(unit, function)?;
    let first = unit.children(parameters).next()?;
    let name = match unit.kind(first) {
        kind::IDENTIFIER => Some(first),
        kind::TYPED_PARAMETER => unit.child_of(first, kind::IDENTIFIER),
        _ => None,
    };
    name.filter(|_| !decorators::is_static(unit, function)).map(|name| unit.text(name))
}

/// The parameters of a function, or of the lambda that an assignment names.
fn parameters_of(unit: &Unit<'_>, node: NodeId) -> Option<NodeId> {
    let function = match unit.kind(node) {
        kind::ASSIGNMENT => inside_brackets(unit, unit.child(node, field::RIGHT)?),
        _ => node,
    };
    unit.child(function, field::PARAMETERS)
}

/// Whether a name is a parameter of a function, or a variable that its body has set, where the walk is in its body.
fn rebinds(unit: &Unit<'_>, function: SymbolId, name: &str) -> bool {
    let node = unit.parent(unit.symbol(function).name_node);
    let body = node.and_then(|node| unit.child(node, field::BODY));
    if body.is_some_and(|body| unit.visited() >= body) && unit.is_bound_in_function(name) {
        return true;
    }
    let parameters = node.and_then(|node| parameters_of(unit, node));
    parameters.is_some_and(|parameters| {
        unit.children(parameters)
            .filter_map(|parameter| super::functions::parameter_name(unit, parameter))
            .any(|parameter| unit.text(parameter) == name)
    })
}
