//! Go packages: their import paths, from the manifest and the directory, and what an import's path means.

use super::{docs, kind};
use crate::extract::{SymbolDraft, Unit};
use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};
use crate::model::{NodeId, SymbolKind};

/// The purl type of Go modules.
const ECOSYSTEM: &str = "golang";

/// The import path of the directory that a file lies in: below the module's path where a manifest gives one. What is
/// vendored keeps its own path, and the standard library's module `std` has none.
pub fn module_of(package: &PackageLayout, path: &str) -> String {
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    if let Some(vendored) = vendored(directory) {
        return vendored.to_owned();
    }
    match (module_path(package), directory) {
        ("", directory) => directory.to_owned(),
        (module, "") => module.to_owned(),
        (module, directory) => format!("{module}/{directory}"),
    }
}

fn module_path(package: &PackageLayout) -> &str {
    let has_path = package.ecosystem == ECOSYSTEM && package.name != "std";
    if has_path { &package.name } else { "" }
}

/// What lies below the innermost `vendor` directory.
fn vendored(directory: &str) -> Option<&str> {
    let nested = directory.rfind("/vendor/").map(|at| &directory[at + "/vendor/".len()..]);
    nested.or_else(|| directory.strip_prefix("vendor/"))
}

/// What an import's path means: a package of this version, or provably another's.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    if source.starts_with("./") || source.starts_with("../") {
        return relative(context.module, source);
    }
    let package = context.package;
    let module = module_path(package);
    let is_own = source == module || source.strip_prefix(module).is_some_and(|rest| rest.starts_with('/'));
    let is_vendored = |directory: &str| package.has_directory(&format!("{directory}vendor/{source}"));
    if module.is_empty() || is_own || is_vendored("") {
        return ModuleTarget::Candidates(vec![source.to_owned()]);
    }
    // A vendor directory counts for what lies around it.
    let is_around = context.path.match_indices('/').any(|(at, _)| is_vendored(&context.path[..=at]));
    if is_around { ModuleTarget::Candidates(vec![source.to_owned()]) } else { ModuleTarget::External }
}

/// Which file of a package an import of it means: the one that is called like the package, or holds its docs; never one
/// of its tests, if there is another.
pub fn rank_of_file(path: &str) -> u8 {
    let (directory, file) = path.rsplit_once('/').unwrap_or(("", path));
    let name = directory.rsplit('/').next().unwrap_or_default();
    match file.strip_suffix(".go") {
        Some(stem) if stem == name => 0,
        Some("doc") => 1,
        Some(stem) if stem.ends_with("_test") => 3,
        _ => 2,
    }
}

fn relative(module: &str, source: &str) -> ModuleTarget {
    let mut segments: Vec<&str> = module.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in source.split('/') {
        match segment {
            "." | "" => {}
            ".." if segments.pop().is_none() => return ModuleTarget::External,
            ".." => {}
            name => segments.push(name),
        }
    }
    ModuleTarget::Candidates(vec![segments.join("/")])
}

/// `package name`: a symbol whose qualified name is the import path. Tests from outside are a package of their own, and
/// so is what lies in no directory that would name it.
pub fn declare_package(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.children(node).next() else { return };
    let text = unit.text(name);
    let is_outside_test = unit.path().ends_with("_test.go") && text.ends_with("_test");
    let path = match unit.module() {
        "" => text.to_owned(),
        module if is_outside_test && !module.ends_with("_test") => format!("{module}_test"),
        module => module.to_owned(),
    };
    unit.declare_module(&path);
    let notes = docs::notes(unit, node);
    let draft = SymbolDraft {
        qualified: Some(path),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        docstring: notes.docstring,
        deprecated: notes.deprecated,
        binds: None,
        context: None,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Package, name, text)
    };
    unit.define(node, draft);
}

/// The name by which a package of this path is known where the import gives none: its last element, without a major
/// version, the prefix `go-` and what is no identifier, as goimports assumes it.
pub fn assumed_name(path: &str) -> &str {
    let mut elements = path.rsplit('/');
    let last = elements.next().unwrap_or(path);
    let is_version = last
        .strip_prefix('v')
        .is_some_and(|version| !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()));
    let name = if is_version { elements.next().unwrap_or(last) } else { last };
    let name = name.strip_prefix("go-").unwrap_or(name);
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(name.len());
    &name[..end]
}

/// Whether a node is a definition of its file, and not of a function in it.
pub fn is_top_level(unit: &Unit<'_>) -> bool {
    !unit.is_in_function() && unit.scope_kind() == crate::extract::ScopeKind::File
}

/// The node where a definition starts: the whole declaration, unless that is a group of several in brackets.
pub fn whole(unit: &Unit<'_>, spec: NodeId) -> NodeId {
    let mut declaration = unit.parent(spec);
    if declaration.is_some_and(|list| !is_declaration(unit, list)) {
        return spec;
    }
    declaration = declaration.filter(|&declaration| !unit.has(declaration, kind::OPEN_PAREN));
    declaration.unwrap_or(spec)
}

fn is_declaration(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::CONST_DECLARATION | kind::TYPE_DECLARATION | kind::VAR_DECLARATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn import_paths_follow_manifest_and_directory() {
        let layout = |ecosystem: &str, name: &str| PackageLayout {
            ecosystem: ecosystem.to_owned(),
            name: name.to_owned(),
            ..PackageLayout::default()
        };
        let module = layout("golang", "example.com/mod");
        assert_eq!(module_of(&module, "main.go"), "example.com/mod");
        assert_eq!(module_of(&module, "a/b/c.go"), "example.com/mod/a/b");
        assert_eq!(module_of(&module, "vendor/example.org/x/y.go"), "example.org/x");
        assert_eq!(module_of(&layout("golang", "std"), "net/http/server.go"), "net/http");
        assert_eq!(module_of(&layout("local", "demo"), "net/http/server.go"), "net/http");
    }

    #[test]
    fn names_are_assumed_as_goimports_does() {
        for (path, name) in [
            ("fmt", "fmt"),
            ("net/http", "http"),
            ("example.com/x/v2", "x"),
            ("gopkg.in/yaml.v3", "yaml"),
            ("example.com/go-kit", "kit"),
            ("example.com/tool-go", "tool"),
            ("C", "C"),
        ] {
            assert_eq!(assumed_name(path), name, "{path}");
        }
    }
}
