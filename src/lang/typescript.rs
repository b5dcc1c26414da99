//! TypeScript and TSX: two grammars of one language. Its rules are those of the family (`ecmascript`).

use super::ecmascript::{self, VOCABULARY, builtins, docs, modules, repairs};
use super::{ClassScope, GrammarVariant, LanguageSpec};
use crate::model::Language;

/// TypeScript as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::TypeScript,
    version: 1,
    grammars: &[
        GrammarVariant {
            name: "typescript",
            package: "tree-sitter-typescript",
            version: "0.23.2",
            language: || tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        },
        GrammarVariant {
            name: "tsx",
            package: "tree-sitter-typescript",
            version: "0.23.2",
            language: || tree_sitter_typescript::LANGUAGE_TSX.into(),
        },
    ],
    grammar_for: |path| usize::from(path.ends_with(".tsx")),
    vocabulary: &VOCABULARY,
    extensions: &["cts", "mts", "ts", "tsx"],
    file_names: &[],
    interpreters: &["deno", "ts-node", "tsx"],
    // Qt Linguist keeps its translations in `.ts` files.
    recognises: |_, text| !text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text).starts_with(b"<?xml"),
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
