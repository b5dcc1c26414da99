//! The languages that were compiled in: one line each, sorted.

use super::LanguageSpec;
use crate::model::Language;

static LANGUAGES: &[&LanguageSpec] = &[
    #[cfg(feature = "python")]
    &super::python::SPEC,
    #[cfg(feature = "rust")]
    &super::rust::SPEC,
];

/// Every language that was compiled in, sorted by name.
pub fn languages() -> &'static [&'static LanguageSpec] {
    LANGUAGES
}

/// The declaration of a language; `None` where it was not compiled in.
pub fn spec(language: Language) -> Option<&'static LanguageSpec> {
    LANGUAGES.iter().copied().find(|spec| spec.language == language)
}
