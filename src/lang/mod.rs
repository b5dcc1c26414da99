//! What a language is to the extractor: a table of node kinds and small functions, declared in one file each.
//!
//! A language knows syntax, never files on disk, databases or other languages.

#[cfg(feature = "bash")]
mod bash;
#[cfg(feature = "c")]
mod c;
#[cfg(any(feature = "c", feature = "cpp"))]
mod cfamily;
#[cfg(feature = "cpp")]
mod cpp;
#[cfg(feature = "csharp")]
mod csharp;
#[cfg(feature = "css")]
mod css;
mod detect;
#[cfg(any(feature = "javascript", feature = "typescript"))]
mod ecmascript;
#[cfg(feature = "elixir")]
mod elixir;
#[cfg(feature = "erlang")]
mod erlang;
mod fact_class;
#[cfg(feature = "go")]
mod go;
mod grammar;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "java")]
mod java;
#[cfg(feature = "javascript")]
mod javascript;
#[cfg(feature = "json")]
mod json;
#[cfg(any(feature = "java", feature = "kotlin", feature = "scala"))]
mod jvm;
#[cfg(any(feature = "json", feature = "toml", feature = "yaml"))]
mod keys;
#[cfg(feature = "kotlin")]
mod kotlin;
mod layout;
#[cfg(feature = "lua")]
mod lua;
mod mark_syntax;
mod mark_table;
#[cfg(feature = "markdown")]
mod markdown;
#[cfg(feature = "php")]
mod php;
#[cfg(feature = "protobuf")]
mod protobuf;
#[cfg(feature = "python")]
mod python;
mod registry;
#[cfg(feature = "ruby")]
mod ruby;
#[cfg(feature = "rust")]
mod rust;
#[cfg(feature = "scala")]
mod scala;
#[cfg(feature = "sql")]
mod sql;
#[cfg(feature = "swift")]
mod swift;
#[cfg(feature = "toml")]
mod toml;
mod travel;
#[cfg(feature = "typescript")]
mod typescript;
mod vocabulary;
#[cfg(feature = "yaml")]
mod yaml;

pub use detect::detect;
pub use fact_class::FactClass;
pub use grammar::{Grammar, grammar};
pub use layout::{ModuleContext, ModuleTarget, PackageLayout};
pub use mark_syntax::{CallShape, MarkSyntax, PairShape, Part};
pub use mark_table::{CallPlaces, MarkRole, MarkTable, PairPlaces, Place};
pub use registry::{languages, spec};
pub use travel::Travel;
pub(crate) use vocabulary::vocabulary;
pub use vocabulary::{Field, Kind, Vocabulary};

use crate::extract::Unit;
use crate::model::{Language, NodeId};

/// Called on entering a node of its kind, in preorder, before its children.
pub type Rule = for<'s> fn(&mut Unit<'s>, NodeId);

/// Who sees the names defined in a class body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassScope {
    /// Everything inside the class, by its bare name (Java, C#).
    Visible,
    /// The class body itself, not the functions in it (Python).
    HiddenFromFunctions,
    /// Nobody: members are reached through a receiver or a path (Rust, JavaScript).
    MembersOnly,
}

/// One grammar of a language.
pub struct GrammarVariant {
    /// As the grammar is called (`tsx`).
    pub name: &'static str,
    /// The crate that holds it, and its version as in Cargo.lock.
    pub package: &'static str,
    pub version: &'static str,
    pub language: fn() -> tree_sitter::Language,
}

/// Everything that codelode knows of a language. Declare it with what differs from [`LanguageSpec::BASE`].
pub struct LanguageSpec {
    pub language: Language,
    /// Version of the extractor; raise it with any change of the facts that it gives.
    pub version: u32,
    /// At least one.
    pub grammars: &'static [GrammarVariant],
    /// Position in `grammars` of the one for a path.
    pub grammar_for: fn(path: &str) -> usize,
    pub vocabulary: &'static Vocabulary,
    /// Without the dot, lower case. Where several languages share one, the first that recognises the file has it.
    pub extensions: &'static [&'static str],
    /// Whole file names.
    pub file_names: &'static [&'static str],
    /// Programs of a shebang line, without a version (`python`).
    pub interpreters: &'static [&'static str],
    /// Whether a file with such an extension is really of the language, by a look at its text.
    pub recognises: fn(path: &str, text: &[u8]) -> bool,
    /// Whether the grammar can read a text without harm to the process: some scanners hold less than a text can ask for.
    /// What is not readable counts as a parse that did not end.
    pub is_readable: fn(source: &str) -> bool,
    /// Whether the grammar's scanner looks for a line break past the end of a text that has none there. Such a text is
    /// parsed with one behind it.
    pub seeks_line_break: bool,
    /// A text of the same length that the grammar reads where it misreads what the language allows; `None` where no
    /// such place is known.
    pub repair: fn(source: &str, path: &str) -> Option<String>,
    /// Whether the grammar may misread a text without an error; it is repaired then too, and the repaired text taken
    /// unless it has more errors.
    pub misreads: fn(source: &str) -> bool,
    pub rules: &'static [(Kind, Rule)],
    /// Called for every node of a kind, also for one that another rule has claimed: for terms, which must follow from
    /// the subtree alone and not from what stands around it.
    pub term_rules: &'static [(Kind, Rule)],
    /// Kinds of nodes that are an expression or a statement; every defined node is a fragment besides.
    pub fragment_kinds: &'static [&'static str],
    /// Kinds whose nodes are definitions wherever they stand, if only some are: a method's node in a literal that has
    /// no name defines nothing. Empty where every symbol that opens a context is one.
    pub definition_kinds: &'static [&'static str],
    /// Kinds of comment nodes. Each node becomes a row of its own, without a rule.
    pub comment_kinds: &'static [&'static str],
    /// The text of a comment without its markers.
    pub comment_text: fn(&str) -> &str,
    pub class_scope: ClassScope,
    /// Whether a module inside a file sees none of the names around it (Rust), macros apart.
    pub isolated_modules: bool,
    /// Whether functions of one name and different arity are different symbols (Elixir).
    pub arity_distinguishes: bool,
    /// Whether functions of one name are told apart by what they take (Java, C++), so that a call which none of a type
    /// takes may be another's: an inherited one.
    pub overloads: bool,
    /// Whether a path whose first segment the file doesn't bind still names something (`std::mem::swap`, `Enum.map`).
    pub unbound_paths: bool,
    /// Whether a bare name that the file doesn't bind may be another file's (Go's packages, Java's, C's headers), so
    /// that the link is asked.
    pub unbound_names: bool,
    /// Whether qualified names begin with the file's module. Where not (C, Ruby), the module only says where a file
    /// lies, for imports of files.
    pub module_in_names: bool,
    /// Between the segments of a qualified name.
    pub separator: &'static str,
    /// What stands before a member in a qualified name in place of the separator (`A#m`, `A.m`). In paths it belongs
    /// to the member's segment, so that members of different sorts are told apart.
    pub member_marks: &'static [&'static str],
    /// Names that are there without an import, sorted; first segments of paths too.
    pub builtins: &'static [&'static str],
    /// Methods of several words that the language's own library has, one a line: of such a name, a version's only
    /// method need not be the one that is called. Empty where that is not known, so that no name proves a method.
    pub library_methods: &'static str,
    /// The module part of the qualified names in a file, as far as its path says; where the text says it, a rule does
    /// ([`Unit::declare_module`]).
    pub module_of: fn(&PackageLayout, path: &str) -> String,
    /// What an import's source (as the unit's interface has it) means.
    pub module_target: fn(&ModuleContext<'_>, source: &str) -> ModuleTarget,
    /// How names travel between its files.
    pub travel: Travel,
    /// How it writes what frameworks look at.
    pub marks: MarkSyntax,
    /// The kinds of facts that its files can give, sorted; a test holds this against the fixtures.
    pub facts: &'static [FactClass],
}

impl LanguageSpec {
    /// A language of which nothing is known yet: a start for declarations.
    pub const BASE: LanguageSpec = LanguageSpec {
        language: Language::Bash,
        version: 1,
        grammars: &[],
        grammar_for: |_| 0,
        vocabulary: &Vocabulary { fields: &[], kinds: &[], tokens: &[] },
        extensions: &[],
        file_names: &[],
        interpreters: &[],
        recognises: |_, _| true,
        is_readable: |_| true,
        seeks_line_break: false,
        repair: |_, _| None,
        misreads: |_| false,
        rules: &[],
        term_rules: &[],
        fragment_kinds: &[],
        definition_kinds: &[],
        comment_kinds: &[],
        comment_text: |text| text,
        class_scope: ClassScope::Visible,
        isolated_modules: false,
        arity_distinguishes: false,
        overloads: false,
        unbound_paths: false,
        unbound_names: false,
        module_in_names: true,
        separator: ".",
        member_marks: &[],
        builtins: &[],
        library_methods: "",
        module_of: |_, _| String::new(),
        module_target: |_, source| ModuleTarget::Candidates(vec![source.to_owned()]),
        travel: Travel::BASE,
        marks: MarkSyntax::NONE,
        facts: FactClass::ALL,
    };

    /// Whether a path's segment brings its own mark instead of the separator.
    pub fn is_marked(&self, segment: &str) -> bool {
        self.member_marks.iter().any(|mark| segment.starts_with(mark))
    }

    /// A path's segment as the name that it is, without its mark.
    pub fn member_name<'t>(&self, segment: &'t str) -> &'t str {
        self.member_marks.iter().find_map(|mark| segment.strip_prefix(mark)).unwrap_or(segment)
    }

    /// Whether a name is there without an import.
    pub fn is_builtin(&self, name: &str) -> bool {
        self.builtins.binary_search(&name).is_ok()
    }
}
