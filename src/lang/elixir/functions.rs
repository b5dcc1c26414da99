//! Elixir functions, macros and guards: their heads, and the clauses that make one symbol.

use super::{FUNCTIONS, docs, field, kind, mode, paths, patterns};
use crate::extract::{ContextKind, Reach, ScopeKind, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// What the head of a definition says.
pub struct Head<'s> {
    /// The node of the name and its text; `None` where it is only known when the module is compiled.
    pub name: Option<(NodeId, &'s str)>,
    pub parameters: Vec<NodeId>,
    /// The head as written, with its guard.
    pub whole: NodeId,
    /// Without its guard.
    pub plain: NodeId,
}

impl Head<'_> {
    /// Parameters, and how many of them have a default.
    fn arity(&self, unit: &Unit<'_>) -> Arity {
        let has_default =
            |&&node: &&NodeId| unit.is(node, kind::BINARY) && patterns::operator(unit, node) == "\\\\";
        let optional = self.parameters.iter().filter(has_default).count().min(usize::from(u16::MAX)) as u16;
        let all = self.parameters.len().min(usize::from(u16::MAX)) as u16;
        Arity { required: all - optional, optional, variadic: false }
    }
}

/// Reads the head that a definition is given, and claims the nodes that only write it.
pub fn read_head<'s>(unit: &mut Unit<'s>, definition: NodeId) -> Option<Head<'s>> {
    let whole = docs::first_argument(unit, definition)?;
    let mut plain = whole;
    loop {
        let next = match unit.kind(plain) {
            kind::BINARY if patterns::operator(unit, plain) == "when" => unit.child(plain, field::LEFT)?,
            kind::BLOCK => unit.children(plain).next()?,
            _ => break,
        };
        unit.claim(plain);
        unit.exclude_fragment(plain);
        plain = next;
    }
    let (name, parameters) = name_and_parameters(unit, plain)?;
    let name = name.map(|name| (name, operator_name(unit, plain, name)));
    unit.exclude_fragment(plain);
    if let Some((node, _)) = name {
        unit.claim(plain);
        unit.claim(node);
    }
    Some(Head { name, parameters, whole, plain })
}

fn name_and_parameters(unit: &Unit<'_>, head: NodeId) -> Option<(Option<NodeId>, Vec<NodeId>)> {
    let arguments = |call: NodeId| -> Vec<NodeId> {
        let list = unit.child_of(call, kind::ARGUMENTS);
        list.map(|list| unit.children(list).collect()).unwrap_or_default()
    };
    match unit.kind(head) {
        kind::IDENTIFIER | kind::OPERATOR_IDENTIFIER => Some((Some(head), Vec::new())),
        kind::CALL => {
            let target = unit.child(head, field::TARGET)?;
            match unit.kind(target) {
                kind::IDENTIFIER if unit.text(target) == "unquote" => {
                    Some((literal_name(unit, head), Vec::new()))
                }
                kind::IDENTIFIER => Some((Some(target), arguments(head))),
                _ => Some((literal_name(unit, target), arguments(head))),
            }
        }
        kind::BINARY => {
            let (left, right) = (unit.child(head, field::LEFT)?, unit.child(head, field::RIGHT)?);
            // `first..last//step` is one operator of three.
            let is_range = unit.is(left, kind::BINARY) && patterns::operator(unit, left) == "..";
            let parameters = match patterns::operator(unit, head) {
                "//" if is_range => unit.children(left).take(2).chain([right]).collect(),
                _ => vec![left, right],
            };
            Some((unit.child(head, field::OPERATOR), parameters))
        }
        kind::UNARY => {
            let operand = unit.child(head, field::OPERAND)?;
            Some((unit.child(head, field::OPERATOR), vec![operand]))
        }
        _ => None,
    }
}

/// The atom of `unquote(:name)`.
fn literal_name(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    docs::first_argument(unit, call).filter(|&name| unit.is(name, kind::ATOM))
}

fn operator_name<'s>(unit: &Unit<'s>, head: NodeId, name: NodeId) -> &'s str {
    match unit.text(name) {
        "//" if unit.is(head, kind::BINARY) => "..//",
        text if unit.is(name, kind::ATOM) => text.trim_start_matches(':'),
        text => text,
    }
}

/// The qualified name of something with an arity, where the walk stands: `MyApp.Repo.get/2`. A function in a function
/// is still the module's: it stands in a group of tests, or after a missing `end`.
pub fn qualified(unit: &Unit<'_>, name: &str, arity: u16) -> String {
    let module = unit.enclosing_type_name().filter(|_| unit.mode() != mode::QUOTE);
    match module.unwrap_or(unit.context_name()) {
        "" => format!("{name}/{arity}"),
        context => format!("{context}.{name}/{arity}"),
    }
}

/// `def`, `defp`, `defmacro`, `defmacrop`, `defguard`, `defguardp`: the first clause defines, the others extend.
pub fn define(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(keyword) = unit.child(node, field::TARGET).map(|target| unit.text(target)) else { return false };
    let Some(head) = read_head(unit, node) else { return true };
    define_head(unit, node, keyword, &head);
    unit.open_scope(node, ScopeKind::Function);
    for &parameter in &head.parameters {
        patterns::bind(unit, parameter, Reach::Scope);
    }
    true
}

fn define_head<'s>(unit: &mut Unit<'s>, node: NodeId, keyword: &'s str, head: &Head<'s>) -> Option<SymbolId> {
    let (name_node, name) = head.name?;
    let arity = head.arity(unit);
    let total = arity.required + arity.optional;
    let is_same = |draft: &SymbolDraft<'_>| {
        let taken = draft.arity.map(|arity| arity.required + arity.optional);
        draft.context == Some(ContextKind::Function) && taken == Some(total)
    };
    if let Some(symbol) = unit.hoisted_symbol(name, FUNCTIONS, is_same) {
        unit.extend_symbol(symbol, node);
        let late = unit
            .symbol(symbol)
            .docstring
            .is_none()
            .then(|| docs::notes(unit, node, "doc").docstring)
            .flatten();
        if late.is_some() {
            unit.symbol_mut(symbol).docstring = late;
        }
        return Some(symbol);
    }
    let is_function = matches!(keyword, "def" | "defp" | "defdelegate");
    let kind = if is_function { SymbolKind::Function } else { SymbolKind::Macro };
    // What follows `when` limits a function, but is what a guard stands for.
    let written = if keyword.starts_with("defguard") { head.plain } else { head.whole };
    let notes = docs::notes(unit, node, "doc");
    let draft = SymbolDraft {
        qualified: Some(qualified(unit, name, total)),
        arity: Some(arity),
        visibility: if keyword.ends_with('p') { Visibility::Private } else { Visibility::Public },
        deprecated: notes.deprecated,
        signature: crate::extract::signature(&format!("{keyword} {}", unit.text(written))),
        docstring: notes.docstring,
        binds: Some(FUNCTIONS),
        hoisted: true,
        ..SymbolDraft::new(kind, name_node, name)
    };
    Some(unit.define(node, draft))
}

/// `defdelegate name(…), to: Mod, as: :other`: a function that calls another module's.
pub fn define_delegate(unit: &mut Unit<'_>, node: NodeId) -> bool {
    let Some(head) = read_head(unit, node) else { return true };
    define_head(unit, node, "defdelegate", &head);
    unit.open_scope(node, ScopeKind::Function);
    for &parameter in &head.parameters {
        patterns::bind(unit, parameter, Reach::Scope);
    }
    let Some((_, name)) = head.name else { return true };
    let name = match docs::option(unit, node, "as").filter(|&other| unit.is(other, kind::ATOM)) {
        Some(other) => unit.text(other).trim_start_matches(':'),
        None => name,
    };
    let arity = head.parameters.len().min(usize::from(u16::MAX)) as u16;
    if let Some(to) = docs::option(unit, node, "to")
        && let Some(path) = paths::module_path(unit, to)
        && let Some(usage) = paths::module_use(unit, &path, Some((path.at, name)))
    {
        unit.claim_subtree(to);
        unit.call(Use { at: path.at, ..usage }, arity);
    }
    true
}
