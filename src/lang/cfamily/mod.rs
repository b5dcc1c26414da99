//! What C and C++ share: one vocabulary and one set of rules over two grammars. A kind that a grammar lacks is a rule
//! that is never called.
//!
//! Definitions: `functions`, `variables`, `types`, with what they declare read by `declarators`. The preprocessor's
//! names: `preprocessor`. Expressions: `uses`. What the grammars misread: `repairs`.

mod declarators;
pub mod docs;
mod functions;
pub mod modules;
mod names;
mod preprocessor;
pub mod recognition;
pub mod repairs;
mod terms;
mod types;
mod uses;
mod variables;

use super::{Kind, Rule, Travel, vocabulary};
use crate::model::Language;

vocabulary! {
    fields {
        ARGUMENT = "argument",
        ARGUMENTS = "arguments",
        BODY = "body",
        CONDITION = "condition",
        DECLARATOR = "declarator",
        FIELD = "field",
        FUNCTION = "function",
        LEFT = "left",
        MEMBER = "member",
        NAME = "name",
        PARAMETERS = "parameters",
        PATH = "path",
        TYPE = "type",
    }
    kinds {
        ARRAY_DECLARATOR = "array_declarator",
        ASSIGNMENT = "assignment_expression",
        ATTRIBUTE = "attribute",
        ATTRIBUTED_DECLARATOR = "attributed_declarator",
        ATTRIBUTE_DECLARATION = "attribute_declaration",
        ATTRIBUTE_SPECIFIER = "attribute_specifier",
        CALL = "call_expression",
        COMMENT = "comment",
        COMPOUND_LITERAL = "compound_literal_expression",
        COMPOUND_STATEMENT = "compound_statement",
        DECLARATION = "declaration",
        ENUM = "enum_specifier",
        ENUMERATOR = "enumerator",
        EXPRESSION_STATEMENT = "expression_statement",
        FIELD = "field_declaration",
        FIELD_DESIGNATOR = "field_designator",
        FIELD_EXPRESSION = "field_expression",
        FIELD_IDENTIFIER = "field_identifier",
        FOR = "for_statement",
        FUNCTION_DECLARATOR = "function_declarator",
        FUNCTION_DEFINITION = "function_definition",
        IDENTIFIER = "identifier",
        INITIALIZER_LIST = "initializer_list",
        INITIALIZER_PAIR = "initializer_pair",
        INIT_DECLARATOR = "init_declarator",
        LINKAGE_SPECIFICATION = "linkage_specification",
        MS_CALL_MODIFIER = "ms_call_modifier",
        MS_DECLSPEC = "ms_declspec_modifier",
        OFFSETOF = "offsetof_expression",
        PARAMETER_DECLARATION = "parameter_declaration",
        PARENTHESIZED = "parenthesized_expression",
        PARENTHESIZED_DECLARATOR = "parenthesized_declarator",
        POINTER_DECLARATOR = "pointer_declarator",
        POINTER_EXPRESSION = "pointer_expression",
        PREPROC_DEF = "preproc_def",
        PREPROC_ELIF = "preproc_elif",
        PREPROC_ELIFDEF = "preproc_elifdef",
        PREPROC_FUNCTION_DEF = "preproc_function_def",
        PREPROC_IF = "preproc_if",
        PREPROC_IFDEF = "preproc_ifdef",
        PREPROC_INCLUDE = "preproc_include",
        PRIMITIVE_TYPE = "primitive_type",
        STORAGE_CLASS = "storage_class_specifier",
        STRING = "string_literal",
        STRUCT = "struct_specifier",
        SUBSCRIPT_DESIGNATOR = "subscript_designator",
        SYSTEM_STRING = "system_lib_string",
        TRANSLATION_UNIT = "translation_unit",
        TYPE_DEFINITION = "type_definition",
        TYPE_IDENTIFIER = "type_identifier",
        TYPE_QUALIFIER = "type_qualifier",
        UNION = "union_specifier",
        UPDATE = "update_expression",
        VARIADIC_PARAMETER = "variadic_parameter",
    }
    tokens {
        ELLIPSIS = "...",
        SEMICOLON = ";",
        STAR = "*",
    }
}

/// The rules of the family.
pub static RULES: &[(Kind, Rule)] = &[
    (kind::ATTRIBUTE_DECLARATION, uses::use_attribute),
    (kind::ATTRIBUTE_SPECIFIER, uses::use_attribute),
    (kind::CALL, uses::call),
    (kind::COMPOUND_STATEMENT, functions::open_block),
    (kind::DECLARATION, variables::declare),
    (kind::ENUM, types::define_enum),
    (kind::ENUMERATOR, types::define_enumerator),
    (kind::EXPRESSION_STATEMENT, functions::define_by_statement),
    (kind::FIELD, variables::define_fields),
    (kind::FIELD_DESIGNATOR, uses::use_designator),
    (kind::FIELD_EXPRESSION, uses::use_field),
    (kind::FOR, uses::open_statement),
    (kind::FUNCTION_DECLARATOR, functions::open_declarator),
    (kind::FUNCTION_DEFINITION, functions::define_function),
    (kind::IDENTIFIER, uses::use_identifier),
    (kind::MS_DECLSPEC, uses::use_attribute),
    (kind::OFFSETOF, uses::use_offset),
    (kind::PARAMETER_DECLARATION, functions::bind_parameter),
    (kind::PREPROC_ELIF, preprocessor::use_condition),
    (kind::PREPROC_ELIFDEF, preprocessor::use_condition_name),
    (kind::PREPROC_IF, preprocessor::use_condition),
    (kind::PREPROC_IFDEF, preprocessor::use_condition_name),
    (kind::PREPROC_INCLUDE, preprocessor::include),
    (kind::STRUCT, types::define_struct),
    (kind::TRANSLATION_UNIT, preprocessor::define_macros),
    (kind::TYPE_DEFINITION, types::define_typedef),
    (kind::TYPE_IDENTIFIER, types::use_type),
    (kind::UNION, types::define_struct),
];

/// What gives terms.
pub static TERM_RULES: &[(Kind, Rule)] = &[
    (kind::ATTRIBUTE, terms::attribute),
    (kind::CALL, terms::call),
    (kind::FIELD_EXPRESSION, terms::member),
    (kind::STRING, terms::string),
];

/// Names of C and C++ are one program's: what a file doesn't define, another one may.
pub static TRAVEL: Travel =
    Travel { family: Some(Language::C), relative_paths: true, outer_modules: true, ..Travel::BASE };
