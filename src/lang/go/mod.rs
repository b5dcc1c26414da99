//! Go.
//!
//! Functions, methods and what they bind are in `functions`, types and their members in `types`, constants and
//! variables in `values`, statements that open scopes or bind names in `statements`, expressions in `uses`, import
//! paths in `modules`, doc comments in `docs`, code that is being edited in `repairs`.

mod builtins;
mod docs;
mod functions;
mod imports;
mod modules;
mod paths;
mod repairs;
mod statements;
mod terms;
mod types;
mod typing;
mod uses;
mod values;

use super::{ClassScope, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::model::{Language, Visibility};

vocabulary! {
    fields {
        ALIAS = "alias",
        ARGUMENTS = "arguments",
        BODY = "body",
        ELEMENT = "element",
        FIELD = "field",
        FUNCTION = "function",
        KEY = "key",
        LEFT = "left",
        NAME = "name",
        OPERAND = "operand",
        OPERATOR = "operator",
        PACKAGE = "package",
        PARAMETERS = "parameters",
        PATH = "path",
        RECEIVER = "receiver",
        RESULT = "result",
        RIGHT = "right",
        TYPE = "type",
        TYPE_ARGUMENTS = "type_arguments",
        TYPE_PARAMETERS = "type_parameters",
        VALUE = "value",
    }
    kinds {
        ARRAY_TYPE = "array_type",
        ASSIGNMENT = "assignment_statement",
        BLANK = "blank_identifier",
        BLOCK = "block",
        CALL = "call_expression",
        COMMENT = "comment",
        COMMUNICATION_CASE = "communication_case",
        COMPOSITE = "composite_literal",
        CONST_DECLARATION = "const_declaration",
        CONST_SPEC = "const_spec",
        CONVERSION = "type_conversion_expression",
        DECREMENT = "dec_statement",
        DEFAULT_CASE = "default_case",
        DOT = "dot",
        EXPRESSION_CASE = "expression_case",
        EXPRESSION_LIST = "expression_list",
        FIELD_DECLARATION = "field_declaration",
        FIELD_IDENTIFIER = "field_identifier",
        FOR = "for_statement",
        FUNCTION_DECLARATION = "function_declaration",
        FUNCTION_LITERAL = "func_literal",
        FUNCTION_TYPE = "function_type",
        GENERIC_TYPE = "generic_type",
        IDENTIFIER = "identifier",
        IF = "if_statement",
        IMPLICIT_ARRAY_TYPE = "implicit_length_array_type",
        IMPORT_SPEC = "import_spec",
        INCREMENT = "inc_statement",
        INDEX = "index_expression",
        INSTANTIATION = "type_instantiation_expression",
        INTERFACE_TYPE = "interface_type",
        INTERPRETED_STRING = "interpreted_string_literal",
        KEYED_ELEMENT = "keyed_element",
        LITERAL_ELEMENT = "literal_element",
        LITERAL_VALUE = "literal_value",
        MAP_TYPE = "map_type",
        METHOD_DECLARATION = "method_declaration",
        METHOD_ELEM = "method_elem",
        PACKAGE_CLAUSE = "package_clause",
        PARAMETER = "parameter_declaration",
        PARAMETER_LIST = "parameter_list",
        PARENTHESIZED = "parenthesized_expression",
        PARENTHESIZED_TYPE = "parenthesized_type",
        POINTER_TYPE = "pointer_type",
        QUALIFIED_TYPE = "qualified_type",
        RANGE = "range_clause",
        RAW_STRING = "raw_string_literal",
        RECEIVE = "receive_statement",
        SELECT = "select_statement",
        SELECTOR = "selector_expression",
        SHORT_DECLARATION = "short_var_declaration",
        SLICE_TYPE = "slice_type",
        SOURCE_FILE = "source_file",
        STATEMENT_LIST = "statement_list",
        STRUCT_TYPE = "struct_type",
        SWITCH = "expression_switch_statement",
        TYPE_ALIAS = "type_alias",
        TYPE_ASSERTION = "type_assertion_expression",
        TYPE_CASE = "type_case",
        TYPE_DECLARATION = "type_declaration",
        TYPE_ELEM = "type_elem",
        TYPE_IDENTIFIER = "type_identifier",
        TYPE_PARAMETER = "type_parameter_declaration",
        TYPE_SPEC = "type_spec",
        TYPE_SWITCH = "type_switch_statement",
        UNARY = "unary_expression",
        VAR_DECLARATION = "var_declaration",
        VAR_SPEC = "var_spec",
        VARIADIC_PARAMETER = "variadic_parameter_declaration",
    }
    tokens {
        DEFINES = ":=",
        OPEN_PAREN = "(",
        STAR = "*",
    }
}

/// Go as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Go,
    version: 1,
    grammars: &[GrammarVariant {
        name: "go",
        package: "tree-sitter-go",
        version: "0.25.0",
        language: || tree_sitter_go::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["go"],
    interpreters: &["gorun"],
    repair: repairs::repair,
    rules: &[
        (kind::ASSIGNMENT, uses::assign),
        (kind::BLOCK, statements::open_block),
        (kind::CALL, uses::call),
        (kind::COMMUNICATION_CASE, statements::open_scope),
        (kind::COMPOSITE, uses::instantiate),
        (kind::CONVERSION, uses::convert),
        (kind::CONST_SPEC, values::define_constants),
        (kind::DECREMENT, uses::count_up),
        (kind::DEFAULT_CASE, statements::open_scope),
        (kind::EXPRESSION_CASE, statements::open_scope),
        (kind::FIELD_DECLARATION, types::define_fields),
        (kind::FOR, statements::open_scope),
        (kind::FUNCTION_DECLARATION, functions::define_function),
        (kind::FUNCTION_LITERAL, functions::open_literal),
        (kind::FUNCTION_TYPE, functions::open_type),
        (kind::IDENTIFIER, uses::use_identifier),
        (kind::IF, statements::open_scope),
        (kind::IMPORT_SPEC, imports::import),
        (kind::INCREMENT, uses::count_up),
        (kind::INTERFACE_TYPE, types::open_unnamed),
        (kind::METHOD_DECLARATION, functions::define_method),
        (kind::METHOD_ELEM, types::define_method_of_interface),
        (kind::PACKAGE_CLAUSE, modules::declare_package),
        (kind::QUALIFIED_TYPE, types::use_type),
        (kind::RANGE, statements::bind_left),
        (kind::RECEIVE, statements::bind_left),
        (kind::SELECTOR, uses::use_selector),
        (kind::SHORT_DECLARATION, statements::bind_left),
        (kind::STRUCT_TYPE, types::open_unnamed),
        (kind::SWITCH, statements::open_scope),
        (kind::TYPE_ALIAS, types::define_type),
        (kind::TYPE_CASE, statements::open_type_case),
        (kind::TYPE_ELEM, types::use_element),
        (kind::TYPE_IDENTIFIER, types::use_type),
        (kind::TYPE_SPEC, types::define_type),
        (kind::TYPE_SWITCH, statements::open_type_switch),
        (kind::VAR_SPEC, values::define_variables),
    ],
    term_rules: &[
        (kind::CALL, terms::call),
        (kind::CONVERSION, terms::convert),
        (kind::INTERPRETED_STRING, terms::string),
        (kind::RAW_STRING, terms::string),
        (kind::SELECTOR, terms::attribute),
    ],
    definition_kinds: &["function_declaration", "method_declaration", "type_spec"],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text: docs::comment_text,
    class_scope: ClassScope::MembersOnly,
    unbound_paths: true,
    unbound_names: true,
    builtins: builtins::BUILTINS,
    library_methods: include_str!("methods.txt"),
    module_of: modules::module_of,
    module_target: modules::module_target,
    travel: Travel {
        // An import path is one name, however many slashes and dots it has.
        nested_modules: false,
        relative_paths: true,
        bases_in_order: true,
        stands_for_module: Some(modules::rank_of_file),
        offered_as: super::Travel::OFFERED_AS_NAMED,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// A capital makes a name public, any other is its package's.
fn visibility(name: &str) -> Visibility {
    if name.starts_with(char::is_uppercase) { Visibility::Public } else { Visibility::Internal }
}

/// Expressions, statements and definitions.
static FRAGMENT_KINDS: &[&str] = &[
    "assignment_statement",
    "binary_expression",
    "block",
    "call_expression",
    "communication_case",
    "composite_literal",
    "const_declaration",
    "const_spec",
    "defer_statement",
    "expression_case",
    "expression_statement",
    "expression_switch_statement",
    "field_declaration",
    "for_statement",
    "func_literal",
    "function_declaration",
    "go_statement",
    "if_statement",
    "index_expression",
    "method_declaration",
    "method_elem",
    "parenthesized_expression",
    "return_statement",
    "select_statement",
    "selector_expression",
    "send_statement",
    "short_var_declaration",
    "slice_expression",
    "type_assertion_expression",
    "type_case",
    "type_conversion_expression",
    "type_declaration",
    "type_spec",
    "type_switch_statement",
    "unary_expression",
    "var_declaration",
    "var_spec",
];
