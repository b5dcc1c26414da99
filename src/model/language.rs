//! The languages that codelode knows, under the names the database uses.

/// A value that is stored as a number and printed as a label.
///
/// The numbers are written into databases: append, never reorder.
pub trait Tag: Copy + Sized + 'static {
    /// Every value, in the order of its number.
    const ALL: &'static [Self];
    /// The label, as the label table and the printed facts have it.
    fn label(self) -> &'static str;
    /// The stored number.
    fn number(self) -> i16;
}

/// Declares an enum with fixed numbers and labels, from which label tables and printers derive.
macro_rules! tags {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $number:literal $label:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[repr(i16)]
        pub enum $name { $($(#[$vdoc])* $variant = $number,)+ }

        impl $crate::model::Tag for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
            fn number(self) -> i16 {
                self as i16
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad($crate::model::Tag::label(*self))
            }
        }
    };
}
pub(crate) use tags;

tags! {
    /// A source language. JSX and TSX are flags of a file, not languages.
    Language {
        Bash = 1 "bash",
        C = 2 "c",
        Cpp = 3 "cpp",
        CSharp = 4 "csharp",
        Elixir = 5 "elixir",
        Erlang = 6 "erlang",
        Go = 7 "go",
        Java = 8 "java",
        JavaScript = 9 "javascript",
        Kotlin = 10 "kotlin",
        Lua = 11 "lua",
        Php = 12 "php",
        Python = 13 "python",
        Ruby = 14 "ruby",
        Rust = 15 "rust",
        Scala = 16 "scala",
        Swift = 17 "swift",
        TypeScript = 18 "typescript",
        Css = 19 "css",
        Html = 20 "html",
        Json = 21 "json",
        Markdown = 22 "markdown",
        Protobuf = 23 "protobuf",
        Sql = 24 "sql",
        Toml = 25 "toml",
        Yaml = 26 "yaml",
    }
}
