//! What a directory's name says about the package in it.

use std::path::Path;

use super::go::cached_module;
use crate::corpus::path::directory_name;

/// What a package is called where its manifest does not say.
#[derive(Debug)]
pub(in crate::corpus) struct DirectoryName {
    /// The directory's own name.
    written: String,
    name: String,
    version: Option<String>,
    /// Whether this is from the installer's own list.
    installed: bool,
}

impl DirectoryName {
    /// From the directory's name: with its scope under `node_modules`, and `name-version` taken apart where a registry
    /// named it.
    pub fn of(root: &Path, published: bool) -> Self {
        let written = directory_name(root);
        let scope = root.parent().map(directory_name).filter(|s| s.starts_with('@'));
        let (name, version) = match (cached_module(root), scope) {
            (Some((module, version)), _) => (module, Some(version)),
            (None, Some(scope)) if published => (format!("{scope}/{written}"), None),
            (None, None) if published => match split_version(&written) {
                Some((name, version)) => (name.to_owned(), Some(version.to_owned())),
                None => (written.clone(), None),
            },
            _ => (written.clone(), None),
        };
        Self { written, name, version, installed: false }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Takes what an installer has noted.
    pub fn set_installed(&mut self, name: String, version: Option<&str>) {
        self.name = name;
        self.version = version.map(str::to_owned);
        self.installed = true;
    }

    /// The version of a package whose manifest gives this name: what its installer noted, or what follows where the
    /// directory is called so.
    pub fn version_of(&self, name: &str) -> Option<String> {
        if self.installed {
            return self.version.clone();
        }
        let last = name.rsplit(['/', ':']).next()?;
        let version = self.written.strip_prefix(last)?.strip_prefix(['-', '@'])?;
        let mut numbers = version.strip_prefix('v').unwrap_or(version).split('.');
        // `laravel-10.x` is a branch.
        let (major, minor) = (numbers.next()?, numbers.next()?);
        let is_version = major.bytes().all(|b| b.is_ascii_digit())
            && !major.is_empty()
            && minor.starts_with(|c: char| c.is_ascii_digit());
        is_version.then(|| version.to_owned())
    }
}

/// `serde-1.0.0-rc.1` to (`serde`, `1.0.0-rc.1`): at the first hyphen that a number with a dot follows.
fn split_version(directory: &str) -> Option<(&str, &str)> {
    directory.match_indices('-').find_map(|(at, _)| {
        let (name, version) = (&directory[..at], &directory[at + 1..]);
        let major = version.split('.').next().filter(|m| m.len() < version.len())?;
        let is_number = !major.is_empty() && major.bytes().all(|b| b.is_ascii_digit());
        (is_number && !name.is_empty()).then_some((name, version))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_directory_is_a_name_and_a_version() {
        assert_eq!(split_version("serde-1.0.0-rc.1"), Some(("serde", "1.0.0-rc.1")));
        assert_eq!(split_version("foo-2-1.0.0"), Some(("foo-2", "1.0.0")));
        assert_eq!(
            split_version("wasi-0.11.0+wasi-snapshot-preview1"),
            Some(("wasi", "0.11.0+wasi-snapshot-preview1"))
        );
        assert_eq!(split_version("left-pad"), None);
        assert_eq!(split_version("-1.0"), None);
    }

    #[test]
    fn a_version_follows_the_name_that_the_manifest_gives() {
        for (directory, name, version) in [
            ("rack-2.2.4", "rack", Some("2.2.4")),
            ("framework-10.1.0", "laravel/framework", Some("10.1.0")),
            ("commons-io-2.11.0", "commons-io:commons-io", Some("2.11.0")),
            ("rack-2.2.4", "rack-test", None),
            ("rack-test-2.0.2", "rack", None),
            ("framework-10.x", "laravel/framework", None),
            ("rack-2", "rack", None),
            ("rack", "rack", None),
        ] {
            let found = DirectoryName::of(Path::new(directory), false).version_of(name);
            assert_eq!(found.as_deref(), version, "{directory}");
        }
    }
}
