//! A table as data, and the macro that derives it from a row type.

use std::fmt::Write;

use super::value::ColumnType;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub column_type: ColumnType,
    pub nullable: bool,
}

/// A table that rows are COPYed into.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
}

impl Table {
    /// `"a", "b", …` for a COPY or INSERT.
    pub fn column_list(&self) -> String {
        // Quoted, since a column may be called as a key word is (`variadic`).
        self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
    }

    /// The COPY statement into `target`, a quoted table name of these columns.
    pub fn copy_statement(&self, target: &str) -> String {
        format!("copy {target} ({}) from stdin (format binary)", self.column_list())
    }

    /// DDL of an unlogged staging table of these columns.
    pub fn staging_ddl(&self, target: &str) -> String {
        let mut ddl = format!("create unlogged table {target} (");
        for (index, column) in self.columns.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(ddl, "{comma}\"{}\" {}", column.name, column.column_type.sql());
            if matches!(column.column_type, ColumnType::Text) {
                ddl.push_str(" collate \"C\"");
            }
            if !column.nullable {
                ddl.push_str(" not null");
            }
        }
        ddl.push_str(") with (autovacuum_enabled = off)");
        ddl
    }
}

/// A row type: knows its table and encodes itself.
pub trait Row {
    const TABLE: &'static Table;
    /// Appends the field count and the encoded fields.
    fn encode(&self, out: &mut Vec<u8>);
}

/// Declares a row type; its fields are the table's columns in order.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident $(<$life:lifetime>)? in $table:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name $(<$life>)? { $($(#[$fdoc])* pub $field: $type,)+ }

        impl $(<$life>)? $name $(<$life>)? {
            /// The table that these rows belong to.
            pub const TABLE: &'static $crate::schema::Table = &$crate::schema::Table {
                name: $table,
                columns: &[$($crate::schema::Column {
                    name: stringify!($field),
                    column_type: <$type as $crate::schema::Value>::TYPE,
                    nullable: <$type as $crate::schema::Value>::NULLABLE,
                },)+],
            };
        }

        impl $(<$life>)? $crate::schema::Row for $name $(<$life>)? {
            const TABLE: &'static $crate::schema::Table = Self::TABLE;
            fn encode(&self, out: &mut Vec<u8>) {
                const FIELDS: i16 = [$(stringify!($field)),+].len() as i16;
                out.extend_from_slice(&FIELDS.to_be_bytes());
                $($crate::schema::Value::encode(&self.$field, out);)+
            }
        }
    };
}
pub(super) use row;
