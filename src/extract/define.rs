//! Definitions: what rules say of a symbol, and how its qualified name and its context follow.

use std::borrow::Cow;

use super::contexts::{ContextId, ContextKind};
use super::scopes::{Space, Target, name_key};
use super::text::{bound_name, docstring, signature};
use super::unit::{Segment, Unit};
use crate::model::{Arity, NodeId, Span, SymbolKind, Visibility};

/// A symbol while its file is walked; ordinals are given afterwards, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SymbolId(pub(super) u32);

/// What a rule says of a definition. Start from [`SymbolDraft::new`] and change what differs.
#[derive(Clone, Debug)]
pub struct SymbolDraft<'s> {
    pub kind: SymbolKind,
    pub name: Segment<'s>,
    /// The node that writes the name; it is claimed, and its line is the name line.
    pub name_node: NodeId,
    /// The whole qualified name, where it is not the context's, the separator and the name.
    pub qualified: Option<String>,
    /// Another parent than the enclosing symbol (a field that a constructor's body defines).
    pub parent: Option<SymbolId>,
    /// Where the definition starts, if before its node: its first decorator or attribute.
    pub first: Option<NodeId>,
    /// The node that it ends with, if its own node goes on: comments behind the last statement of an indented body.
    pub last: Option<NodeId>,
    pub arity: Option<Arity>,
    /// Parameters as written, receiver included, where that is another number than the arity's. Fragments and terms
    /// have it, since they must not depend on where the definition stands.
    pub declared: Option<u16>,
    pub visibility: Visibility,
    pub deprecated: bool,
    pub test: bool,
    pub signature: Option<Box<str>>,
    pub docstring: Option<Box<str>>,
    /// The name space in which the current scope binds the name; `None` binds nothing (a method of a language
    /// whose members are only reached through a receiver needs no care: [`crate::lang::ClassScope`] hides it).
    pub binds: Option<Space>,
    /// Binds in the nearest function, module or file instead of a block in it.
    pub hoisted: bool,
    /// Other files can't name it, wherever it stands (a `static` function of C).
    pub file_local: bool,
    /// It is written to implement or override what another type declares.
    pub overrides: bool,
    /// What the inside of the node is; `None` lets the enclosing context go on (fields, variables).
    pub context: Option<ContextKind>,
    /// Whether the node is this definition wherever it stands, so that its fragment may say so: true for what opens
    /// a context, false for an assignment that only at some places is one.
    pub everywhere: bool,
}

impl<'s> SymbolDraft<'s> {
    /// A public symbol that binds its name in the current scope. Callables, types and modules open a context.
    pub fn new(kind: SymbolKind, name_node: NodeId, name: impl Into<Cow<'s, str>>) -> Self {
        Self {
            kind,
            name: name.into(),
            name_node,
            qualified: None,
            parent: None,
            first: None,
            last: None,
            arity: None,
            overrides: false,
            declared: None,
            visibility: Visibility::Public,
            deprecated: false,
            test: false,
            signature: None,
            docstring: None,
            binds: Some(Space::ANY),
            hoisted: false,
            file_local: false,
            context: context_of(kind),
            everywhere: context_of(kind).is_some(),
        }
    }

    pub(super) fn declared_parameters(&self) -> Option<u16> {
        let counted = |arity: Arity| arity.required.saturating_add(arity.optional);
        self.declared.or(self.arity.map(counted))
    }
}

fn context_of(kind: SymbolKind) -> Option<ContextKind> {
    use SymbolKind as K;
    match kind {
        K::Module | K::Namespace | K::Package => Some(ContextKind::Module),
        K::Class
        | K::Interface
        | K::Trait
        | K::Protocol
        | K::Struct
        | K::Enum
        | K::Union
        | K::Annotation
        | K::Table
        | K::View => Some(ContextKind::Type),
        K::Function | K::Method | K::Constructor | K::Macro | K::Prototype => Some(ContextKind::Function),
        K::EnumMember
        | K::TypeAlias
        | K::Delegate
        | K::Constant
        | K::Variable
        | K::Field
        | K::Property
        | K::Event
        | K::Key
        | K::Heading
        | K::Selector
        | K::Anchor
        | K::ExternVariable => None,
    }
}

/// A symbol as recorded.
pub(super) struct SymbolRecord<'s> {
    pub draft: SymbolDraft<'s>,
    pub node: NodeId,
    pub qualified: String,
    /// Of the qualified name.
    pub key: u64,
    pub context: ContextId,
    pub span: Span,
    pub exported: bool,
    /// Further qualified names under which other files reach it, because it is exported.
    pub aliases: Vec<String>,
    /// Further qualified names that it has everywhere.
    pub other_names: Vec<String>,
}

impl<'s> Unit<'s> {
    /// Records a definition. Its context (for qualified names, callers, enclosing symbols) lasts until `node` ends.
    /// Call it before `open_scope`, so that the name is bound outside its own body.
    pub fn define(&mut self, node: NodeId, mut draft: SymbolDraft<'s>) -> SymbolId {
        let id = self.symbols.len() as u32;
        let context = self.contexts.current();
        let qualified = match &draft.qualified {
            Some(qualified) => qualified.clone(),
            None => self.qualify(draft.parent, &draft.name),
        };
        let exported = match draft.parent {
            Some(SymbolId(parent)) => self.symbols[parent as usize].exported,
            None => !self.contexts.get(context).in_function,
        };
        // Where every member can be used by its bare name inside, what cannot is for nobody (an Elixir callback).
        let exported = exported
            && !draft.file_local
            && (draft.binds.is_some() || !self.grammar.spec.arity_distinguishes);
        if let Some(space) = draft.binds {
            let scope = if draft.hoisted { self.scopes.function_scope() } else { self.scopes.current() };
            self.scopes.bind_in(scope, name_key(&draft.name), space, 0, Target::Symbol(id));
        }
        if let Some(kind) = draft.context {
            self.contexts.open(kind, Some(id), &qualified, self.end_of(node));
        }
        self.claim(draft.name_node);
        draft.everywhere &= self.grammar.traits(self.flat.tree.kind(node)).definition;
        if draft.everywhere {
            self.term(node, "def:", &draft.name, draft.declared_parameters());
        }
        self.definitions.push((node, id));
        let key = name_key(self.without_arity(&qualified, draft.arity));
        self.defined.insert(key, Some(id));
        let span = self.span(draft.first.unwrap_or(node), draft.last.unwrap_or(node));
        self.symbols.push(SymbolRecord {
            draft,
            node,
            qualified,
            key,
            context,
            span,
            exported,
            aliases: Vec::new(),
            other_names: Vec::new(),
        });
        SymbolId(id)
    }

    /// The qualified name as uses of it are looked up: they say their arity apart.
    fn without_arity<'q>(&self, qualified: &'q str, arity: Option<Arity>) -> &'q str {
        let written = self.grammar.spec.arity_distinguishes && arity.is_some();
        qualified.rfind('/').filter(|_| written).map_or(qualified, |at| &qualified[..at])
    }

    fn qualify(&self, parent: Option<SymbolId>, name: &str) -> String {
        let outer = match parent {
            Some(SymbolId(parent)) => &self.symbols[parent as usize].qualified,
            None => &self.contexts.get(self.contexts.current()).qualified,
        };
        if outer.is_empty() {
            return name.to_owned();
        }
        let qualified = [outer, self.grammar.spec.separator, name].concat();
        bound_name(&qualified).into_owned()
    }

    /// A further part of a symbol (the next clause of an Elixir function): its span grows, and the part is inside
    /// its context.
    pub fn extend_symbol(&mut self, symbol: SymbolId, node: NodeId) {
        let end = self.span(node, node);
        let record = &mut self.symbols[symbol.0 as usize];
        record.span.end_byte = record.span.end_byte.max(end.end_byte);
        record.span.end_line = record.span.end_line.max(end.end_line);
        let kind = record.draft.context;
        let qualified = record.qualified.clone();
        let (name, declared) = (record.draft.name.clone(), record.draft.declared_parameters());
        if let Some(kind) = kind {
            self.contexts.open(kind, Some(symbol.0), &qualified, self.end_of(node));
        }
        self.term(node, "def:", &name, declared);
        self.definitions.push((node, symbol.0));
    }

    /// Says that a member will be defined further down, so that [`Unit::is_defined`] knows of it before.
    pub fn announce(&mut self, qualified: &str) {
        self.defined.entry(name_key(qualified)).or_insert(None);
    }

    /// Whether a symbol of this qualified name was defined, or announced.
    pub fn is_defined(&self, qualified: &str) -> bool {
        self.defined.contains_key(&name_key(qualified))
    }

    /// The symbol of a qualified name that was defined last.
    pub fn symbol_of(&self, qualified: &str) -> Option<SymbolId> {
        self.defined.get(&name_key(qualified)).copied().flatten().map(SymbolId)
    }

    /// The whole qualified name of a symbol that was defined earlier in this unit.
    pub fn qualified_name(&self, symbol: SymbolId) -> &str {
        &self.symbols[symbol.0 as usize].qualified
    }

    /// Lets other files reach a symbol under a further qualified name (`export { f as g }`, `export default`).
    pub fn export_as(&mut self, symbol: SymbolId, qualified: impl Into<String>) {
        self.symbols[symbol.0 as usize].aliases.push(qualified.into());
    }

    /// Gives a symbol a further qualified name, in its own file too. That says nothing of its visibility (`A.new`, which
    /// calls the private `initialize`).
    pub fn name_also(&mut self, symbol: SymbolId, qualified: impl Into<String>) {
        self.symbols[symbol.0 as usize].other_names.push(qualified.into());
    }

    /// The same as [`Unit::export_as`] for whatever a name of the file's own scope turns out to be after the walk: a symbol of this file, or
    /// an import, which other files then reach through this one.
    pub fn export_name(&mut self, name: &str, qualified: impl Into<String>) {
        self.exported_names.push((name_key(name), qualified.into()));
    }

    /// Opens the context of a type that is not defined here (`impl Type`): what is defined inside is qualified by
    /// it, and belongs to its symbol where this unit has one of that qualified name.
    pub fn open_type(&mut self, node: NodeId, qualified: &str) {
        self.contexts.open(ContextKind::Type, None, qualified, self.end_of(node));
    }

    /// Lets a symbol that opens no context of its own (a variable that holds an object) enclose a node.
    pub fn open_context(&mut self, node: NodeId, symbol: SymbolId, kind: ContextKind) {
        let qualified = self.symbols[symbol.0 as usize].qualified.clone();
        self.contexts.open(kind, Some(symbol.0), &qualified, self.end_of(node));
    }

    /// Ends what encloses the current place, so that a module without a body (`namespace A;`) does not lie in the one
    /// before it and sees none of its names: define it then, and open its context and scope for the root.
    pub fn leave_contexts(&mut self) {
        self.contexts.close_all();
        self.scopes.close_all();
    }

    /// Opens the context of a function without a name: what is defined inside can't be named from outside, and
    /// belongs to the symbol around it.
    pub fn open_anonymous_function(&mut self, node: NodeId) {
        let qualified = self.context_name().to_owned();
        self.contexts.open(ContextKind::Function, None, &qualified, self.end_of(node));
    }

    /// Says that receivers in the innermost open context are not the enclosing type (a plain function inside a
    /// JavaScript method has a `this` of its own).
    pub fn forget_receiver(&mut self) {
        self.contexts.forget_type();
    }

    /// The node of the symbol that the innermost context belongs to.
    pub fn context_node(&self) -> Option<NodeId> {
        let symbol = self.contexts.get(self.contexts.current()).symbol?;
        Some(self.symbols[symbol as usize].node)
    }

    /// The symbol of the function that the walk stands in, where it has one.
    pub fn function_symbol(&self) -> Option<SymbolId> {
        let context = self.contexts.get(self.contexts.current());
        context.symbol.filter(|_| context.kind == ContextKind::Function).map(SymbolId)
    }

    /// The symbol that a name is bound to where the walk stands, by what was seen so far.
    pub fn symbol_named(&self, name: &str) -> Option<SymbolId> {
        match self.scopes.find(self.here(), name_key(name), false, |_| true) {
            Some(Target::Symbol(id)) => Some(SymbolId(id)),
            _ => None,
        }
    }

    /// Binds a further name of a symbol in the current scope (`const f = function g() {}`), and claims the node.
    pub fn bind_symbol(&mut self, name: NodeId, symbol: SymbolId, space: Space) {
        self.scopes.bind(name_key(self.text(name)), space, 0, Target::Symbol(symbol.0));
        self.claim(name);
    }

    /// Binds a symbol in the scope that a node stands in, where the walk is inside of that node.
    pub fn bind_symbol_around(&mut self, node: NodeId, symbol: SymbolId, space: Space) {
        let scope = self.scopes.open_around(self.end_of(node));
        let key = name_key(&self.symbols[symbol.0 as usize].draft.name);
        self.scopes.bind_in(scope, key, space, 0, Target::Symbol(symbol.0));
    }

    /// A symbol that was defined earlier in this unit, to read.
    pub fn symbol(&self, symbol: SymbolId) -> &SymbolDraft<'s> {
        &self.symbols[symbol.0 as usize].draft
    }

    /// A symbol that was defined earlier in this unit, to change (docs that follow, a visibility said elsewhere).
    /// Name, kind and context are decided and stay.
    pub fn symbol_mut(&mut self, symbol: SymbolId) -> &mut SymbolDraft<'s> {
        &mut self.symbols[symbol.0 as usize].draft
    }

    /// The innermost symbol that encloses the current place.
    pub fn enclosing_symbol(&self) -> Option<SymbolId> {
        self.contexts.get(self.contexts.current()).symbol.map(SymbolId)
    }

    /// The symbol of the nearest enclosing type.
    pub fn enclosing_type(&self) -> Option<SymbolId> {
        let context = self.contexts.get(self.contexts.current()).enclosing_type?;
        self.contexts.get(context).symbol.map(SymbolId)
    }

    /// What the current place's own context is.
    pub fn context_kind(&self) -> ContextKind {
        self.contexts.get(self.contexts.current()).kind
    }

    /// Whether a function encloses the current place.
    pub fn is_in_function(&self) -> bool {
        self.contexts.get(self.contexts.current()).in_function
    }

    /// The qualified name of the nearest enclosing module: the file's, or one inside it.
    pub fn enclosing_module_name(&self) -> &str {
        let context = self.contexts.get(self.contexts.current());
        &self.contexts.get(context.enclosing_module).qualified
    }

    /// The qualified name of the nearest enclosing type.
    pub fn enclosing_type_name(&self) -> Option<&str> {
        let context = self.contexts.get(self.contexts.current()).enclosing_type?;
        Some(&self.contexts.get(context).qualified)
    }

    /// The qualified name of the current context.
    pub fn context_name(&self) -> &str {
        &self.contexts.get(self.contexts.current()).qualified
    }

    /// A symbol's signature: the text between two bytes, on one line, bounded.
    pub fn signature(&self, start_byte: u32, end_byte: u32) -> Option<Box<str>> {
        signature(self.slice(start_byte, end_byte))
    }

    /// A docstring from lines without markers: common indentation and blank lines around it are dropped.
    pub fn docstring<'a>(&self, lines: impl Iterator<Item = &'a str>) -> Option<Box<str>> {
        docstring(lines)
    }
}
