//! Erlang names as code writes them: atoms with or without quotes, arities, and qualified names.

use super::{field, kind};
use crate::extract::Unit;
use crate::model::NodeId;

/// The arity that a use of a record or a plain macro asks for: those have none, so that any will do, and nothing that
/// the language itself has takes so many arguments, so that a module of OTP with the same name is not meant.
pub const NO_BUILTIN: Option<u16> = Some(u16::MAX);

/// What an atom says, without its quotes.
pub fn atom<'s>(unit: &Unit<'s>, node: NodeId) -> &'s str {
    let text = unit.text(node);
    text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap_or(text)
}

/// An atom under a field; `None` where a macro or a variable stands for it.
pub fn atom_in(unit: &Unit<'_>, node: NodeId, field: crate::lang::Field) -> Option<NodeId> {
    unit.child(node, field).filter(|&name| unit.is(name, kind::ATOM))
}

/// The number behind the slash of `f/1`.
pub fn arity(unit: &Unit<'_>, node: NodeId) -> Option<u16> {
    let arity = unit.child(node, field::ARITY)?;
    unit.text(unit.child(arity, field::VALUE)?).parse().ok()
}

/// The qualified name of something in the file's module: `module:name`, `module:name/2`.
pub fn qualified(unit: &Unit<'_>, name: &str, arity: Option<u16>) -> String {
    let module = module(unit);
    let arity = arity.map(|arity| format!("/{arity}")).unwrap_or_default();
    if module.is_empty() { format!("{name}{arity}") } else { format!("{module}:{name}{arity}") }
}

/// The file's module as its attribute or its path names it.
pub fn module<'u>(unit: &'u Unit<'_>) -> &'u str {
    unit.enclosing_module_name()
}

/// Whether the file is a header, whose names are for whoever includes it.
pub fn is_header(unit: &Unit<'_>) -> bool {
    unit.path().ends_with(".hrl")
}

/// The number of things in a list of arguments.
pub fn count(unit: &Unit<'_>, node: NodeId) -> u16 {
    unit.children(node).count().min(usize::from(u16::MAX)) as u16
}
