//! Python decorators: what they say of the definition below them, and the uses that they are.

use super::{field, kind, paths};
use crate::extract::Unit;
use crate::model::{NodeId, RefKind};

/// What a definition's decorators say.
#[derive(Default)]
pub struct Decorators {
    /// The whole decorated definition.
    pub first: Option<NodeId>,
    pub property: bool,
    pub static_method: bool,
    pub deprecated: bool,
}

/// Reads the decorators of a function or class.
pub fn decorators(unit: &Unit<'_>, definition: NodeId) -> Decorators {
    let mut found = Decorators::default();
    let Some(decorated) = decorated(unit, definition) else { return found };
    found.first = Some(decorated);
    for decorator in unit.children(decorated).filter(|&child| unit.is(child, kind::DECORATOR)) {
        let Some(callee) = callee(unit, decorator) else { continue };
        match paths::last_name(unit, callee).unwrap_or_default() {
            "property" | "cached_property" | "abstractproperty" => found.property = true,
            "setter" | "getter" | "deleter" if unit.is(callee, kind::ATTRIBUTE) => found.property = true,
            "staticmethod" | "abstractstaticmethod" => found.static_method = true,
            "deprecated" => found.deprecated = true,
            _ => {}
        }
    }
    found
}

fn decorated(unit: &Unit<'_>, definition: NodeId) -> Option<NodeId> {
    unit.parent(definition).filter(|&parent| unit.is(parent, kind::DECORATED_DEFINITION))
}

/// Whether the decorators of a function leave what it gives as it is, as far as their names tell.
pub fn keep_result(unit: &Unit<'_>, definition: NodeId) -> bool {
    let Some(decorated) = decorated(unit, definition) else { return true };
    let mut decorators = unit.children(decorated).filter(|&child| unit.is(child, kind::DECORATOR));
    decorators.all(|decorator| {
        let name = callee(unit, decorator).and_then(|callee| paths::last_name(unit, callee));
        matches!(
            name,
            Some(
                "property"
                    | "cached_property"
                    | "staticmethod"
                    | "classmethod"
                    | "lru_cache"
                    | "cache"
                    | "override"
                    | "wraps"
                    | "final"
                    | "deprecated"
            )
        )
    })
}

/// Whether a method takes no receiver.
pub fn is_static(unit: &Unit<'_>, definition: NodeId) -> bool {
    decorated(unit, definition).is_some() && decorators(unit, definition).static_method
}

/// What a decorator names or calls.
fn callee(unit: &Unit<'_>, decorator: NodeId) -> Option<NodeId> {
    let expression = unit.children(decorator).next()?;
    if unit.is(expression, kind::CALL) { unit.child(expression, field::FUNCTION) } else { Some(expression) }
}

/// `@name` is an annotation of what it names; `@name(…)` is a call like any other.
pub fn use_decorator(unit: &mut Unit<'_>, node: NodeId) {
    let Some(callee) = callee(unit, node) else { return };
    let Some(name) = paths::last_name(unit, callee) else { return };
    unit.attribute_term(node, name);
    if unit.parent_kind(callee) != kind::DECORATOR {
        return;
    }
    // `@x.setter` names the property `x`, which is a use of its own.
    let accessor = matches!(name, "setter" | "getter" | "deleter") && unit.is(callee, kind::ATTRIBUTE);
    if let Some(usage) = paths::use_of(unit, callee) {
        if accessor {
            unit.claim(usage.at);
        } else {
            unit.reference(usage, RefKind::Annotation);
        }
        unit.claim(callee);
    }
}
