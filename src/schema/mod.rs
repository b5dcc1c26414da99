//! The tables that the loader writes, declared once as row types.
//!
//! A row type's fields are the table's columns in order; from it derive the COPY column list, the staging
//! table's DDL and the binary encoder. The real DDL is in `sql/migrations`, and a test holds the two together.
//! Knows nothing of connections or of how rows are made.

mod dimensions;
mod facts;
mod labels;
mod script;
mod table;
mod value;
mod views;

pub use dimensions::{
    ContentRow, FragmentRow, NameRow, PackageRow, PackageVersionRow, TermPostingRow, TermRow, UnitRow,
};
pub use facts::{
    CallRow, CommentRow, DependencyLinkRow, DiEdgeRow, DueVersionRow, FileRow, FragmentSiteRow, ImportRow,
    JobRow, LinkRow, OutsideUseRow, PublicNameRow, RefRow, RouteRow, SymbolRow,
};
pub use labels::LABEL_TABLES;
pub use script::Script;
pub(crate) use script::script;
pub use table::{Column, Row, Table};
pub use value::{ColumnType, Value};
pub(crate) use views::VIEWS;

/// Every table that the loader COPYs into, in the order in which their rows may depend on each other.
pub const TABLES: &[&Table] = &[
    PackageRow::TABLE,
    PackageVersionRow::TABLE,
    NameRow::TABLE,
    TermRow::TABLE,
    ContentRow::TABLE,
    FragmentRow::TABLE,
    TermPostingRow::TABLE,
    SymbolRow::TABLE,
    RefRow::TABLE,
    ImportRow::TABLE,
    CallRow::TABLE,
    CommentRow::TABLE,
    FragmentSiteRow::TABLE,
    UnitRow::TABLE,
    FileRow::TABLE,
    LinkRow::TABLE,
    OutsideUseRow::TABLE,
    PublicNameRow::TABLE,
    RouteRow::TABLE,
    JobRow::TABLE,
    DiEdgeRow::TABLE,
    DueVersionRow::TABLE,
    DependencyLinkRow::TABLE,
];
