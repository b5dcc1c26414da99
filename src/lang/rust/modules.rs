//! Where Rust modules lie: the path of a file decides its module, a path in the source names one.

use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};

/// The module of a file: the crate's name, then the directories and the file below the crate's root.
pub fn module_of(package: &PackageLayout, path: &str) -> String {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let segments: Vec<&str> = stem.split('/').collect();
    let crate_name = identifier(&package.name);
    let (root, rest): (String, &[&str]) = match segments.as_slice() {
        ["build"] => ("build_script_build".to_owned(), &[]),
        ["src", "bin", name, rest @ ..] => (identifier(name), rest),
        ["src", rest @ ..] => (crate_name, rest),
        ["tests" | "examples" | "benches", name, rest @ ..] => (identifier(name), rest),
        rest => (crate_name, rest),
    };
    let is_root = |name: &str| matches!(name, "lib" | "main");
    let rest = match rest {
        [only] if is_root(only) => &[],
        [directories @ .., "mod"] => directories,
        rest => rest,
    };
    std::iter::once(root)
        .chain(rest.iter().map(|segment| (*segment).to_owned()))
        .collect::<Vec<_>>()
        .join("::")
}

/// A package's or file's name as Rust writes it.
fn identifier(name: &str) -> String {
    name.replace(['-', '.'], "_")
}

/// The modules that a path at the beginning of an import can name: `crate`, `self` and `super` say where they start;
/// any other first segment is a child of the importing module, the crate's own name, or another crate.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let root = context.module.split("::").next().unwrap_or_default();
    let mut module: Vec<&str> = context.module.split("::").collect();
    let mut segments = source.split("::").filter(|segment| !segment.is_empty()).peekable();
    match segments.peek().copied() {
        Some("crate") => {
            segments.next();
            module.truncate(1);
        }
        Some("self" | "super") => {
            while let Some(step) = segments.next_if(|step| matches!(*step, "self" | "super")) {
                if step == "super" && module.len() > 1 {
                    module.pop();
                }
            }
        }
        Some("std" | "core" | "alloc" | "proc_macro" | "test") | None => return ModuleTarget::External,
        Some(first) => {
            let path = segments.collect::<Vec<_>>().join("::");
            let child = format!("{}::{path}", context.module);
            let is_own = first == root || first == identifier(&context.package.name);
            return ModuleTarget::Candidates(if is_own {
                vec![path, child]
            } else {
                vec![child, format!("{root}::{path}")]
            });
        }
    }
    module.extend(segments);
    ModuleTarget::Candidates(vec![module.join("::")])
}

/// What other crates call a module of the library; programs, tests and examples offer nothing.
pub fn offered_as(package: &PackageLayout, module: &str) -> Vec<String> {
    let crate_name = identifier(&package.name);
    let library = package.entries.first().map_or(crate_name.as_str(), |(name, _)| name.as_str());
    let below = module.strip_prefix(&crate_name).filter(|rest| rest.is_empty() || rest.starts_with("::"));
    below.map(|below| format!("{library}{below}")).into_iter().collect()
}

/// The path of another crate's module; `None` where it is the language's own.
pub fn foreign_module(path: &str) -> Option<&str> {
    let first = path.split("::").find(|segment| !segment.is_empty());
    let own = matches!(first, Some("std" | "core" | "alloc" | "proc_macro" | "test"));
    (!own).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package() -> PackageLayout {
        PackageLayout { ecosystem: "cargo".into(), name: "my-crate".into(), ..PackageLayout::default() }
    }

    #[test]
    fn files_are_modules() {
        for (path, module) in [
            ("src/lib.rs", "my_crate"),
            ("src/main.rs", "my_crate"),
            ("src/a/b.rs", "my_crate::a::b"),
            ("src/a/mod.rs", "my_crate::a"),
            ("src/bin/my-tool.rs", "my_tool"),
            ("src/bin/tool/main.rs", "tool"),
            ("src/bin/tool/args.rs", "tool::args"),
            ("tests/it/main.rs", "it"),
            ("tests/it/a.rs", "it::a"),
            ("tests/smoke.rs", "smoke"),
            ("examples/demo.rs", "demo"),
            ("build.rs", "build_script_build"),
            ("lib.rs", "my_crate"),
        ] {
            assert_eq!(module_of(&package(), path), module, "{path}");
        }
    }

    #[test]
    fn paths_name_modules() {
        let package = package();
        let context = ModuleContext { package: &package, module: "my_crate::a::b", path: "src/a/b.rs" };
        let one = |module: &str| ModuleTarget::Candidates(vec![module.to_owned()]);
        assert_eq!(module_target(&context, "crate::x::y"), one("my_crate::x::y"));
        assert_eq!(module_target(&context, "super::super::x"), one("my_crate::x"));
        assert_eq!(module_target(&context, "self::x"), one("my_crate::a::b::x"));
        assert_eq!(module_target(&context, "std::mem"), ModuleTarget::External);
        let child_or_root = vec!["my_crate::a::b::x".to_owned(), "my_crate::x".to_owned()];
        assert_eq!(module_target(&context, "x"), ModuleTarget::Candidates(child_or_root));
    }
}
