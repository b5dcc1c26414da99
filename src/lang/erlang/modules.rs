//! Erlang modules and headers: what they are called, and which file an include means.

use super::{docs, field, names};
use crate::extract::{SymbolDraft, Unit};
use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};
use crate::model::{NodeId, SymbolKind};

/// A module is called like its file, a header like its path.
pub fn module_of(_: &PackageLayout, path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, "hrl")) => path.to_owned(),
        Some((stem, _)) => stem.to_owned(),
        None => name.to_owned(),
    }
}

/// A module's name, or the file of an include: beside the file that includes it or in one of the directories around
/// that, or in their `include`; an application's (`app/include/x.hrl`) beside one of them.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    if !source.contains('.') {
        return ModuleTarget::Candidates(vec![source.to_owned()]);
    }
    let mut candidates = Vec::new();
    let mut directory = context.path;
    while let Some((around, _)) = directory.rsplit_once('/') {
        candidates.extend(["", "include/"].map(|below| join(around, below, source)));
        directory = around;
    }
    candidates.extend(["", "include/"].map(|below| join("", below, source)));
    // `-include_lib("app/include/x.hrl")` in the application itself.
    candidates.extend(source.split_once('/').map(|(_, rest)| Some(rest.to_owned())));
    let found: Vec<String> =
        candidates.into_iter().flatten().filter(|path| context.package.has_file(path)).take(1).collect();
    if found.is_empty() {
        ModuleTarget::Candidates(vec![source.to_owned()])
    } else {
        ModuleTarget::Candidates(found)
    }
}

/// A path below a directory, its `..` followed; `None` where they lead out of the package.
fn join(directory: &str, below: &str, source: &str) -> Option<String> {
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in below.split('/').chain(source.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

/// `-module(name).`
pub fn declare(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = names::atom_in(unit, node, field::NAME) else { return };
    let text = names::atom(unit, name);
    unit.declare_module(text);
    let notes = docs::module_notes(unit, node);
    let draft = SymbolDraft {
        qualified: Some(text.to_owned()),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        docstring: notes.docstring,
        deprecated: notes.deprecated,
        context: None,
        everywhere: false,
        binds: Some(crate::extract::Space(0)),
        ..SymbolDraft::new(SymbolKind::Module, name, text)
    };
    unit.define(node, draft);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_found_around_the_file() {
        let mut package = PackageLayout::default();
        for path in ["apps/a/src/m.erl", "apps/a/include/a.hrl", "apps/b/include/b.hrl", "apps/a/src/in.hrl"]
        {
            package.paths.insert(path.to_owned());
        }
        let context = ModuleContext { package: &package, module: "m", path: "apps/a/src/m.erl" };
        for (source, file) in [
            ("in.hrl", "apps/a/src/in.hrl"),
            ("a.hrl", "apps/a/include/a.hrl"),
            ("../include/a.hrl", "apps/a/include/a.hrl"),
            ("b/include/b.hrl", "apps/b/include/b.hrl"),
            ("kernel/include/file.hrl", "kernel/include/file.hrl"),
            ("lists", "lists"),
        ] {
            let expected = ModuleTarget::Candidates(vec![file.to_owned()]);
            assert_eq!(module_target(&context, source), expected, "{source}");
        }
    }
}
