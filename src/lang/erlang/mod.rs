//! Erlang: modules, headers and scripts.
//!
//! Functions and their clauses are in `functions`, records and their fields in `records`, macros in `macros`, types,
//! specs and callbacks in `types`, what other attributes say in `attributes`, expressions in `uses`, docs in `docs`,
//! names of modules and headers in `modules`, what the grammar misreads in `repairs`.

mod attributes;
mod builtins;
mod docs;
mod functions;
mod macros;
mod modules;
mod names;
mod records;
mod repairs;
mod types;
mod uses;

use super::{ClassScope, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::Space;
use crate::model::Language;

vocabulary! {
    fields {
        ARGS = "args",
        ARITY = "arity",
        BODY = "body",
        CLAUSE = "clause",
        EXPR = "expr",
        FILE = "file",
        FUN = "fun",
        FUNS = "funs",
        GUARD = "guard",
        LHS = "lhs",
        MODULE = "module",
        NAME = "name",
        PAT = "pat",
        REPLACEMENT = "replacement",
        SIGS = "sigs",
        TYPES = "types",
        VALUE = "value",
    }
    kinds {
        ANN_VAR = "ann_var",
        ANONYMOUS_FUN = "anonymous_fun",
        ARITY = "arity",
        ATOM = "atom",
        BEHAVIOUR = "behaviour_attribute",
        BIT_TYPES = "bit_type_list",
        CALL = "call",
        CALLBACK = "callback",
        CATCH_CLAUSE = "catch_clause",
        COMMENT = "comment",
        COMPILE_OPTIONS = "compile_options_attribute",
        CR_CLAUSE = "cr_clause",
        DEFINE = "pp_define",
        DEPRECATED = "deprecated_attribute",
        EXPORT = "export_attribute",
        EXPORT_TYPE = "export_type_attribute",
        EXTERNAL_FUN = "external_fun",
        FIELD_TYPE = "field_type",
        FUNCTION_CLAUSE = "function_clause",
        FUN_CLAUSE = "fun_clause",
        FUN_DECL = "fun_decl",
        GENERATOR = "generator",
        IMPORT = "import_attribute",
        INCLUDE = "pp_include",
        INCLUDE_LIB = "pp_include_lib",
        INTERNAL_FUN = "internal_fun",
        MACRO_CALL = "macro_call_expr",
        MACRO_STRING = "macro_string",
        MATCH = "match_expr",
        MODULE_ATTRIBUTE = "module_attribute",
        NOMINAL = "nominal",
        OPAQUE = "opaque",
        PP_ELIF = "pp_elif",
        PP_ELSE = "pp_else",
        PP_ENDIF = "pp_endif",
        PP_IF = "pp_if",
        PP_IFDEF = "pp_ifdef",
        PP_IFNDEF = "pp_ifndef",
        PP_UNDEF = "pp_undef",
        RECORD_DECL = "record_decl",
        RECORD_EXPR = "record_expr",
        RECORD_FIELD = "record_field",
        RECORD_FIELD_EXPR = "record_field_expr",
        RECORD_FIELD_NAME = "record_field_name",
        RECORD_INDEX = "record_index_expr",
        RECORD_NAME = "record_name",
        RECORD_UPDATE = "record_update_expr",
        REMOTE = "remote",
        SOURCE_FILE = "source_file",
        SPEC = "spec",
        STRING = "string",
        TYPE_ALIAS = "type_alias",
        TYPE_NAME = "type_name",
        VAR = "var",
        WILD_ATTRIBUTE = "wild_attribute",
    }
    tokens {
        SEMICOLON = ";",
    }
}

/// Functions, which only calls and `fun f/1` mean; variables are of no interest to other names.
const FUNCTIONS: Space = Space::VALUE;
const TYPES: Space = Space::TYPE;
/// Macros and records: both are written with a mark before their name.
const MARKED: Space = Space::MACRO;

/// What a place is that reads differently.
mod mode {
    /// Inside a type or a spec: calls are types.
    pub const TYPE: u8 = 1;
    /// Inside a pattern: records are taken apart.
    pub const PATTERN: u8 = 2;
}

/// Pipes that a text may have: Erlang has none, so that more than a few strings can hold belong to another language.
const PIPES_MAX: usize = 1_000;

/// Whether the parser ends on a text. At each `|>` of a broken form its recovery keeps another reading of all that came
/// before: 50,000 take minutes, and more stack than a thread has.
fn is_readable(source: &str) -> bool {
    memchr::memmem::find_iter(source.as_bytes(), b"|>").nth(PIPES_MAX).is_none()
}

/// Erlang as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Erlang,
    version: 1,
    grammars: &[GrammarVariant {
        name: "erlang",
        package: "tree-sitter-erlang",
        version: "0.21.0",
        language: || tree_sitter_erlang::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["erl", "escript", "hrl"],
    interpreters: &["escript"],
    is_readable,
    repair: repairs::repair,
    rules: &[
        (kind::ANONYMOUS_FUN, functions::open_anonymous),
        (kind::BEHAVIOUR, attributes::implement),
        (kind::BIT_TYPES, uses::skip),
        (kind::CALL, uses::call),
        (kind::CALLBACK, types::define_callback),
        (kind::CATCH_CLAUSE, functions::open_pattern),
        (kind::COMPILE_OPTIONS, uses::skip),
        (kind::CR_CLAUSE, functions::open_pattern),
        (kind::DEFINE, macros::define),
        (kind::DEPRECATED, uses::skip),
        (kind::EXTERNAL_FUN, uses::use_external_fun),
        (kind::FIELD_TYPE, types::enter),
        (kind::FUN_CLAUSE, functions::open_clause),
        (kind::FUN_DECL, functions::define),
        (kind::GENERATOR, functions::open_pattern),
        (kind::IMPORT, attributes::import),
        (kind::INCLUDE, attributes::include),
        (kind::INCLUDE_LIB, attributes::include),
        (kind::INTERNAL_FUN, uses::use_fun),
        (kind::MACRO_CALL, macros::use_macro),
        (kind::MACRO_STRING, uses::skip),
        (kind::MATCH, functions::open_pattern),
        (kind::MODULE_ATTRIBUTE, modules::declare),
        (kind::NOMINAL, types::define),
        (kind::OPAQUE, types::define),
        (kind::RECORD_DECL, records::define),
        (kind::RECORD_EXPR, records::use_record),
        (kind::RECORD_FIELD_EXPR, records::use_field),
        (kind::RECORD_INDEX, records::use_field),
        (kind::RECORD_UPDATE, records::use_record),
        (kind::SOURCE_FILE, attributes::read_exports),
        (kind::SPEC, types::enter_spec),
        (kind::STRING, uses::use_string),
        (kind::TYPE_ALIAS, types::define),
        (kind::VAR, uses::use_variable),
        (kind::WILD_ATTRIBUTE, uses::skip),
    ],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text: |text| text.trim_start_matches('%'),
    class_scope: ClassScope::MembersOnly,
    arity_distinguishes: true,
    unbound_paths: true,
    separator: ":",
    builtins: builtins::BUILTINS,
    module_of: modules::module_of,
    module_target: modules::module_target,
    travel: Travel { nested_modules: false, offered_as: Travel::OFFERED_AS_NAMED, ..Travel::BASE },
    ..LanguageSpec::BASE
};

/// Everything but patterns' leaves is an expression.
static FRAGMENT_KINDS: &[&str] = &[
    "anonymous_fun",
    "binary",
    "binary_comprehension",
    "binary_op_expr",
    "block_expr",
    "call",
    "case_expr",
    "catch_clause",
    "catch_expr",
    "clause_body",
    "cond_match_expr",
    "cr_clause",
    "fun_clause",
    "fun_decl",
    "if_clause",
    "if_expr",
    "list",
    "list_comprehension",
    "map_comprehension",
    "map_expr",
    "map_expr_update",
    "match_expr",
    "maybe_expr",
    "paren_expr",
    "receive_expr",
    "record_expr",
    "record_field_expr",
    "record_update_expr",
    "remote",
    "try_expr",
    "tuple",
    "unary_op_expr",
];
