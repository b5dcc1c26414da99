//! Column types and their PostgreSQL binary representation.
//!
//! Format: <https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format"; each value is a 32-bit
//! length (-1 for null) and the type's `send` output.

use uuid::Uuid;

/// The PostgreSQL types that the tables use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    Bool,
    SmallInt,
    Int,
    BigInt,
    Text,
    Bytea,
    Uuid,
    IntArray,
}

impl ColumnType {
    /// The name as `information_schema` and DDL write it (`information_schema` says ARRAY for arrays).
    pub const fn sql(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::SmallInt => "smallint",
            Self::Int => "integer",
            Self::BigInt => "bigint",
            Self::Text => "text",
            Self::Bytea => "bytea",
            Self::Uuid => "uuid",
            Self::IntArray => "integer[]",
        }
    }
}

/// A Rust value that can stand in a column.
pub trait Value {
    const TYPE: ColumnType;
    const NULLABLE: bool = false;
    /// Appends the length word and the bytes.
    fn encode(&self, out: &mut Vec<u8>);
}

/// Appends a length word. PostgreSQL's own limit on a value is 1 GB, far above any chunk.
fn put_length(out: &mut Vec<u8>, length: usize) {
    out.extend_from_slice(&(length as i32).to_be_bytes());
}

macro_rules! fixed_width {
    ($($rust:ty => $column:ident),+) => {
        $(impl Value for $rust {
            const TYPE: ColumnType = ColumnType::$column;
            fn encode(&self, out: &mut Vec<u8>) {
                let bytes = self.to_be_bytes();
                put_length(out, bytes.len());
                out.extend_from_slice(&bytes);
            }
        })+
    };
}
fixed_width!(i16 => SmallInt, i32 => Int, i64 => BigInt);

impl Value for bool {
    const TYPE: ColumnType = ColumnType::Bool;
    fn encode(&self, out: &mut Vec<u8>) {
        put_length(out, 1);
        out.push(u8::from(*self));
    }
}

impl Value for &str {
    const TYPE: ColumnType = ColumnType::Text;
    fn encode(&self, out: &mut Vec<u8>) {
        put_length(out, self.len());
        out.extend_from_slice(self.as_bytes());
    }
}

impl Value for &[u8] {
    const TYPE: ColumnType = ColumnType::Bytea;
    fn encode(&self, out: &mut Vec<u8>) {
        put_length(out, self.len());
        out.extend_from_slice(self);
    }
}

impl Value for Uuid {
    const TYPE: ColumnType = ColumnType::Uuid;
    fn encode(&self, out: &mut Vec<u8>) {
        put_length(out, 16);
        out.extend_from_slice(self.as_bytes());
    }
}

/// OID of `int4`, the element type in an array's header.
const INT4_OID: i32 = 23;

impl Value for &[i32] {
    const TYPE: ColumnType = ColumnType::IntArray;
    fn encode(&self, out: &mut Vec<u8>) {
        // Dimensions, has-null flag, element type, then length and lower bound of the one dimension.
        let dimensions = i32::from(!self.is_empty());
        put_length(out, 12 + 8 * dimensions as usize + 8 * self.len());
        for word in [dimensions, 0, INT4_OID] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        if dimensions == 1 {
            out.extend_from_slice(&(self.len() as i32).to_be_bytes());
            out.extend_from_slice(&1i32.to_be_bytes());
        }
        for element in *self {
            element.encode(out);
        }
    }
}

impl<V: Value> Value for Option<V> {
    const TYPE: ColumnType = V::TYPE;
    const NULLABLE: bool = true;
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.encode(out),
            None => out.extend_from_slice(&(-1i32).to_be_bytes()),
        }
    }
}
