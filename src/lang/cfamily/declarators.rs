//! Declarators: which name a declaration declares, as what, and of which type.

use super::{field, kind, names, paths};
use crate::extract::{Segment, Unit};
use crate::model::{Arity, NodeId};

/// Wrappers around a name that are followed; code has a handful.
const DECLARATORS_MAX: usize = 64;

/// What one declarator of a declaration declares.
#[derive(Clone, Copy)]
pub struct Declared {
    pub name: NodeId,
    /// The function declarator next to the name: without it, the name is a variable.
    pub function: Option<NodeId>,
    /// The name itself is a pointer or a reference.
    pub pointer: Option<NodeId>,
    /// The whole path, where the name is a member that is defined outside of what it belongs to.
    pub path: Option<NodeId>,
}

/// Follows a declarator to its name.
pub fn declared(unit: &Unit<'_>, declarator: NodeId) -> Option<Declared> {
    let mut node = declarator;
    let (mut function, mut pointer, mut path) = (None, None, None);
    for _ in 0..DECLARATORS_MAX {
        let next = match unit.kind(node) {
            kind::QUALIFIED_IDENTIFIER => {
                path = path.or(Some(node));
                unit.children_in(node, field::NAME).filter(|&child| unit.tree().node(child).is_named()).last()
            }
            kind::TEMPLATE_FUNCTION | kind::TEMPLATE_METHOD => unit.child(node, field::NAME),
            kind::OPERATOR_NAME | kind::DESTRUCTOR_NAME => {
                return Some(Declared { name: node, function, pointer, path });
            }
            kind::OPERATOR_CAST => {
                let inner = unit.child(node, field::DECLARATOR);
                function = inner.and_then(|inner| paths::function_in(unit, inner));
                return Some(Declared { name: node, function, pointer, path });
            }
            kind::IDENTIFIER | kind::FIELD_IDENTIFIER | kind::TYPE_IDENTIFIER | kind::PRIMITIVE_TYPE => {
                // Where a macro is in the way, the grammar may take a keyword for a name.
                let is_keyword = names::is_keyword(unit.text(node)) && !unit.is(node, kind::PRIMITIVE_TYPE);
                let is_missing = unit.start_byte(node) == unit.end_byte(node);
                return (!is_keyword && !is_missing).then_some(Declared {
                    name: node,
                    function,
                    pointer,
                    path,
                });
            }
            kind::FUNCTION_DECLARATOR => {
                (function, pointer) = (Some(node), None);
                unit.child(node, field::DECLARATOR)
            }
            kind::REFERENCE_DECLARATOR | kind::VARIADIC_DECLARATOR => {
                (function, pointer) = (None, Some(node));
                unit.children(node).last()
            }
            kind::POINTER_DECLARATOR | kind::POINTER_TYPE_DECLARATOR => {
                (function, pointer) = (None, Some(node));
                unit.child(node, field::DECLARATOR)
            }
            kind::ARRAY_DECLARATOR => {
                // An array is as constant as its elements.
                function = None;
                unit.child(node, field::DECLARATOR)
            }
            kind::INIT_DECLARATOR => unit.child(node, field::DECLARATOR),
            kind::PARENTHESIZED_DECLARATOR | kind::ATTRIBUTED_DECLARATOR => {
                unit.children(node).find(|&child| !unit.is(child, kind::MS_CALL_MODIFIER))
            }
            _ => None,
        };
        node = next?;
    }
    None
}

/// The declarators of a declaration, in order.
pub fn declarators(unit: &Unit<'_>, declaration: NodeId) -> Vec<NodeId> {
    unit.children_in(declaration, field::DECLARATOR)
        .filter(|&node| unit.tree().node(node).is_named())
        .collect()
}

/// The number of parameters of a function declarator.
pub fn arity(unit: &Unit<'_>, function: NodeId) -> Arity {
    let mut arity = Arity { required: 0, optional: 0, variadic: false };
    let Some(parameters) = unit.child(function, field::PARAMETERS) else { return arity };
    arity.variadic = unit.has(parameters, kind::ELLIPSIS);
    for parameter in unit.children(parameters) {
        match unit.kind(parameter) {
            kind::VARIADIC_PARAMETER => arity.variadic = true,
            kind::PARAMETER_DECLARATION if is_void(unit, parameter) => {}
            kind::OPTIONAL_PARAMETER => arity.optional = arity.optional.saturating_add(1),
            kind::VARIADIC_PARAMETER_PACK => arity.variadic = true,
            kind::PARAMETER_DECLARATION | kind::IDENTIFIER => {
                arity.required = arity.required.saturating_add(1)
            }
            _ => {}
        }
    }
    arity
}

/// `(void)`: no parameter.
fn is_void(unit: &Unit<'_>, parameter: NodeId) -> bool {
    unit.child(parameter, field::DECLARATOR).is_none()
        && unit.child(parameter, field::TYPE).is_some_and(|of| unit.text(of) == "void")
}

/// The path of the type that a declaration or parameter names, if it is a name and not a primitive type.
pub fn type_path<'s>(unit: &Unit<'s>, declaration: NodeId) -> Option<Vec<Segment<'s>>> {
    let node = unit.child(declaration, field::TYPE)?;
    let name = match unit.kind(node) {
        kind::TYPE_IDENTIFIER | kind::QUALIFIED_IDENTIFIER | kind::TEMPLATE_TYPE => node,
        kind::STRUCT | kind::UNION | kind::ENUM | kind::CLASS => unit.child(node, field::NAME)?,
        _ => return None,
    };
    Some(paths::path_of(unit, name)?.segments)
}

/// Whether a qualifier stands among a node's children (`const`).
pub fn has_qualifier(unit: &Unit<'_>, node: NodeId, word: &str) -> bool {
    unit.all_children(node).any(|child| unit.is(child, kind::TYPE_QUALIFIER) && unit.text(child) == word)
}

/// What the specifiers of a declaration say.
#[derive(Clone, Copy, Default)]
pub struct Head {
    pub is_static: bool,
    pub is_extern: bool,
    pub is_const: bool,
    pub deprecated: bool,
}

impl Head {
    pub fn read(unit: &Unit<'_>, declaration: NodeId) -> Self {
        let mut head = Self::default();
        for child in unit.children(declaration) {
            match unit.kind(child) {
                kind::STORAGE_CLASS => match unit.text(child) {
                    "static" => head.is_static = true,
                    "extern" => head.is_extern = true,
                    _ => {}
                },
                kind::TYPE_QUALIFIER => {
                    head.is_const |= matches!(unit.text(child), "const" | "constexpr");
                }
                kind::ATTRIBUTE_SPECIFIER | kind::ATTRIBUTE_DECLARATION | kind::MS_DECLSPEC => {
                    head.deprecated |= unit.text(child).contains("deprecated");
                }
                kind::FUNCTION_DECLARATOR => head.deprecated |= is_marked_behind(unit, child),
                _ => {}
            }
        }
        head
    }
}

/// `void f(void) __attribute__((deprecated));`
fn is_marked_behind(unit: &Unit<'_>, function: NodeId) -> bool {
    let attributes = unit.children(function).filter(|&child| unit.is(child, kind::ATTRIBUTE_SPECIFIER));
    attributes.into_iter().any(|attribute| unit.text(attribute).contains("deprecated"))
}
