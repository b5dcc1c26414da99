//! What a type has from its bases, inside the version and outside of it.

use rustc_hash::FxHashSet;

use super::finder::Finder;
use crate::limits::LINK_BASES_MAX;
use crate::model::{BaseTarget, SymbolPlace};

/// A base of a type, at whatever distance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ancestor {
    Symbol(SymbolPlace),
    /// One outside of the version, by the path that names it; the last segment is its own name.
    Outside(Vec<String>),
}

impl Finder<'_> {
    /// The bases of a type, the nearest first.
    pub fn ancestors(&self, owner: SymbolPlace) -> Vec<Ancestor> {
        let mut found: Vec<Ancestor> = Vec::new();
        let mut seen: FxHashSet<SymbolPlace> = FxHashSet::from_iter([owner]);
        let mut due = vec![owner];
        while let Some(next) = due.pop() {
            let bases = self.bases(next);
            for base in &bases {
                match base {
                    Ancestor::Symbol(place) if !seen.insert(*place) => {}
                    _ if found.len() >= LINK_BASES_MAX => {}
                    _ => found.push(base.clone()),
                }
            }
            let inner = bases.into_iter().rev().filter_map(|base| match base {
                Ancestor::Symbol(place) if found.len() < LINK_BASES_MAX => Some(place),
                _ => None,
            });
            due.extend(inner.filter(|place| *place != owner && *place != next));
            if found.len() >= LINK_BASES_MAX {
                break;
            }
        }
        found
    }

    /// What a type is written to be built on.
    fn bases(&self, owner: SymbolPlace) -> Vec<Ancestor> {
        let Some(export) = self.export(owner) else { return Vec::new() };
        let file = &self.files[owner.file as usize];
        let bases = file.interface.bases.iter().enumerate();
        let own = bases.filter(|(_, base)| base.owner == export.qualified_name);
        let ancestors = own.filter_map(|(at, base)| {
            if let Some(place) = file.bases.get(at).copied().flatten() {
                return Some(Ancestor::Symbol(place));
            }
            match &base.target {
                BaseTarget::Path { import, path } => {
                    let import = import.and_then(|import| file.interface.imports.get(import as usize));
                    let mut whole: Vec<String> = import.map_or_else(Vec::new, |import| {
                        let name = import.name.iter().cloned();
                        std::iter::once(import.source.clone()).chain(name).collect()
                    });
                    whole.extend(path.iter().cloned());
                    Some(Ancestor::Outside(whole))
                }
                _ => None,
            }
        });
        ancestors.collect()
    }

    /// A member of a type, its own or the nearest base's; `separators` as in [`Finder::member`].
    pub fn inherited_member(
        &self,
        owner: SymbolPlace,
        separators: &[&str],
        name: &str,
    ) -> Option<SymbolPlace> {
        self.member(owner, separators, name).or_else(|| {
            self.ancestors(owner).into_iter().find_map(|ancestor| match ancestor {
                Ancestor::Symbol(base) => self.member(base, separators, name),
                Ancestor::Outside(_) => None,
            })
        })
    }
}
