//! Types that JSDoc writes (`@param {Foo} x`), where one is plainly a name, and the names that it gives to types of
//! other modules.

use super::{NOTE_TYPED, definitions, docs, imports, kind};
use crate::extract::{Segment, Unit, Use};
use crate::model::NodeId;

/// The JSDoc of a definition whose types count: TypeScript's own are written otherwise.
pub fn comment<'s>(unit: &Unit<'s>, definition: NodeId) -> Option<&'s str> {
    if unit.notes() & NOTE_TYPED != 0 {
        return None;
    }
    let outer = definitions::site(unit, definition).outer;
    docs::comment(unit, outer).or_else(|| docs::comment(unit, definition))
}

/// The type of a parameter of this name.
pub fn parameter<'s>(unit: &Unit<'s>, comment: &'s str, name: NodeId) -> Option<Use<'s>> {
    let is_named = |rest: &str| {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '[');
        rest.strip_prefix(unit.text(name))
            .is_some_and(|rest| !rest.starts_with(|next| is_name_part(next) || next == '.' || next == '['))
    };
    let (written, _) = tagged(comment, "@param").find(|(_, rest)| is_named(rest))?;
    type_of(name, written)
}

/// The type of what a function gives; a promise of it is taken for it, as in `typing`.
pub fn result<'s>(comment: &'s str, at: NodeId) -> Option<Use<'s>> {
    let (written, _) = tagged(comment, "@returns").chain(tagged(comment, "@return")).next()?;
    let promised = written.trim().strip_prefix("Promise<").and_then(|rest| rest.strip_suffix('>'));
    let promised = promised.filter(|promised| promised.starts_with(|first: char| first.is_uppercase()));
    type_of(at, promised.unwrap_or(written))
}

/// The type of a variable or field.
pub fn held<'s>(comment: &'s str, at: NodeId) -> Option<Use<'s>> {
    let (written, _) = tagged(comment, "@type").next()?;
    type_of(at, written)
}

/// Whether JSDoc says of which type a variable or field is, plainly or not.
pub fn is_typed(comment: &str) -> bool {
    tagged(comment, "@type").next().is_some()
}

/// The type that a value in parentheses is said to have: `/** @type {Foo} */ (value)`.
pub fn cast<'s>(unit: &Unit<'s>, parenthesized: NodeId) -> Option<Option<Use<'s>>> {
    let before = unit.previous(parenthesized).filter(|&before| unit.is(before, kind::COMMENT))?;
    let comment = unit.text(before);
    (comment.starts_with("/**") && is_typed(comment)).then(|| held(comment, parenthesized))
}

/// Binds the names that the file's comments give to types of other modules: `@typedef {import("./a").A} A`.
pub fn bind_type_names(unit: &mut Unit<'_>, program: NodeId) {
    if unit.notes() & NOTE_TYPED != 0 || !unit.source().contains("@typedef {") {
        return;
    }
    let comments: Vec<NodeId> =
        unit.all_children(program).filter(|&child| unit.is(child, kind::COMMENT)).collect();
    for node in comments {
        let comment = unit.text(node);
        for (written, rest) in tagged(comment, "@typedef") {
            let rest = rest.trim_start();
            let name = &rest[..rest.find(|part| !is_name_part(part)).unwrap_or(rest.len())];
            if let Some((source, member)) = loaded(written.trim()).filter(|_| !name.is_empty()) {
                imports::import_type(unit, node, source, member, name);
            }
        }
    }
}

/// What stands in braces behind a tag, and the text behind that.
fn tagged<'c>(comment: &'c str, tag: &'static str) -> impl Iterator<Item = (&'c str, &'c str)> {
    comment.match_indices(tag).filter_map(move |(at, _)| {
        let rest = comment.get(at + tag.len()..)?.trim_start_matches([' ', '\t']).strip_prefix('{')?;
        let mut depth = 1;
        let end = rest.char_indices().find(|&(_, part)| {
            depth += i32::from(part == '{') - i32::from(part == '}');
            depth == 0
        });
        let (end, _) = end?;
        Some((&rest[..end], &rest[end + 1..]))
    })
}

fn is_name_part(part: char) -> bool {
    part.is_alphanumeric() || matches!(part, '_' | '$')
}

/// The use that a written type makes, where but for `null` and `undefined` it is one name.
fn type_of<'s>(at: NodeId, written: &'s str) -> Option<Use<'s>> {
    let written = written.trim().trim_start_matches(['?', '!']).trim_end_matches('=').trim();
    let written = written.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(written);
    let is_some = |part: &&str| !matches!(*part, "null" | "undefined");
    let mut parts = alternatives(written).filter(is_some);
    let (part, others) = (parts.next()?, parts.next());
    if others.is_some() {
        return None;
    }
    let array = part.ends_with("[]") || part.starts_with("Array<") || part.starts_with("Array.<");
    // What a type is of (`Map<K, V>`) has no say in its own members.
    let part = part.split_once('<').filter(|_| part.ends_with('>')).map_or(part, |(name, _)| name);
    let path: Vec<Segment<'s>> = match part {
        _ if array => vec!["Array".into()],
        "string" => vec!["String".into()],
        "number" => vec!["Number".into()],
        _ => {
            let named = |segment: &str| !segment.is_empty() && segment.chars().all(is_name_part);
            let segments: Vec<Segment<'s>> = part.split('.').map(Segment::from).collect();
            let has_members = segments.last()?.starts_with(|first: char| first.is_uppercase());
            if !has_members || !segments.iter().all(|segment| named(segment)) || part == "Object" {
                return None;
            }
            segments
        }
    };
    Some(Use::typed(at, path))
}

/// The parts of a union, as far as they are not inside of brackets.
fn alternatives(written: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    written
        .split(move |part: char| {
            depth += i32::from("<({[".contains(part)) - i32::from(">)}]".contains(part));
            part == '|' && depth == 0
        })
        .map(str::trim)
}

/// `import("./a").B`: what is loaded, and what is taken of it.
fn loaded(written: &str) -> Option<(&str, Option<&str>)> {
    let (source, rest) = written.strip_prefix("import(")?.split_once(')')?;
    let source = source.trim().trim_matches(['"', '\'']);
    let member = rest.strip_prefix('.').map(str::trim);
    let plain = |member: &str| !member.is_empty() && member.chars().all(is_name_part);
    let is_whole = rest.trim().is_empty();
    (!source.is_empty() && (is_whole || member.is_some_and(plain))).then_some((source, member))
}
