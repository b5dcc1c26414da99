//! How a language writes what frameworks look at: calls, annotations and literal values, as a table of node kinds.
//!
//! Names are those of the grammar; [`super::Grammar`] turns them into its numbers once, and a test holds that every
//! one is there.

/// Where a part of a node is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Nowhere,
    /// Under a field.
    Field(&'static str),
    /// The first child of a kind.
    Kind(&'static str),
    /// The first or last named child.
    First,
    Last,
    /// The node itself.
    Itself,
}

/// A kind of node that calls something, or annotates with it.
#[derive(Clone, Copy, Debug)]
pub struct CallShape {
    pub kind: &'static str,
    /// What it is called on, where the node itself says that.
    pub receiver: Part,
    /// What is called: a name, a path, a member.
    pub callee: Part,
    /// The node whose children are the arguments.
    pub arguments: Part,
    /// A block or function that is given besides.
    pub block: Part,
    /// The node whose children are the types in brackets.
    pub types: Part,
}

impl CallShape {
    /// A call of a kind whose callee and arguments stand under these fields.
    pub const fn new(kind: &'static str, callee: &'static str, arguments: &'static str) -> Self {
        Self {
            kind,
            receiver: Part::Nowhere,
            callee: Part::Field(callee),
            arguments: Part::Field(arguments),
            block: Part::Nowhere,
            types: Part::Nowhere,
        }
    }
}

/// A kind of node with two parts that belong together: a key and its value, an object and its member, a name and what
/// it is given.
#[derive(Clone, Copy, Debug)]
pub struct PairShape {
    pub kind: &'static str,
    pub left: Part,
    pub right: Part,
}

impl PairShape {
    /// A pair whose parts stand under two fields.
    pub const fn new(kind: &'static str, left: &'static str, right: &'static str) -> Self {
        Self { kind, left: Part::Field(left), right: Part::Field(right) }
    }
}

/// The kinds of nodes that marks are read from. Start from [`MarkSyntax::NONE`].
#[derive(Clone, Copy, Debug)]
pub struct MarkSyntax {
    pub calls: &'static [CallShape],
    /// Decorators, annotations, attributes: each is one, and stands before or in what it annotates.
    pub annotations: &'static [CallShape],
    /// `object.name`.
    pub members: &'static [PairShape],
    /// `name = value`, also as a declaration.
    pub assignments: &'static [PairShape],
    /// `name += value`.
    pub additions: &'static [PairShape],
    /// Methods of a list that put their arguments into it.
    pub appends: &'static [&'static str],
    /// `key: value` in a map or among arguments.
    pub pairs: &'static [PairShape],
    /// Literal texts, and the kinds of their children that hold the text itself.
    pub texts: &'static [&'static str],
    pub text_parts: &'static [&'static str],
    /// Symbols, atoms, keys: a text with a mark before or behind it.
    pub atoms: &'static [&'static str],
    /// Numbers, `true`, `nil`.
    pub words: &'static [&'static str],
    pub lists: &'static [&'static str],
    pub maps: &'static [&'static str],
    /// Functions, with a name and without, with the part that holds their parameters.
    pub functions: &'static [(&'static str, Part)],
    /// Kinds that stand for the value in them: parentheses, `await`, an argument's node.
    pub wrappers: &'static [(&'static str, Part)],
    /// Names and paths, read as they are written.
    pub names: &'static [&'static str],
    /// Two values put together (`a + "/b"`).
    pub joins: &'static [PairShape],
    /// What gives a function's value, with the part that is the value.
    pub returns: &'static [(&'static str, Part)],
    /// Parameters: the type on the left, the name on the right. Those of constructors are marks, and those of functions
    /// that have an annotation which is one.
    pub parameters: &'static [PairShape],
    /// Members of types whose type is written: the type on the left, the name on the right. They are marks where an
    /// annotation in them is one.
    pub fields: &'static [PairShape],
}

impl MarkSyntax {
    /// A language that no framework looks at.
    pub const NONE: MarkSyntax = MarkSyntax {
        calls: &[],
        annotations: &[],
        members: &[],
        assignments: &[],
        additions: &[],
        appends: &[],
        pairs: &[],
        texts: &[],
        text_parts: &[],
        atoms: &[],
        words: &[],
        lists: &[],
        maps: &[],
        functions: &[],
        wrappers: &[],
        names: &[],
        joins: &[],
        returns: &[],
        parameters: &[],
        fields: &[],
    };
}
