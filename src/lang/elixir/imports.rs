//! Elixir's `alias`, `import`, `require` and `use`: lexical, and bound from where they stand.

use super::paths::{self, ModulePath, PathRoot};
use super::{FUNCTIONS, docs, field, kind, mode};
use crate::extract::{ImportDraft, Segment, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{ImportKind, NodeId, RefKind};

/// One module that a directive names.
struct Imported<'s> {
    at: NodeId,
    path: ModulePath<'s>,
    /// Whether it is one of several in braces.
    in_braces: bool,
}

/// Whether a node can name a module in a directive.
pub fn names_module(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::ALIAS | kind::ATOM | kind::DOT | kind::IDENTIFIER | kind::QUOTED_ATOM)
}

/// The modules of a directive: one, or each of `Foo.{A, B}`.
fn imported<'s>(unit: &Unit<'s>, node: NodeId) -> Vec<Imported<'s>> {
    let Some(argument) = docs::first_argument(unit, node).filter(|&at| names_module(unit, at)) else {
        return Vec::new();
    };
    if let Some(path) = paths::module_path(unit, argument) {
        return vec![Imported { at: argument, path, in_braces: false }];
    }
    let (left, right) = (unit.child(argument, field::LEFT), unit.child(argument, field::RIGHT));
    let (Some(left), Some(right)) = (left, right.filter(|&right| unit.is(right, kind::TUPLE))) else {
        return Vec::new();
    };
    let Some(start) = paths::module_path(unit, left) else { return Vec::new() };
    let mut found = Vec::new();
    for at in unit.children(right) {
        let Some(inner) = paths::module_path(unit, at) else { continue };
        let segments: Vec<Segment<'s>> = start.segments.iter().cloned().chain(inner.segments).collect();
        if segments.len() <= PATH_SEGMENTS_MAX {
            let written = format!("{}.{}", start.written, inner.written);
            let path = ModulePath { at, root: start.root, segments, written };
            found.push(Imported { at, path, in_braces: true });
        }
    }
    found
}

/// A draft of a module that binds nothing yet, with its expanded name.
fn draft<'s>(unit: &Unit<'s>, module: &Imported<'s>) -> Option<(ImportDraft<'s>, String)> {
    let in_quote = module.path.root == PathRoot::Own && unit.mode() == mode::QUOTE;
    let qualified = Some(()).filter(|()| !in_quote).and_then(|()| paths::expand(unit, &module.path))?;
    let kind = match module.path.root {
        PathRoot::Own => ImportKind::Relative,
        _ if paths::is_standard(&qualified) => ImportKind::External,
        _ => ImportKind::Absolute,
    };
    // The linker reads sources as whole names, so that an alias in one is replaced by what it means.
    let aliased = module.path.root == PathRoot::Alias && qualified != module.path.written;
    let source = if aliased { qualified.clone() } else { module.path.written.clone() };
    let draft = ImportDraft::module(kind, source.into());
    Some((ImportDraft { qualified: Some(qualified.clone()), ..draft }, qualified))
}

/// One of several modules in braces is a name that is taken out of what stands before them.
fn split_braces(draft: ImportDraft<'_>) -> ImportDraft<'_> {
    match draft.source.rsplit_once('.') {
        Some((source, name)) => {
            let (source, name) = (source.to_owned().into(), name.to_owned().into());
            ImportDraft { source, name: Some(name), ..draft }
        }
        None => draft,
    }
}

fn last_segment(qualified: &str) -> String {
    qualified.rsplit('.').next().unwrap_or(qualified).to_owned()
}

/// The name of `as:`.
fn alias_option<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(NodeId, Segment<'s>)> {
    let at = docs::option(unit, node, "as").filter(|&at| unit.is(at, kind::ALIAS))?;
    Some((at, unit.text(at).into()))
}

/// Records the modules of a directive, and claims what names them.
fn import_all<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    mut change: impl FnMut(&mut Unit<'s>, ImportDraft<'s>, &str, &Imported<'s>) -> Option<ImportDraft<'s>>,
) {
    let modules = imported(unit, node);
    if !modules.is_empty()
        && let Some(argument) = docs::first_argument(unit, node)
    {
        unit.claim_subtree(argument);
    }
    for module in modules {
        let Some((draft, qualified)) = draft(unit, &module) else { continue };
        let lent = unit.mode() == mode::QUOTE;
        let draft = ImportDraft { after: Some(node), lent, ..draft };
        if let Some(draft) = change(unit, draft, &qualified, &module) {
            unit.import(module.at, draft);
        }
    }
}

pub fn alias(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let renamed = alias_option(unit, node);
    if let Some((at, _)) = &renamed {
        unit.claim(*at);
    }
    let renamed = renamed.map(|(_, name)| name);
    import_all(unit, node, |_, draft, qualified, module| {
        let draft = if module.in_braces { split_braces(draft) } else { draft };
        let local = renamed.clone().unwrap_or_else(|| last_segment(qualified).into());
        Some(ImportDraft { alias: renamed.clone(), local: Some(local), ..draft })
    });
    true
}

/// `require` only names a module, unless it renames it.
pub fn require(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let renamed = alias_option(unit, node);
    if let Some((at, _)) = &renamed {
        unit.claim(*at);
    }
    let renamed = renamed.map(|(_, name)| name);
    import_all(unit, node, |_, draft, _, _| {
        Some(ImportDraft { alias: renamed.clone(), local: renamed.clone(), ..draft })
    });
    true
}

/// `use` requires a module and calls its macro `__using__/1`.
pub fn use_module(unit: &mut Unit<'_>, node: NodeId) -> bool {
    import_all(unit, node, |unit, draft, _, module| {
        if let Some(usage) = paths::module_use(unit, &module.path, Some((module.at, "__using__"))) {
            unit.reference(Use { at: module.at, arity: Some(1), ..usage }, RefKind::Macro);
        }
        Some(ImportDraft { borrows: true, ..draft })
    });
    true
}

/// Every function and macro of a module, or those that `only:` names.
pub fn import(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let only = docs::option(unit, node, "only").filter(|&only| unit.is(only, kind::LIST));
    let names = only.map(|only| listed_names(unit, only));
    import_all(unit, node, |unit, draft, _, _| {
        let Some(names) = &names else { return Some(ImportDraft { star: true, ..draft }) };
        let source = draft.qualified.clone().unwrap_or_default();
        for &(at, name) in names {
            let qualified = Some(format!("{source}.{name}"));
            let named = ImportDraft::name(draft.kind, draft.source.clone(), name.into(), None);
            unit.import(
                at,
                ImportDraft { qualified, after: draft.after, lent: draft.lent, space: FUNCTIONS, ..named },
            );
        }
        None
    });
    true
}

/// The distinct names of `[one: 1, two: 2]`.
fn listed_names<'s>(unit: &Unit<'s>, list: NodeId) -> Vec<(NodeId, &'s str)> {
    let Some(keywords) = unit.child_of(list, kind::KEYWORDS) else { return Vec::new() };
    let mut names: Vec<(NodeId, &'s str)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for pair in unit.children(keywords) {
        if let Some(name) = docs::key_of(unit, pair)
            && seen.insert(name)
        {
            names.push((pair, name));
        }
    }
    names
}
