//! What Ruby binds besides assignments: parameters, `rescue => e`, `for`, and patterns (`in {name:}`, `=> [a, *b]`).

use super::{field, kind, paths, variables};
use crate::extract::{Reach, Unit};
use crate::model::{NodeId, RefKind};

/// Binds the names of a parameter list in the current scope.
pub fn bind_parameters(unit: &mut Unit<'_>, parameters: NodeId) {
    let mut due: Vec<NodeId> = unit.children(parameters).collect();
    while let Some(parameter) = due.pop() {
        match unit.kind(parameter) {
            kind::IDENTIFIER => unit.bind_local(parameter, Reach::Scope),
            kind::DESTRUCTURED_PARAMETER => due.extend(unit.children(parameter)),
            _ => {
                if let Some(name) = unit.child(parameter, field::NAME) {
                    unit.bind_local(name, Reach::Scope);
                }
            }
        }
    }
}

/// `rescue Error => e`, `rescue => @error`.
pub fn bind_exception(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(target) = unit.children(node).next() {
        variables::assign_target(unit, target, target);
    }
}

/// `rescue A, B::C`: the classes are types.
pub fn use_exceptions(unit: &mut Unit<'_>, node: NodeId) {
    let listed = unit.children(node).next();
    let Some(listed) = listed.filter(|&listed| unit.is(listed, kind::EXCEPTIONS)) else { return };
    let classes: Vec<NodeId> = unit.children(listed).collect();
    for class in classes {
        paths::reference(unit, class, RefKind::Type);
    }
}

pub fn bind_for(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(pattern) = unit.child(node, field::PATTERN) {
        variables::assign_targets(unit, pattern, pattern);
    }
}

/// Binds the names in a pattern; what is pinned (`^name`) is read.
pub fn bind_pattern(unit: &mut Unit<'_>, node: NodeId) {
    let Some(pattern) = unit.child(node, field::PATTERN) else { return };
    let mut due = vec![pattern];
    while let Some(part) = due.pop() {
        match unit.kind(part) {
            kind::IDENTIFIER => unit.bind_local(part, Reach::Scope),
            kind::VARIABLE_REFERENCE | kind::EXPRESSION_REFERENCE | kind::STRING | kind::LAMBDA => {}
            kind::KEYWORD_PATTERN => match (unit.child(part, field::VALUE), unit.child(part, field::KEY)) {
                (Some(value), _) => due.push(value),
                (None, Some(key)) => unit.bind_local(key, Reach::Scope),
                _ => {}
            },
            _ => due.extend(unit.children(part)),
        }
    }
}
