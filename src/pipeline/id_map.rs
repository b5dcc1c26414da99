//! Natural keys to ids, for as many as the memory budget holds.

use rustc_hash::FxHashMap;

use crate::limits;

/// The maps of all dimensions, by 128-bit hash of the natural key. The org is one for a run.
#[derive(Debug)]
pub struct IdMaps {
    pub names: IdMap<i32>,
    pub terms: IdMap<i32>,
    pub contents: IdMap<i64>,
    pub fragments: IdMap<i64>,
    pub units: IdMap<i64>,
}

impl IdMaps {
    /// Maps that together stay below `bytes_max`.
    pub fn new(bytes_max: u64) -> Self {
        // Fragments are the most, then names, then terms; contents and units are one a file.
        let share = |parts: u64| (bytes_max * parts / 16 / limits::ID_MAP_ENTRY_BYTES) as usize;
        Self {
            names: IdMap::new(share(4)),
            terms: IdMap::new(share(2)),
            contents: IdMap::new(share(1)),
            fragments: IdMap::new(share(8)),
            units: IdMap::new(share(1)),
        }
    }

    /// Whether a map has reached its bound, so that it no longer knows every key.
    pub fn is_full(&self) -> bool {
        self.names.is_full()
            || self.terms.is_full()
            || self.contents.is_full()
            || self.fragments.is_full()
            || self.units.is_full()
    }
}

/// One dimension's map. It takes no more keys once it is full; what it has stays right.
#[derive(Debug)]
pub struct IdMap<I> {
    ids: FxHashMap<u128, I>,
    entries_max: usize,
}

impl<I: Copy> IdMap<I> {
    fn new(entries_max: usize) -> Self {
        Self { ids: FxHashMap::default(), entries_max: entries_max.max(1) }
    }

    pub fn get(&self, key: u128) -> Option<I> {
        self.ids.get(&key).copied()
    }

    /// Remembers an id, unless the map is full.
    pub fn remember(&mut self, key: u128, id: I) {
        if !self.is_full() {
            self.ids.insert(key, id);
        }
    }

    /// Stores an id also where the map is full: for a caller that stops soon after.
    pub fn insert(&mut self, key: u128, id: I) {
        self.ids.insert(key, id);
    }

    pub fn is_full(&self) -> bool {
        self.ids.len() >= self.entries_max
    }
}
