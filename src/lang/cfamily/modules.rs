//! Which file an `#include` means. A file's module is its path: names of C know no modules.

use crate::lang::{ModuleContext, ModuleTarget, PackageLayout};

/// Directories that hold headers by convention, beside or above the file that includes them.
const INCLUDE_DIRECTORIES: &[&str] = &["include", "inc", "Include"];

/// Directories that hold the headers of a project's own files.
const SOURCE_DIRECTORIES: &[&str] = &["src", "lib", "source"];

pub fn module_of(_package: &PackageLayout, path: &str) -> String {
    path.to_owned()
}

/// `"a.h"` is looked for in the file's own directory first, and as `<a.h>` is: below the directories around it and the
/// include directories that they have. What is in angle brackets and not there is another package's.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let angled = source.strip_prefix('<').map(|rest| rest.strip_suffix('>').unwrap_or(rest));
    let name = angled.unwrap_or(source);
    let package = context.package;
    let mut directory = parent(context.path);
    let mut candidates: Vec<String> = Vec::new();
    let mut consider = |directory: &str| {
        let path = join(directory, name).filter(|path| package.has_file(path) && path != context.path);
        candidates.extend(path.filter(|path| !candidates.contains(path)));
    };
    if angled.is_none() {
        consider(directory);
    }
    loop {
        // A plain `<string.h>` beside the file is rather the system's than that file.
        if angled.is_none() || name.contains('/') {
            consider(directory);
        }
        let sources = if angled.is_none() { SOURCE_DIRECTORIES } else { &[] };
        for include in INCLUDE_DIRECTORIES.iter().chain(sources) {
            consider(&if directory.is_empty() {
                (*include).to_owned()
            } else {
                format!("{directory}/{include}")
            });
        }
        if directory.is_empty() {
            break;
        }
        directory = parent(directory);
    }
    if candidates.is_empty() && !name.contains(['.', '/', '<']) && angled.is_none() {
        // `using namespace a`: a name of the namespaces around, from the innermost on.
        return ModuleTarget::Candidates(namespaces(context, source));
    }
    if candidates.is_empty() && angled.is_some() {
        return ModuleTarget::External;
    }
    ModuleTarget::Candidates(candidates)
}

fn namespaces(context: &ModuleContext<'_>, source: &str) -> Vec<String> {
    let mut around = if context.module == context.path { "" } else { context.module };
    let mut names = Vec::new();
    while !around.is_empty() {
        names.push([around, "::", source].concat());
        around = around.rsplit_once("::").map_or("", |(outer, _)| outer);
    }
    names.push(source.to_owned());
    names
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// A relative path below a directory, with its `..` followed; `None` where it leaves the package.
fn join(directory: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_found_as_a_compiler_would() {
        let paths = ["src/a.c", "src/a.h", "include/z/z.h", "a.h", "src/string.h", "include/a.h"];
        let package = PackageLayout {
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            ..PackageLayout::default()
        };
        let context = ModuleContext { package: &package, module: "", path: "src/a.c" };
        for (source, first) in [
            ("a.h", Some("src/a.h")),
            ("../a.h", Some("a.h")),
            ("<z/z.h>", Some("include/z/z.h")),
            ("z/z.h", Some("include/z/z.h")),
            ("<a.h>", Some("include/a.h")),
            ("../../a.h", Some("a.h")),
            ("b.h", None),
        ] {
            let ModuleTarget::Candidates(found) = module_target(&context, source) else { panic!("{source}") };
            assert_eq!(found.first().map(String::as_str), first, "{source}");
        }
        assert_eq!(module_target(&context, "<string.h>"), ModuleTarget::External);
    }
}
