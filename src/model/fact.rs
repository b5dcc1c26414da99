//! The facts of one unit. Ordinals are positions in their vector and follow the tree, never arrival.

use super::kinds::{ImportKind, RefKind, Resolution, SymbolKind, Visibility};
use super::names::NameId;

/// A place in the stored text: bytes half-open, lines 1-based and inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    pub start_byte: u32,
    pub end_byte: u32,
    pub start_line: u32,
    pub end_line: u32,
}

/// How many arguments a callable takes; receivers (`self`) are not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// Parameters that must be given.
    pub required: u16,
    /// Parameters with a default, which may be left out.
    pub optional: u16,
    /// Takes any number beyond those.
    pub variadic: bool,
}

/// A named definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub kind: SymbolKind,
    pub name: NameId,
    /// As the language writes it, module part included (EXTRACTION.md).
    pub qualified_name: NameId,
    /// Ordinal of the enclosing symbol.
    pub parent: Option<u32>,
    /// `None` where a symbol is not callable.
    pub arity: Option<Arity>,
    /// The whole definition with its decorators.
    pub span: Span,
    /// 1-based line of the name itself.
    pub name_line: u32,
    pub visibility: Visibility,
    pub deprecated: bool,
    pub test: bool,
    /// On one line, without the body.
    pub signature: Option<Box<str>>,
    /// Text with comment markers and common indentation stripped.
    pub docstring: Option<Box<str>>,
}

/// One use of a name that can name a definition; calls are [`Call`]s and are not repeated here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub kind: RefKind,
    /// The last segment, as written.
    pub name: NameId,
    /// What the file proves the name to mean: aliases and imports applied, or the symbol's own qualified name.
    pub qualified_name: Option<NameId>,
    /// Ordinal of the enclosing symbol.
    pub enclosing: Option<u32>,
    pub line: u32,
    pub column: u32,
    pub resolution: Resolution,
    /// Ordinal of the symbol in this unit, where the file alone proves it.
    pub target: Option<u32>,
}

/// A call as written, with what the file alone proves of its callee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Ordinal of the calling symbol; `None` is the module itself.
    pub caller: Option<u32>,
    /// The last segment of the callee.
    pub name: NameId,
    /// The callee as written where it is a plain path (`a.b.c`, `A::b`); computed receivers are written `(…).name`.
    pub callee: NameId,
    /// The number of arguments at the call.
    pub arity: u16,
    pub line: u32,
    pub column: u32,
    pub resolution: Resolution,
    /// Ordinal of the callee in this unit, where the file alone proves it.
    pub target: Option<u32>,
}

/// One imported name (or one whole module, or one star).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub kind: ImportKind,
    /// The module as written: `..pkg.mod`, `./x`, `crate::a::b`, `MyApp.Repo`.
    pub source: NameId,
    /// The imported name, where one name is taken out of the source.
    pub name: Option<NameId>,
    pub alias: Option<NameId>,
    pub star: bool,
    pub reexport: bool,
    /// Ordinal of the enclosing symbol.
    pub enclosing: Option<u32>,
    pub line: u32,
    pub column: u32,
}

/// A comment; a run of line comments is one row each line, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Without markers.
    pub text: Box<str>,
    /// Ordinal of the enclosing symbol.
    pub enclosing: Option<u32>,
    pub start_line: u32,
    pub end_line: u32,
    pub column: u32,
}

/// A structural fragment: a function of language and subtree alone. Distinct by `hash` within a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// Bottom-up over kinds and leaf texts; positions, comments and formatting dropped.
    pub hash: u128,
    /// The same with local names numbered by first use; definitions only.
    pub normalized_hash: Option<u128>,
    /// The grammar's node kind.
    pub kind: NameId,
    /// The defined name, for definitions.
    pub name: Option<NameId>,
    /// Number of declared parameters, for callables.
    pub arity: Option<u16>,
    /// 1 + the masses of the children; a leaf is 1.
    pub mass: u32,
    /// Range of this fragment's terms in [`super::Extraction::fragment_terms`]; distinct within the fragment.
    pub terms: std::ops::Range<u32>,
}

/// Where a fragment stands in the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FragmentSite {
    /// Index into [`super::Extraction::fragments`].
    pub fragment: u32,
    pub span: Span,
    /// Preorder number of the fragment's root in the stored AST.
    pub first_node: u32,
    /// Number of nodes of the subtree; the range is `first_node .. first_node + nodes`.
    pub nodes: u32,
}
