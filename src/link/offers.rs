//! What a version offers to other packages: its public symbols, by every name that others can write for them.
//!
//! A symbol has the name that it is defined under, and one for each re-export of it or of what holds it; a type's
//! inherited members have names below the type. Private symbols are left out, private modules are not asked for: a name
//! that leads through one is written by nobody. Asks the same questions as a use does, so that both agree.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::index::{ByPath, SymbolAt, is_module};
use super::keys::NameKey;
use super::outcome::{Outcome, Place, Role, Wanted, is_type};
use super::paths::{PathId, Paths};
use super::resolve::{Asker, Question, Resolver};
use super::rules::Rules;
use crate::limits::{LINK_OFFERS_LOOKED_AT_MAX, LINK_OFFERS_MAX, LINK_REEXPORTS_MAX};
use crate::model::{CALLED, Export, PublicName, SymbolKind};

/// Everything that other packages can name. Sorted, without duplicates.
pub(super) fn public_names(resolver: &mut Resolver<'_>) -> Vec<PublicName> {
    let children = resolver.index.children();
    let mut offers = Offers {
        resolver,
        children,
        names: Vec::new(),
        due: VecDeque::new(),
        seen: FxHashSet::default(),
        looked_at: 0,
    };
    offers.collect();
    let Offers { resolver, names, .. } = offers;
    let is_stub = |file: u32| resolver.index.entry(file).is_some_and(|entry| entry.stub);
    merged(names, is_stub)
}

/// A module or type under one of its names.
#[derive(Clone, Copy)]
struct Holder {
    key: NameKey,
    place: Place,
    /// Whose eyes it is seen with: a file that holds it.
    file: u32,
    /// Re-exports that led to this name; none where it is the holder's own.
    steps: u8,
}

struct Offers<'r, 'a> {
    resolver: &'r mut Resolver<'a>,
    children: ByPath<PathId>,
    names: Vec<PublicName>,
    due: VecDeque<Holder>,
    seen: FxHashSet<(NameKey, PathId)>,
    /// Names that were listed, again and again where modules re-export each other.
    looked_at: usize,
}

impl<'a> Offers<'_, 'a> {
    fn collect(&mut self) {
        let mut keys: Vec<Option<NameKey>> = vec![None; self.resolver.index.paths.len()];
        for path in self.resolver.index.paths.all().skip(1) {
            let parent = self.resolver.index.paths.parent(path);
            let segment = self.resolver.index.paths.segment(path);
            let key = match self.module_keys(path) {
                Some((first, others)) => {
                    let file = self.resolver.index.modules.get(path).first().copied().unwrap_or_default();
                    let place = Place { path, symbol: None };
                    self.due.extend(others.into_iter().map(|key| Holder { key, place, file, steps: 1 }));
                    first
                }
                None if parent == Paths::ROOT => self.root_key(path),
                None => keys[parent.0 as usize].map(|key| key.child(segment)),
            };
            keys[path.0 as usize] = key;
            if let Some(holder) = key.and_then(|key| self.own_holder(key, path)) {
                self.offer_all(holder);
            }
        }
        while let Some(holder) = self.due.pop_front() {
            if self.seen.insert((holder.key, holder.place.path)) {
                self.offer_all(holder);
            }
        }
    }

    /// The keys of a module that has files of its own: the first of its names outside, and the others.
    fn module_keys(&self, path: PathId) -> Option<(Option<NameKey>, Vec<NameKey>)> {
        let index = &self.resolver.index;
        let &file = index.modules.get(path).first()?;
        let rules = index.entry(file)?.rules;
        let module = &index.files[file as usize].interface.module;
        let root = NameKey::of_family(rules.family);
        let names = (rules.travel.offered_as)(self.resolver.package, module);
        let mut keys = names.iter().map(|name| root.below(rules.module_segments(name)));
        Some((keys.next(), keys.collect()))
    }

    /// The key of the outermost names, where files of the family offer any.
    fn root_key(&self, path: PathId) -> Option<NameKey> {
        let package = self.resolver.package;
        let of_root = |entry: &&super::index::FileEntry| entry.root == path;
        let mut entries = self.resolver.index.entries.iter().flatten().filter(of_root);
        let entry = entries.find(|entry| !(entry.rules.travel.offered_as)(package, "").is_empty())?;
        Some(NameKey::of_family(entry.rules.family))
    }

    /// A path as a holder of names, if it has any below it.
    fn own_holder(&self, key: NameKey, path: PathId) -> Option<Holder> {
        let index = &self.resolver.index;
        let holds = !self.children.get(path).is_empty()
            || !index.public_stars.get(path).is_empty()
            || !index.bases.get(path).is_empty();
        if !holds {
            return None;
        }
        let holding =
            |&symbol: &SymbolAt| is_type(index.export(symbol).kind) || is_module(index.export(symbol).kind);
        let symbol = self.resolver.symbols(path).find(|symbol| holding(symbol));
        let file = match (index.modules.get(path), symbol) {
            ([], Some(symbol)) => symbol.file,
            (files, _) => files
                .iter()
                .copied()
                .find(|&file| !self.is_stub(file))
                .or(files.first().copied())
                .or_else(|| self.first_file_below(path))?,
        };
        Some(Holder { key, place: Place { path, symbol }, file, steps: 0 })
    }

    fn is_stub(&self, file: u32) -> bool {
        self.resolver.index.entry(file).is_some_and(|entry| entry.stub)
    }

    /// A file that defines or imports something directly below a path.
    fn first_file_below(&self, path: PathId) -> Option<u32> {
        let index = &self.resolver.index;
        self.children.get(path).iter().find_map(|&child| {
            let symbol = self.resolver.symbols(child).next().map(|symbol| symbol.file);
            symbol.or_else(|| index.bindings.get(child).first().map(|binding| binding.file))
        })
    }

    fn rules(&self, file: u32) -> Option<Rules> {
        self.resolver.index.entry(file).map(|entry| entry.rules)
    }

    /// Every public name below a holder.
    fn offer_all(&mut self, holder: Holder) {
        let Some(rules) = self.rules(holder.file) else { return };
        self.offer_whole(holder, rules);
        let mut names = Vec::new();
        self.names_below(holder, 0, &mut names);
        names.sort_by_key(|&(name, _)| name);
        for of_name in names.chunk_by(|one, other| one.0 == other.0) {
            if self.names.len() >= LINK_OFFERS_MAX {
                return;
            }
            let own = of_name.iter().find(|(_, from)| from.place.path == holder.place.path);
            match own {
                Some(&(name, from)) => self.offer(from, name, rules),
                None if self.bring_one(of_name) => self.offer(of_name[0].1, of_name[0].0, rules),
                None => {}
            }
        }
    }

    /// Whether all stars that bring a name bring the same.
    fn bring_one(&mut self, of_name: &[(&'a str, Holder)]) -> bool {
        let [(_, first), others @ ..] = of_name else { return false };
        if others.iter().all(|(_, from)| from.place.path == first.place.path) {
            return true;
        }
        let mut outcome = Outcome::Unknown;
        for &(name, from) in of_name {
            let asker = self.asker(from);
            outcome = outcome.join(self.resolver.lookup_own(from.place, name, Wanted::ANY, asker));
            if outcome == Outcome::Ambiguous {
                return false;
            }
        }
        true
    }

    /// The names that something has below it, own, inherited and re-exported, each with what has it: of a star's names
    /// its source, so that it is not looked for among all stars.
    fn names_below(&mut self, holder: Holder, depth: u8, names: &mut Vec<(&'a str, Holder)>) {
        let place = holder.place;
        self.names_at(place.path, holder, names);
        let within = depth < LINK_REEXPORTS_MAX && self.looked_at < LINK_OFFERS_LOOKED_AT_MAX;
        let Some(rules) = self.rules(holder.file).filter(|_| within) else { return };
        if let Some(symbol) = place.symbol {
            if self.resolver.index.has_namesakes(symbol) {
                for path in self.resolver.index.namesakes(symbol) {
                    self.names_at(path, holder, names);
                }
            }
            for ancestor in self.resolver.ancestors_of(place).iter() {
                self.names_at(ancestor.path, holder, names);
            }
        }
        for star in self.resolver.index.public_stars.get(place.path).to_vec() {
            let Outcome::Found(source) = self.resolver.ask(Question::Source(star)) else { continue };
            if source.path == place.path || !self.resolver.index.binding(star).public {
                continue;
            }
            let mut brought = Vec::new();
            let from = Holder { place: source, file: star.file, steps: holder.steps + 1, ..holder };
            self.names_below(from, depth + 1, &mut brought);
            names.extend(brought.into_iter().filter(|(name, _)| !(rules.travel.star_hides)(name)));
        }
        let whole = rules.travel.whole_module.filter(|_| place.symbol.is_none());
        if let Some(value) = whole.and_then(|whole| self.value_of_module(holder, whole)) {
            let from = Holder { place: value, steps: holder.steps + 1, ..holder };
            let mut brought = Vec::new();
            self.names_below(from, depth + 1, &mut brought);
            // A member of what the module is as a value, where the module has no such name itself.
            let known: FxHashSet<&str> = names.iter().map(|&(name, _)| name).collect();
            names.extend(brought.into_iter().filter(|(name, _)| !known.contains(name)));
        }
    }

    /// The names directly below a path that are a symbol's, or re-exported there.
    fn names_at(&mut self, path: PathId, from: Holder, names: &mut Vec<(&'a str, Holder)>) {
        self.looked_at += 1 + self.children.get(path).len();
        let index = &self.resolver.index;
        for &child in self.children.get(path) {
            let public = |&binding| index.binding(binding).public;
            let has_symbol = self.resolver.symbols(child).any(|symbol| index.export(symbol).public);
            if has_symbol || index.bindings.get(child).iter().any(public) {
                names.push((index.paths.segment(child), from));
            }
        }
    }

    fn asker(&self, holder: Holder) -> Asker {
        let scope = self.resolver.index.entry(holder.file).map_or(Paths::ROOT, |entry| entry.root);
        Asker { file: holder.file, scope }
    }

    /// What a module is as a value.
    fn value_of_module(&mut self, holder: Holder, whole: &str) -> Option<Place> {
        let asker = self.asker(holder);
        match self.resolver.lookup_own(holder.place, whole, Wanted::CONTAINER, asker) {
            Outcome::Found(place) if place.path != holder.place.path => Some(place),
            _ => None,
        }
    }

    /// The module's own name, where it is used as a value.
    fn offer_whole(&mut self, holder: Holder, rules: Rules) {
        let Some(whole) = rules.travel.whole_module.filter(|_| holder.place.symbol.is_none()) else { return };
        if self.resolver.index.modules.get(holder.place.path).is_empty() {
            return;
        }
        self.offer_found(holder, holder.key, whole);
    }

    /// One name below a holder.
    fn offer(&mut self, holder: Holder, name: &'a str, rules: Rules) {
        if name == CALLED {
            return;
        }
        let key = holder.key.child(name);
        let child = self.resolver.index.paths.child(holder.place.path, name);
        if let Some(symbol) = child.and_then(|child| self.only_symbol(child)) {
            let export = self.resolver.index.export(symbol);
            self.push(key, symbol, roles_of(export, rules), bounds(export, rules));
            // What has its own name here is reached under it.
            if holder.steps == 0 || !(is_type(export.kind) || is_module(export.kind)) {
                return;
            }
        } else {
            let own: Vec<SymbolAt> =
                child.map(|child| self.resolver.symbols(child).collect()).unwrap_or_default();
            match own.as_slice() {
                [_, ..] if rules.overloads || rules.arity_distinguishes => {
                    self.offer_overloads(key, &own, rules);
                }
                _ => self.offer_found(holder, key, name),
            }
        }
        self.hold(holder, key, child, name, rules);
    }

    /// The symbol of a path, where nothing else can be meant by it.
    fn only_symbol(&self, path: PathId) -> Option<SymbolAt> {
        let mut symbols = self.resolver.symbols(path);
        let symbol = symbols.next()?;
        let alone = symbols.next().is_none() && self.resolver.index.bindings.get(path).is_empty();
        alone.then_some(symbol)
    }

    /// Symbols of one name that what they take tells apart.
    fn offer_overloads(&mut self, key: NameKey, symbols: &[SymbolAt], rules: Rules) {
        for &symbol in symbols {
            let export = self.resolver.index.export(symbol);
            let serves_best = |role: &Role| {
                let ranks =
                    symbols.iter().filter_map(|&other| role.rank(self.resolver.index.export(other).kind));
                role.rank(export.kind).is_some_and(|rank| ranks.min() == Some(rank))
            };
            let roles = Role::ABROAD.iter().filter(|role| serves_best(role)).map(|role| role.bit()).sum();
            self.push(key, symbol, roles, bounds(export, rules));
        }
    }

    /// What following a name gives in each role.
    fn offer_found(&mut self, holder: Holder, key: NameKey, name: &str) {
        let asker = self.asker(holder);
        for role in Role::ABROAD {
            let wanted = Wanted { role, arity: None, overload: None };
            let Outcome::Found(place) = self.resolver.lookup(holder.place, name, wanted, asker) else {
                continue;
            };
            if let Some(symbol) = place.symbol {
                let export = self.resolver.index.export(symbol);
                let bounds = self.rules(symbol.file).and_then(|rules| bounds(export, rules));
                self.push(key, symbol, role.bit(), bounds);
            }
        }
    }

    fn push(&mut self, key: NameKey, symbol: SymbolAt, roles: i16, arity: Option<(u16, u16)>) {
        let export = self.resolver.index.export(symbol);
        // A type of the same name as a function that is called (`Err` of a crate and of the language).
        let never_called = matches!(export.kind, SymbolKind::Enum | SymbolKind::Trait);
        let roles = if never_called { roles & !Role::Callee.bit() } else { roles };
        if export.public && roles != 0 {
            let (name_key, file) = (key.number(), symbol.file);
            self.names.push(PublicName { name_key, file, symbol: export.ordinal, roles, arity });
        }
    }

    /// Notes what a name holds, where that has names below this one that its own name doesn't give it.
    fn hold(&mut self, holder: Holder, key: NameKey, child: Option<PathId>, name: &str, rules: Rules) {
        let asker = self.asker(holder);
        let Outcome::Found(place) = self.resolver.lookup(holder.place, name, Wanted::CONTAINER, asker) else {
            return;
        };
        let is_own = child == Some(place.path);
        let steps = holder.steps + u8::from(!is_own);
        let kind = place.symbol.map(|symbol| self.resolver.index.export(symbol).kind);
        let holds = match kind {
            Some(kind) if is_type(kind) => steps <= LINK_REEXPORTS_MAX,
            Some(kind) => is_module(kind) && steps < LINK_REEXPORTS_MAX,
            None => steps < LINK_REEXPORTS_MAX,
        } || rules.travel.whole_module == Some(name);
        if holds && steps > 0 && steps <= LINK_REEXPORTS_MAX {
            let file = place.symbol.map_or_else(
                || self.resolver.index.modules.get(place.path).first().copied().unwrap_or(holder.file),
                |symbol| symbol.file,
            );
            self.due.push_back(Holder { key, place, file, steps });
        }
    }
}

/// The roles that a symbol can serve in.
fn roles_of(export: &Export, rules: Rules) -> i16 {
    let macro_only = export.kind == SymbolKind::Macro && rules.travel.macros_apart;
    let serves = |role: &&Role| {
        role.rank(export.kind).is_some() && (!macro_only || matches!(role, Role::Macro | Role::Any))
    };
    Role::ABROAD.iter().filter(serves).map(|role| role.bit()).sum()
}

/// The number of arguments that decides whether a name means a symbol, in languages where it does.
fn bounds(export: &Export, rules: Rules) -> Option<(u16, u16)> {
    export.arity.filter(|_| rules.overloads || rules.arity_distinguishes)
}

/// One row for each symbol of a name, with all of its roles. What a file declares without code serves where no code has
/// the name.
fn merged(mut names: Vec<PublicName>, is_stub: impl Fn(u32) -> bool) -> Vec<PublicName> {
    names.sort_unstable_by_key(|name| (name.name_key, name.file, name.symbol));
    names.dedup_by(|next, kept| {
        let same = (next.name_key, next.file, next.symbol) == (kept.name_key, kept.file, kept.symbol);
        if same {
            kept.roles |= next.roles;
        }
        same
    });
    for of_name in names.chunk_by_mut(|one, other| one.name_key == other.name_key) {
        let with_code = of_name.iter().filter(|name| !is_stub(name.file));
        let served = with_code.fold(0, |roles, name| roles | name.roles);
        of_name.iter_mut().filter(|name| is_stub(name.file)).for_each(|name| name.roles &= !served);
    }
    names.retain(|name| name.roles != 0);
    names
}
