//! Elixir modules, protocols and implementations, and the tests that ExUnit makes of blocks.

use super::paths::{self, PathRoot};
use super::{docs, kind, mode, patterns};
use crate::extract::{ContextKind, Reach, ScopeKind, Space, SymbolDraft, Unit};
use crate::model::{NodeId, RefKind, SymbolKind};

pub fn define_module(unit: &mut Unit<'_>, node: NodeId) -> bool {
    define(unit, node, SymbolKind::Module);
    true
}

pub fn define_protocol(unit: &mut Unit<'_>, node: NodeId) -> bool {
    define(unit, node, SymbolKind::Protocol);
    true
}

/// A module encloses what it defines like a type does, so that `__MODULE__` is its receiver.
fn define(unit: &mut Unit<'_>, node: NodeId, kind: SymbolKind) {
    let Some(name) = docs::first_argument(unit, node) else { return };
    let Some(path) = paths::module_path(unit, name) else { return open_unnamed(unit, node, name) };
    let outer = match unit.mode() {
        // In a `quote`, it is a module of whoever uses the macro.
        mode::QUOTE => Some(unit.context_name()),
        _ => unit.enclosing_type_name().filter(|_| path.root == PathRoot::Alias),
    };
    let qualified = match outer {
        Some(outer) => Some(format!("{outer}.{}", path.written)),
        None => paths::expand(unit, &path),
    };
    let signature = unit.signature(unit.start_byte(node), unit.end_byte(name));
    open(
        unit,
        node,
        name,
        SymbolDraft { qualified, signature, ..SymbolDraft::new(kind, name, path.written) },
    );
    unit.claim_subtree(name);
}

/// Defines a module that was given its names.
fn open<'s>(unit: &mut Unit<'s>, node: NodeId, name: NodeId, draft: SymbolDraft<'s>) {
    let body = unit.child_of(node, kind::DO_BLOCK);
    let notes = body.map(|body| docs::module_notes(unit, body)).unwrap_or_default();
    let draft = SymbolDraft {
        name_node: name,
        docstring: notes.docstring,
        deprecated: notes.deprecated,
        binds: Some(Space::ANY),
        context: Some(ContextKind::Type),
        ..draft
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Module);
}

/// A module whose name only compiling would tell: what is inside belongs to it, not to the module around it.
fn open_unnamed(unit: &mut Unit<'_>, node: NodeId, name: NodeId) {
    let written: String = unit.text(name).split_whitespace().collect();
    unit.open_type(node, &written);
    unit.open_scope(node, ScopeKind::Module);
}

/// `defimpl Protocol, for: Type` is the module `Protocol.Type`, one for each type.
pub fn define_implementation(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(name) = docs::first_argument(unit, node) else { return true };
    let written_for = docs::option(unit, node, "for");
    let types: Vec<NodeId> = match written_for {
        Some(list) if unit.is(list, kind::LIST) => unit.children(list).collect(),
        one => one.into_iter().collect(),
    };
    let mut drafts = implementations(unit, name, &types);
    let Some(last) = drafts.pop() else {
        open_unnamed(unit, node, name);
        return true;
    };
    // What is named is named where the implementation stands, not inside it.
    let mut uses = Vec::new();
    let named = std::iter::once((name, RefKind::Implements));
    for (at, kind) in named.chain(types.iter().map(|&at| (at, RefKind::Type))) {
        let usage = paths::module_path(unit, at).and_then(|path| paths::module_use(unit, &path, None));
        uses.extend(usage.map(|usage| (at, kind, usage)));
    }
    let signature = unit.signature(unit.start_byte(node), unit.end_byte(written_for.unwrap_or(name)));
    for draft in drafts {
        unit.define(node, SymbolDraft { signature: signature.clone(), context: None, ..draft });
    }
    open(unit, node, name, SymbolDraft { signature, ..last });
    for (at, kind, usage) in uses {
        unit.reference(usage, kind);
        unit.claim_subtree(at);
    }
    true
}

/// The modules that an implementation makes; none where their names are not known yet.
fn implementations<'s>(unit: &Unit<'s>, protocol: NodeId, types: &[NodeId]) -> Vec<SymbolDraft<'s>> {
    let Some(path) = paths::module_path(unit, protocol) else { return Vec::new() };
    let Some(start) = paths::expand(unit, &path) else { return Vec::new() };
    let draft = |of: &str, written: &str| SymbolDraft {
        qualified: Some(format!("{start}.{of}")),
        binds: Some(Space::ANY),
        ..SymbolDraft::new(SymbolKind::Module, protocol, format!("{}.{written}", path.written))
    };
    if types.is_empty() {
        return unit.enclosing_type_name().map(|own| draft(own, "__MODULE__")).into_iter().collect();
    }
    let of = |&at: &NodeId| {
        let of = paths::module_path(unit, at)?;
        Some(draft(&paths::expand(unit, &of)?, &of.written))
    };
    types.iter().filter_map(of).collect()
}

/// ExUnit's `test "name" do`, under the name that ExUnit gives its function.
pub fn define_test(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(name) = docs::first_argument(unit, node).filter(|&name| unit.is(name, kind::STRING)) else {
        return false;
    };
    let Some(body) = unit.child_of(node, kind::DO_BLOCK) else { return false };
    let text = docs::string_text(unit, name).unwrap_or_default();
    let module = unit.enclosing_type_name().unwrap_or_default();
    let group = unit.context_name().strip_prefix(module).and_then(|rest| rest.strip_prefix(GROUP));
    let group = group.map(|group| format!("{group} ")).unwrap_or_default();
    let keyword = unit.text(node).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let qualified = Some(format!("{module}.{keyword} {group}{text}/1"));
    let draft = SymbolDraft {
        qualified,
        test: true,
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Function, name, text)
    };
    unit.define(node, draft);
    unit.claim_subtree(name);
    unit.open_scope(node, ScopeKind::Function);
    let context = unit.child_of(node, kind::ARGUMENTS).and_then(|arguments| unit.children(arguments).nth(1));
    if let Some(context) = context {
        patterns::bind(unit, context, Reach::Scope);
    }
    true
}

/// What stands between a module's name and that of a group of tests.
const GROUP: &str = ".describe ";

/// `describe "group" do`.
pub fn define_test_group(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(name) = docs::first_argument(unit, node).filter(|&name| unit.is(name, kind::STRING)) else {
        return false;
    };
    let Some(body) = unit.child_of(node, kind::DO_BLOCK) else { return false };
    let text = docs::string_text(unit, name).unwrap_or_default();
    let module = unit.enclosing_type_name().unwrap_or_default();
    let draft = SymbolDraft {
        qualified: Some(format!("{module}{GROUP}{text}")),
        test: true,
        signature: unit.signature(unit.start_byte(node), unit.start_byte(body)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Function, name, text)
    };
    unit.define(node, draft);
    unit.claim_subtree(name);
    unit.open_scope(node, ScopeKind::Function);
    true
}
