//! What names and paths say by themselves.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// Whether a file is compiled by itself, so that what is static in it is nobody else's.
pub fn is_source(unit: &Unit<'_>) -> bool {
    let extension = unit.path().rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "c" | "cc" | "cpp" | "cxx" | "c++" | "C" | "cu" | "ino")
}

/// Whether a name is written as macros are by convention.
pub fn is_constant_case(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase)
}

/// Whether a word can name nothing: where a macro is in the way, the grammar may take it for a name.
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "auto"
            | "char"
            | "const"
            | "double"
            | "else"
            | "enum"
            | "extern"
            | "float"
            | "for"
            | "if"
            | "inline"
            | "int"
            | "long"
            | "register"
            | "return"
            | "short"
            | "signed"
            | "sizeof"
            | "static"
            | "struct"
            | "switch"
            | "typedef"
            | "union"
            | "unsigned"
            | "void"
            | "volatile"
            | "while"
    )
}

/// Whether a node writes a single name.
pub fn is_name(unit: &Unit<'_>, node: NodeId) -> bool {
    matches!(unit.kind(node), kind::IDENTIFIER | kind::TYPE_IDENTIFIER)
}
