//! Elixir.
//!
//! To the grammar nearly everything is a call, so that one rule dispatches on what is called (`calls`). Functions and
//! macros are in `functions`, modules and what they are made of in `modules`, what `@` introduces in `attributes`
//! and `types`, docs in `docs`, `alias` and its like in `imports`, names of modules in `paths`, variables in
//! `patterns`.

mod attributes;
mod builtins;
mod calls;
mod docs;
mod functions;
mod imports;
mod modules;
mod paths;
mod patterns;
mod records;
mod types;

use super::{ClassScope, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::Space;
use crate::model::Language;

vocabulary! {
    fields {
        KEY = "key",
        LEFT = "left",
        OPERAND = "operand",
        OPERATOR = "operator",
        QUOTED_END = "quoted_end",
        QUOTED_START = "quoted_start",
        RIGHT = "right",
        TARGET = "target",
        VALUE = "value",
    }
    kinds {
        ACCESS_CALL = "access_call",
        AFTER_BLOCK = "after_block",
        ALIAS = "alias",
        ANONYMOUS_FUNCTION = "anonymous_function",
        ARGUMENTS = "arguments",
        ATOM = "atom",
        BINARY = "binary_operator",
        BITSTRING = "bitstring",
        BLOCK = "block",
        BOOLEAN = "boolean",
        CALL = "call",
        CATCH_BLOCK = "catch_block",
        CHARLIST = "charlist",
        COMMENT = "comment",
        DO_BLOCK = "do_block",
        DOT = "dot",
        ELSE_BLOCK = "else_block",
        ESCAPE = "escape_sequence",
        IDENTIFIER = "identifier",
        INTEGER = "integer",
        INTERPOLATION = "interpolation",
        KEYWORDS = "keywords",
        LIST = "list",
        MAP = "map",
        OPERATOR_IDENTIFIER = "operator_identifier",
        PAIR = "pair",
        QUOTED_ATOM = "quoted_atom",
        RESCUE_BLOCK = "rescue_block",
        SIGIL = "sigil",
        SIGIL_NAME = "sigil_name",
        STAB = "stab_clause",
        STRING = "string",
        STRUCT = "struct",
        TUPLE = "tuple",
        UNARY = "unary_operator",
    }
    tokens {
        ASSIGN = "=",
        SEMICOLON = ";",
    }
}

/// Functions, macros and attributes: what a call means.
const FUNCTIONS: Space = Space::VALUE;
/// Variables, which a name with parentheses never means.
const VARIABLES: Space = Space::MACRO;
const TYPES: Space = Space::TYPE;

/// What a place is that reads differently.
mod mode {
    /// Code that runs where it stands.
    pub const CODE: u8 = 0;
    /// Inside a `quote`: code of whoever uses the macro, so that a bare name is nothing of this module.
    pub const QUOTE: u8 = 1;
    /// Inside a type or a spec: calls are types.
    pub const TYPE: u8 = 2;
}

/// Modules of Elixir are capitalised, those of Erlang atoms; everything else is a function.
fn names_module(segment: &str) -> bool {
    segment.starts_with(|first: char| first == ':' || first.is_uppercase())
}

/// Elixir as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Elixir,
    version: 1,
    grammars: &[GrammarVariant {
        name: "elixir",
        package: "tree-sitter-elixir",
        version: "0.3.5",
        language: || tree_sitter_elixir::LANGUAGE.into(),
    }],
    grammar_for: |_| 0,
    vocabulary: &VOCABULARY,
    extensions: &["ex", "exs"],
    file_names: &[],
    interpreters: &["elixir"],
    rules: &[
        (kind::AFTER_BLOCK, patterns::open_block),
        (kind::ALIAS, paths::use_alias),
        (kind::BINARY, patterns::operate),
        (kind::CALL, calls::call),
        (kind::CATCH_BLOCK, patterns::open_block),
        (kind::CHARLIST, docs::use_string),
        (kind::DO_BLOCK, patterns::open_block),
        (kind::DOT, paths::use_dot),
        (kind::ELSE_BLOCK, patterns::open_block),
        (kind::IDENTIFIER, calls::use_identifier),
        (kind::MAP, paths::use_struct),
        (kind::RESCUE_BLOCK, patterns::open_block),
        (kind::SIGIL, docs::use_string),
        (kind::STAB, patterns::open_clause),
        (kind::STRING, docs::use_string),
        (kind::UNARY, attributes::operate),
    ],
    term_rules: &[],
    definition_kinds: &[],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text: |text| text.trim_start_matches('#'),
    class_scope: ClassScope::Visible,
    isolated_modules: false,
    arity_distinguishes: true,
    unbound_paths: true,
    separator: ".",
    builtins: builtins::BUILTINS,
    // Modules are named in the text, wherever the file lies.
    module_of: |_, _| String::new(),
    module_target: paths::module_target,
    travel: Travel {
        outermost: names_module,
        // `use MyAppWeb` makes `Routes.page_path` of an alias, and a router's scope prefixes `PageController`; nobody
        // aliases the first of several segments.
        aliased: |path| {
            let module = path.iter().take_while(|segment| names_module(segment));
            module.count() < 2 && path.first().is_some_and(|first| !first.starts_with(':'))
        },
        star_hides: |name| name.starts_with('_'),
        names_package: names_module,
        offered_as: super::Travel::OFFERED_AS_NAMED,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// Everything is an expression.
static FRAGMENT_KINDS: &[&str] = &[
    "access_call",
    "after_block",
    "anonymous_function",
    "binary_operator",
    "bitstring",
    "block",
    "call",
    "catch_block",
    "do_block",
    "else_block",
    "list",
    "map",
    "rescue_block",
    "stab_clause",
    "tuple",
    "unary_operator",
];
