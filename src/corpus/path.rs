//! Paths as text: relative, with `/`, any bytes reversibly.
//!
//! A byte that is not part of valid UTF-8 is written `\xNN` (two capital hex digits). A backslash stands for itself
//! unless `xNN` follows it in the real name; then it is written `\x5C`, so that no two names have one encoding.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use crate::model::{PackageVersion, SourceFile};

/// Where a version's file is on disk.
#[must_use]
pub fn locate(version: &PackageVersion, file: &SourceFile) -> PathBuf {
    version.root.join(decode_path(&file.path))
}

/// A path as text, without loss.
#[must_use]
pub fn encode_path(path: &OsStr) -> Cow<'_, str> {
    let bytes = path.as_bytes();
    match std::str::from_utf8(bytes) {
        Ok(text) if !has_escape(bytes) => Cow::Borrowed(text),
        _ => Cow::Owned(escape(bytes)),
    }
}

/// The path that `encode_path` was given.
#[must_use]
pub fn decode_path(text: &str) -> OsString {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match escaped_byte(&bytes[at..]) {
            Some(byte) => {
                decoded.push(byte);
                at += 4;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    OsString::from_vec(decoded)
}

fn escape(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            // The escape is looked for in the real bytes: only there can a backslash be taken for one of ours.
            if c == '\\' && escaped_byte(&valid.as_bytes()[at..]).is_some() {
                text.push_str("\\x5C");
            } else {
                text.push(c);
            }
        }
        for byte in chunk.invalid() {
            // Writing to a String can't fail.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

fn has_escape(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\\', bytes).any(|at| escaped_byte(&bytes[at..]).is_some())
}

/// The byte that an escape at the start of `bytes` stands for.
fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    match bytes {
        [b'\\', b'x', high, low, ..] => Some(hex_digit(*high)? << 4 | hex_digit(*low)?),
        _ => None,
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The last component of a path as text, or `root` where there is none.
pub(super) fn directory_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "root".to_owned(), |name| encode_path(name).into_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_paths_are_themselves() {
        for path in ["src/lib.rs", "a\\b", "a\\x4", "\\x4g", "ünï/コード.py", "\\xab"] {
            assert_eq!(encode_path(OsStr::new(path)), path);
        }
    }

    #[test]
    fn odd_bytes_are_escaped_and_backslashes_stay_apart() {
        assert_eq!(encode_path(OsStr::from_bytes(b"a\xFF.py")), "a\\xFF.py");
        assert_eq!(encode_path(OsStr::new("a\\xFF.py")), "a\\x5CxFF.py");
        assert_eq!(encode_path(OsStr::from_bytes(b"\\\xFF\\x")), "\\\\xFF\\x");
    }

    proptest! {
        #[test]
        fn decoding_reverses_encoding(bytes in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(b"\\x5CFf0".to_vec())], 0..24)) {
            let path = OsString::from_vec(bytes);
            let text = encode_path(&path).into_owned();
            prop_assert_eq!(decode_path(&text), path);
        }
    }
}
