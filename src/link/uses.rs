//! Binding the calls and references that a file could not bind alone.

use super::index::{BindingAt, FileEntry};
use super::outcome::{Outcome, Place, Role, Wanted, is_type};
use super::paths::PathId;
use super::resolve::{Asker, Question, Resolver};
use super::rules::Rules;
use crate::model::{FactKind, ImportBinding, ImportKind, Linked, OpenUse, OutsideUse, Resolution};

/// A file whose uses are being bound.
pub(super) struct Site<'a> {
    file: u32,
    module: &'a str,
    rules: Rules,
    root: PathId,
    file_module: PathId,
    /// The scopes of the file that have stars.
    stars: Vec<PathId>,
    /// Imports that borrow what their source's macro lends, with the scopes that they stand in.
    borrowing: Vec<(PathId, BindingAt)>,
    /// The last use's scope, which is mostly the next one's too.
    last: Option<(Box<str>, Scope)>,
}

/// Where a use stands.
#[derive(Clone, Copy)]
struct Scope {
    /// The innermost module or type.
    path: PathId,
    /// The module around it.
    module: PathId,
}

impl<'a> Resolver<'a> {
    /// The links of a file's open uses.
    pub fn link_uses(&mut self, file: u32, out: &mut Linked) {
        let linked = &self.index.files[file as usize];
        let Some(mut site) = self.site(file) else { return };
        for open in &linked.interface.open_uses {
            let (outcome, resolution) = self.bind_use(&mut site, open);
            let resolution = if open.of_value { Resolution::Receiver } else { resolution };
            out.outside_uses.extend(outside_use(open, file, wanted(&site, open, false), outcome));
            let place = match outcome {
                Outcome::Found(place) => Some(place),
                Outcome::External(_) if open.of_value && site.rules.travel.extensions => continue,
                Outcome::External(_) => None,
                Outcome::Unknown | Outcome::Ambiguous => continue,
            };
            out.links.extend(self.link(file, open.fact, open.ordinal, resolution, place));
        }
    }

    /// What an open use means, and how that is proved unless it is through a value.
    pub fn bind_use(&mut self, site: &mut Site<'a>, open: &OpenUse) -> (Outcome, Resolution) {
        match open.import {
            Some(import) => {
                let wanted = wanted(site, open, false);
                (self.through_import(site, import, &open.path, wanted), Resolution::Import)
            }
            None => self.without_import(site, open),
        }
    }

    pub fn site(&self, file: u32) -> Option<Site<'a>> {
        let FileEntry { rules, module: file_module, root, .. } = *self.index.entry(file)?;
        let interface = &self.index.files[file as usize].interface;
        let stars =
            (0..).zip(&interface.imports).filter(|(_, import)| import.star && import.local.is_empty());
        let mut stars: Vec<PathId> =
            stars.map(|(import, _)| self.asker_of(BindingAt { file, import }).scope).collect();
        // The language's own modules lend nothing but what they define.
        let lends =
            |import: &ImportBinding| import.borrows && !import.lent && import.kind != ImportKind::External;
        let borrowing = (0..).zip(&interface.imports).filter(|(_, import)| lends(import));
        let borrowing = borrowing.map(|(import, _)| {
            let import = BindingAt { file, import };
            (self.asker_of(import).scope, import)
        });
        let borrowing = borrowing.collect();
        stars.sort_unstable();
        stars.dedup();
        Some(Site { file, module: &interface.module, rules, root, file_module, stars, borrowing, last: None })
    }

    /// A path that starts at an import's name.
    fn through_import(&mut self, site: &Site<'a>, import: u32, path: &[String], wanted: Wanted) -> Outcome {
        let binding = BindingAt { file: site.file, import };
        if path.is_empty() {
            return self.ask(Question::Target(binding, wanted));
        }
        let asker = self.asker_of(binding);
        let outcome = self.through_first_segment(site, binding, path, wanted, asker);
        if !outcome.is_unknown() {
            return outcome;
        }
        match self.ask(Question::Target(binding, wanted.before(path))) {
            Outcome::Found(place) => self.walk(place, path, wanted, asker),
            other => other.before(path),
        }
    }

    /// `import a.b` binds `a`, so that the path goes on with `b` and what is in it.
    fn through_first_segment(
        &mut self,
        site: &Site<'a>,
        binding: BindingAt,
        path: &[String],
        wanted: Wanted,
        asker: Asker,
    ) -> Outcome {
        for mut first in self.first_segments(binding).unwrap_or_default() {
            first.extend_from_slice(path);
            let outcome = self.absolute(site.root, &first, wanted, asker);
            if !outcome.is_unknown() {
                return outcome;
            }
        }
        Outcome::Unknown
    }

    fn without_import(&mut self, site: &mut Site<'a>, open: &OpenUse) -> (Outcome, Resolution) {
        let scope = self.scope_of(site, &open.scope);
        let outermost = open.path.first().is_some_and(|first| (site.rules.travel.outermost)(first));
        if let Some(owner) = self.own_type(site, scope, open).filter(|_| !outermost) {
            let wanted = wanted(site, open, true);
            let asker = Asker { file: site.file, scope: scope.module };
            return (self.member_of(site, owner, open, wanted, asker), Resolution::Receiver);
        }
        // Only the type's own bases are known to be asked.
        if open.of_bases {
            return (Outcome::Unknown, Resolution::Receiver);
        }
        if let Some(outcome) = self.in_types_around(site, scope, open).filter(|_| !outermost) {
            return (outcome, Resolution::Receiver);
        }
        let outcome = self.within_scope(site, scope, &open.path, wanted(site, open, false));
        let here =
            matches!(outcome, Outcome::Found(Place { symbol: Some(symbol), .. }) if symbol.file == site.file);
        (outcome, if here { Resolution::Scope } else { Resolution::Import })
    }

    /// A path that starts at a member of the types around the use, where such are seen by their bare names: one that
    /// is inherited, or that another file gives to the type.
    fn in_types_around(&mut self, site: &Site<'a>, scope: Scope, open: &OpenUse) -> Option<Outcome> {
        let inside = site.rules.members_visible && self.index.paths.is_within(scope.path, scope.module);
        let (first, rest) = open.path.split_first().filter(|_| inside)?;
        let asker = Asker { file: site.file, scope: scope.module };
        let last_wanted = wanted(site, open, true);
        let first_wanted = last_wanted.before(rest);
        let types: Vec<PathId> =
            self.index.paths.ancestors(scope.path).take_while(|&path| path != scope.module).collect();
        for path in types {
            match self.lookup_own(Place { path, symbol: None }, first, first_wanted, asker) {
                Outcome::Found(place) if self.serves_as_type(place, first_wanted) => {
                    let outcome = self.walk(place, rest, last_wanted, asker);
                    if !outcome.is_unknown() {
                        return Some(outcome);
                    }
                }
                Outcome::Ambiguous => return Some(Outcome::Ambiguous),
                _ => {}
            }
        }
        None
    }

    /// Whether a place is a type, if one is wanted: a member may have the name of its type.
    fn serves_as_type(&self, place: Place, wanted: Wanted) -> bool {
        let is_type = |symbol| is_type(self.index.export(symbol).kind);
        !matches!(wanted.role, Role::Type | Role::Instance) || place.symbol.is_some_and(is_type)
    }

    /// A path that starts at a name of the scopes around it, or at the outermost names.
    fn within_scope(&mut self, site: &Site<'a>, scope: Scope, path: &[String], wanted: Wanted) -> Outcome {
        let outermost = path.first().is_some_and(|first| (site.rules.travel.outermost)(first));
        let nearby = if outermost { None } else { self.nearby(site, scope, path, wanted) };
        nearby.or_else(|| self.borrowed(site, scope, path, wanted)).unwrap_or_else(|| {
            let asker = Asker { file: site.file, scope: scope.module };
            self.far(site, path, wanted, asker)
        })
    }

    /// A path whose first segment is a name that the module around it borrows.
    fn borrowed(
        &mut self,
        site: &Site<'a>,
        scope: Scope,
        path: &[String],
        wanted: Wanted,
    ) -> Option<Outcome> {
        let (first, rest) = path.split_first()?;
        let first_wanted = wanted.before(rest);
        let paths = &self.index.paths;
        let reaches = |at: PathId| paths.is_within(scope.module, at) || paths.is_within(at, scope.module);
        let borrowing: Vec<BindingAt> =
            site.borrowing.iter().filter(|(at, _)| reaches(*at)).map(|&(_, import)| import).collect();
        match self.lookup_in_loans(borrowing.into_iter(), first, first_wanted) {
            Outcome::Unknown => None,
            Outcome::Found(place) => {
                Some(self.walk(place, rest, wanted, Asker { file: site.file, scope: scope.module }))
            }
            other => Some(other.before(rest)),
        }
    }

    /// The type that a path names in a scope of a file.
    pub fn named_type(&mut self, file: u32, import: Option<u32>, path: &[String], scope: &'a str) -> Outcome {
        let Some(mut site) = self.site(file) else { return Outcome::Unknown };
        if let Some(import) = import {
            return self.through_import(&site, import, path, Wanted::CONTAINER);
        }
        let scope = self.scope_of(&mut site, scope);
        self.within_scope(&site, scope, path, Wanted::CONTAINER)
    }

    fn scope_of(&self, site: &mut Site<'a>, scope: &str) -> Scope {
        if let Some((text, known)) = &site.last
            && **text == *scope
        {
            return *known;
        }
        let found = match self.index.entry(site.file) {
            Some(entry) => {
                let path = self.index.scope(entry, site.module, scope).unwrap_or(site.file_module);
                let module = match site.rules.travel.open_types {
                    true => path,
                    false => self.index.module_of_scope(site.file, entry, path),
                };
                Scope { path, module }
            }
            None => Scope { path: site.file_module, module: site.file_module },
        };
        site.last = Some((scope.into(), found));
        found
    }

    /// The scope's own type, where the path is one of its members: written from the enclosing module on, or whole.
    fn own_type(&self, site: &Site<'a>, scope: Scope, open: &OpenUse) -> Option<PathId> {
        let (_, owner) = open.path.split_last()?;
        let open_types = site.rules.travel.open_types;
        if owner.is_empty() || (scope.path == scope.module && !open_types) {
            return None;
        }
        let matches = owner.iter().rev().zip(self.index.paths.ancestors(scope.path));
        let mut last = scope.path;
        for (segment, path) in matches {
            if self.index.paths.segment(path) != segment {
                return None;
            }
            last = path;
        }
        let outer = self.index.paths.parent(last);
        (open_types || outer == scope.module || outer == site.root).then_some(scope.path)
    }

    /// A member of the enclosing type, wherever that is defined.
    fn member_of(
        &mut self,
        site: &Site<'a>,
        owner: PathId,
        open: &OpenUse,
        wanted: Wanted,
        asker: Asker,
    ) -> Outcome {
        let Some(member) = open.path.last() else { return Outcome::Unknown };
        let segments = self.index.segments_below(site.root, owner);
        let place = match self.absolute(site.root, &segments, Wanted::CONTAINER, asker) {
            Outcome::Found(place) => place,
            // A type that the version doesn't define has the members that its implementations here give it.
            _ => Place { path: owner, symbol: None },
        };
        if open.of_bases {
            self.lookup_in_bases(place, member, wanted, asker)
        } else {
            self.lookup(place, member, wanted, asker)
        }
    }

    /// A path whose first segment is a name of the scopes around the use; `None` where none has it.
    fn nearby(&mut self, site: &Site<'a>, scope: Scope, path: &[String], wanted: Wanted) -> Option<Outcome> {
        let (first, rest) = path.split_first()?;
        let first_wanted = wanted.before(rest);
        // Members of a type are not seen by their bare names.
        let mut scopes: Vec<PathId> = self.index.paths.ancestors(scope.module).collect();
        let travel = &site.rules.travel;
        let outermost = match (travel.outer_modules, travel.relative_paths) {
            (true, _) => site.root,
            (false, true) => scope.module,
            (false, false) => site.file_module,
        };
        if let Some(end) = scopes.iter().position(|&path| path == outermost) {
            scopes.truncate(end + 1);
        }
        for &path in &scopes {
            let asker = Asker { file: site.file, scope: path };
            match self.first_segment(site, path, first, first_wanted, asker) {
                Outcome::Unknown => {}
                Outcome::Found(place) => return Some(self.walk(place, rest, wanted, asker)),
                other => return Some(other.before(rest)),
            }
        }
        self.in_inner_stars(site, scope, first, first_wanted).map(|outcome| match outcome {
            Outcome::Found(place) => {
                self.walk(place, rest, wanted, Asker { file: site.file, scope: scope.module })
            }
            other => other.before(rest),
        })
    }

    fn first_segment(
        &mut self,
        site: &Site<'a>,
        path: PathId,
        name: &str,
        wanted: Wanted,
        asker: Asker,
    ) -> Outcome {
        if site.rules.travel.relative_paths {
            return self.lookup(Place { path, symbol: None }, name, wanted, asker);
        }
        let child = self.index.paths.child(path, name);
        let here =
            |child: &PathId| self.index.symbols.get(*child).iter().any(|symbol| symbol.file == site.file);
        let own = child.filter(here).map(|child| self.at(child, wanted, asker));
        match own {
            // A function of another arity doesn't hide one that a star brings in.
            Some(own) if !own.is_unknown() || !site.rules.arity_distinguishes => own,
            _ => self.lookup_in_stars(path, name, wanted, asker),
        }
    }

    /// Stars in the bodies of functions: a use doesn't say which function it stands in, but a file that has such a
    /// name nowhere else means these.
    fn in_inner_stars(
        &mut self,
        site: &Site<'a>,
        scope: Scope,
        name: &str,
        wanted: Wanted,
    ) -> Option<Outcome> {
        let mut outcome = Outcome::Unknown;
        for &path in &site.stars {
            if path != scope.module && self.index.paths.is_within(path, scope.module) {
                let asker = Asker { file: site.file, scope: path };
                outcome = outcome.join(self.lookup_in_stars(path, name, wanted, asker));
            }
        }
        (!outcome.is_unknown()).then_some(outcome)
    }

    /// A path from the outermost names: another module of the version, or provably another package.
    fn far(&mut self, site: &Site<'a>, path: &[String], wanted: Wanted, asker: Asker) -> Outcome {
        let Some(first) = path.first() else { return Outcome::Unknown };
        let travel = &site.rules.travel;
        let whole = path.len() > 1 || (travel.outermost)(first);
        let asked = travel.global_names || (whole && site.rules.unbound_paths);
        if !asked {
            return Outcome::Unknown;
        }
        let outcome = self.absolute(site.root, path, wanted, asker);
        let leaves = whole && (travel.names_package)(first) && !self.index.is_own_root(site.root, first);
        // Only a module that borrows has aliases that its file doesn't show.
        let leaves = leaves && (site.borrowing.is_empty() || !(travel.aliased)(path));
        outcome.or_else(|| match leaves {
            true => Outcome::External(self.foreign_root(site.rules, first)).before(path),
            false => Outcome::Unknown,
        })
    }
}

/// What a use asks of another package, if its name there is known.
fn outside_use(open: &OpenUse, file: u32, wanted: Wanted, outcome: Outcome) -> Option<OutsideUse> {
    let Outcome::External(Some(key)) = outcome else { return None };
    let (name_key, role) = (key.number(), wanted.role.bit());
    Some(OutsideUse { file, fact: open.fact, ordinal: open.ordinal, name_key, role, arity: open.arity })
}

fn wanted(site: &Site<'_>, open: &OpenUse, on_own_type: bool) -> Wanted {
    let kind = if open.fact == FactKind::Call { None } else { open.kind };
    let distinguishes = site.rules.arity_distinguishes;
    Wanted {
        role: Role::of(kind, on_own_type),
        arity: open.arity.filter(|_| distinguishes),
        overload: open.arity.filter(|_| open.fact == FactKind::Call && !distinguishes),
    }
}
