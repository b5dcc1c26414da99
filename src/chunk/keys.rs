//! Distinct texts of a chunk, known by a 128-bit hash and by one place where each can be read.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::limits::NAME_BYTES_MAX;
use crate::model::{NameId, Names};

/// Where a key's text stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In a unit's interner.
    Unit(u32, NameId),
    /// In `extras`.
    Extra(u32),
}

/// Distinct texts of many units.
#[derive(Debug, Default)]
pub struct Keys {
    hashes: Vec<u128>,
    places: Vec<Place>,
    extras: Vec<Box<str>>,
    positions: FxHashMap<u128, u32>,
    by_unit: Vec<Vec<u32>>,
}

impl Keys {
    /// Takes in all texts of unit number `unit`, which must be the next one.
    pub fn push_unit(&mut self, unit: u32, names: &Names) {
        let mut positions = Vec::with_capacity(names.len());
        for (id, text) in names.iter().enumerate() {
            positions.push(self.position(xxh3_128(text.as_bytes()), Place::Unit(unit, NameId(id as u32))));
        }
        self.by_unit.push(positions);
    }

    /// Takes in one text that stands in no unit's interner. Returns its position.
    pub fn push_extra(&mut self, text: &str) -> u32 {
        let hash = xxh3_128(text.as_bytes());
        if let Some(&position) = self.positions.get(&hash) {
            return position;
        }
        self.extras.push(text.into());
        self.position(hash, Place::Extra(self.extras.len() as u32 - 1))
    }

    /// The hashes of the distinct texts, by position.
    pub fn hashes(&self) -> &[u128] {
        &self.hashes
    }

    /// The positions of a unit's texts, by the unit's own ids.
    pub fn unit(&self, unit: usize) -> &[u32] {
        &self.by_unit[unit]
    }

    /// The text at a position; `names` finds a unit's interner.
    pub fn text<'a>(&'a self, position: u32, names: impl Fn(u32) -> &'a Names) -> &'a str {
        match self.places[position as usize] {
            Place::Unit(unit, id) => names(unit).get(id),
            Place::Extra(index) => &self.extras[index as usize],
        }
    }

    fn position(&mut self, hash: u128, place: Place) -> u32 {
        let (hashes, places) = (&mut self.hashes, &mut self.places);
        *self.positions.entry(hash).or_insert_with(|| {
            hashes.push(hash);
            places.push(place);
            hashes.len() as u32 - 1
        })
    }
}

/// The text, or where it is longer than an index entry can be, a prefix of it with the hash of the whole.
///
/// The result is a function of the text alone, so equal names stay equal and different ones different.
pub fn bounded_name(text: &str) -> Cow<'_, str> {
    if text.len() <= NAME_BYTES_MAX {
        return Cow::Borrowed(text);
    }
    let prefix = &text[..text.floor_char_boundary(NAME_BYTES_MAX - 40)];
    Cow::Owned(format!("{prefix}…#{:032x}", xxh3_128(text.as_bytes())))
}
