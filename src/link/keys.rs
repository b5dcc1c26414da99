//! Whole names as numbers, so that what one package uses meets what another offers without a dictionary.
//!
//! A key is a function of the family of languages and of the segments alone: linking needs no database to make one, and
//! equal names have equal keys in every run. Sixty-four bits: among ten million names on either side a pair of
//! different names with one key is expected once in two hundred thousand such indexes.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Language, Tag};

/// The key of a whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NameKey(u64);

impl NameKey {
    /// The key of the empty name in a family of languages.
    pub fn of_family(family: Language) -> Self {
        Self(xxh3_64(family.label().as_bytes()))
    }

    /// The key of a name with one segment more.
    pub fn child(self, segment: &str) -> Self {
        Self(self.0.rotate_left(1) ^ xxh3_64(segment.as_bytes()))
    }

    /// The key of a name with these segments more.
    pub fn below<S: AsRef<str>>(self, segments: impl IntoIterator<Item = S>) -> Self {
        segments.into_iter().fold(self, |key, segment| key.child(segment.as_ref()))
    }

    /// As the database has it.
    pub fn number(self) -> i64 {
        self.0 as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_depends_on_the_segments_and_their_order() {
        let root = NameKey::of_family(Language::Rust);
        assert_eq!(root.child("a").child("b"), root.below(["a", "b"]));
        assert_ne!(root.below(["a", "b"]), root.below(["b", "a"]));
        assert_ne!(root.below(["a", "a"]), root.below(["a", "a", "a"]));
        assert_ne!(root.below(["ab"]), root.below(["a", "b"]));
        assert_ne!(root.child("a"), NameKey::of_family(Language::Python).child("a"));
    }
}
