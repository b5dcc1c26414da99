//! A version while its frameworks are read: its marks, the routers known so far, what was found.

use rustc_hash::FxHashMap;

use super::routers::{Key, RouterId, Routers};
use super::rule::{Framework, Pick, Rule, Text};
use crate::model::{
    Application, CALLED, Export, Interface, Language, Mark, MarkShape, Meaning, Named, Operand, SymbolKind,
    SymbolPlace,
};

/// A file with its marks, whose names the link has bound.
pub struct MarkedFile<'a> {
    /// In the package, with `/`.
    pub path: &'a str,
    pub language: Language,
    pub interface: &'a Interface,
    pub marks: Vec<Mark>,
    /// The symbols of the version that the interface's bases are, in its order.
    pub bases: Vec<Option<SymbolPlace>>,
}

/// A mark of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// Position among the files.
    pub file: u32,
    /// Position among the file's marks.
    pub mark: u32,
}

/// What a mark was found to be.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    pub rule: &'static Rule,
    /// The router that it is called on or stands in.
    pub base: Option<RouterId>,
    /// The router that its value is, or that its block belongs to.
    pub value: Option<RouterId>,
}

/// Reads the frameworks of a version.
pub struct Finder<'a> {
    pub(super) files: &'a [MarkedFile<'a>],
    /// Constants that hold a text.
    pub(super) constants: FxHashMap<SymbolPlace, &'a str>,
    /// Symbols by the names under which other files reach them.
    pub(super) names: FxHashMap<&'a str, Vec<SymbolPlace>>,
    /// The annotations of each symbol.
    pub(super) annotations: FxHashMap<SymbolPlace, Vec<u32>>,
    pub(super) routers: Routers,
    pub(super) settled: FxHashMap<Site, Settled>,
    /// What is still to be mounted: said by a mark, below a router, the value, its prefix.
    pub(super) mounts: Vec<(Site, RouterId, Pick, Text)>,
    /// Prefixes of all routes, by the framework.
    pub(super) global_prefixes: Vec<(&'static str, String)>,
    pub application: Application,
}

impl<'a> Finder<'a> {
    pub(super) fn new(files: &'a [MarkedFile<'a>]) -> Self {
        let mut finder = Self {
            files,
            constants: FxHashMap::default(),
            names: FxHashMap::default(),
            annotations: FxHashMap::default(),
            routers: Routers::default(),
            settled: FxHashMap::default(),
            mounts: Vec::new(),
            global_prefixes: Vec::new(),
            application: Application::default(),
        };
        // Names are looked up for what marks say, so a version without marks needs none.
        if files.iter().any(|file| !file.marks.is_empty()) {
            for (number, file) in (0..).zip(files) {
                finder.enter(number, file);
            }
        }
        finder
    }

    fn enter(&mut self, number: u32, file: &'a MarkedFile<'a>) {
        for (at, mark) in (0..).zip(&file.marks) {
            let Some(symbol) = mark.symbol else { continue };
            let place = SymbolPlace { file: number, symbol };
            match (mark.shape, mark.arguments.first()) {
                (MarkShape::Constant, Some(argument)) => {
                    if let Some(text) = argument.value.as_text() {
                        self.constants.insert(place, text);
                    }
                }
                (MarkShape::Annotation, _) => self.annotations.entry(place).or_default().push(at),
                _ => {}
            }
        }
        for export in &file.interface.exports {
            let place = SymbolPlace { file: number, symbol: export.ordinal };
            self.names.entry(export.qualified_name.as_str()).or_default().push(place);
        }
    }

    /// A mark.
    pub fn mark(&self, site: Site) -> &'a Mark {
        &self.files[site.file as usize].marks[site.mark as usize]
    }

    /// The file of a mark.
    pub fn file(&self, site: Site) -> &'a MarkedFile<'a> {
        &self.files[site.file as usize]
    }

    /// The files of the version.
    pub fn files(&self) -> &'a [MarkedFile<'a>] {
        self.files
    }

    /// The marks of a symbol's annotations.
    pub fn annotations_of(&self, symbol: SymbolPlace) -> impl Iterator<Item = &'a Mark> {
        let marks = &self.files[symbol.file as usize].marks;
        let numbers = self.annotations.get(&symbol).into_iter().flatten();
        numbers.map(move |&number| &marks[number as usize])
    }

    /// What other files reach a symbol by; `None` for one that they cannot.
    pub fn export(&self, symbol: SymbolPlace) -> Option<&'a Export> {
        let exports = &self.files[symbol.file as usize].interface.exports;
        let at = exports.partition_point(|export| export.ordinal < symbol.symbol);
        exports.get(at).filter(|export| export.ordinal == symbol.symbol)
    }

    /// The symbol of a meaning.
    pub fn symbol_of(&self, file: u32, meaning: &Meaning) -> Option<SymbolPlace> {
        match meaning {
            Meaning::Symbol(symbol) => Some(SymbolPlace { file, symbol: *symbol }),
            Meaning::Place(place) => Some(*place),
            _ => None,
        }
    }

    /// The qualified name that a meaning proves, with dots.
    pub fn qualified_name(&self, file: u32, meaning: &Meaning) -> Option<String> {
        match meaning {
            Meaning::External(name) => Some(dotted(name)),
            _ => self
                .symbol_of(file, meaning)
                .and_then(|symbol| self.export(symbol))
                .map(|export| dotted(&export.qualified_name)),
        }
    }

    /// The only symbol of a qualified name.
    pub fn symbol_named(&self, qualified_name: &str) -> Option<SymbolPlace> {
        match self.names.get(qualified_name).map(Vec::as_slice) {
            Some([first, others @ ..]) if others.iter().all(|other| other.file == first.file) => Some(*first),
            _ => None,
        }
    }

    /// A member of a type, by its name: `qualified` is what stands between, in the order in which they are tried.
    pub fn member(&self, owner: SymbolPlace, separators: &[&str], name: &str) -> Option<SymbolPlace> {
        let owner = self.export(owner)?;
        separators.iter().find_map(|separator| {
            self.symbol_named(&[owner.qualified_name.as_str(), separator, name].concat())
        })
    }

    /// The type that a mark stands in or annotates a member of.
    pub fn enclosing(&self, site: Site) -> Option<SymbolPlace> {
        self.mark(site).enclosing.map(|symbol| SymbolPlace { file: site.file, symbol })
    }

    /// What a mark annotates.
    pub fn annotated(&self, site: Site) -> Option<SymbolPlace> {
        self.mark(site).symbol.map(|symbol| SymbolPlace { file: site.file, symbol })
    }

    /// The kind of a symbol that other files reach.
    pub fn kind(&self, symbol: SymbolPlace) -> Option<SymbolKind> {
        self.export(symbol).map(|export| export.kind)
    }

    /// Whether a mark annotates a type.
    pub fn is_on_type(&self, site: Site) -> bool {
        let kind = self.annotated(site).and_then(|symbol| self.kind(symbol));
        kind.is_some_and(|kind| {
            use SymbolKind as K;
            matches!(kind, K::Class | K::Interface | K::Trait | K::Protocol | K::Struct | K::Enum)
        })
    }

    /// The marks around a mark, the innermost first.
    pub fn around(&self, site: Site) -> impl Iterator<Item = Site> + use<'a> {
        let marks = &self.files[site.file as usize].marks;
        let next =
            move |site: &Site| marks[site.mark as usize].inside.map(|mark| Site { file: site.file, mark });
        std::iter::successors(next(&site), next)
    }

    /// The router that a framework's mark stands in.
    pub fn router_around(&self, site: Site, framework: &Framework) -> Option<RouterId> {
        self.around(site).find_map(|outer| {
            let settled = self.settled.get(&outer)?;
            (settled.rule.framework.name == framework.name).then_some(settled.value).flatten()
        })
    }

    /// The router that a value is.
    pub fn router_of(&self, site: Site, operand: &Operand) -> Option<RouterId> {
        self.routers.get(&self.key(site, operand)?)
    }

    /// What a value is known by, wherever it is used.
    pub(super) fn key(&self, site: Site, operand: &Operand) -> Option<Key> {
        match operand {
            Operand::Mark(mark) => Some(self.key_of_mark(Site { file: site.file, mark: *mark })),
            Operand::Name(named) => self.key_of_name(site, named),
            _ => None,
        }
    }

    /// What a name is known by.
    pub(super) fn key_of_name(&self, site: Site, named: &Named) -> Option<Key> {
        Some(match &named.meaning {
            Meaning::Symbol(symbol) => Key::Symbol(SymbolPlace { file: site.file, symbol: *symbol }),
            Meaning::Place(place) => Key::Symbol(*place),
            Meaning::File(file) => Key::File(*file),
            Meaning::Parameter { function: Some(function), index } => {
                Key::Parameter(SymbolPlace { file: site.file, symbol: *function }, *index)
            }
            Meaning::Parameter { function: None, index } => {
                // The innermost function that is given to a mark and has such a parameter.
                let has = |outer: &Site| {
                    self.mark(*outer).arguments.iter().any(|argument| match &argument.value {
                        Operand::Function(names) => names.get(*index as usize) == named.path.first(),
                        _ => false,
                    })
                };
                match self.around(site).find(has) {
                    Some(outer) => Key::Closure(outer, *index),
                    None => Key::Local(site.file, self.mark(site).enclosing, named.written()),
                }
            }
            Meaning::Unknown if named.last() == CALLED => Key::Returned(self.enclosing(site)?),
            Meaning::Unknown | Meaning::Open(_) | Meaning::External(_) => {
                // Members of the object itself are the same in all its methods.
                let enclosing = if named.path.len() == 1 { self.mark(site).enclosing } else { None };
                Key::Local(site.file, enclosing, named.written())
            }
        })
    }

    /// What the value of a mark is known by: what it is called on gives where a function of the version is called.
    fn key_of_mark(&self, site: Site) -> Key {
        let mark = self.mark(site);
        if !self.settled.contains_key(&site)
            && let Some(function) = self.symbol_of(site.file, &mark.callee)
        {
            return Key::Returned(function);
        }
        Key::Mark(site)
    }
}

/// A qualified name of any language with dots.
fn dotted(name: &str) -> String {
    name.replace("::", ".").replace(['\\', '/', '#'], ".").replace("..", ".")
}
