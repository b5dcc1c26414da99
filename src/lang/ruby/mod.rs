//! Ruby.
//!
//! Classes and modules are in `classes`, methods in `methods`, calls that define or direct (`attr_reader`, `private`,
//! `require`) in `directives` and `accessors`, other calls in `uses`, constants and receivers in `paths`, assignments
//! in `variables`, what parameters and patterns bind in `patterns`, docs and strings in `docs`, files in `modules`,
//! broken definitions in `recovery`.
//!
//! Qualified names are Ruby's own: `A::B` for constants, `A::B#m` for instance methods, `A::B.m` for methods of the
//! class or module itself. The marks belong to the segments of paths, so that the two are never taken for each other.

mod accessors;
mod builtins;
mod classes;
mod directives;
mod docs;
mod methods;
mod modules;
mod paths;
mod patterns;
mod recovery;
mod state;
mod uses;
mod variables;

use super::{ClassScope, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::Space;
use crate::model::{Language, SymbolKind};

vocabulary! {
    fields {
        ALIAS = "alias",
        ARGUMENTS = "arguments",
        BLOCK = "block",
        BODY = "body",
        KEY = "key",
        LEFT = "left",
        LOCALS = "locals",
        METHOD = "method",
        NAME = "name",
        OBJECT = "object",
        OPERATOR = "operator",
        PARAMETERS = "parameters",
        PATTERN = "pattern",
        RECEIVER = "receiver",
        RIGHT = "right",
        SCOPE = "scope",
        SUPERCLASS = "superclass",
        VALUE = "value",
    }
    kinds {
        ALIAS = "alias",
        ARGUMENT_LIST = "argument_list",
        ARRAY = "array",
        AS_PATTERN = "as_pattern",
        ASSIGNMENT = "assignment",
        BARE_STRING = "bare_string",
        BARE_SYMBOL = "bare_symbol",
        BLOCK = "block",
        BLOCK_ARGUMENT = "block_argument",
        BLOCK_BODY = "block_body",
        BLOCK_PARAMETER = "block_parameter",
        BLOCK_PARAMETERS = "block_parameters",
        BODY_STATEMENT = "body_statement",
        CALL = "call",
        CLASS = "class",
        CLASS_VARIABLE = "class_variable",
        COMMENT = "comment",
        CONSTANT = "constant",
        DELIMITED_SYMBOL = "delimited_symbol",
        DESTRUCTURED_LEFT = "destructured_left_assignment",
        DESTRUCTURED_PARAMETER = "destructured_parameter",
        DO_BLOCK = "do_block",
        ELEMENT_REFERENCE = "element_reference",
        ESCAPE = "escape_sequence",
        EXCEPTIONS = "exceptions",
        EXCEPTION_VARIABLE = "exception_variable",
        EXPRESSION_REFERENCE = "expression_reference_pattern",
        FOR = "for",
        FORWARD_PARAMETER = "forward_parameter",
        GLOBAL_VARIABLE = "global_variable",
        HASH_KEY_SYMBOL = "hash_key_symbol",
        HASH_SPLAT_ARGUMENT = "hash_splat_argument",
        HASH_SPLAT_NIL = "hash_splat_nil",
        HASH_SPLAT_PARAMETER = "hash_splat_parameter",
        IDENTIFIER = "identifier",
        INSTANCE_VARIABLE = "instance_variable",
        INTERPOLATION = "interpolation",
        IN_CLAUSE = "in_clause",
        KEYWORD_PARAMETER = "keyword_parameter",
        KEYWORD_PATTERN = "keyword_pattern",
        LAMBDA = "lambda",
        LAMBDA_PARAMETERS = "lambda_parameters",
        LEFT_ASSIGNMENT_LIST = "left_assignment_list",
        MATCH_PATTERN = "match_pattern",
        METHOD = "method",
        METHOD_PARAMETERS = "method_parameters",
        MODULE = "module",
        OPERATOR = "operator",
        OPERATOR_ASSIGNMENT = "operator_assignment",
        OPTIONAL_PARAMETER = "optional_parameter",
        PAIR = "pair",
        PARENTHESIZED = "parenthesized_statements",
        RESCUE = "rescue",
        REST_ASSIGNMENT = "rest_assignment",
        SCOPE_RESOLUTION = "scope_resolution",
        SELF = "self",
        SETTER = "setter",
        SIMPLE_SYMBOL = "simple_symbol",
        SINGLETON_CLASS = "singleton_class",
        SINGLETON_METHOD = "singleton_method",
        SPLAT_ARGUMENT = "splat_argument",
        SPLAT_PARAMETER = "splat_parameter",
        STRING = "string",
        STRING_ARRAY = "string_array",
        STRING_CONTENT = "string_content",
        SUPER = "super",
        SUPERCLASS = "superclass",
        SYMBOL_ARRAY = "symbol_array",
        TEST_PATTERN = "test_pattern",
        UNDEF = "undef",
        VARIABLE_REFERENCE = "variable_reference_pattern",
    }
    tokens {
    }
}

/// Constants: classes, modules and values, which the bodies inside see.
const CONSTANTS: Space = Space::TYPE;
/// Methods of the main object, and locals.
const FUNCTIONS: Space = Space::VALUE;
/// Instance methods are bound in their class's body for `private :m`, and seen by nobody.
const METHODS: Space = Space(8);
/// Methods of the class itself, for `private_class_method :m`.
const CLASS_METHODS: Space = Space(16);

/// Ruby as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Ruby,
    version: 1,
    grammars: &[GrammarVariant {
        name: "ruby",
        package: "tree-sitter-ruby",
        version: "0.23.1",
        language: || tree_sitter_ruby::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["gemspec", "jbuilder", "podspec", "rake", "rb", "rbw", "ru", "thor"],
    file_names: &[
        "Appraisals",
        "Berksfile",
        "Brewfile",
        "Capfile",
        "Dangerfile",
        "Fastfile",
        "Gemfile",
        "Guardfile",
        "Podfile",
        "Rakefile",
        "Steepfile",
        "Thorfile",
        "Vagrantfile",
        "rakefile",
    ],
    interpreters: &["jruby", "macruby", "rake", "rbx", "ruby", "truffleruby"],
    rules: &[
        (kind::ALIAS, methods::define_alias),
        (kind::ASSIGNMENT, variables::assign),
        (kind::BLOCK, uses::open_block),
        (kind::CALL, uses::call),
        (kind::CLASS, classes::define_class),
        (kind::CLASS_VARIABLE, variables::read),
        (kind::CONSTANT, paths::use_constant),
        (kind::DO_BLOCK, uses::open_block),
        (kind::EXCEPTION_VARIABLE, patterns::bind_exception),
        (kind::FOR, patterns::bind_for),
        (kind::GLOBAL_VARIABLE, variables::read),
        (kind::IDENTIFIER, uses::use_identifier),
        (kind::INSTANCE_VARIABLE, variables::read),
        (kind::IN_CLAUSE, patterns::bind_pattern),
        (kind::LAMBDA, uses::open_lambda),
        (kind::MATCH_PATTERN, patterns::bind_pattern),
        (kind::METHOD, methods::define_method),
        (kind::MODULE, classes::define_module),
        (kind::OPERATOR_ASSIGNMENT, variables::assign),
        (kind::RESCUE, patterns::use_exceptions),
        (kind::SCOPE_RESOLUTION, paths::use_path),
        (kind::SINGLETON_CLASS, classes::open_singleton),
        (kind::SINGLETON_METHOD, methods::define_singleton),
        (kind::SUPER, uses::call_super),
        (kind::TEST_PATTERN, patterns::bind_pattern),
        (kind::UNDEF, methods::claim_names),
    ],
    term_rules: &[
        (kind::CALL, docs::call_term),
        (kind::INSTANCE_VARIABLE, docs::variable_term),
        (kind::STRING, docs::string_term),
    ],
    definition_kinds: &["class", "method", "module", "singleton_method"],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text: docs::comment_text,
    class_scope: ClassScope::Visible,
    unbound_paths: true,
    unbound_names: true,
    module_in_names: false,
    separator: "::",
    member_marks: &["#", "."],
    builtins: builtins::BUILTINS,
    module_of: |_, path| path.to_owned(),
    module_target: modules::module_target,
    travel: Travel {
        relative_paths: true,
        outer_modules: true,
        open_types: true,
        takes: |member, base| base != SymbolKind::Module || !member.starts_with('.'),
        names_package: |_| true,
        offered_as: super::Travel::OFFERED_AS_NAMED,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// Expressions, statements and definitions.
static FRAGMENT_KINDS: &[&str] = &[
    "alias",
    "array",
    "assignment",
    "begin",
    "binary",
    "block",
    "block_body",
    "body_statement",
    "break",
    "call",
    "case",
    "case_match",
    "chained_string",
    "class",
    "conditional",
    "do_block",
    "element_reference",
    "else",
    "elsif",
    "ensure",
    "for",
    "hash",
    "if",
    "if_modifier",
    "in_clause",
    "lambda",
    "match_pattern",
    "method",
    "module",
    "next",
    "operator_assignment",
    "parenthesized_statements",
    "range",
    "regex",
    "rescue",
    "rescue_modifier",
    "return",
    "singleton_class",
    "singleton_method",
    "string",
    "string_array",
    "symbol_array",
    "test_pattern",
    "unary",
    "unless",
    "unless_modifier",
    "until",
    "until_modifier",
    "when",
    "while",
    "while_modifier",
    "yield",
];
