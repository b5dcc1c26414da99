//! Routers: what routes are put on, where each is mounted, and with which prefixes.

use rustc_hash::FxHashMap;

use super::finder::Site;
use super::paths::join;
use super::rule::Framework;
use crate::limits::{ROUTER_DEPTH_MAX, ROUTER_PREFIXES_MAX};
use crate::model::SymbolPlace;

/// The position of a router.
pub type RouterId = u32;

/// What a value is known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// The value of a mark.
    Mark(Site),
    /// A variable, field, class or function.
    Symbol(SymbolPlace),
    /// What a function gives.
    Returned(SymbolPlace),
    /// A parameter of a function, by its position.
    Parameter(SymbolPlace, u16),
    /// A parameter of a function that is given to a mark.
    Closure(Site, u16),
    /// A name of a function, or of a file's own code.
    Local(u32, Option<u32>, String),
    File(u32),
}

/// One router.
struct Router {
    framework: &'static Framework,
    /// Its own prefixes; mostly one, often empty.
    prefixes: Vec<String>,
    /// The routers that it is mounted on, with the prefix of each mount.
    parents: Vec<(RouterId, String)>,
}

/// All routers of a version.
#[derive(Default)]
pub struct Routers {
    all: Vec<Router>,
    keys: FxHashMap<Key, RouterId>,
}

impl Routers {
    /// A new router with its own prefixes.
    pub fn add(&mut self, framework: &'static Framework, prefixes: Vec<String>) -> RouterId {
        let prefixes = if prefixes.is_empty() { vec![String::new()] } else { prefixes };
        self.all.push(Router { framework, prefixes, parents: Vec::new() });
        self.all.len() as RouterId - 1
    }

    /// A router below another.
    pub fn add_below(&mut self, parent: RouterId, prefixes: Vec<String>) -> RouterId {
        let framework = self.all[parent as usize].framework;
        let router = self.add(framework, prefixes);
        self.mount(router, parent, String::new());
        router
    }

    /// Puts a router below another; whether it was not there yet.
    pub fn mount(&mut self, router: RouterId, parent: RouterId, prefix: String) -> bool {
        let parents = &mut self.all[router as usize].parents;
        let mount = (parent, prefix);
        let is_new = router != parent && !parents.contains(&mount);
        if is_new {
            parents.push(mount);
        }
        is_new
    }

    pub fn framework(&self, router: RouterId) -> &'static Framework {
        self.all[router as usize].framework
    }

    pub(super) fn get(&self, key: &Key) -> Option<RouterId> {
        if let Some(&router) = self.keys.get(key) {
            return Some(router);
        }
        // A function inside another uses the names of the outer one, and those of the file.
        match key {
            Key::Local(file, Some(_), name) => self.keys.get(&Key::Local(*file, None, name.clone())).copied(),
            _ => None,
        }
    }

    /// Says what a router is known by; the first stands.
    pub(super) fn know(&mut self, key: Key, router: RouterId) -> bool {
        match self.keys.entry(key) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(router);
                true
            }
        }
    }

    /// Passes a router on as a parameter: the parameter is a router below all that are passed.
    pub(super) fn pass(&mut self, key: Key, router: RouterId) -> bool {
        match self.keys.get(&key).copied() {
            None => {
                let parameter = self.add_below(router, Vec::new());
                self.keys.insert(key, parameter);
                true
            }
            Some(parameter) => {
                let before = self.all[parameter as usize].parents.len();
                if parameter != router && !self.is_above(parameter, router) {
                    self.mount(parameter, router, String::new());
                }
                self.all[parameter as usize].parents.len() > before
            }
        }
    }

    /// Whether a router is mounted below another, at whatever distance.
    fn is_above(&self, upper: RouterId, lower: RouterId) -> bool {
        let mut due = vec![lower];
        let mut seen = vec![lower];
        while let Some(router) = due.pop() {
            if router == upper {
                return true;
            }
            for &(parent, _) in &self.all[router as usize].parents {
                if !seen.contains(&parent) {
                    seen.push(parent);
                    due.push(parent);
                }
            }
        }
        false
    }

    /// Every prefix that the routes of a router have, by every way on which it is mounted.
    pub fn prefixes(&self, router: RouterId) -> Vec<String> {
        let mut found = Vec::new();
        // A way from the router upwards: where it stands, and the prefix so far.
        let mut due: Vec<(RouterId, String, usize)> = vec![(router, String::new(), 0)];
        while let Some((at, below, depth)) = due.pop() {
            let Router { framework, prefixes, parents } = &self.all[at as usize];
            for prefix in prefixes {
                let own = join(framework, prefix, &below);
                if parents.is_empty() || depth >= ROUTER_DEPTH_MAX {
                    found.push(own);
                    continue;
                }
                for (parent, mount) in parents {
                    if found.len() + due.len() >= ROUTER_PREFIXES_MAX {
                        break;
                    }
                    // The mount's prefix stands in the place of the router's own.
                    let way = match framework.mount_replaces && !mount.is_empty() {
                        true => join(framework, mount, &below),
                        false => join(framework, mount, &own),
                    };
                    due.push((*parent, way, depth + 1));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }
}
