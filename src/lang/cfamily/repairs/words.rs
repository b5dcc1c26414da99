//! Words that declarations are made of, and how names of macros look.

/// Say more of a declaration, and name no type.
const SPECIFIERS: &[&str] = &[
    "_Atomic",
    "_Noreturn",
    "_Thread_local",
    "__const",
    "__extension__",
    "__forceinline",
    "__inline",
    "__inline__",
    "__restrict",
    "__restrict__",
    "__thread",
    "__volatile__",
    "const",
    "consteval",
    "constexpr",
    "constinit",
    "explicit",
    "extern",
    "friend",
    "inline",
    "mutable",
    "noreturn",
    "register",
    "restrict",
    "static",
    "thread_local",
    "typename",
    "typedef",
    "virtual",
    "volatile",
];

/// Types that are keywords.
const TYPES: &[&str] = &[
    "_Bool", "_Complex", "auto", "bool", "char", "char16_t", "char32_t", "double", "float", "int", "long",
    "short", "signed", "unsigned", "void", "wchar_t",
];

/// Are followed by parentheses, and name neither a function nor a type.
const WITH_PARENTHESES: &[&str] =
    &["_Alignas", "__asm", "__asm__", "__attribute", "__attribute__", "__declspec", "alignas", "asm"];

/// Statements and operators.
const STATEMENTS: &[&str] = &[
    "_Alignof",
    "_Generic",
    "alignof",
    "and",
    "case",
    "catch",
    "co_await",
    "co_return",
    "co_yield",
    "decltype",
    "default",
    "defined",
    "delete",
    "do",
    "else",
    "for",
    "goto",
    "if",
    "new",
    "noexcept",
    "not",
    "operator",
    "or",
    "requires",
    "return",
    "sizeof",
    "switch",
    "throw",
    "try",
    "typeid",
    "typeof",
    "__typeof__",
    "__alignof__",
    "while",
    "offsetof",
    "static_assert",
    "_Static_assert",
    "using",
    "namespace",
    "template",
    "public",
    "private",
    "protected",
    "break",
    "continue",
];

/// May stand behind the parameters of a function in C++.
const BEHIND_PARAMETERS: &[&str] =
    &["const", "final", "noexcept", "override", "requires", "throw", "try", "volatile"];

/// Begin a declaration or a statement, so that no name stands before them.
const BEGINNINGS: &[&str] = &[
    "class",
    "enum",
    "explicit",
    "extern",
    "for",
    "friend",
    "if",
    "inline",
    "namespace",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "struct",
    "switch",
    "template",
    "typedef",
    "union",
    "using",
    "virtual",
    "while",
];

/// Whether a name before the word is a macro.
pub fn is_beginning(word: &str) -> bool {
    BEGINNINGS.contains(&word)
}

pub fn is_specifier(word: &str) -> bool {
    SPECIFIERS.contains(&word)
}

pub fn is_type(word: &str) -> bool {
    TYPES.contains(&word)
}

pub fn takes_parentheses(word: &str) -> bool {
    WITH_PARENTHESES.contains(&word)
}

pub fn is_statement(word: &str) -> bool {
    STATEMENTS.contains(&word)
}

pub fn is_behind_parameters(word: &str) -> bool {
    BEHIND_PARAMETERS.contains(&word)
}

/// Before the name of a type.
pub fn is_tag_keyword(word: &str) -> bool {
    matches!(word, "struct" | "union" | "enum" | "class")
}

/// Whether a word names something, as far as the language goes.
pub fn is_name(word: &str) -> bool {
    !(is_specifier(word)
        || is_type(word)
        || takes_parentheses(word)
        || is_statement(word)
        || is_tag_keyword(word))
}

/// A name as macros have it: no small letter, or the compiler's own.
pub fn is_macro_like(word: &str) -> bool {
    word.starts_with("__") || super::super::names::is_constant_case(word)
}

/// A macro-like name that cannot be meant as a type.
pub fn is_marker(word: &str) -> bool {
    const PARTS: &[&str] = &[
        "API", "EXPORT", "EXTERN", "INLINE", "CALL", "DECL", "PUBLIC", "IMPORT", "STATIC", "LOCAL",
        "NORETURN",
    ];
    PARTS.iter().any(|part| word.contains(part))
}
