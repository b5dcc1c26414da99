//! The closed vocabularies of facts, each stored as a smallint beside a label table.

use super::language::tags;

tags! {
    /// What a symbol is. Names are those of SCIP and universal-ctags.
    SymbolKind {
        Module = 1 "module",
        Namespace = 2 "namespace",
        Package = 3 "package",
        Class = 4 "class",
        Interface = 5 "interface",
        Trait = 6 "trait",
        Protocol = 7 "protocol",
        Struct = 8 "struct",
        Enum = 9 "enum",
        EnumMember = 10 "enum_member",
        Union = 11 "union",
        TypeAlias = 12 "type_alias",
        Function = 13 "function",
        Method = 14 "method",
        Constructor = 15 "constructor",
        Macro = 16 "macro",
        Constant = 17 "constant",
        Variable = 18 "variable",
        Field = 19 "field",
        Property = 20 "property",
        Event = 21 "event",
        Delegate = 22 "delegate",
        Annotation = 23 "annotation",
        /// A path of keys in JSON, TOML or YAML.
        Key = 24 "key",
        /// A heading of a document.
        Heading = 25 "heading",
        /// A class or id that a style sheet styles.
        Selector = 26 "selector",
        /// A place of a document that links can point to.
        Anchor = 27 "anchor",
        Table = 28 "table",
        View = 29 "view",
        /// A function that is declared without its body, which another place may define (C, C++).
        Prototype = 30 "prototype",
        /// A variable that is declared without its storage, likewise.
        ExternVariable = 31 "extern_variable",
    }
}

tags! {
    /// How a reference uses the name it refers to.
    RefKind {
        Type = 1 "type",
        Inherits = 2 "inherits",
        Implements = 3 "implements",
        Overrides = 4 "overrides",
        Instantiates = 5 "instantiates",
        Read = 6 "read",
        Write = 7 "write",
        Macro = 8 "macro",
        Annotation = 9 "annotation",
        Attribute = 10 "attribute",
        Alias = 11 "alias",
    }
}

tags! {
    /// Where an import points, as far as its text says.
    ImportKind {
        Relative = 1 "relative",
        Absolute = 2 "absolute",
        External = 3 "external",
    }
}

tags! {
    /// How a call or reference was bound to its target; everything but `Name` and `Unresolved` is a proof.
    Resolution {
        /// Nothing is known of the target.
        Unresolved = 0 "unresolved",
        /// The target is in the same scope or file.
        Scope = 1 "scope",
        /// The target was reached through an import, or a path that names its module.
        Import = 2 "import",
        /// The type of the receiver is known (`self`, a constructor, an annotation).
        Receiver = 3 "receiver",
        /// The name is unique in the version.
        Package = 4 "package",
        /// The target is in a version that this one depends on.
        Dependency = 5 "dependency",
        /// Only the name matches: a guess.
        Name = 6 "name",
        /// The target is provably outside the version: a builtin, a standard library, another package.
        External = 7 "external",
    }
}

tags! {
    /// Who may use a symbol.
    Visibility {
        Public = 1 "public",
        Private = 2 "private",
        Protected = 3 "protected",
        Internal = 4 "internal",
    }
}

tags! {
    /// The fact tables that a link can point from.
    FactKind {
        Call = 1 "call",
        Reference = 2 "reference",
        Import = 3 "import",
    }
}
