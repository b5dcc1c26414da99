//! Where Python modules lie: the packages around a file decide its module, an import's source names one.

use super::builtins::STANDARD_MODULES;
use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};

/// Directories that hold packages and are none, where they lie at the top.
const SOURCE_ROOTS: &[&str] = &["Lib", "lib", "python", "src"];

/// What lies at the top of a project.
const PROJECT_FILES: &[&str] = &["PKG-INFO", "pyproject.toml", "setup.cfg", "setup.py"];

/// The ecosystem of a directory without a manifest.
const LOCAL: &str = "local";

/// The module of a file: the packages that hold it and its own name; a package's `__init__` is the package.
pub fn module_of(package: &PackageLayout, path: &str) -> String {
    let mut segments: Vec<&str> = path.split('/').collect();
    let file = segments.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let root = import_root(package, &segments);
    let directories = segments.clone();
    if stem != "__init__" {
        segments.push(stem);
    }
    let mut module: Vec<String> = segments[root..].iter().map(|segment| segment.replace('.', "_")).collect();
    if let Some(stubbed) = module.first().and_then(|first| first.strip_suffix("-stubs")) {
        module[0] = stubbed.to_owned();
    }
    let in_root = root == 0 && directories.first().is_none_or(|first| is_package(package, first));
    if module.is_empty() || (in_root && is_bare_package(package)) {
        module.insert(0, name_segments(package).join("_"));
    }
    module.join(".")
}

/// Whether the directory that was given is a package itself, and no project around one.
fn is_bare_package(package: &PackageLayout) -> bool {
    package.ecosystem == LOCAL
        && (package.has_file("__init__.py") || package.has_file("__init__.pyi"))
        && !PROJECT_FILES.iter().any(|file| package.has_file(file))
}

/// A package's name as Python can write it, in parts.
fn name_segments(package: &PackageLayout) -> Vec<String> {
    package.name.to_lowercase().split(['-', '_', '.']).map(str::to_owned).collect()
}

/// How many of a file's directories are only places, not packages: a package has an `__init__`, or is a namespace,
/// which has none. Where nothing tells a namespace from a place, what lies above a package is a place.
fn import_root(package: &PackageLayout, directories: &[&str]) -> usize {
    let mut top = directories.len();
    while top > 0 && is_package(package, &directories[..top].join("/")) {
        top -= 1;
    }
    let above = &directories[..top];
    if let Some(at) = above.iter().rposition(|&directory| directory == "src") {
        return at + 1;
    }
    if above.first().is_some_and(|first| SOURCE_ROOTS.contains(first)) {
        return 1;
    }
    if top == directories.len() || is_installed(package) {
        return 0;
    }
    let first_of_name = name_segments(package).swap_remove(0);
    above.iter().position(|directory| directory.to_lowercase() == first_of_name).unwrap_or(top)
}

fn is_package(package: &PackageLayout, directory: &str) -> bool {
    package.has_file(&format!("{directory}/__init__.py"))
        || package.has_file(&format!("{directory}/__init__.pyi"))
}

/// Whether the files lie as they are imported, without the project around them.
fn is_installed(package: &PackageLayout) -> bool {
    package.ecosystem == "pypi" && !PROJECT_FILES.iter().any(|file| package.has_file(file))
}

/// Whether a file is a package's own: relative names start from it, not from the package around it.
pub fn is_package_file(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    matches!(file, "__init__.py" | "__init__.pyi")
}

/// The whole name of a relative source with this many dots.
pub fn resolve_relative(module: &str, is_package: bool, dots: usize, rest: &str) -> String {
    let ups = if is_package { dots - 1 } else { dots };
    let mut packages: Vec<&str> = module.split('.').collect();
    packages.truncate(packages.len().saturating_sub(ups));
    packages.extend(Some(rest).filter(|rest| !rest.is_empty()));
    packages.join(".")
}

/// The modules that an import's source can name. An absolute one may leave out the script's own directory, or write
/// the directory that holds the packages.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let module = module_of(context.package, context.path);
    let rest = source.trim_start_matches('.');
    let dots = source.len() - rest.len();
    if dots > 0 {
        let is_package = is_package_file(context.path);
        return ModuleTarget::Candidates(vec![resolve_relative(&module, is_package, dots, rest)]);
    }
    let (first, below) = source.split_once('.').unwrap_or((source, ""));
    if first == "__future__" || (is_standard(first) && !is_own(context, first)) {
        return ModuleTarget::External;
    }
    let mut candidates = vec![source.to_owned()];
    let directory = context.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    if !directory.is_empty() && !is_package(context.package, directory) {
        let place = resolve_relative(&module, false, 1, source);
        candidates.extend(Some(place).filter(|place| place != source));
    }
    let is_place = context.package.has_directory(first) && !is_package(context.package, first);
    if is_place && !below.is_empty() {
        candidates.push(below.to_owned());
    }
    ModuleTarget::Candidates(candidates)
}

fn is_standard(first: &str) -> bool {
    STANDARD_MODULES.binary_search(&first).is_ok()
}

/// Whether a first segment is a file or directory beside the importing file, above it, or in a usual root.
fn is_own(context: &ModuleContext<'_>, first: &str) -> bool {
    let is_at = |directory: &str| {
        let path = if directory.is_empty() { first.to_owned() } else { format!("{directory}/{first}") };
        let package = context.package;
        package.has_file(&format!("{path}.py"))
            || package.has_file(&format!("{path}.pyi"))
            || package.has_directory(&path)
    };
    let mut directory = context.path;
    while let Some((above, _)) = directory.rsplit_once('/') {
        directory = above;
        if is_at(directory) {
            return true;
        }
    }
    is_at("") || SOURCE_ROOTS.iter().any(|root| is_at(root))
}

/// Another distribution's module; `None` where it is the language's own.
pub fn foreign_module(module: &str) -> Option<&str> {
    let first = module.split('.').next().unwrap_or_default();
    STANDARD_MODULES.binary_search(&first).is_err().then_some(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, paths: &[&str]) -> PackageLayout {
        PackageLayout {
            ecosystem: "local".into(),
            name: name.into(),
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            entries: Vec::new(),
        }
    }

    #[test]
    fn files_are_modules() {
        let paths = [
            "src/app/__init__.py",
            "src/app/core/__init__.py",
            "src/ns/part/__init__.py",
            "lib/tool/__init__.pyi",
            "google/cloud/__init__.py",
            "backend/web/__init__.py",
            "pkg/__init__.py",
        ];
        let package = package("google-cloud", &paths);
        for (path, module) in [
            ("src/app/__init__.py", "app"),
            ("src/app/core/run.py", "app.core.run"),
            ("src/app/__main__.py", "app.__main__"),
            ("src/ns/part/x.py", "ns.part.x"),
            ("src/single.py", "single"),
            ("lib/tool/a.pyi", "tool.a"),
            ("google/cloud/a.py", "google.cloud.a"),
            ("backend/web/views.py", "web.views"),
            ("tests/test_a.py", "tests.test_a"),
            ("setup.py", "setup"),
            ("pkg/v1.2/x.py", "pkg.v1_2.x"),
            ("foo-stubs/a.pyi", "foo.a"),
            ("__init__.py", "google_cloud"),
        ] {
            assert_eq!(module_of(&package, path), module, "{path}");
        }
    }

    #[test]
    fn installed_namespaces_are_whole() {
        let package = PackageLayout {
            ecosystem: "pypi".into(),
            ..package("protobuf", &["google/protobuf/__init__.py"])
        };
        assert_eq!(module_of(&package, "google/protobuf/text.py"), "google.protobuf.text");
    }

    #[test]
    fn sources_name_modules() {
        let paths = [
            "src/app/__init__.py",
            "src/app/a/b.py",
            "src/app/a/__init__.py",
            "tools/run.py",
            "src/queue.py",
        ];
        let package = package("app", &paths);
        let target = |path: &str, source: &str| {
            module_target(&ModuleContext { package: &package, module: "ignored", path }, source)
        };
        let all = |modules: &[&str]| {
            ModuleTarget::Candidates(modules.iter().map(|module| (*module).to_owned()).collect())
        };
        let inside = "src/app/a/b.py";
        assert_eq!(target(inside, "."), all(&["app.a"]));
        assert_eq!(target(inside, ".c"), all(&["app.a.c"]));
        assert_eq!(target(inside, "..x.y"), all(&["app.x.y"]));
        assert_eq!(target("src/app/a/__init__.py", ".c"), all(&["app.a.c"]));
        assert_eq!(target("src/app/a/__init__.py", "..c"), all(&["app.c"]));
        assert_eq!(target(inside, "....c"), all(&["c"]));
        assert_eq!(target(inside, "app.a"), all(&["app.a"]));
        assert_eq!(target(inside, "os.path"), ModuleTarget::External);
        assert_eq!(target(inside, "queue"), all(&["queue"]));
        assert_eq!(target(inside, "__future__"), ModuleTarget::External);
        assert_eq!(target(inside, "requests"), all(&["requests"]));
        assert_eq!(target("tools/run.py", "helper"), all(&["helper", "tools.helper"]));
        assert_eq!(target("tools/run.py", "src.app"), all(&["src.app", "tools.src.app", "app"]));
    }
}
