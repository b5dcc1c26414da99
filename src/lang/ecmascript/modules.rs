//! Where JavaScript and TypeScript modules lie: a module is a path without its extension.
//!
//! Knows how specifiers name paths, as Node, the TypeScript compiler and bundlers read them; not what is in a file.

use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};
use crate::model::ImportKind;

/// Extensions that a specifier may write and a module leaves out; longest first.
const EXTENSIONS: &[&str] =
    &[".d.ts", ".d.mts", ".d.cts", ".mjs", ".cjs", ".jsx", ".mts", ".cts", ".tsx", ".es6", ".js", ".ts"];

/// Where packages keep the file that stands for all of them.
const ROOT_MODULES: &[&str] = &["index", "src/index", "lib/index", "main", "src/main", "dist/index"];

/// The module of a file: its path without the extension.
pub fn module_of(_package: &PackageLayout, path: &str) -> String {
    strip_extension(path).to_owned()
}

/// A path without an extension of the family; other dots belong to the name (`a.test`, `user.service`).
pub fn strip_extension(path: &str) -> &str {
    let stripped = EXTENSIONS.iter().find_map(|extension| path.strip_suffix(extension));
    stripped.filter(|stem| !stem.is_empty() && !stem.ends_with('/')).unwrap_or(path)
}

/// What a specifier's text says of where it points.
pub fn import_kind(source: &str) -> ImportKind {
    if is_relative(source) {
        ImportKind::Relative
    } else if is_alias(source) {
        ImportKind::Absolute
    } else {
        ImportKind::External
    }
}

fn is_relative(source: &str) -> bool {
    matches!(source, "." | "..") || source.starts_with("./") || source.starts_with("../")
}

/// Package-private imports (`#x`), and what build tools read as the source root: no package has such a name.
fn is_alias(source: &str) -> bool {
    ["#", "@/", "~/", "~~/", "@@/", "$lib/", "/"].iter().any(|prefix| source.starts_with(prefix))
}

/// The module that a relative specifier means, as far as its text says; `None` for any other.
pub fn resolve(path: &str, source: &str) -> Option<String> {
    let joined = is_relative(source).then(|| join(path, source))?;
    Some(strip_extension(&joined).to_owned())
}

/// A relative specifier seen from a file, without `.` and `..`; steps above the package's root are dropped.
fn join(path: &str, source: &str) -> String {
    let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in source.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

/// The modules that a specifier can name: a relative one the path or the directory's index; `#x`, `@/x` and the
/// package's own name a module below its root or `src`; anything else is another package.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    if is_relative(source) {
        return ModuleTarget::Candidates(modules_at(context.package, &join(context.path, source)));
    }
    if source.starts_with("node:") || source.is_empty() || source.contains("://") {
        return ModuleTarget::External;
    }
    if let Some(rest) = alias_path(source).or_else(|| own_path(&context.package.name, source)) {
        let places = ["", "src/", "lib/", "app/"];
        let candidates =
            places.iter().flat_map(|place| modules_at(context.package, &format!("{place}{rest}"))).collect();
        return ModuleTarget::Candidates(candidates);
    }
    let from_root: Vec<String> = ["", "src/"]
        .iter()
        .flat_map(|place| modules_at(context.package, &format!("{place}{source}")))
        .filter(|module| source.contains('/') && has_module(context.package, module))
        .collect();
    if from_root.is_empty() { ModuleTarget::External } else { ModuleTarget::Candidates(from_root) }
}

/// What stands behind the prefix of an alias.
fn alias_path(source: &str) -> Option<&str> {
    is_alias(source).then(|| source.trim_start_matches(['#', '@', '~', '/', '$']))
}

/// The path inside the package of a specifier that begins with the package's own name.
fn own_path<'s>(package: &str, source: &'s str) -> Option<&'s str> {
    let rest = source.strip_prefix(package).filter(|_| !package.is_empty())?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// The module of a path, then the index of the directory; a root has its index in several places, or a module of the
/// package's own name.
fn modules_at(package: &PackageLayout, path: &str) -> Vec<String> {
    if path.is_empty() {
        let name = package.name.rsplit('/').next().unwrap_or_default();
        let named = ["", "lib/", "src/", "dist/"].iter().map(|place| format!("{place}{name}"));
        return ROOT_MODULES.iter().map(|&module| module.to_owned()).chain(named).collect();
    }
    let stripped = strip_extension(path);
    let mut modules = vec![stripped.to_owned(), format!("{stripped}/index")];
    if stripped != path {
        modules.extend([path.to_owned(), format!("{path}/index")]);
    }
    modules
}

/// What other packages import a module as: by its path below the package, by its directory where it is an index, and by
/// the names that the manifest gives it; without such a manifest the index of the root is the package.
pub fn offered_as(package: &PackageLayout, module: &str) -> Vec<String> {
    let name = package.name.as_str();
    if name.is_empty() {
        return Vec::new();
    }
    let below = |path: &str| if path.is_empty() { name.to_owned() } else { format!("{name}/{path}") };
    let mut names: Vec<String> = Vec::new();
    // Of several builds the first counts, and the first declaration of its types.
    let mut given: Vec<(&str, bool)> = Vec::new();
    for (entry, path) in &package.entries {
        let file = modules_at(package, path).into_iter().find(|module| has_module(package, module));
        let declares = [".d.ts", ".d.mts", ".d.cts"].iter().any(|extension| path.ends_with(extension));
        let is_first = file.is_some() && !given.contains(&(entry, declares));
        if is_first {
            given.push((entry, declares));
        }
        if is_first && file.as_deref() == Some(module) {
            names.push(below(strip_extension(entry)));
        }
    }
    let index = if module == "index" { Some("") } else { module.strip_suffix("/index") };
    let is_root = index == Some("") && package.entries.iter().any(|(entry, _)| entry.is_empty());
    names.extend(index.filter(|_| !is_root).map(below));
    names.push(below(module));
    names.sort_unstable_by_key(|name| (name.len(), name.clone()));
    names.dedup();
    names
}

/// The module of another package that a specifier names, without an extension; `None` where Node has it built in.
pub fn foreign_module(source: &str) -> Option<&str> {
    if source.starts_with("node:") || super::builtins::NODE_MODULES.binary_search(&source).is_ok() {
        return None;
    }
    let scope = if source.starts_with('@') { source.find('/').map_or(0, |at| at + 1) } else { 0 };
    let source = source.trim_end_matches('/');
    Some(if source.get(scope..)?.contains('/') { strip_extension(source) } else { source })
}

fn has_module(package: &PackageLayout, module: &str) -> bool {
    EXTENSIONS.iter().any(|extension| package.has_file(&format!("{module}{extension}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> PackageLayout {
        let paths = ["src/components/Button.tsx", "index.js"].map(str::to_owned).into();
        PackageLayout { ecosystem: "npm".into(), name: "@me/pkg".into(), paths, entries: Vec::new() }
    }

    fn target(path: &str, source: &str) -> ModuleTarget {
        module_target(&ModuleContext { package: &package(), module: "", path }, source)
    }

    fn first(path: &str, source: &str) -> String {
        match target(path, source) {
            ModuleTarget::Candidates(modules) => modules.into_iter().next().unwrap_or_default(),
            ModuleTarget::External => "external".to_owned(),
        }
    }

    #[test]
    fn files_are_modules() {
        for (path, module) in [
            ("src/lib/util.js", "src/lib/util"),
            ("src/lib/index.tsx", "src/lib/index"),
            ("types/index.d.ts", "types/index"),
            ("a.test.mjs", "a.test"),
            ("bin/tool", "bin/tool"),
            (".js", ".js"),
        ] {
            assert_eq!(module_of(&package(), path), module, "{path}");
        }
    }

    #[test]
    fn relative_specifiers_name_files_and_directories() {
        for (path, source, module) in [
            ("src/a/b.ts", "./c", "src/a/c"),
            ("src/a/b.ts", "../c.js", "src/c"),
            ("src/a/b.ts", "..", "src"),
            ("src/a/b.ts", "./user.service", "src/a/user.service"),
            ("b.ts", "./c/", "c"),
            ("test/b.js", "../", "index"),
            ("b.js", "../../c", "c"),
        ] {
            assert_eq!(first(path, source), module, "{path} {source}");
        }
        let modules = vec!["src/a/c".to_owned(), "src/a/c/index".to_owned()];
        assert_eq!(target("src/a/b.ts", "./c"), ModuleTarget::Candidates(modules));
    }

    #[test]
    fn bare_specifiers_are_other_packages() {
        for (source, module) in [
            ("react", "external"),
            ("node:fs", "external"),
            ("lodash/fp", "external"),
            ("@me/other", "external"),
            ("@me/pkg", "index"),
            ("@me/pkg/lib/x", "lib/x"),
            ("#internal/x.js", "internal/x"),
            ("@/store/user", "store/user"),
            ("components/Button", "src/components/Button"),
        ] {
            assert_eq!(first("src/a.ts", source), module, "{source}");
        }
    }
}
