//! Types that the text writes down: annotations, constructors, literals, results. What is inferred: `values`.

use super::{field, jsdoc, kind, paths};
use crate::extract::{Assigned, Root, Segment, SymbolId, Unit, Use};
use crate::model::{NodeId, SymbolKind};

/// Levels of wrappers around a value or a type.
const WRAPPERS_MAX: usize = 8;

/// Nodes beside a function that are looked at for its overloads; of more nothing is said.
const OVERLOADS_MAX: usize = 128;

/// The path of the type that a value has, where the value says it.
pub fn type_of_value<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        if unit.is(node, kind::PARENTHESIZED)
            && let Some(cast) = jsdoc::cast(unit, node)
        {
            return cast.filter(|cast| cast.root == Root::Typed).map(|cast| cast.path);
        }
        match unit.kind(node) {
            kind::PARENTHESIZED | kind::NON_NULL | kind::SATISFIES => node = unit.children(node).next()?,
            kind::AS_EXPRESSION => match unit.children(node).nth(1) {
                Some(written) => return type_of(unit, written),
                // `as const`
                None => node = unit.children(node).next()?,
            },
            kind::TYPE_ASSERTION => {
                let arguments = unit.children(node).next()?;
                return type_of(unit, unit.children(arguments).next()?);
            }
            kind::THIS => return enclosing_type(unit),
            kind::MEMBER => return prototype_of(unit, node),
            kind::NEW => {
                let constructor = unit.child(node, field::CONSTRUCTOR)?;
                return match unit.kind(constructor) {
                    kind::THIS => enclosing_type(unit),
                    _ => path_of(unit, constructor),
                };
            }
            kind::ARRAY => return Some(vec!["Array".into()]),
            kind::STRING | kind::TEMPLATE_STRING => return Some(vec!["String".into()]),
            kind::NUMBER => return Some(vec!["Number".into()]),
            kind::REGEX => return Some(vec!["RegExp".into()]),
            _ => return None,
        }
    }
    None
}

/// `A.prototype` has the members of what `A` makes.
fn prototype_of<'s>(unit: &Unit<'s>, member: NodeId) -> Option<Vec<Segment<'s>>> {
    let is_prototype =
        unit.child(member, field::PROPERTY).is_some_and(|property| unit.text(property) == "prototype");
    let object = unit.child(member, field::OBJECT).filter(|_| is_prototype)?;
    if unit.is(object, kind::THIS) { enclosing_type(unit) } else { path_of(unit, object) }
}

/// The type around (`const self = this`), where its bare name means it.
fn enclosing_type<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let qualified = unit.enclosing_type_name()?;
    let name = qualified.rsplit('.').next()?;
    let symbol = unit.symbol_named(name)?;
    (unit.qualified_name(symbol) == qualified).then(|| vec![name.to_owned().into()])
}

/// The path of the type that an annotation on a declaration writes.
pub fn annotated<'s>(unit: &Unit<'s>, declaration: NodeId) -> Option<Vec<Segment<'s>>> {
    let annotation = unit.child(declaration, field::TYPE)?;
    type_of(unit, unit.children(annotation).next()?)
}

/// The path of a type that has one; of a union, that of the only part that is not `null` or `undefined`.
pub fn type_of<'s>(unit: &Unit<'s>, written: NodeId) -> Option<Vec<Segment<'s>>> {
    let mut node = written;
    for _ in 0..WRAPPERS_MAX {
        match unit.kind(node) {
            kind::TYPE_IDENTIFIER | kind::NESTED_TYPE => return path_of(unit, node),
            kind::GENERIC_TYPE => {
                let name = unit.child(node, field::NAME)?;
                // These are the type that they are of, but for modifiers.
                let same = matches!(unit.text(name), "NonNullable" | "Partial" | "Readonly" | "Required");
                let of = unit.child_of(node, kind::TYPE_ARGUMENTS).filter(|_| same);
                node = of.and_then(|of| unit.children(of).next()).unwrap_or(name);
            }
            kind::PARENTHESIZED_TYPE | kind::READONLY_TYPE => node = unit.children(node).next()?,
            kind::ARRAY_TYPE | kind::TUPLE_TYPE => return Some(vec!["Array".into()]),
            kind::THIS_TYPE => return enclosing_type(unit),
            kind::PREDEFINED_TYPE => {
                return match unit.text(node) {
                    "string" => Some(vec!["String".into()]),
                    "number" => Some(vec!["Number".into()]),
                    _ => None,
                };
            }
            kind::UNION_TYPE => {
                let is_some = |&part: &NodeId| !matches!(unit.text(part), "null" | "undefined");
                let mut parts = unit.children(node).filter(is_some);
                node = parts.next()?;
                if parts.next().is_some() {
                    return None;
                }
            }
            _ => return None,
        }
    }
    None
}

fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Vec<Segment<'s>>> {
    let chain = paths::chain(unit, node)?;
    chain.root().map(|_| chain.segments)
}

/// Says what a call of a function gives by its written result; the function's scope is open.
pub fn set_result(unit: &mut Unit<'_>, symbol: SymbolId, function: NodeId) {
    let Some(written) = unit.child(function, field::RETURN_TYPE) else { return };
    let Some(path) = result(unit, function) else { return };
    if unit.symbol(symbol).kind == SymbolKind::Property {
        set(unit, symbol, written, Some(path));
    } else if overloads_agree(unit, function, unit.text(written)) {
        unit.set_result(symbol, written, path);
    }
}

/// Says of a variable, field or property what its annotation says, and nothing else.
pub fn set_annotated(unit: &mut Unit<'_>, symbol: SymbolId, declaration: NodeId, name: NodeId) {
    match annotated(unit, declaration) {
        Some(path) => set(unit, symbol, name, Some(path)),
        None => unit.give_value(symbol, name, Assigned::Unknown),
    }
    set_called(unit, symbol, declaration);
}

/// Says of a variable or field what JSDoc plainly says of it; tells whether it does.
pub fn set_documented<'s>(
    unit: &mut Unit<'s>,
    symbol: SymbolId,
    at: NodeId,
    comment: Option<&'s str>,
) -> bool {
    let documented = comment.and_then(|comment| jsdoc::held(comment, at));
    let is_documented = documented.is_some();
    documented.into_iter().for_each(|typed| unit.write_value(symbol, typed));
    is_documented
}

/// Says what a call of something gives whose annotation is that of a function.
fn set_called(unit: &mut Unit<'_>, symbol: SymbolId, declaration: NodeId) {
    let annotation = unit.child(declaration, field::TYPE);
    let function = annotation.and_then(|annotation| unit.children(annotation).next());
    let function = function.filter(|&function| unit.is(function, kind::FUNCTION_TYPE));
    // A function's own type parameters are bound in it, where nothing is looked up from here.
    let function = function.filter(|&function| !unit.has(function, kind::TYPE_PARAMETERS));
    if let Some(function) = function
        && let Some(path) = result(unit, function)
    {
        unit.set_result(symbol, function, path);
    }
}

/// The path of the type that a function's written result has. A promise of a type that has a path of its own is taken
/// for that type: it is awaited before it has any members but those of promises.
fn result<'s>(unit: &Unit<'s>, function: NodeId) -> Option<Vec<Segment<'s>>> {
    let written = unit.child(function, field::RETURN_TYPE)?;
    let mut written = Some(written).filter(|&written| unit.is(written, kind::TYPE_ANNOTATION)).map_or_else(
        || Some(written).filter(|&written| !unit.text(written).starts_with(':')),
        |annotation| unit.children(annotation).next(),
    )?;
    if unit.is(written, kind::GENERIC_TYPE)
        && unit.child(written, field::NAME).is_some_and(|name| unit.text(name) == "Promise")
    {
        let arguments = unit.child_of(written, kind::TYPE_ARGUMENTS)?;
        let promised = unit.children(arguments).next()?;
        if matches!(unit.kind(promised), kind::TYPE_IDENTIFIER | kind::NESTED_TYPE | kind::GENERIC_TYPE)
            || unit.is(promised, kind::UNION_TYPE)
        {
            written = promised;
        }
    }
    type_of(unit, written)
}

/// Whether the overloads beside a function, if it has any, all write the same result, and it is no body of theirs.
fn overloads_agree(unit: &Unit<'_>, function: NodeId, result: &str) -> bool {
    let has_body = unit.child(function, field::BODY).is_some();
    for forward in [false, true] {
        let mut node = outer(unit, function);
        for step in 0.. {
            let next = if forward { unit.next(node) } else { unit.previous(node) };
            let Some(beside) = next else { break };
            node = beside;
            if !unit.tree().node(beside).is_named() || unit.is(beside, kind::COMMENT) {
                continue;
            }
            let other = inner(unit, beside);
            if step > OVERLOADS_MAX {
                return false;
            }
            if name(unit, other).is_none_or(|other| name(unit, function) != Some(other)) {
                break;
            }
            let implements = unit.child(other, field::BODY).is_some();
            // An accessor's other half, or a second definition.
            if has_body {
                return implements;
            }
            let agrees =
                unit.child(other, field::RETURN_TYPE).is_some_and(|other| unit.text(other) == result);
            if !implements && !agrees {
                return false;
            }
        }
    }
    true
}

/// The statement of an exported function.
fn outer(unit: &Unit<'_>, function: NodeId) -> NodeId {
    let outer = unit.parent(function);
    let outer = outer.filter(|&outer| matches!(unit.kind(outer), kind::EXPORT_STATEMENT | kind::AMBIENT));
    outer.map_or(function, |statement| self::outer(unit, statement))
}

fn inner(unit: &Unit<'_>, statement: NodeId) -> NodeId {
    let inner = match unit.kind(statement) {
        kind::EXPORT_STATEMENT => unit.child(statement, field::DECLARATION),
        kind::AMBIENT => unit.children(statement).next(),
        _ => None,
    };
    inner.map_or(statement, |inner| self::inner(unit, inner))
}

fn name<'s>(unit: &Unit<'s>, function: NodeId) -> Option<&'s str> {
    unit.child(function, field::NAME).map(|name| unit.text(name))
}

/// Says of a symbol that its value is of a type, to this file and to others.
pub fn set<'s>(unit: &mut Unit<'s>, symbol: SymbolId, name: NodeId, path: Option<Vec<Segment<'s>>>) {
    if let Some(path) = path {
        unit.set_type(symbol, name, path.clone());
        unit.alias_of(symbol, Use::path(name, path));
    }
}
