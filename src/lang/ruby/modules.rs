//! Where Ruby files lie: names come from the text alone, so that a file's module is its path, for `require`.

use crate::lang::{ModuleContext, ModuleTarget};

/// What marks the source of a `require_relative`, which is looked for beside the file.
pub const RELATIVE: &str = "./";

/// The files that a source can mean. A relative one starts at the importing file's directory; any other one at a
/// directory of the load path, which is `lib` of the package, or of another one in the same repository.
pub fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    if source.ends_with(".so") {
        return ModuleTarget::External;
    }
    let file = if source.ends_with(".rb") { source.to_owned() } else { format!("{source}.rb") };
    let directory = context.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    if file.starts_with(RELATIVE) || file.starts_with("../") {
        return ModuleTarget::Candidates(normalise(directory, &file).into_iter().collect());
    }
    let mut candidates = Vec::new();
    let mut around = Some(directory);
    while let Some(place) = around {
        around = place.rsplit_once('/').map(|(outer, _)| outer).or((!place.is_empty()).then_some(""));
        for root in ["lib", ""] {
            candidates.push(join(&join(place, root), &file));
        }
    }
    // `require "active_support/…"` in a repository of several gems: `activesupport/lib`.
    let gem = file.split('/').next().unwrap_or_default().trim_end_matches(".rb");
    for gem in [gem.to_owned(), gem.replace('_', ""), gem.replace('_', "-")] {
        candidates.push(join(&join(&gem, "lib"), &file));
    }
    candidates.retain(|candidate| context.package.has_file(candidate));
    candidates.dedup();
    ModuleTarget::Candidates(if candidates.is_empty() { vec![file] } else { candidates })
}

fn join(directory: &str, path: &str) -> String {
    match (directory, path) {
        ("", path) => path.to_owned(),
        (directory, "") => directory.to_owned(),
        _ => format!("{directory}/{path}"),
    }
}

/// A path from a directory without `.` and `..`; `None` where it leaves the package.
fn normalise(directory: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::PackageLayout;

    #[test]
    fn sources_mean_files_of_the_load_path_or_beside() {
        let paths = ["lib/a.rb", "lib/a/b.rb", "activesupport/lib/active_support.rb", "test/helper.rb"];
        let package = PackageLayout {
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
            ..PackageLayout::default()
        };
        let target = |path: &str, source: &str| {
            module_target(&ModuleContext { package: &package, module: path, path }, source)
        };
        let one = |path: &str| ModuleTarget::Candidates(vec![path.to_owned()]);
        assert_eq!(target("lib/a.rb", "a/b"), one("lib/a/b.rb"));
        assert_eq!(target("lib/a.rb", "./a/b"), one("lib/a/b.rb"));
        assert_eq!(target("test/units/x.rb", "./../helper"), one("test/helper.rb"));
        assert_eq!(target("test/units/x.rb", "helper"), one("test/helper.rb"));
        assert_eq!(target("x/lib/x.rb", "active_support"), one("activesupport/lib/active_support.rb"));
        assert_eq!(target("lib/a.rb", "json"), one("json.rb"));
        assert_eq!(target("lib/a.rb", "etc.so"), ModuleTarget::External);
    }
}
