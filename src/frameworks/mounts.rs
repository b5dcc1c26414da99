//! Which routers a value holds, and what is put below what.

use super::finder::{Finder, Site};
use super::routers::{Key, RouterId};
use super::rule::{Framework, Gives, Pick, Rule, Text};
use crate::model::{Mark, Meaning, Named, Operand};

impl Finder<'_> {
    /// Puts below a router what it is given.
    pub(super) fn hold(&mut self, site: Site, router: RouterId, holds: &'static [Pick]) {
        self.mounts.extend(holds.iter().map(|&pick| (site, router, pick, &[] as Text)));
    }

    /// The router that a list of routes is, which is known by its name.
    pub(super) fn base_by_list(&mut self, site: Site, rule: &'static Rule) -> Option<RouterId> {
        let mark = self.mark(site);
        // What gives a list of routes is part of the list of its name.
        let listed = mark.listed
            || (matches!(rule.gives, Gives::Group { .. }) && rule.framework.module_list.is_some());
        let key = self.key(site, mark.assigned.as_ref().filter(|_| listed)?)?;
        Some(self.router_at(key, rule.framework))
    }

    /// The router that is known by a key; a new one where none is.
    fn router_at(&mut self, key: Key, framework: &'static Framework) -> RouterId {
        if let Some(router) = self.routers.get(&key) {
            return router;
        }
        let router = self.routers.add(framework, Vec::new());
        self.routers.know(key, router);
        router
    }

    /// Follows routers into the name that is given them: it is the router, or holds all that it is put together of.
    pub(super) fn follow_assigned(&mut self, site: Site, mark: &Mark) -> bool {
        let (Some(assigned), Some(argument)) = (&mark.assigned, mark.arguments.first()) else { return false };
        let Some(key) = self.key(site, assigned) else { return false };
        let parts = match &argument.value {
            value @ Operand::Name(_) => {
                let router = self.held(site, value);
                return router.is_some_and(|router| self.routers.know(key, router));
            }
            Operand::Joined(items) | Operand::List(items) => items,
            _ => return false,
        };
        let mut progress = false;
        let mut due: Vec<&Operand> = parts.iter().collect();
        while let Some(part) = due.pop() {
            match part {
                Operand::Joined(items) | Operand::List(items) => due.extend(items),
                Operand::Name(_) => {
                    let Some(child) = self.held(site, part) else { continue };
                    let parent = self.router_at(key.clone(), self.routers.framework(child));
                    progress |= self.routers.mount(child, parent, String::new());
                }
                _ => {}
            }
        }
        progress
    }

    /// Puts routers below those that mount them, now that all are known.
    pub(super) fn mount_all(&mut self) {
        for (site, parent, child, prefix) in std::mem::take(&mut self.mounts) {
            let prefixes = self.texts(site, prefix);
            let prefixes = if prefixes.is_empty() { vec![String::new()] } else { prefixes };
            let mut due: Vec<&Operand> = self.picked(site, child);
            while let Some(operand) = due.pop() {
                if let Operand::List(items) | Operand::Joined(items) = operand {
                    due.extend(items);
                    continue;
                }
                let router = self.held(site, operand).or_else(|| self.named_list(site, operand, parent));
                if let Some(router) = router {
                    for prefix in &prefixes {
                        self.routers.mount(router, parent, prefix.clone());
                    }
                }
            }
        }
    }

    /// The router that a value is or holds: a value that is one, the one that a call of it holds (`router.routes()`),
    /// the one whose member it is (`router.urls`).
    fn held(&self, site: Site, operand: &Operand) -> Option<RouterId> {
        self.router_of(site, operand).or_else(|| match operand {
            Operand::Mark(mark) => {
                let inner = Site { mark: *mark, ..site };
                let receiver = self.mark(inner).receiver.as_ref();
                receiver.and_then(|receiver| self.router_of(inner, receiver))
            }
            Operand::Name(named) => {
                let router = self.router_of_name(site, named.object.as_deref()?)?;
                self.routers.framework(router).routes_in.contains(&named.last()).then_some(router)
            }
            _ => None,
        })
    }

    fn router_of_name(&self, site: Site, named: &Named) -> Option<RouterId> {
        self.routers.get(&self.key_of_name(site, named)?)
    }

    /// The router that a module's list of routes is, where the module itself or its name is given.
    fn named_list(&self, site: Site, operand: &Operand, parent: RouterId) -> Option<RouterId> {
        let list = self.routers.framework(parent).module_list?;
        let file = match operand {
            Operand::Text(module) => self.module_named(site.file, module)?,
            Operand::Name(named) => match named.meaning {
                Meaning::File(file) => file,
                _ => return None,
            },
            _ => return None,
        };
        let module = self.files[file as usize].interface.module.as_str();
        let symbol = self.symbol_named(&[module, ".", list].concat())?;
        self.routers.get(&Key::Symbol(symbol))
    }

    /// The file of a module's name with dots. The roots that a program imports from are not known, so a module may lie
    /// deeper than its name says; of several such, the one that is nearest to who names it.
    pub fn module_named(&self, from: u32, name: &str) -> Option<u32> {
        let ends_path = |module: &str| {
            module.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let near = self.files[from as usize].path;
        let common = |path: &str| {
            let segments = path.split('/').zip(near.split('/'));
            segments.take_while(|(one, other)| one == other).count()
        };
        let found = (0..).zip(self.files).filter(|(_, file)| ends_path(&file.interface.module));
        let found = found.map(|(number, file)| {
            let is_whole = file.interface.module == name;
            ((is_whole, common(file.path)), number)
        });
        let mut found: Vec<((bool, usize), u32)> = found.collect();
        found.sort_unstable_by(|one, other| other.cmp(one));
        match found.as_slice() {
            [(first, _), (second, _), ..] if first == second => None,
            [(_, number), ..] => Some(*number),
            [] => None,
        }
    }
}
