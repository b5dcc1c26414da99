//! What C and C++ share: one vocabulary and one set of rules over two grammars. A kind that a grammar lacks is a rule
//! that is never called.
//!
//! Definitions: `functions`, `variables`, `types`, with what they declare read by `declarators`. The preprocessor's
//! names: `preprocessor`. Expressions: `uses`. What the grammars misread: `repairs`.

mod builtins;
mod classes;
mod declarators;
pub mod docs;
mod functions;
mod methods;
pub mod modules;
mod names;
mod namespaces;
mod paths;
mod preprocessor;
pub mod recognition;
pub mod repairs;
mod terms;
mod types;
mod uses;
mod variables;

pub use builtins::BUILTINS;

use super::{Kind, Rule, Travel, vocabulary};
use crate::model::Language;

vocabulary! {
    fields {
        ARGUMENT = "argument",
        ARGUMENTS = "arguments",
        BODY = "body",
        CAPTURES = "captures",
        CONDITION = "condition",
        DECLARATOR = "declarator",
        DEFAULT_VALUE = "default_value",
        FIELD = "field",
        FUNCTION = "function",
        LEFT = "left",
        MEMBER = "member",
        NAME = "name",
        PARAMETERS = "parameters",
        PATH = "path",
        SCOPE = "scope",
        TYPE = "type",
        VALUE = "value",
    }
    kinds {
        ABSTRACT_FUNCTION_DECLARATOR = "abstract_function_declarator",
        ACCESS_SPECIFIER = "access_specifier",
        ALIAS_DECLARATION = "alias_declaration",
        ARRAY_DECLARATOR = "array_declarator",
        ASSIGNMENT = "assignment_expression",
        ATTRIBUTE = "attribute",
        ATTRIBUTED_DECLARATOR = "attributed_declarator",
        ATTRIBUTE_DECLARATION = "attribute_declaration",
        ATTRIBUTE_SPECIFIER = "attribute_specifier",
        BASE_CLASS_CLAUSE = "base_class_clause",
        CALL = "call_expression",
        CATCH = "catch_clause",
        CLASS = "class_specifier",
        COMMENT = "comment",
        COMPOUND_LITERAL = "compound_literal_expression",
        COMPOUND_STATEMENT = "compound_statement",
        CONCEPT = "concept_definition",
        DECLARATION = "declaration",
        DEPENDENT_NAME = "dependent_name",
        DESTRUCTOR_NAME = "destructor_name",
        ENUM = "enum_specifier",
        ENUMERATOR = "enumerator",
        EXPRESSION_STATEMENT = "expression_statement",
        FIELD = "field_declaration",
        FIELD_DECLARATION_LIST = "field_declaration_list",
        FIELD_DESIGNATOR = "field_designator",
        FIELD_EXPRESSION = "field_expression",
        FIELD_IDENTIFIER = "field_identifier",
        FIELD_INITIALIZER = "field_initializer",
        FIELD_INITIALIZER_LIST = "field_initializer_list",
        FOR = "for_statement",
        FRIEND_DECLARATION = "friend_declaration",
        FUNCTION_DECLARATOR = "function_declarator",
        FUNCTION_DEFINITION = "function_definition",
        IDENTIFIER = "identifier",
        IF = "if_statement",
        INITIALIZER_LIST = "initializer_list",
        INITIALIZER_PAIR = "initializer_pair",
        INIT_DECLARATOR = "init_declarator",
        LAMBDA = "lambda_expression",
        LINKAGE_SPECIFICATION = "linkage_specification",
        MS_CALL_MODIFIER = "ms_call_modifier",
        MS_DECLSPEC = "ms_declspec_modifier",
        NAMESPACE = "namespace_definition",
        NAMESPACE_ALIAS = "namespace_alias_definition",
        NAMESPACE_IDENTIFIER = "namespace_identifier",
        NEW = "new_expression",
        OFFSETOF = "offsetof_expression",
        OPERATOR_CAST = "operator_cast",
        OPERATOR_NAME = "operator_name",
        OPTIONAL_PARAMETER = "optional_parameter_declaration",
        OPTIONAL_TYPE_PARAMETER = "optional_type_parameter_declaration",
        PARAMETER_DECLARATION = "parameter_declaration",
        PARENTHESIZED = "parenthesized_expression",
        PARENTHESIZED_DECLARATOR = "parenthesized_declarator",
        POINTER_DECLARATOR = "pointer_declarator",
        POINTER_EXPRESSION = "pointer_expression",
        POINTER_TYPE_DECLARATOR = "pointer_type_declarator",
        PREPROC_DEF = "preproc_def",
        PREPROC_ELIF = "preproc_elif",
        PREPROC_ELIFDEF = "preproc_elifdef",
        PREPROC_FUNCTION_DEF = "preproc_function_def",
        PREPROC_IF = "preproc_if",
        PREPROC_IFDEF = "preproc_ifdef",
        PREPROC_INCLUDE = "preproc_include",
        PRIMITIVE_TYPE = "primitive_type",
        QUALIFIED_IDENTIFIER = "qualified_identifier",
        RANGE_LOOP = "for_range_loop",
        RAW_STRING = "raw_string_literal",
        REFERENCE_DECLARATOR = "reference_declarator",
        STORAGE_CLASS = "storage_class_specifier",
        STRING = "string_literal",
        STRUCT = "struct_specifier",
        STRUCTURED_BINDING = "structured_binding_declarator",
        SUBSCRIPT_DESIGNATOR = "subscript_designator",
        SWITCH = "switch_statement",
        SYSTEM_STRING = "system_lib_string",
        TEMPLATE_DECLARATION = "template_declaration",
        TEMPLATE_FUNCTION = "template_function",
        TEMPLATE_METHOD = "template_method",
        TEMPLATE_PARAMETERS = "template_parameter_list",
        TEMPLATE_TYPE = "template_type",
        THIS = "this",
        TRAILING_RETURN_TYPE = "trailing_return_type",
        TRANSLATION_UNIT = "translation_unit",
        TRY_STATEMENT = "try_statement",
        TYPE_DEFINITION = "type_definition",
        TYPE_IDENTIFIER = "type_identifier",
        TYPE_PARAMETER = "type_parameter_declaration",
        TYPE_QUALIFIER = "type_qualifier",
        UNION = "union_specifier",
        UPDATE = "update_expression",
        USING_DECLARATION = "using_declaration",
        VARIADIC_DECLARATOR = "variadic_declarator",
        VARIADIC_PARAMETER = "variadic_parameter",
        VARIADIC_PARAMETER_PACK = "variadic_parameter_declaration",
        VARIADIC_TYPE_PARAMETER = "variadic_type_parameter_declaration",
        WHILE = "while_statement",
    }
    tokens {
        CLASS_TOKEN = "class",
        ELLIPSIS = "...",
        NAMESPACE_TOKEN = "namespace",
        SEMICOLON = ";",
        STAR = "*",
        STRUCT_TOKEN = "struct",
    }
}

/// The rules of both languages.
macro_rules! shared_rules {
    ($($more:tt)*) => {
        &[
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
            (kind::TYPE_DEFINITION, types::define_typedef),
            (kind::TYPE_IDENTIFIER, types::use_type),
            (kind::UNION, types::define_struct),
            $($more)*
        ]
    };
}

/// The rules of C.
pub static C_RULES: &[(Kind, Rule)] = shared_rules![(kind::TRANSLATION_UNIT, preprocessor::define_macros),];

/// The rules of C++.
pub static CPP_RULES: &[(Kind, Rule)] = shared_rules![
    (kind::ACCESS_SPECIFIER, classes::change_access),
    (kind::ALIAS_DECLARATION, classes::define_alias),
    (kind::CATCH, uses::open_statement),
    (kind::CLASS, classes::define_class),
    (kind::COMPOUND_LITERAL, uses::instantiate),
    (kind::CONCEPT, classes::define_concept),
    (kind::DESTRUCTOR_NAME, uses::claim_name),
    (kind::FIELD_INITIALIZER, uses::initialise_member),
    (kind::FRIEND_DECLARATION, classes::enter_friend),
    (kind::IF, uses::open_statement),
    (kind::LAMBDA, uses::enter_lambda),
    (kind::NAMESPACE, namespaces::define_namespace),
    (kind::NAMESPACE_ALIAS, namespaces::define_alias),
    (kind::NEW, uses::instantiate),
    (kind::OPERATOR_NAME, uses::claim_name),
    (kind::OPTIONAL_PARAMETER, functions::bind_parameter),
    (kind::OPTIONAL_TYPE_PARAMETER, classes::bind_type_parameter),
    (kind::QUALIFIED_IDENTIFIER, uses::use_path),
    (kind::RANGE_LOOP, uses::open_range_loop),
    (kind::STRUCTURED_BINDING, uses::bind_structure),
    (kind::SWITCH, uses::open_statement),
    (kind::TEMPLATE_DECLARATION, classes::open_template),
    (kind::TRANSLATION_UNIT, namespaces::enter_file),
    (kind::TYPE_PARAMETER, classes::bind_type_parameter),
    (kind::USING_DECLARATION, namespaces::use_declaration),
    (kind::VARIADIC_PARAMETER_PACK, functions::bind_parameter),
    (kind::VARIADIC_TYPE_PARAMETER, classes::bind_type_parameter),
    (kind::WHILE, uses::open_statement),
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
