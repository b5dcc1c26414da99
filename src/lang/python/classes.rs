//! Python classes: their bases, and which names their bodies are going to define.

use super::{decorators, docs, field, functions, kind, paths, types};
use crate::extract::{SymbolDraft, SymbolId, Unit};
use crate::model::{NodeId, RefKind, SymbolKind};

/// The bases of the standard library that make a class an enumeration.
const ENUM_BASES: &[&str] = &["Enum", "Flag", "IntEnum", "IntFlag", "ReprEnum", "StrEnum"];

pub fn define_class(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        let notes = decorators::decorators(unit, node);
        let is_enum = base_names(unit, node).any(|base| ENUM_BASES.contains(&base));
        let docstring = unit.child(node, field::BODY).and_then(|body| docs::docstring_of(unit, body));
        let draft = SymbolDraft {
            first: notes.first,
            last: functions::last_node(unit, node),
            visibility: functions::visibility(unit.text(name)),
            deprecated: notes.deprecated || docs::says_deprecated(docstring.as_deref()),
            signature: signature(unit, node, name),
            docstring,
            ..SymbolDraft::new(
                if is_enum { SymbolKind::Enum } else { SymbolKind::Class },
                name,
                unit.text(name),
            )
        };
        unit.define(node, draft);
    }
    types::open_type_parameters(unit, node);
    if let Some(bases) = unit.child(node, field::SUPERCLASSES) {
        use_bases(unit, bases);
    }
}

fn signature(unit: &Unit<'_>, node: NodeId, name: NodeId) -> Option<Box<str>> {
    let last = unit
        .child(node, field::SUPERCLASSES)
        .or_else(|| unit.child(node, field::TYPE_PARAMETERS))
        .unwrap_or(name);
    unit.signature(unit.start_byte(node), unit.end_byte(last))
}

/// The last name of each base that is written as a path.
fn base_names<'u, 's>(unit: &'u Unit<'s>, class: NodeId) -> impl Iterator<Item = &'s str> + use<'u, 's> {
    let bases = unit.child(class, field::SUPERCLASSES).map(|bases| unit.children(bases));
    bases.into_iter().flatten().filter_map(|base| paths::last_name(unit, base))
}

fn use_bases(unit: &mut Unit<'_>, bases: NodeId) {
    for base in unit.children(bases) {
        match unit.kind(base) {
            kind::SUBSCRIPT => types::use_generic(unit, base, RefKind::Inherits),
            kind::KEYWORD_ARGUMENT => {
                // `metaclass=Meta`
                if let Some(value) = unit.child(base, field::VALUE) {
                    types::use_path(unit, value, RefKind::Type);
                }
            }
            _ => types::use_path(unit, base, RefKind::Inherits),
        }
    }
}

/// Whether pytest or unittest looks for tests in a class.
pub fn is_test_class(unit: &Unit<'_>, class: SymbolId) -> bool {
    let draft = unit.symbol(class);
    let is_case = |base: &str| base.ends_with("TestCase");
    draft.name.starts_with("Test")
        || unit.parent(draft.name_node).is_some_and(|class| base_names(unit, class).any(is_case))
}

/// Whether a class's instances are classes, as far as the names of its bases tell.
pub fn is_metaclass(unit: &Unit<'_>, class: SymbolId) -> bool {
    let is_meta = |base: &str| matches!(base, "type" | "EnumType") || base.to_lowercase().contains("meta");
    unit.parent(unit.symbol(class).name_node).is_some_and(|class| base_names(unit, class).any(is_meta))
}

/// Makes known what a class body defines further down, so that `self.x = …` in a method before it is no field.
pub fn announce_members(unit: &mut Unit<'_>, body: NodeId) {
    for statement in unit.children(body) {
        if let Some(name) = defined_name(unit, statement) {
            let qualified = [unit.context_name(), ".", unit.text(name)].concat();
            unit.announce(&qualified);
        }
    }
}

fn defined_name(unit: &Unit<'_>, statement: NodeId) -> Option<NodeId> {
    match unit.kind(statement) {
        kind::DECORATED_DEFINITION => {
            let definition = unit.children(statement).last()?;
            unit.child(definition, field::NAME)
        }
        kind::FUNCTION_DEFINITION | kind::CLASS_DEFINITION => unit.child(statement, field::NAME),
        kind::EXPRESSION_STATEMENT => {
            let assignment = unit.child_of(statement, kind::ASSIGNMENT)?;
            unit.child(assignment, field::LEFT).filter(|&left| unit.is(left, kind::IDENTIFIER))
        }
        _ => None,
    }
}
