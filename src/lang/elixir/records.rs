//! Elixir structs, exceptions and records, and their fields.

use super::{FUNCTIONS, docs, field, functions, kind};
use crate::extract::{SymbolDraft, SymbolId, Unit};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

pub fn define_struct(unit: &mut Unit<'_>, node: NodeId) -> bool {
    define(unit, node, "__struct__")
}

pub fn define_exception(unit: &mut Unit<'_>, node: NodeId) -> bool {
    define(unit, node, "__exception__")
}

/// A struct is written by its module's name, so that its own is that of the function behind it.
fn define(unit: &mut Unit<'_>, node: NodeId, name: &'static str) -> bool {
    let Some(fields) = docs::first_argument(unit, node) else { return false };
    let Some(target) = unit.child(node, field::TARGET) else { return false };
    let draft = SymbolDraft {
        // `%Mod{}` names the module.
        binds: None,
        context: None,
        ..SymbolDraft::new(SymbolKind::Struct, target, name)
    };
    let owner = unit.define(node, draft);
    let module = unit.context_name().to_owned();
    define_fields(unit, fields, owner, &module);
    true
}

/// `defrecord :user, name: "", age: 0`: macros of no, one and two arguments.
pub fn define_record(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(arguments) = unit.child_of(node, kind::ARGUMENTS) else { return false };
    let mut parts = unit.children(arguments);
    let Some(name) = parts.next().filter(|&name| unit.is(name, kind::ATOM)) else { return false };
    let Some(target) = unit.child(node, field::TARGET) else { return false };
    let text = unit.text(name).trim_start_matches(':');
    let notes = docs::notes(unit, node, "doc");
    let qualified = functions::qualified(unit, text, 2);
    let draft = SymbolDraft {
        qualified: Some(qualified.clone()),
        arity: Some(Arity { required: 0, optional: 2, variadic: false }),
        visibility: if unit.text(target).ends_with('p') { Visibility::Private } else { Visibility::Public },
        docstring: notes.docstring,
        deprecated: notes.deprecated,
        signature: crate::extract::signature(&format!("{} :{text}", unit.text(target))),
        binds: Some(FUNCTIONS),
        hoisted: true,
        context: None,
        ..SymbolDraft::new(SymbolKind::Macro, name, text)
    };
    let owner = unit.define(node, draft);
    let prefix = qualified.strip_suffix("/2").unwrap_or(&qualified).to_owned();
    if let Some(fields) = parts.last() {
        define_fields(unit, fields, owner, &prefix);
    }
    true
}

/// Fields as atoms, pairs, tuples, words of a sigil, or lists of these joined by `++`.
fn define_fields(unit: &mut Unit<'_>, fields: NodeId, owner: SymbolId, prefix: &str) {
    let mut due = vec![(fields, 0)];
    while let Some((node, depth)) = due.pop() {
        if depth > PATH_SEGMENTS_MAX {
            continue;
        }
        match unit.kind(node) {
            kind::LIST | kind::KEYWORDS | kind::BINARY => {
                let inner: Vec<NodeId> = unit.children(node).collect();
                due.extend(inner.into_iter().rev().map(|inner| (inner, depth + 1)));
            }
            kind::PAIR => {
                if let Some(name) = docs::key_of(unit, node) {
                    define_field(unit, node, name, owner, prefix);
                }
            }
            kind::TUPLE => {
                let name = unit.children(node).next().filter(|&name| unit.is(name, kind::ATOM));
                if let Some(name) = name {
                    define_field(unit, node, unit.text(name).trim_start_matches(':'), owner, prefix);
                }
            }
            kind::ATOM => define_field(unit, node, unit.text(node).trim_start_matches(':'), owner, prefix),
            kind::SIGIL => {
                for word in docs::string_text(unit, node).unwrap_or_default().split_whitespace() {
                    define_field(unit, node, word, owner, prefix);
                }
            }
            _ => {}
        }
    }
}

fn define_field<'s>(unit: &mut Unit<'s>, node: NodeId, name: &'s str, owner: SymbolId, prefix: &str) {
    let draft = SymbolDraft {
        qualified: Some(format!("{prefix}.{name}")),
        parent: Some(owner),
        visibility: unit.symbol(owner).visibility,
        binds: None,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Field, node, name)
    };
    unit.define(node, draft);
}
