//! Everything that one file's bytes, language and module name alone decide.

use super::fact::{Call, Comment, Fragment, FragmentSite, Import, Reference, Symbol};
use super::interface::Interface;
use super::language::Language;
use super::names::{NameId, Names};

/// How the parse of a unit went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseStatus {
    /// No error node.
    Clean,
    /// The tree has this many error or missing nodes; facts on both sides of them are kept.
    Errors(u32),
    /// The deadline passed; the unit has no facts.
    TimedOut,
}

/// The facts of one unit.
#[derive(Clone, Debug)]
pub struct Extraction {
    pub language: Language,
    /// The module part of qualified names, by manifest and path.
    pub module: String,
    pub status: ParseStatus,
    /// Physical lines.
    pub lines: u32,
    /// Names, qualified names, node kinds: everything that goes to the `names` dimension.
    pub names: Names,
    /// Fragment terms: everything that goes to the `terms` dimension.
    pub terms: Names,
    pub symbols: Vec<Symbol>,
    pub references: Vec<Reference>,
    pub imports: Vec<Import>,
    pub calls: Vec<Call>,
    pub comments: Vec<Comment>,
    pub fragments: Vec<Fragment>,
    /// The terms of all fragments, end to end.
    pub fragment_terms: Vec<NameId>,
    /// In preorder.
    pub fragment_sites: Vec<FragmentSite>,
    /// The encoded syntax tree (`extract::ast`).
    pub ast: Vec<u8>,
    pub interface: Interface,
}

impl Extraction {
    /// An extraction without facts.
    pub fn empty(language: Language, module: String, status: ParseStatus, lines: u32) -> Self {
        Self {
            language,
            interface: Interface { module: module.clone(), ..Interface::default() },
            module,
            status,
            lines,
            names: Names::default(),
            terms: Names::default(),
            symbols: Vec::new(),
            references: Vec::new(),
            imports: Vec::new(),
            calls: Vec::new(),
            comments: Vec::new(),
            fragments: Vec::new(),
            fragment_terms: Vec::new(),
            fragment_sites: Vec::new(),
            ast: Vec::new(),
        }
    }
}
