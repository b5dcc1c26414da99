//! What Python's names and functions hold and give, as far as an annotation or the value itself shows it.

use super::{decorators, docs, field, kind, paths, patterns};
use crate::extract::{Assigned, Reach, Segment, SymbolId, Unit, Use};
use crate::model::{CALLED, NodeId, SymbolKind};

/// Levels of brackets, `await`, `Optional[…]` around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// What an expression gives.
pub fn value<'s>(unit: &Unit<'s>, value: NodeId) -> Assigned<'s> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::PARENTHESIZED | kind::AWAIT => match unit.children(node).next() {
                Some(inner) => node = inner,
                None => return Assigned::Unknown,
            },
            kind::NONE => return Assigned::Nothing,
            kind::CALL => return known(result(unit, node)),
            kind::IDENTIFIER if paths::is_receiver(unit, unit.text(node)) => {
                return Assigned::Value(Use::receiver(node, Vec::new(), ""));
            }
            kind::IDENTIFIER | kind::ATTRIBUTE => return known(paths::use_of(unit, node)),
            literal => {
                let literal = paths::literal_type(unit, node, literal);
                return known(literal.map(|name| Use::typed(node, vec![name.into()])));
            }
        }
    }
    Assigned::Unknown
}

fn known(value: Option<Use<'_>>) -> Assigned<'_> {
    value.map_or(Assigned::Unknown, Assigned::Value)
}

/// What a call gives: an instance, where what is called is a class by its name.
fn result<'s>(unit: &Unit<'s>, call: NodeId) -> Option<Use<'s>> {
    let function = paths::inside_brackets(unit, unit.child(call, field::FUNCTION)?);
    match paths::Called::of(unit, call)? {
        paths::Called::Own => Some(Use::receiver(function, Vec::new(), "")),
        paths::Called::Class => paths::use_of(unit, function),
        paths::Called::Function => paths::use_of(unit, function)?.called(),
    }
}

/// The class that an annotation names: by itself, as `Optional[…]` or `… | None`, or in a string.
pub fn annotated<'s>(unit: &Unit<'s>, annotation: NodeId) -> Option<Use<'s>> {
    let mut node = annotation;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::TYPE | kind::PARENTHESIZED => node = unit.children(node).next()?,
            kind::IDENTIFIER if unit.text(node) == "Self" => {
                return Some(Use::receiver(node, Vec::new(), ""));
            }
            kind::IDENTIFIER | kind::ATTRIBUTE => {
                let usage = paths::use_of(unit, node)?;
                return Some(Use::typed(node, usage.path))
                    .filter(|_| usage.root == crate::extract::Root::Scope);
            }
            kind::GENERIC_TYPE | kind::SUBSCRIPT => {
                let mut parts = unit.children(node);
                let of = parts.next()?;
                match paths::last_name(unit, of)? {
                    "Optional" | "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired" => {
                        let inner = parts.next()?;
                        // A subscript has its arguments right below it, a generic type in a list.
                        let is_list = unit.is(inner, kind::TYPE_PARAMETER_LIST);
                        node = if is_list { unit.children(inner).next()? } else { inner };
                    }
                    "Union" | "Literal" | "Type" | "type" => return None,
                    _ => node = of,
                }
            }
            kind::BINARY_OPERATOR | kind::UNION_TYPE => {
                let is_none = |&side: &NodeId| unit.text(side) == "None";
                let mut sides = unit.children(node).filter(|side| !is_none(side));
                let side = sides.next()?;
                if sides.next().is_some() || !unit.children(node).any(|side| is_none(&side)) {
                    return None;
                }
                node = side;
            }
            kind::STRING => return forward_reference(unit, node),
            _ => return None,
        }
    }
    None
}

/// `"pkg.Name"`, `"Name | None"`
fn forward_reference<'s>(unit: &Unit<'s>, string: NodeId) -> Option<Use<'s>> {
    let (_, text) = docs::parts(unit, string)?;
    let mut names = text.split('|').map(str::trim).filter(|&name| name != "None");
    let name = names.next().filter(|_| names.next().is_none())?;
    let segments: Vec<Segment<'s>> = name.split('.').map(Segment::from).collect();
    let is_name = |segment: &Segment<'s>| {
        let starts = segment.starts_with(|first: char| first.is_alphabetic() || first == '_');
        starts && segment.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    segments.iter().all(is_name).then_some(Use::typed(string, segments))
}

/// Binds a parameter of the function whose body opens.
pub fn bind_parameter(unit: &mut Unit<'_>, parameter: NodeId, name: NodeId) {
    let written = unit.child(parameter, field::TYPE);
    let splat = unit.children(parameter).next().is_some_and(|first| {
        matches!(unit.kind(first), kind::LIST_SPLAT_PATTERN | kind::DICTIONARY_SPLAT_PATTERN)
    });
    match written.filter(|_| !splat).and_then(|written| annotated(unit, written)) {
        Some(typed) => unit.bind_assigned(name, Reach::Scope, Assigned::Value(typed)),
        None => unit.bind_local(name, Reach::Scope),
    }
}

/// Notes what an assignment gives to a variable or field, which stands at `target`.
pub fn give(unit: &mut Unit<'_>, symbol: SymbolId, assignment: NodeId, target: NodeId) {
    if let Some(written) = unit.child(assignment, field::TYPE) {
        if let Some(typed) = annotated(unit, written) {
            unit.write_value(symbol, typed);
        }
        return;
    }
    let assigned = assigned(unit, assignment, target);
    unit.give_value(symbol, target, assigned);
}

/// What an assignment gives to one of its targets. Of what is unpacked nothing is known.
pub fn assigned<'s>(unit: &Unit<'s>, assignment: NodeId, target: NodeId) -> Assigned<'s> {
    let is_whole = unit.child(assignment, field::LEFT) == Some(target);
    if !unit.is(assignment, kind::ASSIGNMENT) || !is_whole {
        return Assigned::Unknown;
    }
    let written = unit.child(assignment, field::TYPE);
    let typed = written.and_then(|written| annotated(unit, written));
    match (typed, unit.child(assignment, field::RIGHT)) {
        (Some(typed), _) => Assigned::Value(typed),
        // `a = b = value`
        (None, Some(right)) if unit.is(right, kind::ASSIGNMENT) => Assigned::Unknown,
        (None, Some(right)) => value(unit, right),
        (None, None) if written.is_some() => Assigned::Unknown,
        (None, None) => Assigned::Nothing,
    }
}

/// Says what a function or property gives by its annotation.
pub fn set_result(unit: &mut Unit<'_>, function: SymbolId, node: NodeId) {
    let Some(written) = unit.child(node, field::RETURN_TYPE) else { return };
    let Some(typed) = annotated(unit, written) else { return };
    if unit.symbol(function).kind == SymbolKind::Property {
        unit.write_value(function, typed);
    } else {
        unit.write_result(function, typed);
    }
}

/// `return value`, where no annotation says what the function gives.
pub fn give_back(unit: &mut Unit<'_>, node: NodeId) {
    let Some(function) = open_function(unit) else { return };
    let assigned = match unit.children(node).next() {
        Some(returned) => value(unit, returned),
        None => Assigned::Nothing,
    };
    give_result(unit, function, node, assigned);
}

/// A function that yields gives a generator, whatever it returns.
pub fn give_generator(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(function) = open_function(unit) {
        give_result(unit, function, node, Assigned::Unknown);
    }
}

fn give_result<'s>(unit: &mut Unit<'s>, function: SymbolId, node: NodeId, assigned: Assigned<'s>) {
    if unit.symbol(function).kind == SymbolKind::Property {
        unit.give_value(function, node, assigned);
    } else {
        unit.give_result(function, node, assigned);
    }
}

/// The function around a `return` whose result its body tells: no annotation and no decorator says otherwise.
fn open_function(unit: &Unit<'_>) -> Option<SymbolId> {
    let function = unit.enclosing_symbol()?;
    let draft = unit.symbol(function);
    let node = unit.parent(draft.name_node).filter(|&node| unit.is(node, kind::FUNCTION_DEFINITION))?;
    let is_open = unit.child(node, field::RETURN_TYPE).is_none() && decorators::keep_result(unit, node);
    is_open.then_some(function)
}

/// `with value as name`: what the value's `__enter__` gives.
pub fn bind_entered(unit: &mut Unit<'_>, context: NodeId, name: NodeId) {
    let entered = match value(unit, context) {
        Assigned::Value(mut value) if unit.is(context, kind::CALL) => {
            value.path.push("__enter__".into());
            value.path.push(CALLED.into());
            Assigned::Value(value)
        }
        _ => Assigned::Unknown,
    };
    patterns::bind_assigned(unit, name, entered);
}
