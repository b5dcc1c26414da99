//! Work that is known by the type that does it: its base, or a module that it includes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finder::{Finder, Site};
use super::rule::{Family, Text, TypeRule};
use crate::model::{BaseTarget, Job, MarkShape, SymbolPlace};

/// Calls that take a module's members into a type.
const INCLUDES: &[&str] = &["include", "use", "prepend"];

impl Finder<'_> {
    /// The jobs of a family's types.
    pub(super) fn read_types(&mut self, family: &Family) {
        for rule in family.types {
            for owner in self.types_below(family, rule.bases) {
                self.read_type(rule, owner);
            }
        }
    }

    /// The types with one of some bases, at whatever distance inside the version.
    pub(super) fn types_below(&self, family: &Family, bases: &[&str]) -> Vec<SymbolPlace> {
        let mut below: FxHashMap<String, Vec<SymbolPlace>> = FxHashMap::default();
        for (number, file) in (0..).zip(self.files) {
            if !family.languages.contains(&file.language) {
                continue;
            }
            for base in &file.interface.bases {
                let Some(owner) = self.symbol_in(number, &base.owner) else { continue };
                let name = match &base.target {
                    BaseTarget::Path { import, path } => {
                        let import = import.and_then(|import| file.interface.imports.get(import as usize));
                        let imported = import.map(|import| import.name.as_ref().unwrap_or(&import.source));
                        path.last().or(imported).cloned()
                    }
                    BaseTarget::Symbol(symbol) => self
                        .export(SymbolPlace { file: number, symbol: *symbol })
                        .map(|export| last_name(&export.qualified_name)),
                    BaseTarget::External => None,
                };
                if let Some(name) = name {
                    below.entry(last_name(&name)).or_default().push(owner);
                }
            }
            for (mark, found) in (0..).zip(&file.marks) {
                let site = Site { file: number, mark };
                let includes = found.shape == MarkShape::Call && INCLUDES.contains(&found.name.as_str());
                if let Some(owner) = self.enclosing(site).filter(|_| includes) {
                    for named in found.positional().filter_map(|argument| argument.as_name()) {
                        // `Sidekiq::Worker` is told from other workers.
                        let path = named.path.join("::");
                        below.entry(path).or_default().push(owner);
                    }
                }
            }
        }
        let mut due: Vec<String> = bases.iter().map(|base| (*base).to_owned()).collect();
        let mut found: Vec<SymbolPlace> = Vec::new();
        let mut seen: FxHashSet<SymbolPlace> = FxHashSet::default();
        while let Some(name) = due.pop() {
            for &owner in below.get(&name).into_iter().flatten() {
                if seen.insert(owner) {
                    found.push(owner);
                    due.extend(self.export(owner).map(|export| last_name(&export.qualified_name)));
                }
            }
        }
        found.sort();
        found
    }

    fn symbol_in(&self, file: u32, qualified_name: &str) -> Option<SymbolPlace> {
        self.names.get(qualified_name)?.iter().copied().find(|place| place.file == file)
    }

    fn read_type(&mut self, rule: &TypeRule, owner: SymbolPlace) {
        let Some(export) = self.export(owner) else { return };
        let name = export.qualified_name.clone();
        let marks = (0..).zip(&self.files[owner.file as usize].marks);
        let inside: Vec<Site> = marks
            .filter(|(_, mark)| mark.enclosing == Some(owner.symbol))
            .map(|(mark, _)| Site { file: owner.file, mark })
            .collect();
        let said = |options: &[(&str, Text)]| {
            options.iter().find_map(|(name, text)| {
                let mut sites = inside.iter().filter(|site| self.mark(**site).name == *name);
                sites.find_map(|site| self.text(*site, text))
            })
        };
        let (queue, schedule) = (said(rule.queue), said(rule.schedule));
        let member = rule.members.iter().find_map(|member| self.member(owner, &["#", ".", "::"], member));
        // A type that does nothing itself is there to be built on.
        if member.is_none() && !rule.members.is_empty() {
            return;
        }
        self.application.jobs.push(Job {
            file: owner.file,
            line: export.line,
            framework: rule.framework.name,
            name: name.clone(),
            queue,
            schedule,
            handler: name,
            handler_symbol: member.or(Some(owner)),
        });
    }
}

/// The names of marks that types are read from.
pub(super) fn names(family: &Family) -> impl Iterator<Item = &'static str> + use<> {
    let includes = if family.types.is_empty() { &[] } else { INCLUDES };
    let options = family.types.iter().flat_map(|rule| rule.queue.iter().chain(rule.schedule));
    options.map(|&(name, _)| name).chain(includes.iter().copied())
}

fn last_name(qualified_name: &str) -> String {
    qualified_name.rsplit(['.', ':', '\\', '/']).find(|part| !part.is_empty()).unwrap_or_default().to_owned()
}
