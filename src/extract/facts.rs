//! From a walked unit to its extraction: ordinals in the order of the text, names interned, the interface.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::contexts::{ContextId, ContextKind};
use super::interface::{argument_bounds, exported_names};
use super::order::Order;
use super::resolve::{Meaning, Resolver};
use super::scopes::Target;
use super::text::{bound_name, comment_text};
use super::unit::Unit;
use super::uses::{Root, Use, UseKind};
use super::values::is_called;
use crate::model::{
    CALLED, Call, Comment, Export, Extraction, FactKind, Import, ImportBinding, Interface, NameId, Names,
    NodeId, RefKind, Reference, Resolution, Symbol, Visibility,
};

/// Turns the records of a unit into facts.
pub(super) struct FactWriter<'u, 's> {
    pub(super) unit: &'u Unit<'s>,
    pub(super) resolver: Resolver<'u, 's>,
    pub(super) symbols: Order,
    pub(super) imports: Order,
    /// The symbol record that each context belongs to or stands in.
    enclosing: Vec<Option<u32>>,
    /// Names under which the file exports what its own scope binds.
    pub(super) exported_names: FxHashMap<Target, Vec<String>>,
    names: Names,
    pub(super) interface: Interface,
    /// Names of methods that are called on what is outside of the version.
    pub(super) external_calls: BTreeSet<String>,
    /// The ids of the symbols' qualified names, which repeat with every use.
    qualified: Vec<Option<NameId>>,
}

impl<'u, 's> FactWriter<'u, 's> {
    pub fn new(unit: &'u Unit<'s>) -> Self {
        let resolver = Resolver::new(unit);
        let symbols = Order::by_key(unit.symbols.len(), |id| {
            let symbol = &unit.symbols[id as usize];
            (symbol.span.start_byte, symbol.node)
        });
        let imports = Order::by_key(unit.imports.len(), |id| unit.imports[id as usize].node);
        let enclosing = enclosing_symbols(unit, &resolver);
        let module = unit.declared_module.as_deref().unwrap_or(unit.module).to_owned();
        let interface = Interface { module, ..Interface::default() };
        Self {
            unit,
            resolver,
            symbols,
            imports,
            enclosing,
            exported_names: exported_names(unit),
            names: Names::default(),
            interface,
            external_calls: BTreeSet::new(),
            qualified: vec![None; unit.symbols.len()],
        }
    }

    /// The facts, without fragments and AST; and the order of the symbols, which those need.
    pub fn write(mut self, extraction: &mut Extraction, comments: Vec<(NodeId, ContextId)>) -> Order {
        extraction.symbols = (0..self.symbols.sorted.len()).map(|at| self.symbol(at)).collect();
        extraction.imports = (0..self.imports.sorted.len()).map(|at| self.import(at)).collect();
        self.export_imports();
        let order = self.use_order();
        let (calls, references) = self.uses(&order);
        self.marks(&order);
        extraction.calls = calls;
        extraction.references = references;
        extraction.comments =
            comments.into_iter().map(|(node, context)| self.comment(node, context)).collect();
        extraction.names = self.names;
        self.interface.external_calls = self.external_calls.into_iter().collect();
        extraction.interface = self.interface;
        self.symbols
    }

    fn name(&mut self, text: &str) -> NameId {
        self.names.intern(&bound_name(text))
    }

    pub(super) fn ordinal_of(&self, context: ContextId) -> Option<u32> {
        self.enclosing[context as usize].map(|id| self.symbols.ordinal(id))
    }

    fn symbol(&mut self, ordinal: usize) -> Symbol {
        let unit = self.unit;
        let id = self.symbols.sorted[ordinal];
        let record = &unit.symbols[id as usize];
        let draft = &record.draft;
        let parent = draft.parent.map(|parent| parent.0).or(self.enclosing[record.context as usize]);
        let own = Some(&record.qualified).filter(|_| record.exported);
        let further = self.exported_names.get(&Target::Symbol(id)).into_iter().flatten();
        let aliases = record.aliases.iter().chain(further);
        let exported_by_name = aliases.clone().next().is_some();
        let others = record.other_names.iter().filter(|_| record.exported);
        let further = aliases.chain(others).filter(|&alias| own != Some(alias));
        let visibility = if exported_by_name { Visibility::Public } else { draft.visibility };
        let public = visibility == Visibility::Public;
        for qualified_name in own.into_iter().chain(further) {
            let arity = draft.arity.map(argument_bounds);
            let qualified_name = qualified_name.clone();
            let ordinal = ordinal as u32;
            let (kind, overrides) = (draft.kind, draft.overrides);
            let line = unit.line(draft.name_node);
            let export = Export { qualified_name, kind, ordinal, line, arity, overrides, public };
            self.interface.exports.push(export);
        }
        let qualified_name = self.qualified_name(id);
        Symbol {
            kind: draft.kind,
            name: self.name(&draft.name),
            qualified_name,
            parent: parent.map(|parent| self.symbols.ordinal(parent)),
            arity: draft.arity,
            span: record.span,
            name_line: unit.line(draft.name_node),
            visibility,
            deprecated: draft.deprecated,
            test: draft.test,
            signature: draft.signature.clone(),
            docstring: draft.docstring.clone(),
        }
    }

    fn qualified_name(&mut self, symbol: u32) -> NameId {
        if let Some(id) = self.qualified[symbol as usize] {
            return id;
        }
        let id = self.names.intern(&bound_name(&self.unit.symbols[symbol as usize].qualified));
        self.qualified[symbol as usize] = Some(id);
        id
    }

    fn import(&mut self, ordinal: usize) -> Import {
        let unit = self.unit;
        let record = &unit.imports[self.imports.sorted[ordinal] as usize];
        let draft = &record.draft;
        self.interface.imports.push(ImportBinding {
            ordinal: ordinal as u32,
            kind: draft.kind,
            source: draft.source.to_string(),
            name: draft.name.as_ref().map(|name| name.to_string()),
            local: draft.local.as_ref().map(|local| local.to_string()).unwrap_or_default(),
            star: draft.star,
            reexport: (draft.reexport || draft.reachable) && !record.in_function,
            public: draft.reexport && !record.in_function,
            lent: draft.lent,
            borrows: draft.borrows,
            scope: unit.contexts.get(record.context).qualified.clone(),
        });
        let (line, column) = unit.lines.position(unit.start_byte(record.node));
        Import {
            kind: draft.kind,
            source: self.name(&draft.source),
            name: draft.name.as_ref().map(|name| self.name(name)),
            alias: draft.alias.as_ref().map(|alias| self.name(alias)),
            star: draft.star,
            reexport: draft.reexport,
            enclosing: self.ordinal_of(record.context),
            line,
            column,
        }
    }

    /// Calls and references are read in the order of the text, paths and bare names together.
    fn use_order(&self) -> Vec<(NodeId, u32)> {
        let unit = self.unit;
        let paths = unit.uses.len() as u32;
        let mut order: Vec<(NodeId, u32)> = unit.uses.iter().map(|record| record.at.node).zip(0..).collect();
        let names = unit.names_used.iter().zip(paths..);
        let names = names.filter(|(record, _)| self.resolver.may_name_something(record));
        order.extend(names.map(|(record, id)| (record.at.node, id)));
        order.sort_unstable();
        order
    }

    fn uses(&mut self, order: &[(NodeId, u32)]) -> (Vec<Call>, Vec<Reference>) {
        let paths = self.unit.uses.len() as u32;
        let (mut calls, mut references) = (Vec::new(), Vec::new());
        for &(_, id) in order {
            match id.checked_sub(paths) {
                None => self.path_use(id, &mut calls, &mut references),
                Some(name) => self.name_use(name, &mut calls, &mut references),
            }
        }
        (calls, references)
    }

    fn path_use(&mut self, id: u32, calls: &mut Vec<Call>, references: &mut Vec<Reference>) {
        let unit = self.unit;
        let record = &unit.uses[id as usize];
        let context = unit.contexts.get(record.context);
        let meaning = self.resolver.resolve(&record.usage, record.kind, record.at, context);
        match record.kind {
            UseKind::Call(arity) => {
                let callee = self.callee(&record.usage);
                let call = self.call(record.usage.at, callee, arity, record.context, &meaning);
                let usage = &record.usage;
                if let Some(last) = usage.path.last() {
                    let bare = usage.root == Root::Scope && usage.path.len() == 1;
                    let name = unit.grammar.spec.member_name(last);
                    self.loose_call(calls.len(), name, arity, !bare, &meaning);
                }
                self.open_use(FactKind::Call, calls.len(), (None, Some(arity)), record.context, meaning);
                calls.push(call);
            }
            UseKind::Alias(symbol) => {
                let owner = unit.symbols[symbol as usize].qualified.clone();
                self.value(owner, record.context, &meaning);
            }
            UseKind::Result(symbol) => {
                let owner = &unit.symbols[symbol as usize].qualified;
                let owner = [owner, unit.grammar.spec.separator, CALLED].concat();
                self.result(owner, record.context, &meaning);
            }
            UseKind::Reference(kind) => {
                // A module's functions are its own, whatever behaviour it implements.
                let inherits = !unit.grammar.spec.arity_distinguishes
                    && matches!(kind, RefKind::Inherits | RefKind::Implements);
                if inherits && context.kind == ContextKind::Type {
                    self.base(context.qualified.clone(), record.context, &meaning);
                }
                let bare = record.usage.root == Root::Scope && record.usage.path.len() == 1;
                let value = matches!(kind, RefKind::Read | RefKind::Write);
                let kept = !bare
                    || !(meaning.local || (value && meaning.symbol.is_none() && meaning.open.is_none()));
                if kept && let Some(name) = record.usage.path.last() {
                    let name = self.name(unit.grammar.spec.member_name(name));
                    let at = (record.usage.at, record.usage.arity);
                    self.reference(kind, name, at, record.context, meaning, references);
                }
            }
        }
    }

    fn name_use(&mut self, id: u32, calls: &mut Vec<Call>, references: &mut Vec<Reference>) {
        let record = &self.unit.names_used[id as usize];
        let text = self.unit.text(record.at.node);
        let context = self.unit.contexts.get(record.context);
        let Some(meaning) = self.resolver.resolve_name(text, record, context) else { return };
        let name = self.name(text);
        let (node, place) = (record.at.node, record.context);
        match record.kind {
            UseKind::Call(arity) => {
                let call = self.call(node, (name, name), arity, place, &meaning);
                self.open_use(FactKind::Call, calls.len(), (None, Some(arity)), place, meaning);
                calls.push(call);
            }
            UseKind::Reference(kind) => {
                self.reference(kind, name, (node, record.arity), place, meaning, references);
            }
            // These are of paths, never of a bare value.
            UseKind::Alias(_) | UseKind::Result(_) => {}
        }
    }

    /// The name of what is called, and the callee as written.
    fn callee(&mut self, usage: &Use<'_>) -> (NameId, NameId) {
        let spec = self.unit.grammar.spec;
        let last = usage.path.last().map_or("", |name| spec.member_name(name));
        let name = self.name(last);
        let callee = match (&usage.written, usage.root) {
            (Some(written), _) => self.name(written),
            (None, _) if is_called(&usage.path) => self.name(&["(…).", last].concat()),
            (None, Root::Computed | Root::Typed) => self.name(&["(…).", last].concat()),
            (None, _) if usage.path.len() == 1 && usage.path[0] == last => name,
            (None, _) => self.name(&usage.path.join(spec.separator)),
        };
        (name, callee)
    }

    fn call(
        &self,
        at: NodeId,
        (name, callee): (NameId, NameId),
        arity: u16,
        place: ContextId,
        meaning: &Meaning,
    ) -> Call {
        let (line, column) = self.unit.lines.position(self.unit.start_byte(at));
        Call {
            caller: self.ordinal_of(place),
            name,
            callee,
            arity,
            line,
            column,
            resolution: meaning.resolution.unwrap_or(Resolution::Unresolved),
            target: meaning.symbol.map(|symbol| self.symbols.ordinal(symbol)),
        }
    }

    fn reference(
        &mut self,
        kind: RefKind,
        name: NameId,
        (node, arity): (NodeId, Option<u16>),
        context: ContextId,
        meaning: Meaning,
        references: &mut Vec<Reference>,
    ) {
        let (line, column) = self.unit.lines.position(self.unit.start_byte(node));
        let qualified_name = match (meaning.symbol, &meaning.qualified) {
            (Some(symbol), _) => Some(self.qualified_name(symbol)),
            (None, Some(qualified)) => Some(self.name(qualified)),
            (None, None) => None,
        };
        references.push(Reference {
            kind,
            name,
            qualified_name,
            enclosing: self.ordinal_of(context),
            line,
            column,
            resolution: meaning.resolution.unwrap_or(Resolution::Unresolved),
            target: meaning.symbol.map(|symbol| self.symbols.ordinal(symbol)),
        });
        self.open_use(FactKind::Reference, references.len() - 1, (Some(kind), arity), context, meaning);
    }

    fn comment(&mut self, node: NodeId, context: ContextId) -> Comment {
        let unit = self.unit;
        let span = unit.span(node, node);
        let (_, column) = unit.lines.position(span.start_byte);
        let text = (unit.grammar.spec.comment_text)(unit.text(node));
        Comment {
            text: comment_text(text),
            enclosing: self.ordinal_of(context),
            start_line: span.start_line,
            end_line: span.end_line,
            column,
        }
    }
}

/// The symbol of each context: its own, or (for `impl Type`) that of its qualified name, or that of its parent.
fn enclosing_symbols(unit: &Unit<'_>, resolver: &Resolver<'_, '_>) -> Vec<Option<u32>> {
    let mut enclosing: Vec<Option<u32>> = Vec::new();
    for (id, context) in unit.contexts.iter().enumerate() {
        let outer = if id == 0 { None } else { enclosing[context.parent as usize] };
        let is_type = context.kind == ContextKind::Type;
        let is_named = id != 0 && context.kind != ContextKind::Function;
        let by_name = || resolver.members.find_type(unit, &context.qualified, is_type);
        // A function that makes objects is its own type: another symbol of its name is not meant.
        let own = outer.filter(|_| unit.contexts.get(context.parent).qualified == context.qualified);
        let symbol = context.symbol.or_else(|| own.or_else(by_name).filter(|_| is_named));
        enclosing.push(symbol.or(outer));
    }
    enclosing
}
