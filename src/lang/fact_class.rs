//! The kinds of facts that a language's files can give.

/// A kind of fact, with its terms where it has some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactClass {
    Symbols,
    References,
    Imports,
    Calls,
    Comments,
    Fragments,
}

impl FactClass {
    pub const ALL: &'static [FactClass] = &[
        FactClass::Symbols,
        FactClass::References,
        FactClass::Imports,
        FactClass::Calls,
        FactClass::Comments,
        FactClass::Fragments,
    ];

    /// As the index's tables are called.
    pub fn label(self) -> &'static str {
        match self {
            FactClass::Symbols => "symbols",
            FactClass::References => "refs",
            FactClass::Imports => "imports",
            FactClass::Calls => "calls",
            FactClass::Comments => "comments",
            FactClass::Fragments => "fragments",
        }
    }
}
