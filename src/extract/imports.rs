//! Imports: what a rule says of one, and what it binds.

use std::borrow::Cow;

use super::contexts::ContextId;
use super::scopes::{ScopeId, Space, Target, name_key};
use super::unit::{Segment, Unit};
use crate::model::{ImportKind, NodeId};

/// An import while its file is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportId(pub(super) u32);

/// What a rule says of one imported name, one whole module, or one star.
#[derive(Clone, Debug)]
pub struct ImportDraft<'s> {
    pub kind: ImportKind,
    /// The module as written.
    pub source: Segment<'s>,
    /// The imported name, where one name is taken out of the source.
    pub name: Option<Segment<'s>>,
    pub alias: Option<Segment<'s>>,
    pub star: bool,
    /// Written as a re-export (`pub use`, `export … from`).
    pub reexport: bool,
    /// Whether other files can reach the name through this one although it is no re-export (Python).
    pub reachable: bool,
    /// Stands in code that a macro gives to the modules that use this one (Elixir's `quote` in `__using__`).
    pub lent: bool,
    /// Takes what the module's macro lends, beside the module itself (Elixir's `use`).
    pub borrows: bool,
    /// The name that the file can use for it; `None` for a star and an import for its side effects.
    pub local: Option<Segment<'s>>,
    /// The qualified name of what `local` means, as far as the text says: relative sources made absolute. Defaults
    /// to source, separator, name.
    pub qualified: Option<String>,
    /// Where `local` is bound; no space at all where the file itself doesn't see it (`export … from`).
    pub space: Space,
    /// The node after which the name is bound, where what is before doesn't see it.
    pub after: Option<NodeId>,
}

impl<'s> ImportDraft<'s> {
    /// An import that binds its alias or its name.
    pub fn name(
        kind: ImportKind,
        source: Segment<'s>,
        name: Segment<'s>,
        alias: Option<Segment<'s>>,
    ) -> Self {
        let local = alias.clone().unwrap_or_else(|| name.clone());
        Self { name: Some(name), alias, local: Some(local), ..Self::module(kind, source) }
    }

    /// An import of a whole module that binds nothing yet: set `local`.
    pub fn module(kind: ImportKind, source: Segment<'s>) -> Self {
        Self {
            kind,
            source,
            name: None,
            alias: None,
            star: false,
            reexport: false,
            reachable: false,
            lent: false,
            borrows: false,
            local: None,
            qualified: None,
            space: Space::ANY,
            after: None,
        }
    }

    /// Everything that the module exports.
    pub fn star(kind: ImportKind, source: Segment<'s>) -> Self {
        Self { star: true, ..Self::module(kind, source) }
    }
}

/// An import as recorded.
pub(super) struct ImportRecord<'s> {
    pub draft: ImportDraft<'s>,
    pub node: NodeId,
    pub qualified: String,
    pub scope: ScopeId,
    pub context: ContextId,
    /// Whether it stands in a function body, out of other files' reach.
    pub in_function: bool,
}

impl<'s> Unit<'s> {
    /// Records an import at the node that names it, and binds its local name in the current scope.
    pub fn import(&mut self, node: NodeId, draft: ImportDraft<'s>) -> ImportId {
        let id = self.imports.len() as u32;
        let context = self.contexts.current();
        if draft.star || draft.borrows {
            if draft.space != Space(0) {
                self.scopes.add_star(id);
            }
        } else if let Some(local) = &draft.local {
            let from = draft.after.map_or(0, |node| self.end_of(node));
            self.scopes.bind(name_key(local), draft.space, from, Target::Import(id));
        }
        let qualified = match (&draft.qualified, &draft.name) {
            (Some(qualified), _) => qualified.clone(),
            (None, Some(name)) => [&draft.source, self.grammar.spec.separator, name].concat(),
            (None, None) => draft.source.to_string(),
        };
        let in_function = self.is_in_function();
        let scope = self.scopes.current();
        self.imports.push(ImportRecord { draft, node, qualified, scope, context, in_function });
        ImportId(id)
    }

    /// Whether a bare name means an import where the walk stands.
    pub fn is_imported(&self, name: &str) -> bool {
        matches!(self.scopes.find(self.here(), name_key(name), false, |_| true), Some(Target::Import(_)))
    }

    /// The qualified name of what a bare name means where the walk stands, by what was seen so far: a symbol, an
    /// import, or a symbol of this file that a star brings in.
    pub fn qualified_name_of(&self, name: &str) -> Option<Cow<'_, str>> {
        let at = self.here();
        match self.scopes.find(at, name_key(name), false, |_| true) {
            Some(Target::Symbol(id)) => Some(Cow::Borrowed(&self.symbols[id as usize].qualified)),
            Some(Target::Import(id)) => Some(Cow::Borrowed(&self.imports[id as usize].qualified)),
            Some(_) => None,
            None => self.scopes.stars(at.scope).find_map(|star| {
                let qualified =
                    [&self.imports[star as usize].qualified, self.grammar.spec.separator, name].concat();
                self.defined.contains_key(&name_key(&qualified)).then_some(Cow::Owned(qualified))
            }),
        }
    }
}
