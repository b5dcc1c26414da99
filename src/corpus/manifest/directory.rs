//! The version in a directory's name.

/// `serde-1.0.0-rc.1` to (`serde`, `1.0.0-rc.1`): at the first hyphen that a number with a dot follows.
pub(super) fn split_version(directory: &str) -> Option<(&str, &str)> {
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
}
