//! Imports: ECMAScript's, CommonJS's `require`, dynamic ones, TypeScript's, and re-exports.

use super::definitions::{self, Named};
use super::{field, kind, modules, paths, patterns};
use crate::extract::{ContextKind, ImportDraft, Reach, Segment, Space, SymbolDraft, Unit, Use};
use crate::model::{ImportKind, NodeId, RefKind, SymbolKind};

/// What a module specifier says.
#[derive(Clone)]
struct Source<'s> {
    kind: ImportKind,
    text: &'s str,
    /// The qualified name of the module, where the text tells it.
    module: String,
}

fn source_of<'s>(unit: &Unit<'s>, node: NodeId) -> Source<'s> {
    let text = paths::string_text(unit, node);
    let module = modules::resolve(unit.module(), text).unwrap_or_else(|| text.to_owned());
    Source { kind: modules::import_kind(text), text, module }
}

impl<'s> Source<'s> {
    /// One name of the module.
    fn name(&self, name: Segment<'s>, local: Segment<'s>) -> ImportDraft<'s> {
        let alias = (local != name).then(|| local.clone());
        let qualified = Some(format!("{}.{name}", self.module));
        ImportDraft {
            qualified,
            local: Some(local),
            ..ImportDraft::name(self.kind, self.text.into(), name, alias)
        }
    }

    /// The whole module under a name.
    fn whole(&self, local: Segment<'s>) -> ImportDraft<'s> {
        ImportDraft { alias: Some(local.clone()), local: Some(local), ..self.bare() }
    }

    /// The whole module without a name.
    fn bare(&self) -> ImportDraft<'s> {
        let qualified = Some(self.module.clone());
        ImportDraft { qualified, ..ImportDraft::module(self.kind, self.text.into()) }
    }

    fn star(&self) -> ImportDraft<'s> {
        ImportDraft { star: true, ..self.bare() }
    }
}

/// `import … from "…"`, with everything that may stand before `from`.
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
    if let Some(clause) = unit.child_of(node, kind::IMPORT_REQUIRE) {
        let (name, source) = (unit.children(clause).next(), unit.child(clause, field::SOURCE));
        if let (Some(name), Some(source)) = (name, source) {
            let source = source_of(unit, source);
            unit.import(name, source.whole(unit.text(name).into()));
        }
        return;
    }
    let Some(source_node) = unit.child(node, field::SOURCE) else { return };
    let source = source_of(unit, source_node);
    let Some(clause) = unit.child_of(node, kind::IMPORT_CLAUSE) else {
        unit.import(source_node, source.bare());
        return;
    };
    for child in unit.children(clause) {
        match unit.kind(child) {
            kind::NAMESPACE_IMPORT => {
                if let Some(name) = unit.children(child).next() {
                    unit.import(name, source.whole(unit.text(name).into()));
                }
            }
            kind::NAMED_IMPORTS => {
                for specifier in unit.children(child) {
                    import_specifier(unit, specifier, &source);
                }
            }
            _ => {
                let local: Segment<'_> = unit.text(child).into();
                unit.import(child, source.name("default".into(), local));
            }
        }
    }
}

fn import_specifier<'s>(unit: &mut Unit<'s>, specifier: NodeId, source: &Source<'s>) {
    let Some(name) = unit.child(specifier, field::NAME) else { return };
    let local = unit.child(specifier, field::ALIAS).unwrap_or(name);
    let draft = source.name(paths::string_text(unit, name).into(), paths::string_text(unit, local).into());
    unit.import(name, draft);
}

/// `export … from "…"`
pub fn reexport_from(unit: &mut Unit<'_>, node: NodeId, source_node: NodeId) {
    unit.claim_subtree(node);
    let source = source_of(unit, source_node);
    if let Some(clause) = unit.child_of(node, kind::EXPORT_CLAUSE) {
        for specifier in unit.children(clause) {
            let Some(name) = unit.child(specifier, field::NAME) else { continue };
            let exported = unit.child(specifier, field::ALIAS).unwrap_or(name);
            let (from, to) = (paths::string_text(unit, name), paths::string_text(unit, exported));
            import_unbound(unit, name, source.name(from.into(), to.into()));
        }
    } else if let Some(namespace) = unit.child_of(node, kind::NAMESPACE_EXPORT) {
        if let Some(name) = unit.all_children(namespace).last() {
            import_unbound(unit, name, source.whole(paths::string_text(unit, name).into()));
        }
    } else {
        import_unbound(unit, source_node, source.star());
    }
}

/// A re-export: other files see its name, this one doesn't.
fn import_unbound<'s>(unit: &mut Unit<'s>, node: NodeId, draft: ImportDraft<'s>) {
    unit.import(node, ImportDraft { space: Space(0), reexport: true, ..draft });
}

/// A module that an expression loads, and the members that are taken of it.
pub struct Required<'s> {
    source_node: NodeId,
    members: Vec<(NodeId, Segment<'s>)>,
}

/// Members taken of a `require(…)` that are looked at.
const MEMBERS_MAX: usize = 4;

/// Reads `require("…")`, `require("…").a`, `await import("…")`, and what compilers wrap around them.
pub fn required<'s>(unit: &Unit<'s>, value: NodeId) -> Option<Required<'s>> {
    let mut members = Vec::new();
    let mut node = definitions::unwrap(unit, value);
    for _ in 0..MEMBERS_MAX {
        node = definitions::unwrap(unit, node);
        match unit.kind(node) {
            kind::MEMBER => {
                let name = unit.child(node, field::PROPERTY)?;
                members.push((name, unit.text(name).into()));
                node = unit.child(node, field::OBJECT)?;
            }
            kind::AWAIT => node = unit.children(node).next()?,
            kind::CALL => match loaded(unit, node) {
                Some(source_node) => {
                    members.reverse();
                    return Some(Required { source_node, members });
                }
                None => node = interoperated(unit, node)?,
            },
            _ => return None,
        }
    }
    None
}

/// The specifier of `require("…")` or `import("…")`.
pub fn loaded(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let function = unit.child(call, field::FUNCTION)?;
    let loads = unit.is(function, kind::IMPORT)
        || (unit.is(function, kind::IDENTIFIER) && unit.text(function) == "require");
    let arguments = unit.child(call, field::ARGUMENTS).filter(|_| loads)?;
    let source = unit.children(arguments).next()?;
    let plain = unit.is(source, kind::STRING)
        || (unit.is(source, kind::TEMPLATE_STRING) && !unit.has(source, kind::TEMPLATE_SUBSTITUTION));
    Some(source).filter(|&source| plain && !paths::string_text(unit, source).is_empty())
}

/// A type of a module that a comment gives a name to.
pub fn import_type<'s>(
    unit: &mut Unit<'s>,
    at: NodeId,
    source: &'s str,
    member: Option<&'s str>,
    name: &'s str,
) {
    let module = modules::resolve(unit.module(), source).unwrap_or_else(|| source.to_owned());
    let source = Source { kind: modules::import_kind(source), text: source, module };
    let draft = match member {
        Some(member) => source.name(member.into(), name.into()),
        None => source.whole(name.into()),
    };
    unit.import(at, ImportDraft { space: Space::TYPE, ..draft });
}

/// The argument of what Babel and TypeScript wrap around `require` (`_interopRequireDefault`, `__importStar`).
fn interoperated(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let name = unit.text(unit.child(call, field::FUNCTION)?);
    let wraps =
        ["_interop", "__import", "tslib_1.__import", "__toESM"].iter().any(|prefix| name.starts_with(prefix));
    let arguments = unit.child(call, field::ARGUMENTS).filter(|_| wraps)?;
    unit.children(arguments).next()
}

/// A module that is loaded and not given to a name.
pub fn import_loaded(unit: &mut Unit<'_>, source_node: NodeId) {
    if !unit.is_claimed(source_node) {
        let source = source_of(unit, source_node);
        unit.claim(source_node);
        unit.import(source_node, source.bare());
    }
}

/// A type of a module that is loaded in place, `import("…").A.B`: the use that it makes. The part that loads is one
/// node, a call or (where the text was repaired) a name.
pub fn use_of_loaded<'s>(unit: &mut Unit<'s>, loading: NodeId, chain: &paths::Chain<'s>) -> Option<Use<'s>> {
    let text = unit.text(loading).strip_prefix("import(")?.strip_suffix(')')?.trim();
    let text = text.strip_prefix(['"', '\'', '`'])?.strip_suffix(['"', '\'', '`'])?;
    let module = modules::resolve(unit.module(), text).unwrap_or_else(|| text.to_owned());
    let is_name = chain.root() == Some(loading);
    if is_name {
        let source = Source { kind: modules::import_kind(text), text, module: module.clone() };
        unit.import(loading, source.bare());
    }
    let members = chain.segments.iter().skip(usize::from(is_name)).cloned();
    let path = std::iter::once(module.into()).chain(members).collect();
    Some(Use { space: Some(Space::TYPE), ..Use::absolute(chain.last, path, "") })
}

/// `const pattern = require("…")`
pub fn bind_required<'s>(unit: &mut Unit<'s>, pattern: NodeId, required: Required<'s>) {
    let source = source_of(unit, required.source_node);
    unit.claim(required.source_node);
    required.members.iter().for_each(|(node, _)| claim_access(unit, *node));
    let is_name = unit.is(pattern, kind::IDENTIFIER);
    let local = Segment::from(unit.text(pattern));
    match required.members.as_slice() {
        [] if is_name => {
            unit.claim(pattern);
            unit.import(pattern, ImportDraft { local: Some(local), ..source.bare() });
        }
        [(_, name)] if is_name => {
            unit.claim(pattern);
            unit.import(pattern, source.name(name.clone(), local));
        }
        [] if unit.is(pattern, kind::OBJECT_PATTERN) => {
            for property in unit.children(pattern) {
                import_property(unit, property, &source);
            }
        }
        members => {
            let draft =
                members.first().map_or(source.bare(), |(_, name)| source.name(name.clone(), name.clone()));
            unit.import(required.source_node, ImportDraft { local: None, ..draft });
            patterns::bind(unit, pattern, Reach::Scope);
        }
    }
}

/// The access that takes a member of a loaded module is part of the import.
fn claim_access(unit: &mut Unit<'_>, property: NodeId) {
    unit.claim(property);
    if let Some(member) = unit.parent(property) {
        unit.claim(member);
    }
}

/// One property of `const { a, b: c = 1, ...rest } = require("…")`.
fn import_property<'s>(unit: &mut Unit<'s>, property: NodeId, source: &Source<'s>) {
    let without_default = |unit: &Unit<'s>, node: NodeId| match unit.kind(node) {
        kind::OBJECT_ASSIGNMENT_PATTERN | kind::ASSIGNMENT_PATTERN => {
            unit.child(node, field::LEFT).unwrap_or(node)
        }
        _ => node,
    };
    let property = without_default(unit, property);
    match unit.kind(property) {
        kind::SHORTHAND_PATTERN => {
            let name: Segment<'s> = unit.text(property).into();
            unit.claim(property);
            unit.import(property, source.name(name.clone(), name));
        }
        kind::PAIR_PATTERN => {
            let sides = unit.child(property, field::KEY).zip(unit.child(property, field::VALUE));
            let Some((key, value)) = sides else { return };
            let local = without_default(unit, value);
            let Some(name) = definitions::property_name(unit, key) else { return };
            let text = unit.text(local);
            let draft = source.name(name.text, text.into());
            if unit.is(local, kind::IDENTIFIER) {
                unit.claim(local);
                unit.import(key, draft);
            } else {
                unit.import(key, ImportDraft { local: None, alias: None, ..draft });
                patterns::bind(unit, local, Reach::Scope);
            }
        }
        kind::REST_PATTERN => {
            if let Some(name) = unit.children(property).next() {
                unit.claim(name);
                unit.import(name, source.whole(unit.text(name).into()));
            }
        }
        _ => {}
    }
}

/// `exports.name = require("…")`, `module.exports = require("…")` as `default`, and the same in an exported object.
pub fn reexport<'s>(unit: &mut Unit<'s>, node: NodeId, name: Segment<'s>, required: Required<'s>) {
    let source = source_of(unit, required.source_node);
    unit.claim(required.source_node);
    unit.claim(node);
    required.members.iter().for_each(|(node, _)| claim_access(unit, *node));
    let draft = match required.members.as_slice() {
        [(_, member)] => source.name(member.clone(), name),
        _ => source.whole(name),
    };
    import_unbound(unit, node, draft);
}

/// `...require("…")` in the object that the module exports.
pub fn import_spread(unit: &mut Unit<'_>, node: NodeId) {
    let exports = unit.parent_kind(node) == kind::OBJECT
        && unit.parent(node).is_some_and(|object| unit.is_claimed(object))
        && unit.context_kind() == ContextKind::Type
        && unit.context_name() == unit.module();
    let Some(value) = unit.children(node).next().filter(|_| exports) else { return };
    if let Some(required) = required(unit, value).filter(|required| required.members.is_empty()) {
        let source = source_of(unit, required.source_node);
        unit.claim(required.source_node);
        import_unbound(unit, required.source_node, source.star());
    }
}

/// `import Name = Other.Name`: another name of something that is here already.
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let mut parts = unit.children(node);
    let (Some(name), Some(target)) = (parts.next(), parts.next()) else { return };
    let named = Named { node: name, text: unit.text(name).into() };
    let draft = definitions::draft(unit, node, SymbolKind::TypeAlias, named, unit.end_byte(node));
    unit.define(node, SymbolDraft { binds: Some(Space::ANY), ..draft });
    if let Some(chain) = paths::chain(unit, target) {
        let usage = Use { space: Some(Space::ANY), ..chain.usage(unit) };
        unit.reference(usage, RefKind::Alias);
        chain.claim(unit);
        chain.root().into_iter().for_each(|root| unit.claim(root));
    }
}
