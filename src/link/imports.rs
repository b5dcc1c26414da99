//! What imports take from: their sources as places of the version, or the proof that they leave it.

use super::index::{BindingAt, FileEntry};
use super::keys::NameKey;
use super::outcome::{Outcome, Place, Wanted};
use super::paths::PathId;
use super::resolve::{Asker, Question, Resolver};
use super::rules::Rules;
use crate::lang::{ModuleContext, ModuleTarget};
use crate::model::{FactKind, ImportKind, Link, Resolution};

impl Resolver<'_> {
    /// Who an import is when it asks: its file, in the scope that it stands in.
    pub fn asker_of(&self, binding: BindingAt) -> Asker {
        let file = &self.index.files[binding.file as usize];
        let scope = &self.index.binding(binding).scope;
        let entry = self.index.entry(binding.file);
        let scope = entry.and_then(|entry| self.index.scope(entry, &file.interface.module, scope));
        Asker { file: binding.file, scope: scope.unwrap_or(entry.map_or(PathId(0), |entry| entry.module)) }
    }

    /// The place that an import's source names.
    pub fn source(&mut self, binding: BindingAt) -> Outcome {
        let Some(candidates) = self.candidates(binding) else { return self.foreign_module(binding) };
        let asker = self.asker_of(binding);
        let Some(entry) = self.index.entry(binding.file) else { return Outcome::Unknown };
        let (root, rules) = (entry.root, entry.rules);
        for candidate in &candidates {
            let segments: Vec<&str> = rules.module_segments(candidate).collect();
            let outcome = self.module_at(root, &segments);
            let outcome = outcome.or_else(|| self.absolute(root, &segments, Wanted::CONTAINER, asker));
            if !outcome.is_unknown() {
                return outcome;
            }
        }
        match self.leaves_version(binding, &candidates, asker) {
            true => self.foreign_module(binding),
            false => Outcome::Unknown,
        }
    }

    /// The module of another package that an import's source names.
    fn foreign_module(&self, binding: BindingAt) -> Outcome {
        let named = self.index.entry(binding.file).and_then(|FileEntry { rules, .. }| {
            let source = (rules.travel.foreign_module)(&self.index.binding(binding).source)?;
            Some(NameKey::of_family(rules.family).below(rules.module_segments(source)))
        });
        Outcome::External(named)
    }

    /// A name of a source that is no place itself, but the beginning of one (a namespace package, `alias A.{B}`).
    pub fn below_source(&mut self, binding: BindingAt, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let Some(entry) = self.index.entry(binding.file) else { return Outcome::Unknown };
        let (root, rules) = (entry.root, entry.rules);
        for candidate in self.candidates(binding).unwrap_or_default() {
            let segments: Vec<&str> = rules.module_segments(&candidate).chain([name]).collect();
            let outcome = self.absolute(root, &segments, wanted, asker);
            if !outcome.is_unknown() {
                return outcome;
            }
        }
        Outcome::Unknown
    }

    /// What `import a.b` binds is `a`: the paths that this can be, each the beginning of a module that the source
    /// can mean. `None` for every other import.
    pub fn first_segments(&self, binding: BindingAt) -> Option<Vec<Vec<String>>> {
        let import = self.index.binding(binding);
        let rules = self.index.entry(binding.file)?.rules;
        let rest = import.source.strip_prefix(import.local.as_str())?.strip_prefix(rules.separator)?;
        if import.name.is_some() || import.local.is_empty() || !rules.travel.nested_modules {
            return None;
        }
        let below = rules.module_segments(rest).count();
        let beginning = |module: &String| {
            let segments: Vec<String> = rules.module_segments(module).map(str::to_owned).collect();
            segments[..segments.len().saturating_sub(below)].to_vec()
        };
        Some(self.candidates(binding)?.iter().map(beginning).collect())
    }

    /// The root of foreign names, where a path's first segment is not of the language's own library.
    pub fn foreign_root(&self, rules: Rules, first: &str) -> Option<NameKey> {
        (rules.travel.foreign_module)(first).map(|_| NameKey::of_family(rules.family))
    }

    /// The modules that an import's source can mean; `None` where the language says that it is another package's.
    fn candidates(&self, binding: BindingAt) -> Option<Vec<String>> {
        let file = &self.index.files[binding.file as usize];
        let entry = self.index.entry(binding.file)?;
        let module = self.index.module_name(binding.file, entry, self.asker_of(binding).scope);
        let context = ModuleContext { package: self.package, module, path: &file.path };
        match (entry.rules.module_target)(&context, &self.index.binding(binding).source) {
            ModuleTarget::Candidates(modules) => Some(modules),
            ModuleTarget::External => None,
        }
    }

    /// Whether an import that leads to nothing known names another package: it is written as one, and its first
    /// segment is nothing of this version.
    fn leaves_version(&mut self, binding: BindingAt, candidates: &[String], asker: Asker) -> bool {
        let Some(FileEntry { root, rules, .. }) = self.index.entry(binding.file) else { return false };
        let (root, rules) = (*root, *rules);
        let import = self.index.binding(binding);
        let below = rules.module_segments(&import.source).skip(1).count();
        let Some(first) = rules.module_segments(&import.source).next() else { return false };
        match import.kind {
            ImportKind::External => return true,
            ImportKind::Relative => return false,
            ImportKind::Absolute if rules.travel.declared_modules => return true,
            ImportKind::Absolute if !(rules.travel.names_package)(first) => return false,
            ImportKind::Absolute => {}
        }
        candidates.iter().all(|candidate| {
            let segments: Vec<&str> = rules.module_segments(candidate).collect();
            match &segments[..segments.len().saturating_sub(below)] {
                [] => true,
                [only] => !self.index.is_own_root(root, only),
                known => self.absolute(root, known, Wanted::CONTAINER, asker).is_unknown(),
            }
        })
    }

    /// The module of exactly this name.
    pub fn module_at<S: AsRef<str>>(&self, root: PathId, segments: &[S]) -> Outcome {
        let child = |path, segment: &S| self.index.paths.child(path, segment.as_ref());
        let path = segments.iter().try_fold(root, child);
        match path.filter(|&path| !self.index.modules.get(path).is_empty()) {
            Some(path) => Outcome::Found(Place { path, symbol: None }),
            None => Outcome::Unknown,
        }
    }

    /// What a whole qualified name stands for. It is followed from the deepest place that is known by that name,
    /// so that re-exports are seen where it goes on through them.
    pub fn absolute<S: AsRef<str>>(
        &mut self,
        root: PathId,
        path: &[S],
        wanted: Wanted,
        asker: Asker,
    ) -> Outcome {
        let mut known = vec![root];
        for segment in path {
            match self.index.paths.child(known[known.len() - 1], segment.as_ref()) {
                Some(next) => known.push(next),
                None => break,
            }
        }
        for depth in (1..known.len()).rev() {
            let rest = &path[depth..];
            let outcome = match self.at(known[depth], wanted.before(rest), asker) {
                Outcome::Found(place) if !rest.is_empty() => self.walk(place, rest, wanted, asker),
                outcome => outcome.before(rest),
            };
            if !outcome.is_unknown() {
                return outcome;
            }
        }
        Outcome::Unknown
    }

    /// The links of a file's imports.
    pub fn link_imports(&mut self, file: u32, links: &mut Vec<Link>) {
        for import in 0..self.index.files[file as usize].interface.imports.len() as u32 {
            let binding = BindingAt { file, import };
            let source = self.ask(Question::Source(binding));
            let target = match self.index.binding(binding).name {
                Some(_) => self.ask(Question::Target(binding, Wanted::ANY)),
                None => source,
            };
            let place = match (target, source) {
                (Outcome::Found(place), _) | (_, Outcome::Found(place)) => Some(place),
                (Outcome::External(_), _) => None,
                _ => continue,
            };
            let ordinal = self.index.binding(binding).ordinal;
            links.extend(self.link(file, FactKind::Import, ordinal, Resolution::Import, place));
        }
    }

    /// A link to a place, or out of the version where there is none. Nothing where a module has several files that
    /// are equally near.
    pub fn link(
        &self,
        file: u32,
        fact: FactKind,
        ordinal: u32,
        resolution: Resolution,
        place: Option<Place>,
    ) -> Option<Link> {
        let link = Link { file, fact, ordinal, resolution, target_file: None, target_symbol: None };
        match place {
            None => Some(Link { resolution: Resolution::External, ..link }),
            Some(Place { symbol: Some(symbol), .. }) => {
                let target_symbol = Some(self.index.export(symbol).ordinal);
                Some(Link { target_file: Some(symbol.file), target_symbol, ..link })
            }
            Some(Place { path, symbol: None }) => {
                let target_file = Some(self.file_of(path, file)?);
                Some(Link { target_file, ..link })
            }
        }
    }

    fn file_of(&self, module: PathId, asker: u32) -> Option<u32> {
        let asker = Asker { file: asker, scope: module };
        let files = self.index.modules.get(module);
        let nearest = files.iter().map(|&file| self.file_weight(file, asker)).min()?;
        let mut near = files.iter().copied().filter(|&file| self.file_weight(file, asker) == nearest);
        let of = self.index.entry(*files.first()?)?;
        if let Some(rank) = of.rules.travel.stands_for_module {
            return near.min_by_key(|&file| (rank(&self.index.files[file as usize].path), file));
        }
        let first = near.next()?;
        near.next().is_none().then_some(first)
    }
}
