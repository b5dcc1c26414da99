//! The label tables: numbers of the closed vocabularies beside their names.

use crate::model::{
    FactKind, ImportKind, Language, RefKind, Resolution, SkipReason, SymbolKind, Tag, Visibility,
};

/// A label table: its name and its rows.
pub type LabelTable = (&'static str, fn() -> Vec<(i16, &'static str)>);

fn rows<T: Tag>() -> Vec<(i16, &'static str)> {
    T::ALL.iter().map(|tag| (tag.number(), tag.label())).collect()
}

/// Every label table, filled when a schema is made or migrated.
pub const LABEL_TABLES: &[LabelTable] = &[
    ("languages", rows::<Language>),
    ("symbol_kinds", rows::<SymbolKind>),
    ("ref_kinds", rows::<RefKind>),
    ("import_kinds", rows::<ImportKind>),
    ("resolutions", rows::<Resolution>),
    ("visibilities", rows::<Visibility>),
    ("fact_kinds", rows::<FactKind>),
    ("skip_reasons", rows::<SkipReason>),
];
