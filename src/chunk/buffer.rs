//! Encoded rows of one table in blocks, ready to be streamed.

use bytes::Bytes;

use crate::limits::COPY_BLOCK_BYTES;
use crate::schema::{Row, Table};

/// The signature, flags and header extension that begin a binary COPY.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// The field count that ends a binary COPY.
const TRAILER: &[u8] = &(-1i16).to_be_bytes();

/// Rows of one table in PostgreSQL's binary COPY format.
#[derive(Clone, Debug)]
pub struct CopyBuffer {
    table: &'static Table,
    blocks: Vec<Bytes>,
    current: Vec<u8>,
    rows: u64,
    bytes: u64,
}

impl CopyBuffer {
    /// An empty buffer for the rows of `table`.
    pub fn new(table: &'static Table) -> Self {
        Self { table, blocks: Vec::new(), current: HEADER.to_vec(), rows: 0, bytes: 0 }
    }

    /// Encodes a row, which must be of the buffer's table.
    pub fn push<R: Row>(&mut self, row: &R) {
        debug_assert_eq!(self.table.name, R::TABLE.name);
        row.encode(&mut self.current);
        self.rows += 1;
        if self.current.len() >= COPY_BLOCK_BYTES {
            self.seal();
        }
    }

    pub fn table(&self) -> &'static Table {
        self.table
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Encoded bytes so far.
    pub fn bytes(&self) -> u64 {
        self.bytes + self.current.len() as u64
    }

    /// The whole stream: header, rows, trailer.
    pub fn into_blocks(mut self) -> Vec<Bytes> {
        self.current.extend_from_slice(TRAILER);
        self.seal();
        self.blocks
    }

    fn seal(&mut self) {
        let block = std::mem::take(&mut self.current);
        self.bytes += block.len() as u64;
        self.blocks.push(Bytes::from(block));
    }
}
