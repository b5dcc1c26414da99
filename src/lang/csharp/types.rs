//! Types: classes, structs, records, interfaces, enums, delegates; their bases and type parameters.

use super::modifiers::{Modifiers, modifiers, signature};
use super::{docs, field, functions, kind, paths, typing};
use crate::extract::{Reach, Root, ScopeKind, Segment, Space, SymbolDraft, Unit, Use};
use crate::model::{NodeId, RefKind, SymbolKind, Visibility};

/// A draft with what every declaration says before its name.
pub fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    name: NodeId,
    said: &Modifiers,
) -> SymbolDraft<'s> {
    SymbolDraft {
        visibility: said.visibility(unit),
        deprecated: said.deprecated,
        test: said.test,
        signature: signature(unit, node),
        docstring: docs::docstring_before(unit, node),
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(symbol_kind, name, paths::name_text(unit, name))
    }
}

/// Notes the interfaces of the file, so that a base is known to be one wherever it stands.
pub fn note_interfaces(unit: &mut Unit<'_>, node: NodeId) {
    for inner in unit.subtree(node) {
        if unit.is(inner, kind::INTERFACE)
            && let Some(name) = unit.child(inner, field::NAME)
        {
            unit.announce(&interface_key(unit.text(name)));
        }
    }
}

/// Not the form of any qualified name.
fn interface_key(name: &str) -> String {
    ["interface ", name].concat()
}

pub fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let symbol_kind = match unit.kind(node) {
        kind::STRUCT => SymbolKind::Struct,
        kind::INTERFACE => SymbolKind::Interface,
        kind::RECORD if unit.has(node, kind::STRUCT_TOKEN) => SymbolKind::Struct,
        _ => SymbolKind::Class,
    };
    let said = modifiers(unit, node);
    let draft = SymbolDraft { binds: Some(Space::TYPE), ..draft(unit, node, symbol_kind, name, &said) };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Class);
    bind_type_parameters(unit, node);
    if let Some(parameters) = unit.child_of(node, kind::PARAMETER_LIST) {
        define_primary_constructor(unit, node, name, parameters);
    }
    if let Some(bases) = unit.child_of(node, kind::BASE_LIST) {
        use_bases(unit, bases, symbol_kind);
    }
}

/// `class C(int x)`: a constructor; the parameters of a record are properties besides, those of others are names of the
/// whole body.
fn define_primary_constructor(unit: &mut Unit<'_>, node: NodeId, name: NodeId, parameters: NodeId) {
    let owner = unit.enclosing_symbol();
    let text = paths::name_text(unit, name);
    let draft = SymbolDraft {
        arity: Some(functions::arity(unit, parameters).0),
        signature: unit.signature(unit.start_byte(name), unit.end_byte(parameters)),
        binds: None,
        context: None,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Constructor, name, text)
    };
    unit.define(parameters, draft);
    if !unit.is(node, kind::RECORD) {
        return functions::bind_parameters(unit, parameters);
    }
    let listed: Vec<NodeId> =
        unit.children(parameters).filter(|&child| unit.is(child, kind::PARAMETER)).collect();
    for parameter in listed {
        let Some(property) = paths::name_of(unit, parameter) else { continue };
        let draft = SymbolDraft {
            parent: owner,
            signature: unit.signature(unit.start_byte(parameter), unit.end_byte(property)),
            binds: Some(Space::VALUE),
            ..SymbolDraft::new(SymbolKind::Property, property, paths::name_text(unit, property))
        };
        let symbol = unit.define(parameter, draft);
        let declared = typing::declared(unit, unit.child(parameter, field::TYPE), None);
        typing::set(unit, symbol, property, declared);
    }
}

/// The names between `<` and `>`; they are types of the whole declaration.
pub fn bind_type_parameters(unit: &mut Unit<'_>, declaration: NodeId) {
    let Some(list) = unit.child_of(declaration, kind::TYPE_PARAMETERS) else { return };
    let names: Vec<NodeId> =
        unit.children(list).filter_map(|parameter| paths::name_of(unit, parameter)).collect();
    for name in names {
        unit.bind_local_in(name, Reach::Scope, Space::TYPE);
    }
}

/// `where T : …` names a parameter, not a use of it.
pub fn claim_constrained(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        unit.claim(name);
    }
}

/// The bases that a list writes. A class can stand first only, and only in the list of a class: what else is
/// written is an interface. The first is taken for a class unless this file shows that it is an interface.
fn use_bases(unit: &mut Unit<'_>, list: NodeId, owner: SymbolKind) {
    let bases: Vec<NodeId> = unit.children(list).collect();
    let mut first = true;
    for base in bases {
        let (written, arguments) = match unit.kind(base) {
            kind::ARGUMENT_LIST => continue,
            kind::PRIMARY_BASE => (unit.child(base, field::TYPE), unit.child_of(base, kind::ARGUMENT_LIST)),
            _ => {
                let next = unit.next(base).filter(|&next| unit.is(next, kind::ARGUMENT_LIST));
                (Some(base), next)
            }
        };
        let Some(written) = written else { continue };
        let implements = match owner {
            SymbolKind::Interface => false,
            SymbolKind::Struct => true,
            _ => !first || is_interface_here(unit, written),
        };
        first = false;
        let ref_kind = if implements { RefKind::Implements } else { RefKind::Inherits };
        use_type_name(unit, written, ref_kind);
        if let (Some(arguments), Some(path)) = (arguments, typing::type_of(unit, written)) {
            call_base(unit, written, path, arguments);
        }
    }
}

/// `class C(int x) : B(x)` calls a constructor of its base.
fn call_base<'s>(unit: &mut Unit<'s>, written: NodeId, mut path: Vec<Segment<'s>>, arguments: NodeId) {
    let Some(last) = path.last().cloned() else { return };
    let at = paths::last_identifier(unit, written).unwrap_or(written);
    path.push(last.clone());
    let arity = unit.children(arguments).count().min(usize::from(u16::MAX)) as u16;
    unit.call(Use { written: Some(last), root: Root::Typed, ..Use::typed(at, path) }, arity);
}

fn is_interface_here(unit: &Unit<'_>, base: NodeId) -> bool {
    paths::simple_name(unit, base).is_some_and(|name| unit.is_defined(&interface_key(unit.text(name))))
}

/// A type's name as a reference of a kind. Its type arguments are uses of their own.
pub fn use_type_name(unit: &mut Unit<'_>, written: NodeId, ref_kind: RefKind) {
    let (Some(at), Some(path)) = (paths::last_identifier(unit, written), paths::segments(unit, written))
    else {
        return;
    };
    unit.reference(Use { space: Some(Space::TYPE), ..Use::path(at, path) }, ref_kind);
    claim_name(unit, written);
}

/// Claims the nodes of a name, but not those of its type arguments.
pub fn claim_name(unit: &mut Unit<'_>, written: NodeId) {
    let mut next = Some(written);
    while let Some(node) = next {
        unit.claim(node);
        let name = paths::name_of(unit, node).filter(|_| !unit.is(node, kind::GENERIC_NAME)).unwrap_or(node);
        unit.claim(name);
        if let Some(identifier) = paths::simple_name(unit, name) {
            unit.claim(identifier);
        }
        if let Some(alias) = unit.child(node, field::ALIAS) {
            unit.claim(alias);
        }
        next = unit.child(node, field::QUALIFIER);
    }
}

/// The path of the class that the enclosing type derives from, as far as its own declaration says.
pub fn base_path<'s>(unit: &Unit<'s>) -> Option<Vec<Segment<'s>>> {
    let declaration = unit.parent(unit.symbol(unit.enclosing_type()?).name_node)?;
    if !matches!(unit.kind(declaration), kind::CLASS | kind::RECORD) {
        return None;
    }
    let base = unit.children(unit.child_of(declaration, kind::BASE_LIST)?).next()?;
    let base = if unit.is(base, kind::PRIMARY_BASE) { unit.child(base, field::TYPE)? } else { base };
    if is_interface_here(unit, base) {
        return None;
    }
    typing::type_of(unit, base)
}

pub fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let said = modifiers(unit, node);
    let draft = SymbolDraft { binds: Some(Space::TYPE), ..draft(unit, node, SymbolKind::Enum, name, &said) };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Class);
}

pub fn define_enum_member(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let said = modifiers(unit, node);
    let signature = unit.signature(unit.start_byte(name), unit.end_byte(node));
    let draft = SymbolDraft {
        visibility: Visibility::Public,
        signature,
        ..draft(unit, node, SymbolKind::EnumMember, name, &said)
    };
    unit.define(node, draft);
}

/// `delegate int F(int x);`
pub fn define_delegate(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = paths::name_of(unit, node) else { return };
    let said = modifiers(unit, node);
    let parameters = unit.child(node, field::PARAMETERS);
    let draft = SymbolDraft {
        arity: parameters.map(|parameters| functions::arity(unit, parameters).0),
        binds: Some(Space::TYPE),
        everywhere: true,
        ..draft(unit, node, SymbolKind::Delegate, name, &said)
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Block);
    bind_type_parameters(unit, node);
    if let Some(parameters) = parameters {
        functions::bind_parameters(unit, parameters);
    }
}
