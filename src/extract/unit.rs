//! The builder that a language's rules call while a file is walked: navigation here, facts in the files beside it.
//!
//! It knows the flat tree and the file's text; what names mean is decided after the walk (`resolve`).

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::contexts::Contexts;
use super::define::SymbolRecord;
use super::imports::ImportRecord;
use super::marks::NotedMarks;
use super::scopes::{Reach, ScopeId, ScopeKind, Scopes, Space, Target, name_key};
use super::text::LineTable;
use super::tree::FlatTree;
use super::typed::TypedName;
use super::uses::{NameRecord, UseKind, UseRecord};
use crate::lang::{Field, Grammar, Kind};
use crate::model::{NameId, Names, NodeId, Span, SyntaxTree};

/// A use stands among so many nodes or more in nearly all files, and a bare name among so many: room for them from the
/// start is cheaper than moving them as they grow.
const NODES_PER_USE: usize = 16;
const NODES_PER_NAME: usize = 8;

/// A piece of text from the source, or made from it.
pub type Segment<'s> = Cow<'s, str>;

/// One file while it is walked.
pub struct Unit<'s> {
    pub(super) source: &'s str,
    pub(super) flat: &'s FlatTree,
    pub(super) grammar: &'static Grammar,
    pub(super) module: &'s str,
    pub(super) declared_module: Option<String>,
    pub(super) path: &'s str,
    /// Whether fragments and their terms are asked for.
    pub(super) fragments_wanted: bool,
    pub(super) lines: LineTable,
    pub(super) scopes: Scopes,
    pub(super) contexts: Contexts,
    pub(super) symbols: Vec<SymbolRecord<'s>>,
    /// Keys of the qualified names of the symbols so far.
    pub(super) defined: FxHashMap<u64, Option<u32>>,
    /// Nodes whose subtree is a definition, with its symbol record.
    pub(super) definitions: Vec<(NodeId, u32)>,
    /// Names of the file's scope that other files reach under another qualified name.
    pub(super) exported_names: Vec<(u64, String)>,
    notes: u32,
    /// Types that locals and symbols are said to be of.
    pub(super) typed: Vec<TypedName<'s>>,
    /// The typed name of a symbol record.
    pub(super) symbol_types: FxHashMap<u32, u32>,
    /// The typed name of what a call of a symbol record gives.
    pub(super) symbol_results: FxHashMap<u32, u32>,
    /// What symbol records are given, so far: the typed name, or `None` where places differ.
    pub(super) given: FxHashMap<UseKind, Option<u32>>,
    /// Names that were bound without a value, by their scopes.
    pub(super) empty_names: FxHashSet<(ScopeId, u64)>,
    /// Names that hold what they were given, until they are given something else.
    pub(super) inferred_names: FxHashSet<(ScopeId, u64)>,
    pub(super) imports: Vec<ImportRecord<'s>>,
    pub(super) uses: Vec<UseRecord<'s>>,
    pub(super) names_used: Vec<NameRecord>,
    pub(super) terms: Names,
    pub(super) events: Vec<(NodeId, NameId)>,
    /// Nodes whose own rule is not called: another rule has dealt with them.
    claimed: Vec<bool>,
    /// Nodes that write a variable's name, with its key: what a normalised hash may number.
    pub(super) variables: Vec<(NodeId, u64)>,
    /// Names bound as locals, with the node that binds them.
    pub(super) locals: Vec<(NodeId, u64)>,
    /// Nodes between a call and the name that it calls: no fragments, because alone they would read as values.
    pub(super) callees: Vec<NodeId>,
    pub(super) noted: NotedMarks,
    /// The node whose rule is being called.
    pub(super) visited: NodeId,
    /// Ranges of nodes that are no expressions although their kind is one.
    pub(super) excluded: Vec<(NodeId, NodeId)>,
    /// What the language keeps in mind inside a node, with the node after it.
    modes: Vec<(NodeId, u8)>,
    pub(super) scratch: String,
}

impl<'s> Unit<'s> {
    pub(super) fn new(
        source: &'s str,
        flat: &'s FlatTree,
        grammar: &'static Grammar,
        module: &'s str,
        path: &'s str,
    ) -> Self {
        let nodes = flat.tree.nodes.len();
        Self {
            source,
            flat,
            grammar,
            module,
            path,
            fragments_wanted: true,
            lines: LineTable::new(source),
            scopes: Scopes::new(nodes as NodeId, grammar.spec),
            contexts: Contexts::new(nodes as NodeId, if grammar.spec.module_in_names { module } else { "" }),
            declared_module: None,
            symbols: Vec::new(),
            defined: FxHashMap::default(),
            definitions: Vec::new(),
            exported_names: Vec::new(),
            notes: 0,
            typed: Vec::new(),
            symbol_types: FxHashMap::default(),
            symbol_results: FxHashMap::default(),
            given: FxHashMap::default(),
            empty_names: FxHashSet::default(),
            inferred_names: FxHashSet::default(),
            imports: Vec::new(),
            uses: Vec::with_capacity(nodes / NODES_PER_USE),
            names_used: Vec::with_capacity(nodes / NODES_PER_NAME),
            terms: Names::default(),
            events: Vec::new(),
            claimed: vec![false; nodes],
            variables: Vec::new(),
            locals: Vec::new(),
            callees: Vec::new(),
            noted: NotedMarks::default(),
            visited: 0,
            excluded: Vec::new(),
            modes: Vec::new(),
            scratch: String::new(),
        }
    }

    /// The file's module, as in qualified names.
    pub fn module(&self) -> &'s str {
        self.module
    }

    /// Says that the text itself names the file's module (`package a.b;`): what follows is qualified by it.
    pub fn declare_module(&mut self, module: &str) {
        self.contexts.name_file(module);
        self.declared_module = Some(module.to_owned());
    }

    /// The file's path in its package.
    pub fn path(&self) -> &'s str {
        self.path
    }

    pub fn source(&self) -> &'s str {
        self.source
    }

    pub fn tree(&self) -> &'s SyntaxTree {
        &self.flat.tree
    }

    /// The vocabulary's kind of a node.
    pub fn kind(&self, node: NodeId) -> Kind {
        self.grammar.kind(self.tree().kind(node))
    }

    pub fn is(&self, node: NodeId, kind: Kind) -> bool {
        self.kind(node) == kind
    }

    /// The node's text as written.
    pub fn text(&self, node: NodeId) -> &'s str {
        self.source.get(self.tree().byte_range(node)).unwrap_or_default()
    }

    /// The text between two byte offsets; empty where they are no character boundaries.
    pub fn slice(&self, start_byte: u32, end_byte: u32) -> &'s str {
        self.source.get(start_byte as usize..end_byte as usize).unwrap_or_default()
    }

    pub fn start_byte(&self, node: NodeId) -> u32 {
        self.tree().node(node).start_byte
    }

    pub fn end_byte(&self, node: NodeId) -> u32 {
        self.tree().node(node).end_byte
    }

    /// The 1-based line on which a node starts.
    pub fn line(&self, node: NodeId) -> u32 {
        self.lines.line(self.start_byte(node))
    }

    /// Whether nothing but white space stands before a node on its line.
    pub fn starts_line(&self, node: NodeId) -> bool {
        let before = self.source().get(..self.start_byte(node) as usize).unwrap_or_default();
        let text = before.trim_end_matches([' ', '\t', '\r', '\u{feff}']);
        text.is_empty() || text.ends_with('\n')
    }

    /// The 1-based line on which a node ends; a line ending at its end is still of that line.
    pub fn last_line(&self, node: NodeId) -> u32 {
        self.lines.last_line(self.start_byte(node), self.end_byte(node))
    }

    /// The first child under a field.
    pub fn child(&self, node: NodeId, field: Field) -> Option<NodeId> {
        self.tree().child(node, self.grammar.field(field))
    }

    /// The children under a field, tokens too.
    pub fn children_in(&self, node: NodeId, field: Field) -> impl Iterator<Item = NodeId> + use<'s> {
        let (tree, field) = (self.tree(), self.grammar.field(field));
        tree.children(node).filter(move |&child| tree.node(child).field == field)
    }

    /// The named children, without comments.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + Clone + use<'s> {
        let tree = self.tree();
        tree.children(node).filter(move |&child| tree.node(child).is_named() && !tree.node(child).is_extra())
    }

    /// Every child: tokens and comments too.
    pub fn all_children(&self, node: NodeId) -> crate::model::Children<'s> {
        self.tree().children(node)
    }

    /// The first child of a kind; tokens are kinds too, so this asks for modifiers as well.
    pub fn child_of(&self, node: NodeId, kind: Kind) -> Option<NodeId> {
        self.all_children(node).find(|&child| self.is(child, kind))
    }

    pub fn has(&self, node: NodeId, kind: Kind) -> bool {
        self.child_of(node, kind).is_some()
    }

    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.tree().parent(node)
    }

    /// The kind of the parent; `Kind::OTHER` for the root.
    pub fn parent_kind(&self, node: NodeId) -> Kind {
        self.parent(node).map_or(Kind::OTHER, |parent| self.kind(parent))
    }

    /// Whether the parent holds the node under this field.
    pub fn is_in(&self, node: NodeId, field: Field) -> bool {
        self.tree().node(node).field == self.grammar.field(field)
    }

    /// The sibling before, comments and tokens too.
    pub fn previous(&self, node: NodeId) -> Option<NodeId> {
        let previous = self.flat.previous[node as usize];
        (previous != node).then_some(previous)
    }

    /// The sibling after, comments and tokens too.
    pub fn next(&self, node: NodeId) -> Option<NodeId> {
        self.tree().next_sibling(node)
    }

    /// Every node of the subtree in preorder, the root first. Walking it at each level of a nest costs the square:
    /// do it from the outermost node only.
    pub fn subtree(&self, node: NodeId) -> std::ops::Range<NodeId> {
        self.tree().subtree(node)
    }

    /// First node after the subtree.
    pub fn end_of(&self, node: NodeId) -> NodeId {
        self.tree().subtree(node).end
    }

    pub(super) fn span(&self, first: NodeId, last: NodeId) -> Span {
        let (start_byte, end_byte) = (self.start_byte(first), self.end_byte(last));
        let (start_line, end_line) =
            (self.lines.line(start_byte), self.lines.last_line(start_byte, end_byte));
        Span { start_byte, end_byte, start_line, end_line }
    }

    // ---- what later rules see ----

    /// What the language's rules have noted of the file, as bits of their own; none at first.
    pub fn notes(&self) -> u32 {
        self.notes
    }

    pub fn note(&mut self, bits: u32) {
        self.notes |= bits;
    }

    /// Keeps this node's own rule from being called; its children's are.
    pub fn claim(&mut self, node: NodeId) {
        self.claimed[node as usize] = true;
    }

    /// Keeps the rules of a whole subtree from being called.
    pub fn claim_subtree(&mut self, node: NodeId) {
        let range = self.subtree(node);
        self.claimed[range.start as usize..range.end as usize].fill(true);
    }

    pub fn is_claimed(&self, node: NodeId) -> bool {
        self.claimed[node as usize]
    }

    // ---- fragments ----

    /// Says that a node is no expression although others of its kind are (the head of an Elixir function is a call to
    /// the grammar), so that it becomes no fragment: its terms would not be those of an equal expression.
    pub fn exclude_fragment(&mut self, node: NodeId) {
        self.excluded.push((node, node + 1));
    }

    /// The same of everything inside a node (a type).
    pub fn exclude_fragments_inside(&mut self, node: NodeId) {
        self.excluded.push((node + 1, self.end_of(node)));
    }

    // ---- modes ----

    /// Keeps a number of the language's own in mind until the node's subtree ends (inside a `quote`, inside a type).
    pub fn enter_mode(&mut self, node: NodeId, mode: u8) {
        self.modes.push((self.end_of(node), mode));
    }

    /// The innermost such number; 0 outside all.
    pub fn mode(&self) -> u8 {
        self.modes.last().map_or(0, |&(_, mode)| mode)
    }

    pub(super) fn close_modes_before(&mut self, node: NodeId) {
        while self.modes.last().is_some_and(|&(end, _)| end <= node) {
            self.modes.pop();
        }
    }

    // ---- scopes ----

    /// Opens a scope that lasts until the node's subtree ends.
    pub fn open_scope(&mut self, node: NodeId, kind: ScopeKind) {
        self.scopes.open(kind, self.end_of(node));
    }

    /// The kind of the innermost open scope.
    pub fn scope_kind(&self) -> ScopeKind {
        self.scopes.kind_of_current()
    }

    /// Binds a local name (parameter, variable, generic parameter) to the node that writes it, and claims the node.
    pub fn bind_local(&mut self, name: NodeId, reach: Reach) {
        self.bind_local_in(name, reach, Space::ANY);
    }

    /// The same in one name space.
    pub fn bind_local_in(&mut self, name: NodeId, reach: Reach, space: Space) {
        self.bind_target(name, reach, space, Target::Local);
    }

    pub(super) fn bind_target(&mut self, name: NodeId, reach: Reach, space: Space, target: Target) {
        let key = name_key(self.text(name));
        let scope =
            if reach == Reach::Function { self.scopes.function_scope() } else { self.scopes.current() };
        let from = if let Reach::After(node) = reach { self.end_of(node) } else { 0 };
        self.scopes.bind_in(scope, key, space, from, target);
        self.claim(name);
        if self.fragments_wanted {
            self.variables.push((name, key));
            self.locals.push((name, key));
        }
    }

    /// Declares that a name in the current scope is the file's (`global x`).
    pub fn bind_global(&mut self, name: NodeId) {
        self.scopes.bind(name_key(self.text(name)), Space::ANY, 0, Target::Global);
        self.claim(name);
    }

    /// Declares that a name in the current scope is that of an enclosing function (`nonlocal x`).
    pub fn bind_outer(&mut self, name: NodeId) {
        self.scopes.bind(name_key(self.text(name)), Space::ANY, 0, Target::Outer);
        self.claim(name);
    }

    /// Whether the current scope itself already binds a name.
    pub fn is_bound_here(&self, name: &str) -> bool {
        self.scopes.is_bound_here(name_key(name))
    }

    /// The same in one name space.
    pub fn is_bound_here_in(&self, name: &str, space: Space) -> bool {
        self.scopes.is_bound_here_in(name_key(name), space)
    }

    /// Whether the nearest function, module or file scope itself already binds a name.
    pub fn is_bound_in_function(&self, name: &str) -> bool {
        self.scopes.is_bound_in(self.scopes.function_scope(), name_key(name))
    }

    /// Whether a name is a local of the nearest function, module or file where the walk stands, by what was seen so
    /// far.
    pub fn is_local(&self, name: &str) -> bool {
        self.scopes.is_local(name_key(name))
    }
}
