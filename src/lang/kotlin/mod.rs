//! Kotlin.
//!
//! Types and their bases are in `classes`, functions and constructors in `functions`, properties in `properties`, what
//! statements bind in `bindings`, types where they are used in `types`, expressions in `uses`, chains of names in
//! `paths`, packages and imports in `imports`, what the grammar misreads in `repairs`.
//!
//! An extension is qualified by the place where it is written; its receiver's type stands in its signature. An object
//! is a class, and a companion without a name is called `Companion`; its members are also the outer class's. An object
//! literal has no symbol; its members are qualified by the type around it and a number (`com.foo.Outer.$1.run`), on the
//! file's level by the class that the compiler makes of the file (`com.foo.UtilKt.$1.run`).

mod bindings;
mod builtins;
mod classes;
mod functions;
mod imports;
mod modifiers;
mod paths;
mod properties;
mod repairs;
mod terms;
mod types;
mod uses;
mod values;

use super::jvm::docs;
use super::{ClassScope, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::Space;
use crate::model::Language;

/// Functions have a name space of their own beside properties and types; nothing else here is a macro.
pub const FUNCTIONS: Space = Space::MACRO;

/// What the language keeps in mind inside the accessors of a property: there, `field` is what the property holds.
pub const ACCESSOR: u8 = 1;

vocabulary! {
    fields {
        LABEL = "label",
        LEFT = "left",
        NAME = "name",
        RIGHT = "right",
        TYPE = "type",
    }
    kinds {
        ANNOTATED_LAMBDA = "annotated_lambda",
        ANNOTATION = "annotation",
        ANONYMOUS_FUNCTION = "anonymous_function",
        ANONYMOUS_INITIALIZER = "anonymous_initializer",
        AS_EXPRESSION = "as_expression",
        ASSIGNMENT = "assignment",
        BINARY = "binary_expression",
        BLOCK = "block",
        CALL = "call_expression",
        CALLABLE_REFERENCE = "callable_reference",
        CATCH_BLOCK = "catch_block",
        CLASS_BODY = "class_body",
        CLASS_DECLARATION = "class_declaration",
        CLASS_MODIFIER = "class_modifier",
        CLASS_PARAMETER = "class_parameter",
        CLASS_PARAMETERS = "class_parameters",
        COMPANION_OBJECT = "companion_object",
        CONSTRUCTOR_DELEGATION = "constructor_delegation_call",
        CONSTRUCTOR_INVOCATION = "constructor_invocation",
        DELEGATION_SPECIFIER = "delegation_specifier",
        DELEGATION_SPECIFIERS = "delegation_specifiers",
        ENUM_CLASS_BODY = "enum_class_body",
        ENUM_ENTRY = "enum_entry",
        EXPLICIT_DELEGATION = "explicit_delegation",
        FILE_ANNOTATION = "file_annotation",
        FOR_STATEMENT = "for_statement",
        FUNCTION_BODY = "function_body",
        FUNCTION_DECLARATION = "function_declaration",
        FUNCTION_PARAMETERS = "function_value_parameters",
        FUNCTION_TYPE = "function_type",
        GETTER = "getter",
        IDENTIFIER = "identifier",
        IMPORT = "import",
        INDEX = "index_expression",
        INFIX = "infix_expression",
        INTERPOLATION = "interpolation",
        LAMBDA = "lambda_literal",
        LAMBDA_PARAMETERS = "lambda_parameters",
        MEMBER_MODIFIER = "member_modifier",
        MODIFIERS = "modifiers",
        MULTI_VARIABLE = "multi_variable_declaration",
        MULTILINE_STRING = "multiline_string_literal",
        NAVIGATION = "navigation_expression",
        NON_NULLABLE_TYPE = "non_nullable_type",
        NULLABLE_TYPE = "nullable_type",
        OBJECT_DECLARATION = "object_declaration",
        OBJECT_LITERAL = "object_literal",
        PACKAGE_HEADER = "package_header",
        PARAMETER = "parameter",
        PARAMETER_MODIFIERS = "parameter_modifiers",
        PARENTHESIZED = "parenthesized_expression",
        PARENTHESIZED_TYPE = "parenthesized_type",
        PRIMARY_CONSTRUCTOR = "primary_constructor",
        PROPERTY_DECLARATION = "property_declaration",
        PROPERTY_DELEGATE = "property_delegate",
        PROPERTY_MODIFIER = "property_modifier",
        QUALIFIED_IDENTIFIER = "qualified_identifier",
        RETURN = "return_expression",
        SECONDARY_CONSTRUCTOR = "secondary_constructor",
        SETTER = "setter",
        STRING = "string_literal",
        STRING_CONTENT = "string_content",
        SUPER = "super_expression",
        THIS = "this_expression",
        THROW = "throw_expression",
        TYPE_ALIAS = "type_alias",
        TYPE_CONSTRAINT = "type_constraint",
        TYPE_PARAMETER = "type_parameter",
        TYPE_PARAMETERS = "type_parameters",
        UNARY = "unary_expression",
        USER_TYPE = "user_type",
        VALUE_ARGUMENT = "value_argument",
        VALUE_ARGUMENTS = "value_arguments",
        VARIABLE_DECLARATION = "variable_declaration",
        VISIBILITY = "visibility_modifier",
        WHEN = "when_expression",
    }
    tokens {
        ASSIGN = "=",
        BOUND_REFERENCE = "::",
        COMPANION = "companion",
        CONSTRUCTOR = "constructor",
        DECREMENT = "--",
        ELVIS = "?:",
        INCREMENT = "++",
        INTERFACE = "interface",
        NOT_NULL = "!!",
        SAFE = "?.",
        STAR = "*",
        THIS_WORD = "this",
        VAL = "val",
        VAR = "var",
    }
}

/// Kotlin as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Kotlin,
    version: 1,
    grammars: &[GrammarVariant {
        name: "kotlin",
        package: "tree-sitter-kotlin-ng",
        version: "1.1.0",
        language: || tree_sitter_kotlin_ng::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["kt", "kts"],
    interpreters: &["kotlin"],
    seeks_line_break: true,
    repair: repairs::repair,
    misreads: |source| repairs::prepare(source).is_some(),
    rules: &[
        (kind::ANNOTATION, uses::annotate),
        (kind::ANONYMOUS_FUNCTION, functions::open_anonymous),
        (kind::ANONYMOUS_INITIALIZER, bindings::open_body),
        (kind::BLOCK, bindings::open_block),
        (kind::CALL, uses::call),
        (kind::CALLABLE_REFERENCE, uses::refer),
        (kind::CATCH_BLOCK, bindings::bind_caught),
        (kind::CLASS_DECLARATION, classes::define_type),
        (kind::CLASS_PARAMETER, properties::define_parameter),
        (kind::COMPANION_OBJECT, classes::define_companion),
        (kind::CONSTRUCTOR_DELEGATION, functions::delegate),
        (kind::ENUM_ENTRY, classes::define_entry),
        (kind::FILE_ANNOTATION, uses::annotate),
        (kind::FOR_STATEMENT, bindings::bind_for),
        (kind::FUNCTION_DECLARATION, functions::define_function),
        (kind::GETTER, properties::open_accessor),
        (kind::IDENTIFIER, uses::use_identifier),
        (kind::IMPORT, imports::import),
        (kind::INFIX, uses::call_infix),
        (kind::LAMBDA, bindings::open_lambda),
        (kind::MULTILINE_STRING, uses::use_string),
        (kind::NAVIGATION, uses::use_member),
        (kind::OBJECT_DECLARATION, classes::define_type),
        (kind::OBJECT_LITERAL, classes::enter_literal),
        (kind::PACKAGE_HEADER, imports::define_package),
        (kind::PRIMARY_CONSTRUCTOR, functions::define_primary),
        (kind::PROPERTY_DECLARATION, properties::define_property),
        (kind::RETURN, uses::claim_label),
        (kind::SECONDARY_CONSTRUCTOR, functions::define_secondary),
        (kind::SETTER, properties::open_accessor),
        (kind::STRING, uses::use_string),
        (kind::SUPER, uses::claim_words),
        (kind::THIS, uses::claim_words),
        (kind::TYPE_ALIAS, classes::define_alias),
        (kind::TYPE_CONSTRAINT, types::constrain),
        (kind::USER_TYPE, types::use_written),
        (kind::VALUE_ARGUMENT, uses::claim_argument_name),
        (kind::WHEN, bindings::bind_subject),
    ],
    term_rules: &[
        (kind::ANNOTATION, terms::annotation),
        (kind::CALL, terms::call),
        (kind::INFIX, terms::infix),
        (kind::NAVIGATION, terms::member),
        (kind::STRING, terms::string),
    ],
    definition_kinds: &["class_declaration", "function_declaration", "object_declaration"],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["block_comment", "line_comment"],
    comment_text: docs::comment_text,
    class_scope: ClassScope::Visible,
    overloads: true,
    unbound_paths: true,
    unbound_names: true,
    builtins: builtins::BUILTINS,
    travel: Travel {
        family: Some(Language::Java),
        relative_paths: true,
        bases_in_order: true,
        declared_modules: true,
        extensions: true,
        names_package: |first| matches!(first, "java" | "javax" | "kotlin"),
        offered_as: super::Travel::OFFERED_AS_NAMED,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// Expressions, statements and definitions.
static FRAGMENT_KINDS: &[&str] = &[
    "annotation",
    "anonymous_function",
    "anonymous_initializer",
    "as_expression",
    "assignment",
    "binary_expression",
    "block",
    "call_expression",
    "callable_reference",
    "catch_block",
    "class_declaration",
    "collection_literal",
    "companion_object",
    "do_while_statement",
    "finally_block",
    "for_statement",
    "function_declaration",
    "if_expression",
    "import",
    "in_expression",
    "index_expression",
    "infix_expression",
    "is_expression",
    "lambda_literal",
    "multiline_string_literal",
    "navigation_expression",
    "object_declaration",
    "object_literal",
    "parenthesized_expression",
    "property_declaration",
    "range_expression",
    "return_expression",
    "secondary_constructor",
    "string_literal",
    "throw_expression",
    "try_expression",
    "type_alias",
    "unary_expression",
    "when_entry",
    "when_expression",
    "while_statement",
];
