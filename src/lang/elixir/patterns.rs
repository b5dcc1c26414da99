//! What Elixir's patterns bind, the scopes they bind it in, and operators.

use super::{FUNCTIONS, VARIABLES, calls, field, kind, mode, paths};
use crate::extract::{Reach, ScopeKind, Unit, Use};
use crate::model::{NodeId, RefKind};

/// Operators that only a library or the module itself defines.
const CUSTOM_OPERATORS: &[&str] =
    &["&&&", "+++", "---", "<<<", "<<~", "<|>", "<~", "<~>", ">>>", "^^^", "|||", "~>", "~>>", "~~~"];

/// Operators of Kernel that a module may define for itself.
const KERNEL_OPERATORS: &[&str] = &[
    "!=", "!==", "&&", "*", "**", "+", "++", "-", "--", "..", "/", "<", "<=", "<>", "==", "===", "=~", ">",
    ">=", "||",
];

/// The text of an operator.
pub fn operator<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    unit.child(node, field::OPERATOR).map_or("", |operator| unit.text(operator))
}

/// Matches and generators bind; in a type, `::` may follow a label; defined operators are calls.
pub fn operate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(at) = unit.child(node, field::OPERATOR) else { return };
    let left = unit.child(node, field::LEFT);
    match (unit.text(at), left) {
        ("=" | "<-", Some(left)) if unit.mode() != mode::TYPE => bind(unit, left, Reach::After(node)),
        ("::", Some(left)) if unit.mode() == mode::TYPE && unit.is(left, kind::IDENTIFIER) => {
            unit.claim(left)
        }
        ("::", _) if unit.mode() != mode::TYPE => claim_segment(unit, node),
        (text, _) => call_operator(unit, at, text, 2),
    }
}

/// The call that an operator is, where it is defined in this module or by a library.
pub fn call_operator<'s>(unit: &mut Unit<'s>, at: NodeId, text: &'s str, arity: u16) {
    if unit.mode() != mode::CODE {
        return;
    }
    if CUSTOM_OPERATORS.binary_search(&text).is_ok() {
        unit.call(Use::name(at, text), arity);
    } else if arity == 2 && KERNEL_OPERATORS.binary_search(&text).is_ok() {
        unit.call_name(at, FUNCTIONS, arity);
    }
}

/// What follows `::` in a bitstring is a type and a size, in which only arguments are code.
fn claim_segment(unit: &mut Unit<'_>, node: NodeId) {
    let Some(right) = unit.child(node, field::RIGHT) else { return };
    let range = unit.subtree(right);
    let mut inner = range.start;
    while inner < range.end {
        inner = match unit.kind(inner) {
            kind::ARGUMENTS | kind::BITSTRING | kind::UNARY | kind::DOT => unit.end_of(inner),
            _ => {
                unit.claim(inner);
                inner + 1
            }
        };
    }
}

/// Blocks of code are scopes, out of which only definitions reach.
pub fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Block);
}

/// A clause of `fn`, `case` and their like binds what its head matches; one of `cond` and of `after` matches nothing.
pub fn open_clause(unit: &mut Unit<'_>, node: NodeId) {
    if unit.mode() == mode::TYPE {
        return;
    }
    unit.open_scope(node, ScopeKind::Block);
    if unit.parent_kind(node) == kind::AFTER_BLOCK || is_of_cond(unit, node) {
        return;
    }
    let left = unit.child(node, field::LEFT);
    let arguments = match left.map(|left| (left, unit.kind(left))) {
        Some((guarded, kind::BINARY)) => unit.child(guarded, field::LEFT),
        _ => left,
    };
    if let Some(arguments) = arguments {
        bind(unit, arguments, Reach::Scope);
    }
}

fn is_of_cond(unit: &Unit<'_>, clause: NodeId) -> bool {
    let block = unit.parent(clause).filter(|&block| unit.is(block, kind::DO_BLOCK));
    let call = block.and_then(|block| unit.parent(block));
    let target = call.and_then(|call| unit.child(call, field::TARGET));
    target.is_some_and(|target| unit.text(target) == "cond")
}

/// Binds the variables of a pattern, and records the structs that it names.
pub fn bind(unit: &mut Unit<'_>, pattern: NodeId, reach: Reach) {
    let range = unit.subtree(pattern);
    let mut node = range.start;
    while node < range.end {
        node = if node != pattern && is_read(unit, node) {
            unit.end_of(node)
        } else {
            bind_node(unit, node, reach)
        };
    }
}

/// Binds what one node of a pattern binds; gives where the pattern goes on.
fn bind_node(unit: &mut Unit<'_>, node: NodeId, reach: Reach) -> NodeId {
    match unit.kind(node) {
        kind::IDENTIFIER if is_variable(unit, node) => unit.bind_local_in(node, reach, VARIABLES),
        // Matches in a match belong to the outermost.
        kind::BINARY if matches!(operator(unit, node), "=" | "<-") => unit.claim(node),
        kind::MAP => {
            unit.claim(node);
            paths::reference_struct(unit, node, RefKind::Type);
        }
        kind::CALL if !is_macro_call(unit, node) => return unit.end_of(node),
        // Pins, attributes and captures are read.
        kind::UNARY if operator(unit, node).starts_with(['^', '@', '&']) => return unit.end_of(node),
        // These bind for themselves, or not at all.
        kind::ANONYMOUS_FUNCTION | kind::STAB | kind::DOT | kind::ACCESS_CALL | kind::INTERPOLATION => {
            return unit.end_of(node);
        }
        _ => {}
    }
    node + 1
}

/// Whether an operand in a pattern is read: the key of a map, the size of a segment, a guard, a default, the
/// exceptions of a `rescue`.
fn is_read(unit: &Unit<'_>, node: NodeId) -> bool {
    let Some(parent) = unit.parent(node).filter(|&parent| unit.is(parent, kind::BINARY)) else {
        return false;
    };
    match operator(unit, parent) {
        "=>" => unit.is_in(node, field::LEFT),
        "::" | "in" | "when" | "\\\\" => unit.is_in(node, field::RIGHT),
        _ => false,
    }
}

fn is_variable(unit: &Unit<'_>, node: NodeId) -> bool {
    let name = unit.text(node);
    let special = matches!(name, "_" | "...") || (name.starts_with("__") && name.ends_with("__"));
    !special && !unit.is_in(node, field::TARGET)
}

/// Whether a call in a pattern is a macro whose arguments are patterns too.
fn is_macro_call(unit: &Unit<'_>, node: NodeId) -> bool {
    let target = unit.child(node, field::TARGET);
    target.is_some_and(|target| match unit.kind(target) {
        kind::IDENTIFIER => calls::directive(unit.text(target)).is_none(),
        kind::DOT => unit.has(node, kind::ARGUMENTS),
        _ => false,
    })
}
