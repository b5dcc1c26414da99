//! Prototypes: whose members an assignment makes, and names that stand for a prototype (`const p = A.prototype`).

use super::{assignments, definitions, field, kind, paths};
use crate::extract::{Reach, ScopeKind, Segment, Space, SymbolId, Unit};
use crate::model::{NodeId, SymbolKind};

/// Nodes of a function that are looked through for a second assignment of a variable: some three thousand lines.
const FUNCTION_NODES_MAX: usize = 20_000;

/// Levels climbed from a variable to the function around it, and from a symbol's name to its value.
const LEVELS_MAX: usize = 256;

/// Whose member a left side is.
#[derive(Clone)]
pub enum Owner<'s> {
    /// As the text says it.
    Path(Vec<Segment<'s>>),
    /// What `this` or another name of the prototype stands for.
    Known(SymbolId),
}

impl Owner<'_> {
    /// The owner's qualified name, and its symbol where that is one name.
    pub fn find(&self, unit: &Unit<'_>) -> (String, Option<SymbolId>) {
        let path = match self {
            Owner::Path(path) => path,
            Owner::Known(symbol) => return (unit.qualified_name(*symbol).to_owned(), Some(*symbol)),
        };
        let symbol = path.first().and_then(|root| unit.symbol_named(root));
        let qualified = match symbol {
            Some(symbol) => {
                let start = std::iter::once(unit.qualified_name(symbol));
                start.chain(path[1..].iter().map(|segment| segment.as_ref())).collect::<Vec<_>>().join(".")
            }
            None => format!("{}.{}", unit.context_name(), path.join(".")),
        };
        (qualified, symbol.filter(|_| path.len() == 1))
    }
}

/// The class or constructor function of this file whose prototype a value is.
fn owner_of(unit: &Unit<'_>, value: NodeId) -> Option<SymbolId> {
    let value = definitions::unwrap(unit, value);
    let chain = paths::chain(unit, value).filter(|_| unit.is(value, kind::MEMBER))?;
    let owner = match (chain.start, chain.segments.as_slice()) {
        (paths::Start::Name(_), [owner, last]) if last == "prototype" => unit.symbol_named(owner),
        (paths::Start::This, [last]) if last == "prototype" => unit.enclosing_type(),
        _ => None,
    };
    owner.filter(|&owner| matches!(unit.symbol(owner).kind, SymbolKind::Class | SymbolKind::Function))
}

/// Binds a local variable to the class whose prototype it is, if nothing else is ever assigned to it.
pub fn bind_local(unit: &mut Unit<'_>, declarator: NodeId, value: NodeId, reach: Reach) -> bool {
    let Some(name) = unit.child(declarator, field::NAME) else { return false };
    let Some(owner) = owner_of(unit, value) else { return false };
    let stays = reach == Reach::Scope || unit.scope_kind() != ScopeKind::Block;
    if !stays || is_reassigned(unit, declarator, name) {
        return false;
    }
    unit.bind_symbol(name, owner, Space::VALUE);
    true
}

/// Marks a variable of the module as one that stands for a prototype, for [`named`].
pub fn mark(unit: &mut Unit<'_>, declarator: NodeId, value: NodeId) {
    let Some(name) = unit.child(declarator, field::NAME) else { return };
    if owner_of(unit, value).is_some() && !is_reassigned(unit, declarator, name) {
        unit.claim(declarator);
    }
}

/// The class whose prototype a name stands for.
pub fn named(unit: &Unit<'_>, name: &str) -> Option<SymbolId> {
    let symbol = unit.symbol_named(name)?;
    let (draft_name, name_node) = (&unit.symbol(symbol).name, unit.symbol(symbol).name_node);
    if draft_name == name {
        let declarator = unit.parent(name_node).filter(|&node| unit.is(node, kind::VARIABLE_DECLARATOR))?;
        let value = unit.child(declarator, field::VALUE).filter(|_| unit.is_claimed(declarator))?;
        return owner_of(unit, assignments::follow(unit, value).value);
    }
    // `A = function B() {}` is `B` to itself.
    (own_name(unit, name_node) != Some(name)).then_some(symbol)
}

/// The name that the value of a definition gives itself.
fn own_name<'s>(unit: &Unit<'s>, name_node: NodeId) -> Option<&'s str> {
    let mut holder = unit.parent(name_node);
    for _ in 0..LEVELS_MAX {
        let node = holder?;
        if let Some(value) = [field::VALUE, field::RIGHT].iter().find_map(|&field| unit.child(node, field)) {
            let value = definitions::unwrap(unit, assignments::follow(unit, value).value);
            return unit.child(value, field::NAME).map(|name| unit.text(name));
        }
        holder = unit.parent(node).filter(|_| unit.is(node, kind::MEMBER));
    }
    None
}

/// Whether a variable may get a second value.
fn is_reassigned(unit: &Unit<'_>, declarator: NodeId, name: NodeId) -> bool {
    let statement = unit.parent(declarator);
    let keyword = statement.and_then(|statement| unit.child(statement, field::KIND));
    if keyword.is_some_and(|keyword| unit.is(keyword, kind::CONST)) {
        return false;
    }
    let mut around = declarator;
    for _ in 0..LEVELS_MAX {
        let Some(parent) = unit.parent(around) else { break };
        around = parent;
        let ends = unit.child(around, field::PARAMETERS).is_some();
        if ends || unit.is(around, kind::PROGRAM) {
            break;
        }
    }
    let range = unit.subtree(around);
    if range.len() > FUNCTION_NODES_MAX {
        return true;
    }
    let text = unit.text(name);
    range.into_iter().filter(|&node| node != name).any(|node| match unit.kind(node) {
        kind::SHORTHAND_PATTERN => unit.text(node) == text,
        kind::IDENTIFIER => is_written(unit, node) && unit.text(node) == text,
        _ => false,
    })
}

fn is_written(unit: &Unit<'_>, name: NodeId) -> bool {
    match unit.parent_kind(name) {
        kind::ASSIGNMENT
        | kind::AUGMENTED_ASSIGNMENT
        | kind::ASSIGNMENT_PATTERN
        | kind::OBJECT_ASSIGNMENT_PATTERN
        | kind::FOR_IN => unit.is_in(name, field::LEFT),
        kind::VARIABLE_DECLARATOR => unit.is_in(name, field::NAME),
        kind::PAIR_PATTERN => unit.is_in(name, field::VALUE),
        kind::ARRAY_PATTERN | kind::REST_PATTERN | kind::UPDATE | kind::PARENTHESIZED => true,
        _ => false,
    }
}
