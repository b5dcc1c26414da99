//! The node kinds, tokens and fields that a language's rules name, as small constants.
//!
//! A grammar numbers its kinds as it likes, and two grammars of one language number them differently, so rules
//! speak of positions in their own vocabulary; [`super::Grammar`] translates once, at start-up.

/// A field of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field(pub u16);

/// A node kind of the vocabulary; rules may `match` on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub u16);

impl Kind {
    /// Every kind that the vocabulary doesn't list, error nodes too.
    pub const OTHER: Kind = Kind(u16::MAX);
}

/// The names behind the constants; a [`Kind`] counts through `kinds`, then `tokens`.
pub struct Vocabulary {
    pub fields: &'static [&'static str],
    /// Named nodes.
    pub kinds: &'static [&'static str],
    /// Anonymous nodes: keywords and punctuation.
    pub tokens: &'static [&'static str],
}

/// Declares a language's vocabulary: modules `field` and `kind` with one constant an entry, and `VOCABULARY`.
macro_rules! vocabulary {
    (
        fields { $($field:ident = $field_name:literal,)* }
        kinds { $($kind:ident = $kind_name:literal,)* }
        tokens { $($token:ident = $token_name:literal,)* }
    ) => {
        /// The fields that the rules name.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code)]
        pub mod field {
            enum Position { $($field,)* }
            $(pub const $field: $crate::lang::Field = $crate::lang::Field(Position::$field as u16);)*
        }

        /// The node kinds and tokens that the rules name.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code)]
        pub mod kind {
            enum Position { $($kind,)* $($token,)* }
            $(pub const $kind: $crate::lang::Kind = $crate::lang::Kind(Position::$kind as u16);)*
            $(pub const $token: $crate::lang::Kind = $crate::lang::Kind(Position::$token as u16);)*
        }

        /// The names behind the constants of `field` and `kind`.
        pub static VOCABULARY: $crate::lang::Vocabulary = $crate::lang::Vocabulary {
            fields: &[$($field_name,)*],
            kinds: &[$($kind_name,)*],
            tokens: &[$($token_name,)*],
        };
    };
}
pub(crate) use vocabulary;
