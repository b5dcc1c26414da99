//! What a unit's facts leave for the link: what other files can reach, and what waits for them.

use rustc_hash::FxHashMap;

use super::contexts::ContextId;
use super::facts::FactWriter;
use super::resolve::Meaning;
use super::scopes::{Lookup, Space, Target};
use super::unit::Unit;
use crate::model::{
    Arity, Base, BaseTarget, CALLED, FactKind, LooseCall, NodeId, OpenUse, RefKind, Resolution,
};

impl FactWriter<'_, '_> {
    /// What is imported and then exported by name can be reached through this file, under that name.
    pub(super) fn export_imports(&mut self) {
        for ordinal in 0..self.imports.sorted.len() {
            let exported = self.exported_names.remove(&Target::Import(self.imports.sorted[ordinal]));
            for qualified in exported.into_iter().flatten() {
                let module = [self.unit.module, self.unit.grammar.spec.separator].concat();
                let name = qualified.strip_prefix(&module).unwrap_or(&qualified);
                let mut binding = self.interface.imports[ordinal].clone();
                binding.reexport = true;
                binding.public = true;
                if binding.local == name {
                    self.interface.imports[ordinal] = binding;
                } else {
                    binding.local = name.to_owned();
                    self.interface.imports.push(binding);
                }
            }
        }
    }

    /// What a type takes members from, where the file binds it or leaves it to the link.
    pub(super) fn base(&mut self, owner: String, context: ContextId, meaning: &Meaning) {
        let target = match (meaning.symbol, &meaning.open) {
            (Some(symbol), _) => BaseTarget::Symbol(self.symbols.ordinal(symbol)),
            (None, Some((import, path))) => BaseTarget::Path {
                import: import.map(|import| self.imports.ordinal(import)),
                path: path.clone(),
            },
            (None, None) => return,
        };
        let contexts = &self.unit.contexts;
        let scope = contexts.get(contexts.get(context).enclosing_scope).qualified.clone();
        self.interface.bases.push(Base { owner, target, scope });
    }

    /// Of which type a value is, and whether that is a type of another package.
    pub(super) fn value(&mut self, owner: String, context: ContextId, meaning: &Meaning) {
        let leaves = meaning.resolution == Some(Resolution::External) && meaning.open.is_none();
        if leaves {
            self.interface.bases.push(Base { owner, target: BaseTarget::External, scope: String::new() });
        } else {
            self.base(owner, context, meaning);
        }
    }

    /// A call of which its name alone is known, or that leaves the version.
    pub(super) fn loose_call(
        &mut self,
        ordinal: usize,
        name: &str,
        arity: u16,
        of_value: bool,
        meaning: &Meaning,
    ) {
        let ordinal = ordinal as u32;
        match meaning.resolution {
            Some(Resolution::External) if of_value && !self.external_calls.contains(name) => {
                self.external_calls.insert(name.to_owned());
            }
            None if meaning.open.is_none() && (of_value || !meaning.local) => {
                let name = name.to_owned();
                self.interface.loose_calls.push(LooseCall { ordinal, name, arity, of_value });
            }
            _ => {}
        }
    }

    /// Of which type what a call gives is. What isn't known (a type parameter) speaks against what other functions of
    /// the path give, so it is said, too: nothing is named like this.
    pub(super) fn result(&mut self, owner: String, context: ContextId, meaning: &Meaning) {
        if meaning.symbol.is_some() || meaning.open.is_some() || meaning.resolution.is_some() {
            return self.value(owner, context, meaning);
        }
        let target = BaseTarget::Path { import: None, path: vec![CALLED.to_owned()] };
        self.interface.bases.push(Base { owner, target, scope: String::new() });
    }

    pub(super) fn open_use(
        &mut self,
        fact: FactKind,
        ordinal: usize,
        (kind, arity): (Option<RefKind>, Option<u16>),
        context: ContextId,
        meaning: Meaning,
    ) {
        let unbound = meaning.resolution.is_none();
        let Meaning { of_value, of_bases, open: Some((import, path)), .. } = meaning else { return };
        let contexts = &self.unit.contexts;
        // Where a path may start at a name of any module around it, a whole one is looked up from outside of them.
        let scope = match meaning.outermost && self.unit.grammar.spec.travel.outer_modules {
            true => String::new(),
            false => contexts.get(contexts.get(context).enclosing_scope).qualified.clone(),
        };
        let import = import.map(|import| self.imports.ordinal(import));
        let ordinal = ordinal as u32;
        let open = OpenUse { fact, ordinal, import, path, of_value, of_bases, unbound, kind, arity, scope };
        self.interface.open_uses.push(open);
    }
}

/// What the file exports by name, by what those names mean in its own scope.
pub(super) fn exported_names(unit: &Unit<'_>) -> FxHashMap<Target, Vec<String>> {
    let at = Lookup { scope: 0, node: NodeId::MAX, space: Space::ANY };
    let mut names: FxHashMap<Target, Vec<String>> = FxHashMap::default();
    for (key, qualified) in &unit.exported_names {
        if let Some(target) = unit.scopes.find(at, *key, false, |_| true) {
            names.entry(target).or_default().push(qualified.clone());
        }
    }
    names
}

/// Smallest and largest number of arguments.
pub(super) fn argument_bounds(arity: Arity) -> (u16, u16) {
    let most = arity.required.saturating_add(arity.optional);
    (arity.required, if arity.variadic { u16::MAX } else { most })
}
