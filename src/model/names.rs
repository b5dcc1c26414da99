//! A string interner for one unit: facts hold small ids, each distinct text is stored once.

use std::hash::BuildHasher;

use rustc_hash::FxHashMap;

/// The number of a text in the [`Names`] it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(pub u32);

/// Distinct texts in order of first use, in one buffer.
#[derive(Clone, Debug, Default)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    /// By hash, or where that was taken the next free number after it.
    by_hash: FxHashMap<u64, NameId>,
}

impl Names {
    /// The id of `text`, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> NameId {
        let mut hash = rustc_hash::FxBuildHasher.hash_one(text);
        while let Some(&id) = self.by_hash.get(&hash) {
            if self.get(id) == text {
                return id;
            }
            hash = hash.wrapping_add(1);
        }
        let id = NameId(self.ends.len() as u32);
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        self.by_hash.insert(hash, id);
        id
    }

    /// The text of an id of this interner.
    pub fn get(&self, id: NameId) -> &str {
        let index = id.0 as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.text[start..self.ends[index] as usize]
    }

    /// The number of distinct texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing was interned yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All texts in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|id| self.get(NameId(id)))
    }

    /// The bytes held by the texts, for memory accounting.
    pub fn text_bytes(&self) -> usize {
        self.text.len() + self.ends.len() * 24
    }
}
