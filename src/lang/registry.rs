//! The languages that were compiled in: one line each, sorted.

use super::LanguageSpec;
use crate::model::Language;

static LANGUAGES: &[&LanguageSpec] = &[
    #[cfg(feature = "bash")]
    &super::bash::SPEC,
    #[cfg(feature = "c")]
    &super::c::SPEC,
    #[cfg(feature = "cpp")]
    &super::cpp::SPEC,
    #[cfg(feature = "csharp")]
    &super::csharp::SPEC,
    #[cfg(feature = "css")]
    &super::css::SPEC,
    #[cfg(feature = "elixir")]
    &super::elixir::SPEC,
    #[cfg(feature = "erlang")]
    &super::erlang::SPEC,
    #[cfg(feature = "go")]
    &super::go::SPEC,
    #[cfg(feature = "html")]
    &super::html::SPEC,
    #[cfg(feature = "java")]
    &super::java::SPEC,
    #[cfg(feature = "javascript")]
    &super::javascript::SPEC,
    #[cfg(feature = "json")]
    &super::json::SPEC,
    #[cfg(feature = "kotlin")]
    &super::kotlin::SPEC,
    #[cfg(feature = "lua")]
    &super::lua::SPEC,
    #[cfg(feature = "markdown")]
    &super::markdown::SPEC,
    #[cfg(feature = "php")]
    &super::php::SPEC,
    #[cfg(feature = "protobuf")]
    &super::protobuf::SPEC,
    #[cfg(feature = "python")]
    &super::python::SPEC,
    #[cfg(feature = "ruby")]
    &super::ruby::SPEC,
    #[cfg(feature = "rust")]
    &super::rust::SPEC,
    #[cfg(feature = "scala")]
    &super::scala::SPEC,
    #[cfg(feature = "sql")]
    &super::sql::SPEC,
    #[cfg(feature = "swift")]
    &super::swift::SPEC,
    #[cfg(feature = "toml")]
    &super::toml::SPEC,
    #[cfg(feature = "typescript")]
    &super::typescript::SPEC,
    #[cfg(feature = "yaml")]
    &super::yaml::SPEC,
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

    /// Extensions that two languages have; the text tells which it is.
    const SHARED: &[&str] = &["h"];

    #[test]
    fn languages_are_sorted_and_claim_no_file_twice() {
        assert!(LANGUAGES.is_sorted_by_key(|spec| spec.language.label()));
        let of = |list: fn(&LanguageSpec) -> &'static [&'static str]| {
            let mut claims: Vec<&str> = LANGUAGES.iter().flat_map(|spec| list(spec)).copied().collect();
            claims.sort_unstable();
            claims
        };
        for claims in [of(|spec| spec.extensions), of(|spec| spec.file_names), of(|spec| spec.interpreters)] {
            let twice: Vec<&str> =
                claims.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
            assert!(twice.iter().all(|claim| SHARED.contains(claim)), "{twice:?} are claimed twice");
        }
    }
}
