//! A chunk whose keys have ids, encoded as rows.

use uuid::Uuid;

use super::{Chunk, ChunkUnit, CopyBuffer};
use crate::model::{NameId, Span, Tag};
use crate::schema::{CallRow, CommentRow, FragmentSiteRow, ImportRow, RefRow, SymbolRow, UnitRow};

/// The ids of a chunk's keys, by position.
#[derive(Debug, Default)]
pub struct ChunkIds {
    pub names: Vec<i32>,
    pub terms: Vec<i32>,
    pub contents: Vec<i64>,
    pub fragments: Vec<i64>,
}

/// A chunk's facts as COPY buffers, and the rows of its units, which are written last.
#[derive(Debug)]
pub struct EncodedChunk {
    pub symbols: CopyBuffer,
    pub refs: CopyBuffer,
    pub imports: CopyBuffer,
    pub calls: CopyBuffer,
    pub comments: CopyBuffer,
    pub fragment_sites: CopyBuffer,
    pub units: CopyBuffer,
}

/// Encodes the facts of all units of a chunk.
pub fn encode(chunk: &Chunk, ids: &ChunkIds, org_id: i32) -> EncodedChunk {
    let mut out = EncodedChunk {
        symbols: CopyBuffer::new(SymbolRow::TABLE),
        refs: CopyBuffer::new(RefRow::TABLE),
        imports: CopyBuffer::new(ImportRow::TABLE),
        calls: CopyBuffer::new(CallRow::TABLE),
        comments: CopyBuffer::new(CommentRow::TABLE),
        fragment_sites: CopyBuffer::new(FragmentSiteRow::TABLE),
        units: CopyBuffer::new(UnitRow::TABLE),
    };
    for (number, unit) in chunk.units.iter().enumerate() {
        let encoder = UnitEncoder { chunk, ids, org_id, number, unit };
        encoder.symbols(&mut out.symbols);
        encoder.refs(&mut out.refs);
        encoder.imports(&mut out.imports);
        encoder.calls(&mut out.calls);
        encoder.comments(&mut out.comments);
        encoder.fragment_sites(&mut out.fragment_sites);
        out.units.push(&encoder.unit_row());
    }
    out
}

/// A 128-bit hash as the column type that holds it.
pub fn hash_value(hash: u128) -> Uuid {
    Uuid::from_u128(hash)
}

struct UnitEncoder<'a> {
    chunk: &'a Chunk,
    ids: &'a ChunkIds,
    org_id: i32,
    number: usize,
    unit: &'a ChunkUnit,
}

/// Columns hold signed numbers; positions in a file stay far below 2^31 by the file size limit.
fn int(number: u32) -> i32 {
    number as i32
}

/// A number of parameters or arguments; those beyond a smallint's range are all "very many".
fn count(number: u16) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}

impl UnitEncoder<'_> {
    fn name(&self, name: NameId) -> i32 {
        self.ids.names[self.chunk.names.unit(self.number)[name.0 as usize] as usize]
    }

    fn symbols(&self, out: &mut CopyBuffer) {
        for (ordinal, symbol) in self.unit.extraction.symbols.iter().enumerate() {
            let Span { start_byte, end_byte, start_line, end_line } = symbol.span;
            out.push(&SymbolRow {
                unit_id: self.unit.id,
                org_id: self.org_id,
                ordinal: ordinal as i32,
                parent_ordinal: symbol.parent.map(int),
                name_id: self.name(symbol.name),
                qualified_name_id: self.name(symbol.qualified_name),
                start_line: int(start_line),
                end_line: int(end_line),
                name_line: int(symbol.name_line),
                start_byte: int(start_byte),
                end_byte: int(end_byte),
                kind: symbol.kind.number(),
                visibility: symbol.visibility.number(),
                arity: symbol.arity.map(|arity| count(arity.required)),
                arity_optional: symbol.arity.map(|arity| count(arity.optional)),
                variadic: symbol.arity.is_some_and(|arity| arity.variadic),
                deprecated: symbol.deprecated,
                test: symbol.test,
                signature: symbol.signature.as_deref(),
                docstring: symbol.docstring.as_deref(),
            });
        }
    }

    fn refs(&self, out: &mut CopyBuffer) {
        for (ordinal, reference) in self.unit.extraction.references.iter().enumerate() {
            out.push(&RefRow {
                unit_id: self.unit.id,
                org_id: self.org_id,
                ordinal: ordinal as i32,
                name_id: self.name(reference.name),
                qualified_name_id: reference.qualified_name.map(|name| self.name(name)),
                enclosing_ordinal: reference.enclosing.map(int),
                target_ordinal: reference.target.map(int),
                line: int(reference.line),
                column_number: int(reference.column),
                kind: reference.kind.number(),
                resolution: reference.resolution.number(),
            });
        }
    }

    fn imports(&self, out: &mut CopyBuffer) {
        for (ordinal, import) in self.unit.extraction.imports.iter().enumerate() {
            out.push(&ImportRow {
                unit_id: self.unit.id,
                org_id: self.org_id,
                ordinal: ordinal as i32,
                source_id: self.name(import.source),
                name_id: import.name.map(|name| self.name(name)),
                alias_id: import.alias.map(|name| self.name(name)),
                enclosing_ordinal: import.enclosing.map(int),
                line: int(import.line),
                column_number: int(import.column),
                kind: import.kind.number(),
                star: import.star,
                reexport: import.reexport,
            });
        }
    }

    fn calls(&self, out: &mut CopyBuffer) {
        for (ordinal, call) in self.unit.extraction.calls.iter().enumerate() {
            out.push(&CallRow {
                unit_id: self.unit.id,
                org_id: self.org_id,
                ordinal: ordinal as i32,
                caller_ordinal: call.caller.map(int),
                name_id: self.name(call.name),
                callee_id: self.name(call.callee),
                target_ordinal: call.target.map(int),
                line: int(call.line),
                column_number: int(call.column),
                arity: count(call.arity),
                resolution: call.resolution.number(),
            });
        }
    }

    fn comments(&self, out: &mut CopyBuffer) {
        for (ordinal, comment) in self.unit.extraction.comments.iter().enumerate() {
            out.push(&CommentRow {
                unit_id: self.unit.id,
                org_id: self.org_id,
                ordinal: ordinal as i32,
                enclosing_ordinal: comment.enclosing.map(int),
                start_line: int(comment.start_line),
                end_line: int(comment.end_line),
                column_number: int(comment.column),
                text: &comment.text,
            });
        }
    }

    fn fragment_sites(&self, out: &mut CopyBuffer) {
        let positions = &self.chunk.unit_fragments[self.number];
        for site in &self.unit.extraction.fragment_sites {
            let Span { start_byte, end_byte, start_line, end_line } = site.span;
            out.push(&FragmentSiteRow {
                unit_id: self.unit.id,
                fragment_id: self.ids.fragments[positions[site.fragment as usize] as usize],
                org_id: self.org_id,
                start_byte: int(start_byte),
                end_byte: int(end_byte),
                start_line: int(start_line),
                end_line: int(end_line),
                first_node: int(site.first_node),
                nodes: int(site.nodes),
            });
        }
    }

    fn unit_row(&self) -> UnitRow<'_> {
        let (parse_errors, timed_out) = match self.unit.extraction.status {
            crate::model::ParseStatus::Clean => (0, false),
            crate::model::ParseStatus::Errors(count) => (int(count), false),
            crate::model::ParseStatus::TimedOut => (0, true),
        };
        UnitRow {
            id: self.unit.id,
            content_id: self.ids.contents[self.chunk.unit_contents[self.number] as usize],
            fingerprint: self.unit.key.fingerprint,
            org_id: self.org_id,
            module_id: self.ids.names[self.chunk.unit_modules[self.number] as usize],
            lines: int(self.unit.extraction.lines),
            parse_errors,
            language: self.unit.key.language,
            timed_out,
            interface: &self.unit.interface,
            ast: &self.unit.extraction.ast,
        }
    }
}
