//! What a link needs of a unit, so that linking an unchanged unit again needs no parse.

use serde::{Deserialize, Serialize};

use super::kinds::{FactKind, ImportKind, RefKind, SymbolKind};
use super::mark::Mark;

/// A segment of a path: the value that a call of what stands before it gives (`make().run` is `make`, this, `run`).
pub const CALLED: &str = "()";

/// The part of a unit that other files of its version can see or that still waits for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    pub module: String,
    /// Every symbol that can be named from outside the function that holds it, in ordinal order.
    pub exports: Vec<Export>,
    /// In ordinal order.
    pub imports: Vec<ImportBinding>,
    /// What the file's types take members from, and of which type its values are.
    pub bases: Vec<Base>,
    /// Calls and references that the file alone cannot bind, but that name a path.
    pub open_uses: Vec<OpenUse>,
    /// Calls of which the file knows but the name.
    pub loose_calls: Vec<LooseCall>,
    /// Distinct names of methods that the file calls on what is outside of its version.
    pub external_calls: Vec<String>,
    /// What frameworks may give a meaning, in the order of the text.
    pub marks: Vec<Mark>,
}

/// A symbol that other files can reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The qualified name, which starts with the module where the language has file modules.
    pub qualified_name: String,
    pub kind: SymbolKind,
    pub ordinal: u32,
    /// The 1-based line of its name.
    pub line: u32,
    /// Smallest and largest number of arguments it takes, where callable.
    pub arity: Option<(u16, u16)>,
    /// It is written to implement or override what another type declares.
    pub overrides: bool,
    /// Other packages may use it.
    pub public: bool,
}

/// What an import brings into its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBinding {
    /// Ordinal of the import.
    pub ordinal: u32,
    pub kind: ImportKind,
    /// The module as written.
    pub source: String,
    /// The imported name, where one is taken out of the source.
    pub name: Option<String>,
    /// The name that the file uses for it; empty for a star or an import for its side effects.
    pub local: String,
    pub star: bool,
    /// Whether other files can reach it through this one.
    pub reexport: bool,
    /// Whether the file offers it to other packages (`pub use`, `export … from`).
    pub public: bool,
    /// Stands in code that a macro gives to the modules that use this one.
    pub lent: bool,
    /// Takes what the source's macro lends, beside the source itself.
    pub borrows: bool,
    /// Qualified name of the module or symbol whose scope it stands in.
    pub scope: String,
}

/// A use of a path that only the version's other files can bind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenUse {
    pub fact: FactKind,
    pub ordinal: u32,
    /// Index into [`Interface::imports`] of the binding that the path starts from, if the file shows one.
    pub import: Option<u32>,
    /// The segments after the binding (all of them where there is none).
    pub path: Vec<String>,
    /// The path goes through the type of a value (`x.name` where the file writes or shows the type of `x`).
    pub of_value: bool,
    /// The last segment is looked up in what the type before it takes members from, not in that type itself.
    pub of_bases: bool,
    /// The file itself binds it to nothing, not even to the outside.
    pub unbound: bool,
    /// How it uses the name, for references.
    pub kind: Option<RefKind>,
    /// The number of arguments, for calls.
    pub arity: Option<u16>,
    /// Qualified name of the module or type whose scope the use stands in.
    pub scope: String,
}

/// A call whose callee neither the file shows nor a path names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LooseCall {
    /// Ordinal of the call.
    pub ordinal: u32,
    pub name: String,
    /// The number of arguments.
    pub arity: u16,
    /// It is called on a value of which nothing is known.
    pub of_value: bool,
}

/// A type whose members are another type's too: a base class, an implemented trait, what an alias stands for, of which
/// type a field is. What a function gives is at the function's name and [`CALLED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// Qualified name of what takes them.
    pub owner: String,
    pub target: BaseTarget,
    /// Qualified name of the module or type whose scope the target is named in.
    pub scope: String,
}

/// Which type a [`Base`] names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BaseTarget {
    /// Ordinal of a symbol of the same file.
    Symbol(u32),
    /// A path that only the version's other files can bind, as in [`OpenUse`].
    Path { import: Option<u32>, path: Vec<String> },
    /// A type of the language, or of a package that is not this one.
    External,
}
