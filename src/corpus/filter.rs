//! `--include` and `--exclude`: globs over the paths that rows have.

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Which paths of a package are wanted.
///
/// Globs are matched against the path in its package, as in `.gitignore`: without a `/` in the middle they match at any
/// depth, `*` stops at `/`, `**` does not, and a directory that matches brings all that is in it.
#[derive(Clone, Debug, Default)]
pub struct PathFilter {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl PathFilter {
    /// Compiles the globs. No `include` glob means that everything is included.
    ///
    /// # Errors
    /// A glob that is not valid; the error names it.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        let include = if include.is_empty() { None } else { Some(compile(include)?) };
        Ok(Self { include, exclude: compile(exclude)? })
    }

    /// Whether an entry, and all below it, is left out by `--exclude`. The walk asks from the top down.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        !self.exclude.is_empty() && self.exclude.is_match(path)
    }

    /// Whether `--include` lets a file in: by its own path or by a directory above it.
    pub(super) fn includes(&self, path: &Path) -> bool {
        let Some(include) = &self.include else { return true };
        path.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty()).any(|p| include.is_match(p))
    }

    /// As `excludes`, where no walk has asked about the directories above the path.
    pub(super) fn excludes_below(&self, path: &Path) -> bool {
        path.ancestors().take_while(|ancestor| !ancestor.as_os_str().is_empty()).any(|p| self.excludes(p))
    }
}

fn compile(globs: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let trimmed = glob.trim_end_matches('/');
        let pattern = match trimmed.strip_prefix('/').or_else(|| trimmed.strip_prefix("./")) {
            Some(anchored) => anchored.to_owned(),
            None if trimmed.contains('/') => trimmed.to_owned(),
            None => format!("**/{trimmed}"),
        };
        set.add(GlobBuilder::new(&pattern).literal_separator(true).build()?);
    }
    set.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> PathFilter {
        let owned = |globs: &[&str]| globs.iter().map(|g| (*g).to_owned()).collect::<Vec<_>>();
        PathFilter::new(&owned(include), &owned(exclude)).unwrap()
    }

    fn admits(filter: &PathFilter, path: &str) -> bool {
        !filter.excludes_below(Path::new(path)) && filter.includes(Path::new(path))
    }

    #[test]
    fn globs_without_a_slash_match_at_any_depth() {
        let f = filter(&[], &["*.min.js", "tests/", "/build"]);
        for path in ["a.min.js", "lib/a.min.js", "x/tests/t.py", "tests/t.py", "build/out.js"] {
            assert!(!admits(&f, path), "{path}");
        }
        for path in ["a.js", "test/t.py", "src/build/x.rs"] {
            assert!(admits(&f, path), "{path}");
        }
    }

    #[test]
    fn an_included_directory_brings_what_is_in_it() {
        let f = filter(&["src", "docs/*.md"], &["*.gen.rs"]);
        for path in ["src/a/b.rs", "crates/x/src/lib.rs", "docs/a.md"] {
            assert!(admits(&f, path), "{path}");
        }
        for path in ["docs/a/b.md", "README.md", "src/x.gen.rs"] {
            assert!(!admits(&f, path), "{path}");
        }
    }

    #[test]
    fn a_bad_glob_is_an_error_that_names_it() {
        let error = PathFilter::new(&["a[".to_owned()], &[]).unwrap_err();
        assert!(error.to_string().contains("a["), "{error}");
    }
}
