//! What a unit keeps for frameworks: calls, annotations and constants that one of them may give a meaning.
//!
//! A mark is plain syntax with its names bound as far as its file and its version bind them. What it says (a route, a
//! job, a provider) is decided by `frameworks`, after the link.

use serde::{Deserialize, Serialize};

use super::application::SymbolPlace;
use super::interface::OpenUse;

/// A call, an annotation or a constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub shape: MarkShape,
    /// The last segment of what is called, or of the annotation; the name of a constant or parameter.
    pub name: String,
    /// What is called, as far as it is known.
    pub callee: Meaning,
    /// What it is called on.
    pub receiver: Option<Operand>,
    pub arguments: Vec<Argument>,
    /// The types that a call gives in brackets (`AddScoped<I, T>()`); the type of a parameter.
    pub types: Vec<Operand>,
    /// 1-based.
    pub line: u32,
    /// Ordinal of the symbol that it stands in; of a parameter or a field, the type around it.
    pub enclosing: Option<u32>,
    /// Ordinal of what an annotation stands before, of the constant, of the function or type whose parameter it is.
    pub symbol: Option<u32>,
    /// The name that is given its value; [`CALLED`](super::CALLED) where the function around it gives it.
    pub assigned: Option<Operand>,
    /// The name is given a list that it stands in, or it is put into that list.
    pub listed: bool,
    /// The mark among whose arguments, in whose block, or in whose parameter it stands: its position in the interface.
    pub inside: Option<u32>,
}

/// What a mark is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkShape {
    Call,
    /// A decorator, annotation or attribute; its symbol is what it stands before.
    Annotation,
    /// A name that holds one text.
    Constant,
    /// A parameter whose type is written; its symbol is the constructor or function, or the type that writes the
    /// parameters of its constructor itself.
    Parameter,
    /// A member with an annotation whose type is written; its symbol is the type.
    Field,
    /// A name whose value the function around it gives.
    Returned,
    /// A name that is given what others hold (`urls = router.urls + base`), or whose name says what its value is.
    Assigned,
}

/// An argument, with its name where that is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    pub name: Option<String>,
    pub value: Operand,
}

/// A value as far as syntax shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operand {
    /// A literal text, a symbol or an atom, without its marks; interpolations as written.
    Text(String),
    /// A number or a word of the language (`true`, `nil`), as written.
    Word(String),
    Name(Named),
    /// Texts and names that are put together to one text.
    Joined(Vec<Operand>),
    List(Vec<Operand>),
    Map(Vec<(String, Operand)>),
    /// The value of another mark, by its position in the interface.
    Mark(u32),
    /// A function without a name, and its parameters' names.
    Function(Vec<String>),
    /// Anything else.
    Other,
}

/// A name or a path, as written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub path: Vec<String>,
    pub meaning: Meaning,
    /// What the last segment is a member of, where that is a name too.
    pub object: Option<Box<Named>>,
}

/// What a name means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// A local, or nothing that is known.
    #[default]
    Unknown,
    /// Ordinal of a symbol of the same file.
    Symbol(u32),
    /// A parameter, by its position among those of a function: that symbol, or a function without a name.
    Parameter { function: Option<u32>, index: u16 },
    /// What only the version's other files can bind. The link leaves none of these.
    Open(Box<OpenUse>),
    /// A symbol of the version. Only the link gives these.
    Place(SymbolPlace),
    /// A whole file of the version. Only the link gives these.
    File(u32),
    /// Something outside of the version, by the qualified name that imports prove.
    External(String),
}

impl Mark {
    /// The first argument of a name.
    pub fn named(&self, name: &str) -> Option<&Operand> {
        self.arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some(name))
            .map(|found| &found.value)
    }

    /// The arguments without a name.
    pub fn positional(&self) -> impl DoubleEndedIterator<Item = &Operand> {
        self.arguments.iter().filter(|argument| argument.name.is_none()).map(|argument| &argument.value)
    }
}

impl Operand {
    /// The name that it is.
    pub fn as_name(&self) -> Option<&Named> {
        match self {
            Operand::Name(named) => Some(named),
            _ => None,
        }
    }

    /// The literal text that it is.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Operand::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Named {
    /// As it reads, with dots.
    pub fn written(&self) -> String {
        self.path.join(".")
    }

    /// The last segment.
    pub fn last(&self) -> &str {
        self.path.last().map_or("", |segment| segment)
    }
}
