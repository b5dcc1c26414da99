//! Rows of many packages: extractions gathered into chunks, interned, and encoded for COPY.
//!
//! A unit's rows never straddle two chunks. Pure: knows neither connections nor where ids come from, only that
//! a chunk's keys have been given ids when it is encoded.

mod buffer;
mod encode;
mod keys;
mod postings;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

pub use buffer::CopyBuffer;
pub use encode::{ChunkIds, EncodedChunk, encode, hash_value};
pub use keys::{Keys, bounded_name};
pub use postings::encode_postings;

use crate::model::{Extraction, Fragment};

/// The natural key of a unit inside an org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitKey {
    /// sha256 over the original bytes.
    pub content_hash: [u8; 32],
    pub language: i16,
    pub module: String,
    pub fingerprint: i64,
}

impl UnitKey {
    /// 128 bits for a hash map.
    pub fn hash(&self) -> u128 {
        let mut hasher = Xxh3::new();
        hasher.update(&self.content_hash);
        hasher.update(&self.language.to_le_bytes());
        hasher.update(&self.fingerprint.to_le_bytes());
        hasher.update(self.module.as_bytes());
        hasher.digest128()
    }
}

/// A unit that is on its way into the database.
#[derive(Debug)]
pub struct ChunkUnit {
    /// The reserved id.
    pub id: i64,
    pub key: UnitKey,
    /// The stored text.
    pub source: Arc<str>,
    /// Length of the original bytes.
    pub bytes: u32,
    pub extraction: Extraction,
    /// The encoded interface.
    pub interface: Arc<[u8]>,
}

/// Units of many packages and the distinct dimension keys that they use.
#[derive(Debug, Default)]
pub struct Chunk {
    pub units: Vec<ChunkUnit>,
    /// Distinct names, with a place to read each from.
    pub names: Keys,
    /// Distinct terms, likewise.
    pub terms: Keys,
    /// Distinct fragments: the hash, and unit and index of one occurrence.
    pub fragments: Vec<(u128, u32, u32)>,
    /// By unit: its fragments' positions in `fragments`.
    pub unit_fragments: Vec<Vec<u32>>,
    /// By unit: the position in `names` of its module.
    pub unit_modules: Vec<u32>,
    /// Distinct contents: first 16 bytes of the hash, and the unit that has it.
    pub contents: Vec<(u128, u32)>,
    /// By unit: its content's position in `contents`.
    pub unit_contents: Vec<u32>,
    fragment_positions: FxHashMap<u128, u32>,
    content_positions: FxHashMap<u128, u32>,
    source_bytes: usize,
}

impl Chunk {
    /// Takes a unit in and interns its keys.
    pub fn push(&mut self, unit: ChunkUnit) {
        let number = self.units.len() as u32;
        self.source_bytes += unit.source.len();
        self.names.push_unit(number, &unit.extraction.names);
        self.unit_modules.push(self.names.push_extra(&unit.extraction.module));
        self.terms.push_unit(number, &unit.extraction.terms);
        self.push_fragments(number, &unit.extraction.fragments);
        self.push_content(number, &unit.key.content_hash);
        self.units.push(unit);
    }

    /// Bytes of source in it, which bounds its rows too.
    pub fn source_bytes(&self) -> usize {
        self.source_bytes
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The text of a name key, shortened where it is too long for an index.
    pub fn name_text(&self, position: u32) -> std::borrow::Cow<'_, str> {
        bounded_name(self.names.text(position, |unit| &self.units[unit as usize].extraction.names))
    }

    /// The text of a term key, shortened likewise.
    pub fn term_text(&self, position: u32) -> std::borrow::Cow<'_, str> {
        bounded_name(self.terms.text(position, |unit| &self.units[unit as usize].extraction.terms))
    }

    /// The fragment at a position of `fragments`, and its unit.
    pub fn fragment(&self, position: u32) -> (&Fragment, usize) {
        let (_, unit, index) = self.fragments[position as usize];
        (&self.units[unit as usize].extraction.fragments[index as usize], unit as usize)
    }

    fn push_fragments(&mut self, unit: u32, fragments: &[Fragment]) {
        let mut positions = Vec::with_capacity(fragments.len());
        for (index, fragment) in fragments.iter().enumerate() {
            let all = &mut self.fragments;
            positions.push(*self.fragment_positions.entry(fragment.hash).or_insert_with(|| {
                all.push((fragment.hash, unit, index as u32));
                all.len() as u32 - 1
            }));
        }
        self.unit_fragments.push(positions);
    }

    fn push_content(&mut self, unit: u32, hash: &[u8; 32]) {
        let key = content_key(hash);
        let all = &mut self.contents;
        let position = *self.content_positions.entry(key).or_insert_with(|| {
            all.push((key, unit));
            all.len() as u32 - 1
        });
        self.unit_contents.push(position);
    }
}

/// The map key of a content: 128 of the 256 bits of its sha256.
pub fn content_key(hash: &[u8; 32]) -> u128 {
    let mut half = [0u8; 16];
    half.copy_from_slice(&hash[..16]);
    u128::from_be_bytes(half)
}
