//! JavaScript, JSX included. Its rules are those of the family (`ecmascript`).

use super::ecmascript::{self, VOCABULARY, builtins, docs, modules, repairs};
use super::{ClassScope, GrammarVariant, LanguageSpec};
use crate::model::Language;

/// JavaScript as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::JavaScript,
    version: 1,
    grammars: &[GrammarVariant {
        name: "javascript",
        package: "tree-sitter-javascript",
        version: "0.25.0",
        language: || tree_sitter_javascript::LANGUAGE.into(),
    }],
    grammar_for: |_| 0,
    vocabulary: &VOCABULARY,
    extensions: &["cjs", "es6", "js", "jsx", "mjs"],
    file_names: &["Jakefile"],
    interpreters: &["bun", "node", "nodejs"],
    rules: ecmascript::RULES,
    term_rules: ecmascript::TERM_RULES,
    definition_kinds: ecmascript::DEFINITION_KINDS,
    fragment_kinds: ecmascript::FRAGMENT_KINDS,
    comment_kinds: &["comment", "html_comment"],
    comment_text: docs::comment_text,
    class_scope: ClassScope::MembersOnly,
    isolated_modules: false,
    arity_distinguishes: false,
    unbound_paths: false,
    separator: ".",
    builtins: builtins::BUILTINS,
    library_methods: include_str!("ecmascript/methods.txt"),
    module_of: modules::module_of,
    module_target: modules::module_target,
    travel: ecmascript::TRAVEL,
    repair: repairs::repair,
    ..LanguageSpec::BASE
};
