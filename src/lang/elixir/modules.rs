//! Elixir modules, protocols and implementations, and the tests that ExUnit makes of blocks.

use super::paths::{self, PathRoot};
use super::{docs, kind, patterns};
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
    let nested = path.root == PathRoot::Alias && unit.enclosing_type_name().is_some();
    let qualified = if nested {
        let outer = unit.enclosing_type_name().unwrap_or_default();
        Some(format!("{outer}.{}", path.written))
    } else {
        paths::expand(unit, &path)
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
    let types = implemented_for(unit, node);
    let Some(protocol) = paths::module_path(unit, name) else {
        open_unnamed(unit, node, name);
        return true;
    };
    let signature = unit.signature(
        unit.start_byte(node),
        types.iter().fold(unit.end_byte(name), |end, &at| end.max(unit.end_byte(at))),
    );
    let start = paths::expand(unit, &protocol).unwrap_or_default();
    let mut drafts: Vec<SymbolDraft<'_>> = Vec::new();
    for &at in &types {
        let Some(path) = paths::module_path(unit, at) else { continue };
        let Some(qualified) = paths::expand(unit, &path) else { continue };
        drafts.push(SymbolDraft {
            qualified: Some(format!("{start}.{qualified}")),
            signature: signature.clone(),
            context: None,
            ..SymbolDraft::new(SymbolKind::Module, name, format!("{}.{}", protocol.written, path.written))
        });
    }
    if types.is_empty()
        && let Some(own) = unit.enclosing_type_name()
    {
        let qualified = Some(format!("{start}.{own}"));
        let draft = SymbolDraft::new(SymbolKind::Module, name, protocol.written.clone());
        drafts.push(SymbolDraft { qualified, signature, ..draft });
    }
    let Some(last) = drafts.pop() else {
        open_unnamed(unit, node, name);
        return true;
    };
    for draft in drafts {
        unit.define(node, draft);
    }
    open(unit, node, name, last);
    paths::reference(unit, name, RefKind::Implements);
    for at in types {
        paths::reference(unit, at, RefKind::Type);
    }
    true
}

/// The types of `for:`, one or a list.
fn implemented_for(unit: &Unit<'_>, node: NodeId) -> Vec<NodeId> {
    match docs::option(unit, node, "for") {
        Some(list) if unit.is(list, kind::LIST) => unit.children(list).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
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
