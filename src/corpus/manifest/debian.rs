//! `debian/changelog`, whose first line names an unpacked source package.

use std::io::Read as _;
use std::path::Path;

use super::{Reading, invalid};

const MANIFEST: &str = "debian/changelog";
/// The file grows with every release, and its first line is all that is asked.
const HEAD_BYTES: u64 = 4 << 10;

/// The source package in `root`.
pub(super) fn read(root: &Path) -> Reading {
    let path = root.join(MANIFEST);
    if !path.is_file() {
        return Reading::Absent;
    }
    let mut head = Vec::new();
    if let Err(error) =
        std::fs::File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head))
    {
        return invalid(MANIFEST, &error.to_string());
    }
    let text = String::from_utf8_lossy(&head);
    match text.lines().find(|line| !line.trim().is_empty()).and_then(read_heading) {
        Some((name, version)) => {
            Reading::Named { manifest: MANIFEST, name: name.to_owned(), version: Some(version.to_owned()) }
        }
        None => invalid(MANIFEST, "does not begin with `package (version)`"),
    }
}

/// `name (version) distributions; urgency=…`
fn read_heading(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim_start_matches('\u{feff}').split_once(" (")?;
    let (version, _) = rest.split_once(')')?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c);
    let is_version = |c: char| c.is_ascii_alphanumeric() || "+-.:~".contains(c);
    let valid = !name.is_empty()
        && name.chars().all(is_name)
        && !version.is_empty()
        && version.chars().all(is_version);
    valid.then_some((name, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_is_a_name_and_a_version() {
        assert_eq!(
            read_heading("libsigc++-2.0 (1:2.10.4-2+deb12u1) unstable; urgency=medium"),
            Some(("libsigc++-2.0", "1:2.10.4-2+deb12u1"))
        );
        for wrong in ["zlib", "zlib ()", "Zlib 1.2 (now) x", "2.0 released (finally)"] {
            assert_eq!(read_heading(wrong), None, "{wrong}");
        }
    }
}
