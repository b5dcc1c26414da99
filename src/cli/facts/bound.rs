//! What a fact is bound to, by its file or by its version.

use super::version::{FileFacts, VersionFacts};
use crate::model::{FactKind, Link, Resolution, Symbol};

/// A file's facts with what they are bound to.
pub(super) struct Bindings<'v> {
    version: &'v VersionFacts,
    file: &'v FileFacts,
    links: &'v [Link],
}

/// What a fact leads to. All absent where nothing in the version is proved.
#[derive(Clone, Copy, Default)]
pub(super) struct Target<'v> {
    pub resolution: Option<Resolution>,
    pub path: Option<&'v str>,
    /// `None` also where a whole file is meant.
    pub qualified_name: Option<&'v str>,
    /// Of the name.
    pub line: Option<u32>,
}

impl<'v> Bindings<'v> {
    pub fn new(version: &'v VersionFacts, number: usize) -> Self {
        Self { version, file: &version.files[number], links: version.links_of(number) }
    }

    pub fn links(&self) -> &'v [Link] {
        self.links
    }

    /// Where a link leads to.
    pub fn target_of(&self, link: &Link) -> Target<'v> {
        let resolution = Some(link.resolution);
        match link.target_file.and_then(|file| self.version.files.get(file as usize)) {
            Some(file) => Target { resolution, ..target_in(file, link.target_symbol) },
            None => Target { resolution, ..Target::default() },
        }
    }

    /// Where a fact leads to: what its own file proved, else what the version did.
    pub fn target(&self, fact: FactKind, ordinal: usize, own: Option<u32>) -> Target<'v> {
        if own.is_some() {
            return target_in(self.file, own);
        }
        let key = (fact, ordinal as u32);
        match self.links.binary_search_by_key(&key, |link| (link.fact, link.ordinal)) {
            Ok(at) => self.target_of(&self.links[at]),
            Err(_) => Target::default(),
        }
    }
}

fn target_in(file: &FileFacts, symbol: Option<u32>) -> Target<'_> {
    let found = file.extraction.as_ref().zip(symbol).and_then(|(extraction, ordinal)| {
        let symbol: &Symbol = extraction.symbols.get(ordinal as usize)?;
        Some((extraction.names.get(symbol.qualified_name), symbol.name_line))
    });
    Target {
        resolution: None,
        path: Some(&file.path),
        qualified_name: found.map(|(name, _)| name),
        line: found.map(|(_, line)| line),
    }
}
