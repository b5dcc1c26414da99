//! Everything that a version's files define, import and are called, by qualified name.
//!
//! Built once a version; follows nothing.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::LinkedFile;
use super::paths::{PathId, Paths};
use super::rules::Rules;
use crate::model::{Export, ImportBinding, Interface, Language, SymbolKind};

/// A symbol of the version: the position of a file, and of an export in its interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct SymbolAt {
    pub file: u32,
    pub export: u32,
}

/// An import of the version: the position of a file, and of a binding in its interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct BindingAt {
    pub file: u32,
    pub import: u32,
}

/// What a type of the version takes members from: the position of a file, and of a base in its interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct BaseAt {
    pub file: u32,
    pub base: u32,
}

/// Symbols with the name that each has below its parent.
pub(super) type Members<'a> = Vec<(&'a str, SymbolAt)>;

/// A file with what its language says, its path's place in the tree of names, and how much its definitions weigh.
pub(super) struct FileEntry {
    pub rules: Rules,
    pub module: PathId,
    /// The root of its family of languages.
    pub root: PathId,
    /// Holds declarations whose code is elsewhere (`.pyi`, `.d.ts`).
    pub stub: bool,
}

/// Items grouped by path: one allocation, whatever the number of paths.
pub(super) struct ByPath<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Ord> ByPath<T> {
    pub fn new(paths: usize, mut pairs: Vec<(PathId, T)>) -> Self {
        pairs.sort_unstable();
        let mut starts = Vec::with_capacity(paths + 1);
        let mut items = Vec::with_capacity(pairs.len());
        for (path, item) in pairs {
            while starts.len() <= path.0 as usize {
                starts.push(items.len() as u32);
            }
            items.push(item);
        }
        starts.resize(paths + 1, items.len() as u32);
        Self { starts, items }
    }

    /// In order; empty for paths that were made later.
    pub fn get(&self, path: PathId) -> &[T] {
        match self.starts.get(path.0 as usize..path.0 as usize + 2) {
            Some(&[start, end]) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// The names of a version. Files without rules (their language was not compiled in) have no entry.
pub(super) struct Index<'a> {
    pub files: &'a [LinkedFile],
    pub entries: Vec<Option<FileEntry>>,
    pub paths: Paths<'a>,
    /// Files by their module's name.
    pub modules: ByPath<u32>,
    pub symbols: ByPath<SymbolAt>,
    /// Imports by the name that they bind, in the scope that binds it.
    pub bindings: ByPath<BindingAt>,
    /// Imports of every name of something, by the scope that they stand in.
    pub stars: ByPath<BindingAt>,
    /// Those of them that are re-exports.
    pub public_stars: ByPath<BindingAt>,
    /// Imports that are lent to those who use the module, by the module.
    pub lent: ByPath<BindingAt>,
    /// What types take members from, by the type.
    pub bases: ByPath<BaseAt>,
    /// First segments that the version's own modules have.
    own_roots: FxHashSet<PathId>,
    /// Every segment of every path.
    names: FxHashSet<&'a str>,
}

impl<'a> Index<'a> {
    pub fn new(files: &'a [LinkedFile], rules_of: impl Fn(Language) -> Option<Rules>) -> Self {
        let mut paths = Paths::new();
        let mut names = Names::default();
        let mut entries = Vec::with_capacity(files.len());
        for (at, file) in (0..).zip(files) {
            let entry = rules_of(file.language).map(|rules| enter_file(&mut paths, rules, file));
            if let Some(entry) = &entry {
                names.collect(&mut paths, entry, at, file);
            }
            entries.push(entry);
        }
        let count = paths.len();
        let all_names = (0..count as u32).map(|path| paths.segment(PathId(path))).collect();
        Self {
            names: all_names,
            files,
            entries,
            paths,
            modules: ByPath::new(count, names.modules),
            symbols: ByPath::new(count, names.symbols),
            bindings: ByPath::new(count, names.bindings),
            stars: ByPath::new(count, names.stars),
            public_stars: ByPath::new(count, names.public_stars),
            lent: ByPath::new(count, names.lent),
            bases: ByPath::new(count, names.bases),
            own_roots: names.own_roots,
        }
    }

    pub fn entry(&self, file: u32) -> Option<&FileEntry> {
        self.entries[file as usize].as_ref()
    }

    pub fn export(&self, symbol: SymbolAt) -> &'a Export {
        &self.files[symbol.file as usize].interface.exports[symbol.export as usize]
    }

    pub fn binding(&self, binding: BindingAt) -> &'a ImportBinding {
        &self.files[binding.file as usize].interface.imports[binding.import as usize]
    }

    /// Whether anything in the version has this name.
    pub fn is_used_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a symbol is exported under several names. Exports are in the order of their ordinals, so that those of
    /// one symbol are neighbours.
    pub fn has_namesakes(&self, symbol: SymbolAt) -> bool {
        let exports = &self.files[symbol.file as usize].interface.exports;
        let (at, ordinal) = (symbol.export as usize, self.export(symbol).ordinal);
        let same = |at: usize| exports.get(at).is_some_and(|export| export.ordinal == ordinal);
        same(at + 1) || at.checked_sub(1).is_some_and(same)
    }

    /// The paths of all names that a symbol is exported under.
    pub fn namesakes(&self, symbol: SymbolAt) -> Vec<PathId> {
        let Some(entry) = self.entry(symbol.file) else { return Vec::new() };
        let interface = &self.files[symbol.file as usize].interface;
        let ordinal = self.export(symbol).ordinal;
        let first = interface.exports.partition_point(|export| export.ordinal < ordinal);
        let same = interface.exports[first..].iter().take_while(|export| export.ordinal == ordinal);
        same.filter_map(|export| self.scope(entry, &interface.module, &export.qualified_name)).collect()
    }

    /// The name of the module at a path, as the file itself writes it.
    pub fn module_name(&self, file: u32, entry: &FileEntry, scope: PathId) -> &'a str {
        let interface = &self.files[file as usize].interface;
        let module = self.module_of_scope(file, entry, scope);
        let inline = self.symbols.get(module).iter().find(|symbol| symbol.file == file);
        match inline {
            Some(&symbol) if module != entry.module => &self.export(symbol).qualified_name,
            _ => &interface.module,
        }
    }

    /// Symbols whose parent is nothing that the version defines, or another name of a type, by that parent: members
    /// of a type that is defined elsewhere. Parents in order.
    pub fn orphans(&self) -> Vec<(PathId, Members<'a>)> {
        let is_orphan = |parent: PathId| {
            let undefined = self.symbols.get(parent).is_empty() && self.modules.get(parent).is_empty();
            self.paths.parent(parent) != Paths::ROOT && (undefined || self.is_alias(parent))
        };
        let mut orphans: BTreeMap<PathId, Members<'a>> = BTreeMap::new();
        for path in self.paths.all() {
            let members = self.symbols.get(path);
            let parent = self.paths.parent(path);
            if !members.is_empty() && is_orphan(parent) {
                let name = self.paths.segment(path);
                orphans.entry(parent).or_default().extend(members.iter().map(|&member| (name, member)));
            }
        }
        orphans.into_iter().collect()
    }

    /// The segments of a path below another.
    pub fn segments_below(&self, outer: PathId, path: PathId) -> Vec<&'a str> {
        let ancestors = self.paths.ancestors(path).take_while(|&ancestor| ancestor != outer);
        let mut segments: Vec<&str> = ancestors.map(|ancestor| self.paths.segment(ancestor)).collect();
        segments.reverse();
        segments
    }

    /// Every path by the one that holds it.
    pub fn children(&self) -> ByPath<PathId> {
        let pairs = self.paths.all().map(|path| (self.paths.parent(path), path)).collect();
        ByPath::new(self.paths.len(), pairs)
    }

    /// The symbol of an ordinal, under its first name.
    pub fn symbol_of(&self, file: u32, ordinal: u32) -> Option<(PathId, SymbolAt)> {
        let interface = &self.files[file as usize].interface;
        let export = interface.exports.partition_point(|export| export.ordinal < ordinal);
        let found = interface.exports.get(export).filter(|export| export.ordinal == ordinal)?;
        let path = self.scope(self.entry(file)?, &interface.module, &found.qualified_name)?;
        Some((path, SymbolAt { file, export: export as u32 }))
    }

    /// Whether a path is only another name of types.
    pub fn is_alias(&self, path: PathId) -> bool {
        let symbols = self.symbols.get(path);
        let is_alias = |symbol: &SymbolAt| self.export(*symbol).kind == SymbolKind::TypeAlias;
        !symbols.is_empty() && symbols.iter().all(is_alias) && !self.bases.get(path).is_empty()
    }

    /// Whether a module of the version lies at or below a first segment.
    pub fn is_own_root(&self, root: PathId, segment: &str) -> bool {
        self.paths.child(root, segment).is_some_and(|path| self.own_roots.contains(&path))
    }

    /// The path of a scope that a file's interface names, if anything is known at or below it.
    pub fn scope(&self, entry: &FileEntry, module: &str, scope: &str) -> Option<PathId> {
        let step = |path: Option<PathId>, segment: &str| self.paths.child(path?, segment);
        match entry.rules.strip_module(scope, module) {
            Some(rest) => entry.rules.member_segments(rest).fold(Some(entry.module), step),
            None => entry.rules.member_segments(scope).fold(Some(entry.root), step),
        }
    }

    /// The nearest module that a scope lies in, as its own file knows it: an inline module, or the file's.
    pub fn module_of_scope(&self, file: u32, entry: &FileEntry, scope: PathId) -> PathId {
        let inline = |&path: &PathId| {
            let here = |symbol: &&SymbolAt| symbol.file == file && is_module(self.export(**symbol).kind);
            path == entry.module
                || (self.modules.get(path).is_empty() && self.symbols.get(path).iter().any(|s| here(&s)))
        };
        self.paths.ancestors(scope).find(inline).unwrap_or(entry.module)
    }
}

pub(super) fn is_module(kind: SymbolKind) -> bool {
    matches!(kind, SymbolKind::Module | SymbolKind::Namespace | SymbolKind::Package)
}

fn enter_file<'a>(paths: &mut Paths<'a>, rules: Rules, file: &'a LinkedFile) -> FileEntry {
    let root = paths.intern(Paths::ROOT, crate::model::Tag::label(rules.family));
    let module = paths.intern_all(root, rules.module_segments(&file.interface.module));
    let stubs = [".pyi", ".d.ts", ".d.mts", ".d.cts"];
    FileEntry { rules, module, root, stub: stubs.iter().any(|suffix| file.path.ends_with(suffix)) }
}

/// What the files say, before it is grouped.
#[derive(Default)]
struct Names {
    modules: Vec<(PathId, u32)>,
    symbols: Vec<(PathId, SymbolAt)>,
    bindings: Vec<(PathId, BindingAt)>,
    stars: Vec<(PathId, BindingAt)>,
    public_stars: Vec<(PathId, BindingAt)>,
    lent: Vec<(PathId, BindingAt)>,
    bases: Vec<(PathId, BaseAt)>,
    own_roots: FxHashSet<PathId>,
}

impl Names {
    fn collect<'a>(&mut self, paths: &mut Paths<'a>, entry: &FileEntry, file: u32, linked: &'a LinkedFile) {
        let interface = &linked.interface;
        if entry.module != entry.root {
            self.modules.push((entry.module, file));
            self.own_roots.extend(first_below(paths, entry.module, entry.root));
        }
        for (export, symbol) in (0..).zip(&interface.exports) {
            let path = enter_path(paths, entry, &interface.module, &symbol.qualified_name);
            self.symbols.push((path, SymbolAt { file, export }));
            if is_module(symbol.kind) || symbol.kind == SymbolKind::Protocol {
                self.own_roots.extend(first_below(paths, path, entry.root));
            }
        }
        for (import, binding) in (0..).zip(&interface.imports) {
            let scope = enter_path(paths, entry, &interface.module, &binding.scope);
            let at = BindingAt { file, import };
            if binding.lent {
                self.lent.push((lending_module(paths, entry, interface, scope), at));
            }
            if !binding.local.is_empty() {
                let local = entry.rules.member_segments(&binding.local);
                self.bindings.push((paths.intern_all(scope, local), at));
            } else if binding.star {
                self.stars.push((scope, at));
                if binding.reexport {
                    self.public_stars.push((scope, at));
                }
            }
        }
        for (base, taken) in (0..).zip(&interface.bases) {
            let owner = enter_path(paths, entry, &interface.module, &taken.owner);
            self.bases.push((owner, BaseAt { file, base }));
        }
    }
}

fn enter_path<'a>(paths: &mut Paths<'a>, entry: &FileEntry, module: &str, qualified: &'a str) -> PathId {
    match entry.rules.strip_module(qualified, module) {
        Some(rest) => paths.intern_all(entry.module, entry.rules.member_segments(rest)),
        None => paths.intern_all(entry.root, entry.rules.member_segments(qualified)),
    }
}

/// The innermost module around the macro that lends something.
fn lending_module(paths: &Paths<'_>, entry: &FileEntry, interface: &Interface, scope: PathId) -> PathId {
    let modules = interface.exports.iter().filter(|export| is_module(export.kind));
    let modules: FxHashSet<PathId> = modules
        .filter_map(|export| {
            let mut segments = entry.rules.member_segments(&export.qualified_name);
            segments.try_fold(entry.root, |path, segment| paths.child(path, segment))
        })
        .collect();
    paths.ancestors(scope).find(|path| modules.contains(path)).unwrap_or(entry.module)
}

fn first_below(paths: &Paths<'_>, path: PathId, root: PathId) -> Option<PathId> {
    paths.ancestors(path).find(|&ancestor| paths.parent(ancestor) == root)
}
