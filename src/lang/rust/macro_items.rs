//! Items among the tokens of a macro's braces: `cfg_rt! { pub fn spawn() { … } }` defines what it says.
//!
//! The tokens have no tree, so an item is known by its body's braces and the tokens before them.

use super::attributes::annotations;
use super::{kind, macros};
use crate::extract::{ContextKind, Reach, ScopeKind, Space, SymbolDraft, Unit};
use crate::lang::Kind;
use crate::model::{Arity, NodeId, SymbolKind, Visibility};

/// Tokens that are read before a body to find what it is the body of.
const HEADER_TOKENS_MAX: usize = 96;

/// Macros that build code for elsewhere: what they hold is defined by whoever gets it.
const QUOTING_MACROS: &[&str] =
    &["macro_rules", "parse_quote", "parse_quote_spanned", "quote", "quote_spanned"];

/// Whether a macro's braces may hold items.
pub fn may_hold_items(unit: &Unit<'_>, name: &str, tokens: NodeId) -> bool {
    unit.text(tokens).starts_with('{') && !QUOTING_MACROS.contains(&name)
}

/// A token tree in a place for items: the macro's own braces, or the body of one of the items.
pub fn read_token_tree(unit: &mut Unit<'_>, node: NodeId) {
    let is_body = unit.text(node).starts_with('{') && unit.parent_kind(node) == kind::TOKEN_TREE;
    let header = if is_body { header_of(unit, node) } else { Vec::new() };
    let keyword = header.iter().position(|&token| is_keyword(unit.kind(token)));
    let is_code = keyword.is_some_and(|at| define(unit, node, &header, at));
    if is_code {
        macros::claim_trees(unit, node);
    } else {
        macros::claim_names(unit, node);
    }
}

fn is_keyword(kind: Kind) -> bool {
    matches!(kind, kind::FN | kind::IMPL | kind::STRUCT | kind::ENUM | kind::TRAIT_TOKEN | kind::MOD)
}

/// The tokens before a body, back to the end of the item before.
fn header_of(unit: &Unit<'_>, body: NodeId) -> Vec<NodeId> {
    let mut header = Vec::new();
    let mut next = unit.previous(body);
    while let Some(token) = next.filter(|_| header.len() < HEADER_TOKENS_MAX) {
        let ends_item = match unit.kind(token) {
            kind::TOKEN_TREE => unit.text(token).starts_with('{'),
            kind => kind == kind::SEMICOLON || kind == kind::OPEN_BRACE,
        };
        if ends_item {
            break;
        }
        if !unit.tree().node(token).is_extra() {
            header.push(token);
        }
        next = unit.previous(token);
    }
    header.reverse();
    header
}

/// Defines what a body belongs to; whether the body is code.
fn define(unit: &mut Unit<'_>, body: NodeId, header: &[NodeId], keyword: usize) -> bool {
    let rest = &header[keyword + 1..];
    let kind = unit.kind(header[keyword]);
    if kind == kind::IMPL {
        open_impl(unit, body, rest);
        return false;
    }
    let Some(&name) = rest.first().filter(|&&name| unit.is(name, kind::IDENTIFIER)) else { return false };
    let symbol_kind = match kind {
        kind::FN if unit.context_kind() == ContextKind::Type => SymbolKind::Method,
        kind::FN => SymbolKind::Function,
        kind::STRUCT => SymbolKind::Struct,
        kind::ENUM => SymbolKind::Enum,
        kind::TRAIT_TOKEN => SymbolKind::Trait,
        _ => SymbolKind::Module,
    };
    let mut draft = draft_of(unit, body, header, name, symbol_kind);
    let parameters = rest.iter().copied().find(|&token| is_parentheses(unit, token));
    if kind == kind::FN {
        draft.arity = parameters.map(|parameters| arity_of(unit, parameters));
    }
    unit.define(body, draft);
    match kind {
        kind::FN => {
            unit.open_scope(body, ScopeKind::Function);
            parameters.into_iter().for_each(|parameters| bind_parameters(unit, parameters));
        }
        kind::MOD => unit.open_scope(body, ScopeKind::Module),
        _ => unit.open_scope(body, ScopeKind::Block),
    }
    kind == kind::FN
}

fn draft_of<'s>(
    unit: &Unit<'s>,
    body: NodeId,
    header: &[NodeId],
    name: NodeId,
    kind: SymbolKind,
) -> SymbolDraft<'s> {
    let first = header[0];
    let is_attribute = |token: &&NodeId| unit.text(**token).starts_with(['#', '[']);
    let start = header.iter().find(|token| !is_attribute(token)).copied().unwrap_or(first);
    let public = header.iter().position(|&token| unit.is(token, kind::PUB));
    let restricted =
        public.and_then(|at| header.get(at + 1)).is_some_and(|&token| is_parentheses(unit, token));
    let space = match kind {
        SymbolKind::Function => Space::VALUE,
        SymbolKind::Struct => Space::TYPE.and(Space::VALUE),
        _ => Space::TYPE,
    };
    SymbolDraft {
        first: Some(first),
        visibility: match (public, restricted) {
            (None, _) => Visibility::Private,
            (_, true) => Visibility::Internal,
            _ => Visibility::Public,
        },
        signature: unit.signature(unit.start_byte(start), unit.start_byte(body)),
        docstring: annotations(unit, first).docstring,
        binds: Some(space).filter(|_| unit.context_kind() != ContextKind::Type),
        // The body alone doesn't say what it is the body of.
        everywhere: false,
        ..SymbolDraft::new(kind, name, unit.text(name))
    }
}

fn is_parentheses(unit: &Unit<'_>, token: NodeId) -> bool {
    unit.is(token, kind::TOKEN_TREE) && unit.text(token).starts_with('(')
}

fn arity_of(unit: &Unit<'_>, parameters: NodeId) -> Arity {
    let receiver = unit.all_children(parameters).take(5).any(|token| unit.is(token, kind::SELF));
    let declared = macros::count_arguments(unit, parameters);
    Arity { required: declared.saturating_sub(u16::from(receiver)), optional: 0, variadic: false }
}

fn bind_parameters(unit: &mut Unit<'_>, parameters: NodeId) {
    for token in unit.all_children(parameters) {
        let has_type = unit.next(token).is_some_and(|next| unit.is(next, kind::COLON));
        if unit.is(token, kind::IDENTIFIER) && has_type {
            unit.bind_local_in(token, Reach::Scope, Space::VALUE);
        }
    }
}

/// `impl<T> Trait for Type<T>`: the type is the first name after `for`, else after the generics.
fn open_impl(unit: &mut Unit<'_>, body: NodeId, rest: &[NodeId]) {
    let after_for = rest.iter().position(|&token| unit.is(token, kind::FOR_TOKEN)).map(|at| at + 1);
    let mut tokens = &rest[after_for.unwrap_or(0)..];
    if after_for.is_none() && tokens.first().is_some_and(|&token| unit.text(token) == "<") {
        let mut depth = 0;
        let close = tokens.iter().position(|&token| {
            depth += i32::from(unit.text(token) == "<") - i32::from(unit.text(token) == ">");
            depth == 0
        });
        tokens = &tokens[close.map_or(tokens.len(), |at| at + 1)..];
    }
    if let Some(&name) = tokens.iter().find(|&&token| unit.is(token, kind::IDENTIFIER)) {
        let name = unit.text(name);
        let known = unit.qualified_name_of(name).map(|known| known.into_owned());
        let qualified = known.unwrap_or_else(|| format!("{}::{name}", unit.enclosing_module_name()));
        unit.open_type(body, &qualified);
    }
    unit.open_scope(body, ScopeKind::Block);
}
