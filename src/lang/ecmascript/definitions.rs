//! What all definitions of the family share: where one begins, its docs, who can use it, and values given to names.

use super::{NOTE_AMBIENT, NOTE_MODULE, classes, docs, exports, field, functions, kind, strings};
use crate::extract::{ContextKind, Segment, Space, SymbolDraft, SymbolId, Unit};
use crate::lang::Kind;
use crate::model::{NodeId, SymbolKind, Visibility};

/// Levels between a definition and the statement that begins it.
const OUTER_LEVELS_MAX: usize = 6;

/// Levels of parentheses and type assertions around a value.
const WRAPPERS_MAX: usize = 8;

/// Bytes of a computed name (`[Symbol.iterator]`) that is a name; a longer one is an expression.
const COMPUTED_NAME_BYTES_MAX: usize = 64;

/// Where a definition stands.
#[derive(Clone, Copy)]
pub struct Site {
    /// The outermost node that begins with the definition: its export statement or its first decorator.
    pub outer: NodeId,
    pub exported: bool,
}

/// Finds the statement that a definition begins.
pub fn site(unit: &Unit<'_>, node: NodeId) -> Site {
    let mut site = Site { outer: node, exported: false };
    for _ in 0..OUTER_LEVELS_MAX {
        let Some(parent) = unit.parent(site.outer) else { break };
        match unit.kind(parent) {
            kind::EXPORT_STATEMENT => site.exported = true,
            kind::AMBIENT | kind::EXPRESSION_STATEMENT => {}
            // `declare global { … }`
            kind::STATEMENT_BLOCK if unit.parent_kind(parent) == kind::AMBIENT => {
                site.exported = true;
                break;
            }
            kind::LEXICAL_DECLARATION | kind::VARIABLE_DECLARATION | kind::USING_DECLARATION => {
                let is_first = unit.children(parent).next() == Some(site.outer);
                site.exported |= unit.parent_kind(parent) == kind::EXPORT_STATEMENT;
                if !is_first {
                    break;
                }
            }
            _ => break,
        }
        site.outer = parent;
    }
    site.outer = docs::decorators(unit, site.outer).last().copied().unwrap_or(site.outer);
    site
}

/// The signature of a definition that stands at `site` and whose own node is `node`: without decorators, up to a byte.
pub fn signature(unit: &Unit<'_>, site: Site, node: NodeId, end_byte: u32) -> Option<Box<str>> {
    let start_in = if unit.is(site.outer, kind::DECORATOR) { node } else { site.outer };
    let is_decoration = |&child: &NodeId| matches!(unit.kind(child), kind::DECORATOR | kind::COMMENT);
    let first = unit.all_children(start_in).find(|child| !is_decoration(child));
    let text = unit.slice(unit.start_byte(first.unwrap_or(start_in)), end_byte);
    let mut text = text.trim_end();
    while let Some(shorter) = text.strip_suffix("=>").or_else(|| text.strip_suffix(['=', ';', ',', '{', ':']))
    {
        text = shorter.trim_end();
    }
    crate::extract::signature(text)
}

/// A draft with docs, visibility and the place where it begins; the signature ends at a byte.
pub fn draft<'s>(
    unit: &Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    name: Named<'s>,
    end_byte: u32,
) -> SymbolDraft<'s> {
    let site = site(unit, node);
    let notes = docs::docs(unit, site.outer).or_else(|| docs::docs(unit, node)).unwrap_or_default();
    let visibility = notes.visibility.unwrap_or_else(|| declared_visibility(unit, site, node, name.node));
    SymbolDraft {
        first: Some(site.outer),
        visibility,
        deprecated: notes.deprecated,
        signature: signature(unit, site, node, end_byte),
        docstring: notes.text,
        binds: Some(Space::VALUE),
        ..SymbolDraft::new(symbol_kind, name.node, name.text)
    }
}

/// A module's names are its own unless it exports them; a script's are everyone's, and so is what is only declared.
fn declared_visibility(unit: &Unit<'_>, site: Site, node: NodeId, name: NodeId) -> Visibility {
    let public = match unit.context_kind() {
        ContextKind::Type => !is_statement(unit, node, name),
        _ if unit.is_in_function() => false,
        _ if site.exported || unit.notes() & NOTE_AMBIENT != 0 => true,
        _ => match unit.context_node() {
            Some(namespace) => unit.parent_kind(namespace) == kind::AMBIENT,
            None => unit.notes() & NOTE_MODULE == 0,
        },
    };
    if public { Visibility::Public } else { Visibility::Private }
}

/// Whether a definition is a statement, which in a type is local to a constructor function or a static block.
fn is_statement(unit: &Unit<'_>, node: NodeId, name: NodeId) -> bool {
    match unit.kind(node) {
        kind::ABSTRACT_CLASS
        | kind::CLASS_DECLARATION
        | kind::ENUM
        | kind::FUNCTION_DECLARATION
        | kind::FUNCTION_SIGNATURE
        | kind::GENERATOR_DECLARATION
        | kind::INTERFACE
        | kind::TYPE_ALIAS
        | kind::VARIABLE_DECLARATOR => true,
        // `name = function () {}`
        kind::ASSIGNMENT => unit.is(name, kind::IDENTIFIER) && unit.parent_kind(name) == kind::ASSIGNMENT,
        _ => false,
    }
}

/// Whether a name is a constant, and no number: one that data may be a definition under.
pub fn is_plain_name(unit: &Unit<'_>, name: &Named<'_>) -> bool {
    match unit.kind(name.node) {
        kind::NUMBER => false,
        kind::COMPUTED_NAME => unit
            .children(name.node)
            .next()
            .is_some_and(|inner| matches!(unit.kind(inner), kind::STRING | kind::TEMPLATE_STRING)),
        _ => true,
    }
}

/// Whether names declared here are the module's, or those of a namespace in it.
pub fn is_module_level(unit: &Unit<'_>) -> bool {
    unit.context_kind() == ContextKind::Module
}

/// A name and the node that writes it.
#[derive(Clone)]
pub struct Named<'s> {
    pub node: NodeId,
    pub text: Segment<'s>,
}

/// The name that a property is declared under; `None` where only running would tell.
pub fn property_name<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Named<'s>> {
    let text = match unit.kind(node) {
        kind::STRING => strings::value(unit, node),
        kind::COMPUTED_NAME => computed_name(unit, node)?,
        _ => unit.text(node).into(),
    };
    (!text.is_empty()).then_some(Named { node, text })
}

/// `['name']` is `name`; a plain path is kept with its brackets, as the language writes it.
fn computed_name<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Segment<'s>> {
    let inner = unit.children(node).next()?;
    match unit.kind(inner) {
        kind::STRING => Some(strings::value(unit, inner)),
        kind::TEMPLATE_STRING if !unit.has(inner, kind::TEMPLATE_SUBSTITUTION) => {
            Some(strings::value(unit, inner))
        }
        kind::NUMBER => Some(unit.text(inner).into()),
        kind::IDENTIFIER | kind::MEMBER => {
            let text = unit.text(node);
            (text.len() <= COMPUTED_NAME_BYTES_MAX && !text.contains('\n')).then(|| text.into())
        }
        _ => None,
    }
}

/// A value without parentheses, type assertions and `Object.freeze(…)` around it.
pub fn unwrap(unit: &Unit<'_>, value: NodeId) -> NodeId {
    let mut node = value;
    for _ in 0..WRAPPERS_MAX {
        let inner = match unit.kind(node) {
            kind::PARENTHESIZED | kind::AS_EXPRESSION | kind::SATISFIES | kind::NON_NULL => {
                unit.children(node).next()
            }
            kind::TYPE_ASSERTION => unit.children(node).last(),
            kind::CALL => frozen(unit, node),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

fn frozen(unit: &Unit<'_>, call: NodeId) -> Option<NodeId> {
    let function = unit.child(call, field::FUNCTION)?;
    let freezes = matches!(unit.text(function), "Object.freeze" | "Object.seal");
    let arguments = unit.child(call, field::ARGUMENTS).filter(|_| freezes)?;
    unit.children(arguments).next().filter(|&value| unit.is(value, kind::OBJECT))
}

/// What a name stands for when a value is given to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// `const`, `let`, `var`, or an assignment to a plain name: a function is a function; data is told by the caller.
    Name(Option<SymbolKind>),
    /// A property of an object, a class or a prototype: a function is a method.
    Member(Option<SymbolKind>),
}

/// What `this` is in a function that is given to a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// In an arrow function that of the code around it, in any other unknown.
    Around,
    /// In an arrow function unknown, in any other the type whose context is open (a named object, a prototype).
    Owner,
    /// In both the type whose context is open (a class's field, `this.f = …`).
    Either,
}

/// A value that is given to a name.
pub struct Given<'s> {
    /// The whole definition: the declarator, pair, field or assignment.
    pub node: NodeId,
    pub name: Named<'s>,
    pub role: Role,
    /// The whole qualified name, where it is not that of the context.
    pub qualified: Option<String>,
    pub parent: Option<SymbolId>,
    pub visibility: Option<Visibility>,
    pub binds: Option<Space>,
    pub receiver: Receiver,
}

impl<'s> Given<'s> {
    pub fn new(node: NodeId, name: Named<'s>, role: Role) -> Self {
        let (qualified, parent, visibility, binds) = (None, None, None, None);
        Self { node, name, role, qualified, parent, visibility, binds, receiver: Receiver::Around }
    }
}

pub fn is_function(kind: Kind) -> bool {
    matches!(kind, kind::ARROW_FUNCTION | kind::FUNCTION_EXPRESSION | kind::GENERATOR)
}

/// Defines the symbol of a name that is given a value, and enters the value. `None` where the value is data and the
/// role makes no symbol of data.
pub fn define_given<'s>(unit: &mut Unit<'s>, given: Given<'s>, value: Option<NodeId>) -> Option<SymbolId> {
    let inner = value.map(|value| unwrap(unit, value));
    match inner.map(|inner| (inner, unit.kind(inner))) {
        Some((function, value_kind)) if is_function(value_kind) => {
            Some(functions::define_given(unit, given, function))
        }
        Some((class, kind::CLASS)) => Some(classes::define_given(unit, given, class)),
        _ => {
            let (Role::Name(data) | Role::Member(data)) = given.role;
            let symbol = define_data(unit, given, data?, value);
            if let Some(object) = inner.filter(|&inner| unit.is(inner, kind::OBJECT)) {
                unit.claim(object);
                let owner = unit.qualified_name(symbol).to_owned();
                if !unit.is_in_function() {
                    exports::export_properties(unit, object, &owner);
                }
                unit.open_context(object, symbol, ContextKind::Type);
            }
            Some(symbol)
        }
    }
}

fn define_data<'s>(
    unit: &mut Unit<'s>,
    given: Given<'s>,
    symbol_kind: SymbolKind,
    value: Option<NodeId>,
) -> SymbolId {
    let end = value.map_or(unit.end_byte(given.node), |value| unit.start_byte(value));
    let draft = draft(unit, given.node, symbol_kind, given.name.clone(), end);
    let draft = apply(draft, &given);
    unit.define(given.node, SymbolDraft { context: None, ..draft })
}

/// What the circumstances say of a symbol.
pub fn apply<'s>(draft: SymbolDraft<'s>, given: &Given<'s>) -> SymbolDraft<'s> {
    SymbolDraft {
        qualified: given.qualified.clone(),
        parent: given.parent,
        visibility: given.visibility.unwrap_or(draft.visibility),
        binds: given.binds,
        ..draft
    }
}
