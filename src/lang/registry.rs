//! The languages that were compiled in: one line each, sorted.

use super::LanguageSpec;
use crate::model::Language;

static LANGUAGES: &[&LanguageSpec] = &[
    #[cfg(feature = "elixir")]
    &super::elixir::SPEC,
    #[cfg(feature = "javascript")]
    &super::javascript::SPEC,
    #[cfg(feature = "python")]
    &super::python::SPEC,
    #[cfg(feature = "rust")]
    &super::rust::SPEC,
    #[cfg(feature = "typescript")]
    &super::typescript::SPEC,
];

/// Every language that was compiled in, sorted by name.
pub fn languages() -> &'static [&'static LanguageSpec] {
    LANGUAGES
}

/// The declaration of a language; `None` where it was not compiled in.
pub fn spec(language: Language) -> Option<&'static LanguageSpec> {
    LANGUAGES.iter().copied().find(|spec| spec.language == language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Tag;

    #[test]
    fn languages_are_sorted_and_share_no_extension() {
        assert!(LANGUAGES.is_sorted_by_key(|spec| spec.language.label()));
        let mut extensions: Vec<&str> = LANGUAGES.iter().flat_map(|spec| spec.extensions).copied().collect();
        let count = extensions.len();
        extensions.sort_unstable();
        extensions.dedup();
        assert_eq!(extensions.len(), count);
    }
}
