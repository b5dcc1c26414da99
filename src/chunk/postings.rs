//! Term postings of one segment: for each term the fragments that have it.

use super::{Chunk, CopyBuffer};
use crate::schema::TermPostingRow;

/// Encodes the postings of the fragments that a segment adds.
///
/// `new` holds positions in `chunk.fragments` with the id that each was given; `terms` the id of each term key.
/// Terms come in id order, their fragments ascending. The ids of one segment lie within 2^31 of each other,
/// because one statement or one reservation hands them out.
pub fn encode_postings(
    chunk: &Chunk,
    new: &[(u32, i64)],
    terms: &[i32],
    segment_id: i64,
    org_id: i32,
) -> CopyBuffer {
    let mut buffer = CopyBuffer::new(TermPostingRow::TABLE);
    let Some(first_fragment_id) = new.iter().map(|&(_, id)| id).min() else { return buffer };
    let mut pairs: Vec<(i32, i32)> = Vec::new();
    for &(position, id) in new {
        let offset = (id - first_fragment_id) as i32;
        let (fragment, unit) = chunk.fragment(position);
        let unit_terms = &chunk.units[unit].extraction.fragment_terms;
        let positions = chunk.terms.unit(unit);
        let range = fragment.terms.start as usize..fragment.terms.end as usize;
        pairs.extend(
            unit_terms[range].iter().map(|term| (terms[positions[term.0 as usize] as usize], offset)),
        );
    }
    pairs.sort_unstable();
    pairs.dedup();
    for run in pairs.chunk_by(|a, b| a.0 == b.0) {
        let fragment_offsets: Vec<i32> = run.iter().map(|&(_, offset)| offset).collect();
        let row = TermPostingRow {
            first_fragment_id,
            segment_id,
            org_id,
            term_id: run[0].0,
            fragment_offsets: &fragment_offsets,
        };
        buffer.push(&row);
    }
    buffer
}
