//! Which rule each mark follows, and which routers its value and its block are.
//!
//! Routers are followed from name to name and from function to function, so marks are asked in rounds until a round
//! settles nothing; what only looks like a router is asked last.

use rustc_hash::FxHashMap;

use super::FAMILIES;
use super::finder::{Finder, Settled, Site};
use super::routers::{Key, RouterId};
use super::rule::{Gives, On, Rule, When};
use super::values::is_callable;
use crate::limits::ROUTER_ROUNDS_MAX;
use crate::model::{Language, MarkShape, Meaning, Operand};

impl Finder<'_> {
    pub(super) fn settle(&mut self) {
        let rules = rules_by_name();
        let mut due: Vec<(Site, &[&'static Rule])> = Vec::new();
        for (file, marked) in (0..).zip(self.files) {
            for (mark, found) in (0..).zip(&marked.marks) {
                let key = (marked.language, found.name.as_str());
                let rules = rules.get(&key).map_or(&[] as &[_], Vec::as_slice);
                due.push((Site { file, mark }, rules));
            }
        }
        for _ in 0..ROUTER_ROUNDS_MAX {
            let strict = self.settle_round(&mut due, false);
            if !strict && !self.settle_round(&mut due, true) {
                break;
            }
        }
        self.mount_all();
    }

    /// Settles what it can; whether that was anything.
    fn settle_round(&mut self, due: &mut Vec<(Site, &[&'static Rule])>, likely: bool) -> bool {
        let mut progress = false;
        due.retain(|&(site, rules)| {
            progress |= self.follow(site);
            let matched =
                rules.iter().find_map(|&rule| self.base_of(site, rule, likely).map(|base| (rule, base)));
            let Some((rule, base)) = matched else { return true };
            self.apply(site, rule, base);
            progress = true;
            // Its value may still be passed on.
            false
        });
        progress
    }

    /// Follows routers through an assignment, a return or a call that passes them on.
    fn follow(&mut self, site: Site) -> bool {
        let mark = self.mark(site);
        let mut progress = false;
        if let Some(assigned) = mark.assigned.as_ref().filter(|_| !mark.listed)
            && let Some(router) = self.router_of(site, &Operand::Mark(site.mark))
        {
            progress |= self.assign(site, assigned, router);
        }
        if mark.shape == MarkShape::Returned
            && let Some(function) = self.enclosing(site)
            && let Some(router) = mark.arguments.first().and_then(|given| self.router_of(site, &given.value))
        {
            progress |= self.routers.know(Key::Returned(function), router);
        }
        if mark.shape == MarkShape::Assigned {
            progress |= self.follow_assigned(site, mark);
        }
        if let Some(function) = self.symbol_of(site.file, &mark.callee) {
            for (index, argument) in (0..).zip(mark.positional()) {
                if let Some(router) = self.router_of(site, argument) {
                    progress |= self.routers.pass(Key::Parameter(function, index), router);
                }
            }
        }
        progress
    }

    fn assign(&mut self, site: Site, assigned: &Operand, router: RouterId) -> bool {
        let Some(key) = self.key(site, assigned) else { return false };
        self.routers.know(key, router)
    }

    /// The router that a mark belongs to under a rule; `None` where the rule does not hold.
    fn base_of(&self, site: Site, rule: &'static Rule, likely: bool) -> Option<Option<RouterId>> {
        let mark = self.mark(site);
        if mark.shape != rule.shape {
            return None;
        }
        let base = if rule.on.is_empty() {
            if likely { None } else { Some(self.surrounding(site, rule)) }
        } else {
            rule.on.iter().find_map(|&on| self.meets(site, rule, on, likely))
        };
        let base = base?;
        rule.when.iter().all(|&when| self.holds(site, when)).then_some(base)
    }

    /// The router that a mark stands in, or that of the type whose member it annotates.
    fn surrounding(&self, site: Site, rule: &'static Rule) -> Option<RouterId> {
        let around = self.router_around(site, rule.framework);
        around.or_else(|| self.enclosing(site).and_then(|owner| self.routers.get(&Key::Symbol(owner))))
    }

    fn meets(&self, site: Site, rule: &'static Rule, on: On, likely: bool) -> Option<Option<RouterId>> {
        let mark = self.mark(site);
        if likely != matches!(on, On::Likely(_)) {
            return None;
        }
        match on {
            On::From(roots) => {
                let name =
                    self.qualified_name(site.file, &mark.callee).or_else(|| self.through_receiver(site))?;
                roots.iter().any(|root| starts_path(&name, root)).then(|| self.surrounding(site, rule))
            }
            On::Router => {
                let router = self.router_of(site, mark.receiver.as_ref()?)?;
                (self.routers.framework(router).name == rule.framework.name).then_some(Some(router))
            }
            On::Inside if mark.receiver.is_some() => None,
            On::Inside => self.router_around(site, rule.framework).map(Some),
            On::Receiver(names) => {
                let receiver = mark.receiver.as_ref()?.as_name()?;
                names.contains(&receiver.last()).then(|| self.surrounding(site, rule))
            }
            On::Likely(names) => {
                let receiver = mark.receiver.as_ref()?;
                let last = receiver.as_name()?.last().to_lowercase();
                let known = self.router_of(site, receiver).is_some();
                (!known && names.iter().any(|name| last.ends_with(name))).then_some(None)
            }
            On::Bare => mark.receiver.is_none().then(|| self.surrounding(site, rule)),
        }
    }

    /// The qualified name of a callee whose receiver alone is known: a module, or a class of another package.
    fn through_receiver(&self, site: Site) -> Option<String> {
        let mark = self.mark(site);
        let named = mark.receiver.as_ref()?.as_name()?;
        match &named.meaning {
            Meaning::External(name) => {
                Some([name, ".", &mark.name].concat().replace("::", ".").replace('\\', "."))
            }
            _ => None,
        }
    }

    fn holds(&self, site: Site, when: When) -> bool {
        let mark = self.mark(site);
        let file = self.file(site);
        let marks_type = |names: &[&str]| {
            let owner = if self.is_on_type(site) { self.annotated(site) } else { self.enclosing(site) };
            let mut annotations = owner.into_iter().flat_map(|owner| self.annotations_of(owner));
            annotations.any(|annotation| names.contains(&annotation.name.as_str()))
        };
        match when {
            When::Path(text) => {
                self.text(site, text).is_some_and(|path| path.is_empty() || path.starts_with(['/', '*']))
            }
            When::HasText(text) => self.text(site, text).is_some(),
            When::Has(pick) => !self.picked(site, pick).is_empty(),
            When::Callable(pick) => self.picked(site, pick).first().is_some_and(|one| is_callable(one)),
            When::Arguments(least, most) => (least..=most).contains(&mark.positional().count()),
            When::OnType => self.is_on_type(site),
            When::OnMember => mark.symbol.is_some() && !self.is_on_type(site),
            When::TypeMarked(names) => marks_type(names),
            When::TypeNotMarked(names) => !marks_type(names),
            When::Imports(roots) => {
                let mut sources = file.interface.imports.iter().map(|import| import.source.as_str());
                sources.any(|source| roots.iter().any(|root| starts_path(&source.replace("::", "."), root)))
            }
            When::FileEnds(endings) => endings.iter().any(|ending| file.path.ends_with(ending)),
            When::Test(test) => test(self, site),
        }
    }

    fn apply(&mut self, site: Site, rule: &'static Rule, base: Option<RouterId>) {
        // What only looks like a router is one from here on.
        let base =
            base.or_else(|| self.base_by_likeness(site, rule)).or_else(|| self.base_by_list(site, rule));
        let value = match rule.gives {
            Gives::Router { prefix, holds } => {
                let router = self.routers.add(rule.framework, self.texts(site, prefix));
                self.hold(site, router, holds);
                Some(router)
            }
            Gives::Group { prefix, holds } => {
                let router = self.group(rule, base, self.texts(site, prefix));
                self.hold(site, router, holds);
                Some(router)
            }
            Gives::TypePrefix { path } => {
                let router = self.group(rule, base, self.texts(site, path));
                if let Some(symbol) = self.annotated(site) {
                    self.routers.know(Key::Symbol(symbol), router);
                }
                Some(router)
            }
            Gives::GlobalPrefix { path } => {
                let prefixes = self.texts(site, path);
                self.global_prefixes.extend(prefixes.into_iter().map(|prefix| (rule.framework.name, prefix)));
                base
            }
            Gives::Mount { prefix, child } => {
                let router = base.unwrap_or_else(|| self.routers.add(rule.framework, Vec::new()));
                self.mounts.push((site, router, child, prefix));
                Some(router)
            }
            _ => base,
        };
        self.settled.insert(site, Settled { rule, base, value });
        let Some(router) = value else { return };
        self.routers.know(Key::Mark(site), router);
        let mark = self.mark(site);
        for argument in &mark.arguments {
            if let Operand::Function(names) = &argument.value {
                for index in 0..names.len() as u16 {
                    self.routers.know(Key::Closure(site, index), router);
                }
            }
        }
        self.follow(site);
    }

    /// A part of a router, or of nothing that is known.
    fn group(&mut self, rule: &'static Rule, base: Option<RouterId>, prefixes: Vec<String>) -> RouterId {
        match base {
            Some(base) => self.routers.add_below(base, prefixes),
            None => self.routers.add(rule.framework, prefixes),
        }
    }

    fn base_by_likeness(&mut self, site: Site, rule: &'static Rule) -> Option<RouterId> {
        let looks = rule.on.iter().any(|on| matches!(on, On::Likely(_)));
        let receiver = self.mark(site).receiver.as_ref().filter(|_| looks)?;
        let key = self.key(site, receiver)?;
        let router = self.routers.add(rule.framework, Vec::new());
        self.routers.know(key, router);
        Some(router)
    }
}

/// Whether a qualified name is a path or lies below it.
pub(super) fn starts_path(name: &str, root: &str) -> bool {
    let rest = name.strip_prefix(root);
    rest.is_some_and(|rest| rest.is_empty() || root.ends_with(['.', '/']) || rest.starts_with(['.', '/']))
}

/// The rules of each name, in the order of the families.
fn rules_by_name() -> FxHashMap<(Language, &'static str), Vec<&'static Rule>> {
    let mut rules: FxHashMap<(Language, &'static str), Vec<&'static Rule>> = FxHashMap::default();
    for family in FAMILIES {
        for &language in family.languages {
            for rule in family.rules {
                for &name in rule.names {
                    rules.entry((language, name)).or_default().push(rule);
                }
            }
        }
    }
    rules
}
