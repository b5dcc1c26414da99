//! What names, paths and places say by themselves.

use super::kind;
use crate::extract::{ContextKind, Unit};
use crate::model::{NodeId, Visibility};

/// A note on a file: it is C++.
pub const NOTE_CPP: u32 = 1;
/// A mode: inside a namespace without a name, so that nothing is seen by other files.
pub const MODE_UNNAMED: u8 = 1;
/// Modes: what the access specifier before a member says.
const MODE_PRIVATE: u8 = 2;
const MODE_PROTECTED: u8 = 4;

/// Templates around a definition.
const TEMPLATES_MAX: usize = 8;

pub fn is_cpp(unit: &Unit<'_>) -> bool {
    unit.notes() & NOTE_CPP != 0
}

/// The mode of members of a visibility.
pub fn mode_of(unit: &Unit<'_>, visibility: Visibility) -> u8 {
    let access = match visibility {
        Visibility::Private => MODE_PRIVATE,
        Visibility::Protected => MODE_PROTECTED,
        Visibility::Public | Visibility::Internal => 0,
    };
    (unit.mode() & MODE_UNNAMED) | access
}

/// The visibility that the place gives to what is defined there.
pub fn visibility(unit: &Unit<'_>) -> Visibility {
    let mode = unit.mode();
    let is_member = is_cpp(unit) && unit.context_kind() == ContextKind::Type;
    if is_member && mode & MODE_PRIVATE != 0 {
        Visibility::Private
    } else if is_member && mode & MODE_PROTECTED != 0 {
        Visibility::Protected
    } else if !is_member && mode & MODE_UNNAMED != 0 {
        Visibility::Private
    } else {
        Visibility::Public
    }
}

/// Whether no other file sees what is defined here.
pub fn is_unnamed(unit: &Unit<'_>) -> bool {
    unit.mode() & MODE_UNNAMED != 0
}

/// A qualified name below another.
pub fn join(outer: &str, segments: &[&str]) -> String {
    let rest = segments.join("::");
    if outer.is_empty() { rest } else { [outer, "::", &rest].concat() }
}

/// The outermost template that a definition is the subject of.
pub fn template_around(unit: &Unit<'_>, definition: NodeId) -> Option<NodeId> {
    let mut template = None;
    let mut node = definition;
    for _ in 0..TEMPLATES_MAX {
        node = unit.parent(node)?;
        match unit.kind(node) {
            kind::TEMPLATE_DECLARATION => template = Some(node),
            kind::FRIEND_DECLARATION => {}
            _ => break,
        }
    }
    template
}

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
            | "namespace"
            | "__attribute__"
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
