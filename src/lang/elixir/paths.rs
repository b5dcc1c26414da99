//! Elixir module names: aliases written in code, what they expand to, and uses of them.

use super::{builtins, field, kind, mode};
use crate::extract::{Segment, Unit, Use};
use crate::lang::{ModuleContext, ModuleTarget};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{NodeId, RefKind};

/// A module as code writes it.
pub struct ModulePath<'s> {
    /// The node whose start is the position of a use.
    pub at: NodeId,
    pub root: PathRoot,
    /// Without `__MODULE__` and `Elixir`.
    pub segments: Vec<Segment<'s>>,
    /// On one line.
    pub written: String,
}

/// Where a module path starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PathRoot {
    /// `Foo.Bar`: an alias may be in scope for `Foo`.
    Alias,
    /// `__MODULE__`, `__MODULE__.Bar`.
    Own,
    /// `Elixir.Foo.Bar`, `:lists`.
    Absolute,
}

/// Reads an alias, `__MODULE__`, `__MODULE__.Sub`, or an atom that names a module; `None` for anything else.
pub fn module_path<'s>(unit: &Unit<'s>, node: NodeId) -> Option<ModulePath<'s>> {
    match unit.kind(node) {
        kind::ALIAS => Some(alias_path(unit, node, PathRoot::Alias)),
        kind::IDENTIFIER if unit.text(node) == "__MODULE__" => Some(ModulePath {
            at: node,
            root: PathRoot::Own,
            segments: Vec::new(),
            written: "__MODULE__".to_owned(),
        }),
        kind::DOT => {
            let (left, right) = (unit.child(node, field::LEFT)?, unit.child(node, field::RIGHT)?);
            let is_own = unit.is(left, kind::IDENTIFIER) && unit.text(left) == "__MODULE__";
            if !is_own || !unit.is(right, kind::ALIAS) {
                return None;
            }
            let path = alias_path(unit, right, PathRoot::Own);
            Some(ModulePath { written: format!("__MODULE__.{}", path.written), ..path })
        }
        kind::ATOM | kind::QUOTED_ATOM => {
            let name = unit.text(node).trim_start_matches(':').trim_matches('"');
            let segments: Vec<Segment<'s>> = match name.strip_prefix("Elixir.") {
                Some(alias) => alias.split('.').map(Segment::from).collect(),
                None => vec![format!(":{name}").into()],
            };
            let written = segments.join(".");
            Some(ModulePath { at: node, root: PathRoot::Absolute, segments, written })
        }
        _ => None,
    }
}

fn alias_path<'s>(unit: &Unit<'s>, node: NodeId, root: PathRoot) -> ModulePath<'s> {
    let text = unit.text(node);
    let mut segments: Vec<Segment<'s>> =
        text.split('.').take(PATH_SEGMENTS_MAX).map(|segment| segment.trim().into()).collect();
    let written = segments.join(".");
    let absolute = root == PathRoot::Alias && segments.len() > 1 && segments[0] == "Elixir";
    if absolute {
        segments.remove(0);
    }
    ModulePath { at: node, root: if absolute { PathRoot::Absolute } else { root }, segments, written }
}

/// The module that encloses the place, in segments.
fn own_module<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    Some(unit.enclosing_type_name()?.split('.').map(|segment| segment.to_owned().into()).collect())
}

/// The use of a module, or of a member of it. Aliases are lexical and come before their uses, so that what no import
/// binds yet is a whole name, or starts at a module that was defined before. `None` for `__MODULE__` outside a module.
pub fn module_use<'s>(
    unit: &Unit<'s>,
    path: &ModulePath<'s>,
    member: Option<(NodeId, &'s str)>,
) -> Option<Use<'s>> {
    let at = member.map_or(path.at, |(node, _)| node);
    let written = match member {
        Some((_, name)) => format!("{}.{name}", path.written),
        None => path.written.clone(),
    };
    let name = member.map(|(_, name)| Segment::from(name));
    let segments: Vec<Segment<'s>> = path.segments.iter().cloned().chain(name.clone()).collect();
    Some(match path.root {
        // In a `quote`, it is the module that uses the macro.
        PathRoot::Own if unit.mode() == mode::QUOTE => Use::computed(at, name?, Some(written.into())),
        PathRoot::Own if path.segments.is_empty() && name.is_some() => Use::receiver(at, segments, written),
        PathRoot::Own => {
            let whole = own_module(unit)?.into_iter().chain(segments).collect();
            Use::absolute(at, whole, written)
        }
        PathRoot::Alias if unit.is_imported(path.segments.first()?) => {
            Use { written: Some(written.into()), ..Use::path(at, segments) }
        }
        PathRoot::Alias | PathRoot::Absolute => {
            let module = expand(unit, path)?;
            let module = module.split('.').map(|segment| Segment::from(segment.to_owned()));
            Use::absolute(at, module.chain(name).collect(), written)
        }
    })
}

/// The whole qualified name of a module path.
pub fn expand(unit: &Unit<'_>, path: &ModulePath<'_>) -> Option<String> {
    let (start, rest) = match path.root {
        PathRoot::Own => (unit.enclosing_type_name()?.to_owned(), &path.segments[..]),
        PathRoot::Absolute => (String::new(), &path.segments[..]),
        PathRoot::Alias => {
            let (first, rest) = path.segments.split_first()?;
            match unit.is_bound(first).then(|| unit.qualified_name_of(first)).flatten() {
                Some(meaning) => (meaning.into_owned(), rest),
                // `defmodule Foo.Bar` inside a module is its own `Foo.Bar` from there on.
                None => match unit.enclosing_type_name().map(|outer| format!("{outer}.{}", path.written)) {
                    Some(nested) if !rest.is_empty() && unit.is_defined(&nested) => return Some(nested),
                    _ => (String::new(), &path.segments[..]),
                },
            }
        }
    };
    let start = Some(Segment::from(start)).filter(|start| !start.is_empty());
    Some(start.iter().chain(rest).map(|segment| segment.as_ref()).collect::<Vec<_>>().join("."))
}

/// Whether a whole name is that of a module of Elixir or Erlang/OTP.
pub fn is_standard(qualified: &str) -> bool {
    builtins::BUILTINS.binary_search(&qualified).is_ok()
}

/// Records a reference to a module, and claims the nodes that write it.
pub fn reference(unit: &mut Unit<'_>, node: NodeId, kind: RefKind) {
    let Some(path) = module_path(unit, node) else { return };
    if let Some(usage) = module_use(unit, &path, None) {
        unit.reference(usage, kind);
    }
    unit.claim_subtree(node);
}

/// A module as a value.
pub fn use_alias(unit: &mut Unit<'_>, node: NodeId) {
    reference(unit, node, RefKind::Alias);
}

/// `__MODULE__.Sub` as a value; the dots of calls were claimed by them.
pub fn use_dot(unit: &mut Unit<'_>, node: NodeId) {
    reference(unit, node, RefKind::Alias);
}

/// `%Mod{}`: the struct is built, or (in a type) meant.
pub fn use_struct(unit: &mut Unit<'_>, node: NodeId) {
    let kind = if unit.mode() == mode::TYPE { RefKind::Type } else { RefKind::Instantiates };
    reference_struct(unit, node, kind);
}

/// Records what the struct of a map literal names, if it is a module.
pub fn reference_struct(unit: &mut Unit<'_>, map: NodeId, kind: RefKind) {
    let name = unit.child_of(map, kind::STRUCT).and_then(|name| unit.children(name).next());
    if let Some(name) = name {
        reference(unit, name, kind);
    }
}

/// A source of an import is a whole name, or starts at the module that holds it.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let module = match source.strip_prefix("__MODULE__") {
        Some(rest) => format!("{}{rest}", context.module),
        None => source.strip_prefix("Elixir.").unwrap_or(source).to_owned(),
    };
    ModuleTarget::Candidates(vec![module])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::PackageLayout;

    #[test]
    fn sources_are_whole_names() {
        let package = PackageLayout::default();
        let context = ModuleContext { package: &package, module: "MyApp.Repo", path: "lib/repo.ex" };
        for (source, module) in [
            ("MyApp.User", "MyApp.User"),
            ("__MODULE__", "MyApp.Repo"),
            ("__MODULE__.Query", "MyApp.Repo.Query"),
            ("Elixir.Enum", "Enum"),
        ] {
            let expected = ModuleTarget::Candidates(vec![module.to_owned()]);
            assert_eq!(module_target(&context, source), expected);
        }
    }
}
