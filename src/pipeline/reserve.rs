//! The cheap path into an empty target: this run is the only writer, so it hands out the ids itself.
//!
//! New keys go by plain COPY into dimension tables that have no index yet; `finish` builds the unique indexes.
//! Safe because the run holds the schema's data lock alone and found the tables empty; what a killed run leaves
//! has distinct keys and ids, so the next run builds the indexes and goes on by merging.

use anyhow::{Result, bail};

use super::id_map::IdMaps;
use crate::chunk::{Chunk, ChunkIds, CopyBuffer, encode_postings, hash_value};
use crate::model::Tag;
use crate::schema::{ContentRow, FragmentRow, NameRow, TermRow};

/// Which of a chunk's keys are new, and the place of the chunk in the order of publication.
#[derive(Debug, Default)]
pub struct Reserved {
    pub ids: ChunkIds,
    /// Chunks are numbered in the order in which they were given ids: a chunk uses ids of earlier ones only.
    pub sequence: u64,
    new_names: Vec<u32>,
    new_terms: Vec<u32>,
    new_contents: Vec<u32>,
    new_fragments: Vec<(u32, i64)>,
    segment_id: i64,
}

/// The next free ids, and every key that has one.
#[derive(Debug)]
pub struct Reservation {
    pub maps: IdMaps,
    next: NextIds,
    sequence: u64,
}

/// The next free id of each dimension.
#[derive(Clone, Copy, Debug)]
struct NextIds {
    names: i32,
    terms: i32,
    contents: i64,
    fragments: i64,
    segments: i64,
}

impl Reservation {
    /// A reservation in tables that are empty.
    pub fn new(maps: IdMaps) -> Self {
        let next = NextIds { names: 1, terms: 1, contents: 1, fragments: 1, segments: 1 };
        Self { maps, next, sequence: 0 }
    }

    /// How many chunks have been resolved.
    pub fn chunks(&self) -> u64 {
        self.sequence
    }

    /// Ends the cheap path: the maps, and the number of the next chunk.
    pub fn give_up(&mut self) -> (IdMaps, u64) {
        (std::mem::replace(&mut self.maps, IdMaps::new(0)), self.sequence)
    }

    /// Gives every key of the chunk its id.
    ///
    /// # Errors
    /// Where the 32-bit ids of names or terms are used up.
    pub fn resolve(&mut self, chunk: &Chunk) -> Result<Reserved> {
        let mut out = Reserved { sequence: self.sequence, ..Reserved::default() };
        self.sequence += 1;
        for (position, &key) in chunk.names.hashes().iter().enumerate() {
            out.ids.names.push(match self.maps.names.get(key) {
                Some(id) => id,
                None => {
                    let id = take_int(&mut self.next.names, "names")?;
                    self.maps.names.insert(key, id);
                    out.new_names.push(position as u32);
                    id
                }
            });
        }
        for (position, &key) in chunk.terms.hashes().iter().enumerate() {
            out.ids.terms.push(match self.maps.terms.get(key) {
                Some(id) => id,
                None => {
                    let id = take_int(&mut self.next.terms, "terms")?;
                    self.maps.terms.insert(key, id);
                    out.new_terms.push(position as u32);
                    id
                }
            });
        }
        for (position, &(key, _)) in chunk.contents.iter().enumerate() {
            out.ids.contents.push(match self.maps.contents.get(key) {
                Some(id) => id,
                None => {
                    let id = take_big(&mut self.next.contents);
                    self.maps.contents.insert(key, id);
                    out.new_contents.push(position as u32);
                    id
                }
            });
        }
        for (position, &(key, _, _)) in chunk.fragments.iter().enumerate() {
            out.ids.fragments.push(match self.maps.fragments.get(key) {
                Some(id) => id,
                None => {
                    let id = take_big(&mut self.next.fragments);
                    self.maps.fragments.insert(key, id);
                    out.new_fragments.push((position as u32, id));
                    id
                }
            });
        }
        if !out.new_fragments.is_empty() {
            out.segment_id = take_big(&mut self.next.segments);
        }
        Ok(out)
    }
}

fn take_int(next: &mut i32, table: &str) -> Result<i32> {
    let id = *next;
    match id.checked_add(1) {
        Some(after) => *next = after,
        None => bail!("the index has used up the 2,147,483,647 ids of {table}"),
    }
    Ok(id)
}

fn take_big(next: &mut i64) -> i64 {
    *next += 1;
    *next - 1
}

impl Reserved {
    /// The rows that the chunk adds to the dimensions: small ones first, contents and fragments second, one list
    /// for each of the two loading connections.
    pub fn encode(&self, chunk: &Chunk, org_id: i32) -> (Vec<CopyBuffer>, Vec<CopyBuffer>) {
        let mut names = CopyBuffer::new(NameRow::TABLE);
        for &position in &self.new_names {
            let (id, text) = (self.ids.names[position as usize], chunk.name_text(position));
            names.push(&NameRow { id, org_id, text: &text });
        }
        let mut terms = CopyBuffer::new(TermRow::TABLE);
        for &position in &self.new_terms {
            let (id, text) = (self.ids.terms[position as usize], chunk.term_text(position));
            terms.push(&TermRow { id, org_id, text: &text });
        }
        let mut contents = CopyBuffer::new(ContentRow::TABLE);
        for &position in &self.new_contents {
            contents.push(&content_row(chunk, position, self.ids.contents[position as usize], org_id));
        }
        let mut fragments = CopyBuffer::new(FragmentRow::TABLE);
        for &(position, id) in &self.new_fragments {
            fragments.push(&fragment_row(chunk, position, id, &self.ids.names, org_id));
        }
        let postings = encode_postings(chunk, &self.new_fragments, &self.ids.terms, self.segment_id, org_id);
        (vec![names, terms], vec![contents, fragments, postings])
    }
}

/// The row of the content at a position of `chunk.contents`.
pub fn content_row(chunk: &Chunk, position: u32, id: i64, org_id: i32) -> ContentRow<'_> {
    let unit = &chunk.units[chunk.contents[position as usize].1 as usize];
    ContentRow {
        id,
        org_id,
        bytes: unit.bytes as i32,
        content_hash: &unit.key.content_hash,
        source: &unit.source,
    }
}

/// The row of the fragment at a position of `chunk.fragments`; `names` are the ids of the chunk's name keys.
pub fn fragment_row(chunk: &Chunk, position: u32, id: i64, names: &[i32], org_id: i32) -> FragmentRow {
    let (fragment, unit) = chunk.fragment(position);
    let name = |name: crate::model::NameId| names[chunk.names.unit(unit)[name.0 as usize] as usize];
    FragmentRow {
        hash: hash_value(fragment.hash),
        normalized_hash: fragment.normalized_hash.map(hash_value),
        id,
        org_id,
        kind_id: name(fragment.kind),
        name_id: fragment.name.map(name),
        mass: fragment.mass as i32,
        arity: fragment.arity.map(|arity| i16::try_from(arity).unwrap_or(i16::MAX)),
        language: chunk.units[unit].extraction.language.number(),
    }
}
