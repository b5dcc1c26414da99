//! The content sum: one hash that says what a package version's files hold.

use sha2::{Digest, Sha256};

use crate::model::{SkipReason, Tag};

/// What a file contributes to its version's content sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// It was read: sha256 over its original bytes.
    Hash([u8; 32]),
    /// It was not read: the reason and the size on disk, which is all that its row says.
    Skipped { reason: SkipReason, bytes: u64 },
}

/// The sha256 over a version's (path, content), whatever order they come in.
///
/// Each file is the length of its path (8 bytes, little-endian), the path, and then either `0` and the 32 bytes of its
/// hash, or `1`, the reason's number (2 bytes) and the size (8 bytes). Paths are unique in a version.
#[must_use]
pub fn content_sum(files: &mut [(&str, FileContent)]) -> [u8; 32] {
    files.sort_unstable_by_key(|(path, _)| *path);
    let mut sum = Sha256::new();
    for (path, content) in files {
        sum.update((path.len() as u64).to_le_bytes());
        sum.update(path.as_bytes());
        match content {
            FileContent::Hash(hash) => {
                sum.update([0]);
                sum.update(hash);
            }
            FileContent::Skipped { reason, bytes } => {
                sum.update([1]);
                sum.update(reason.number().to_le_bytes());
                sum.update(bytes.to_le_bytes());
            }
        }
    }
    sum.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_matter_but_everything_else_does() {
        let too_large = |bytes| FileContent::Skipped { reason: SkipReason::TooLarge, bytes };
        let base = content_sum(&mut [("a", FileContent::Hash([1; 32])), ("b", too_large(5))]);
        assert_eq!(base, content_sum(&mut [("b", too_large(5)), ("a", FileContent::Hash([1; 32]))]));
        let binary = FileContent::Skipped { reason: SkipReason::Binary, bytes: 5 };
        for mut other in [
            vec![("a", FileContent::Hash([2; 32])), ("b", too_large(5))],
            vec![("a", FileContent::Hash([1; 32])), ("b", too_large(6))],
            vec![("a", FileContent::Hash([1; 32])), ("b", binary)],
            vec![("a", FileContent::Hash([1; 32])), ("c", too_large(5))],
            vec![("a", FileContent::Hash([1; 32]))],
            vec![],
        ] {
            assert_ne!(base, content_sum(&mut other));
        }
    }
}
