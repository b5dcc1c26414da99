//! Lua.
//!
//! Functions, and what a file keeps at its top: variables, tables and their fields. A table's members are named as they
//! are written (`M.f`, `M:m`); those of the table that a file returns are what other files reach through `require`.
//! Metatables are not followed: what a value inherits is decided by running.

use super::{ClassScope, GrammarVariant, LanguageSpec, ModuleContext, ModuleTarget, Travel, vocabulary};
use crate::extract::{
    ContextKind, ImportDraft, ImportId, Reach, ScopeKind, Segment, Space, SymbolDraft, SymbolId, Unit, Use,
};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{Arity, ImportKind, Language, NodeId, RefKind, SymbolKind, Visibility};

vocabulary! {
    fields {
        ARGUMENTS = "arguments",
        CONTENT = "content",
        FIELD = "field",
        METHOD = "method",
        NAME = "name",
        PARAMETERS = "parameters",
        TABLE = "table",
        VALUE = "value",
    }
    kinds {
        ASSIGNMENT = "assignment_statement",
        BLOCK = "block",
        CALL = "function_call",
        CHUNK = "chunk",
        COMMENT = "comment",
        DOT_INDEX = "dot_index_expression",
        EXPRESSION_LIST = "expression_list",
        FIELD = "field",
        FOR = "for_statement",
        FOR_GENERIC = "for_generic_clause",
        FOR_NUMERIC = "for_numeric_clause",
        FUNCTION = "function_declaration",
        FUNCTION_VALUE = "function_definition",
        IDENTIFIER = "identifier",
        METHOD_INDEX = "method_index_expression",
        RETURN = "return_statement",
        STRING = "string",
        TABLE = "table_constructor",
        VARARG = "vararg_expression",
        VARIABLE = "variable_declaration",
        VARIABLE_LIST = "variable_list",
    }
    tokens {
        LOCAL = "local",
    }
}

/// The mode inside a table that a name is given.
const NAMED_TABLE: u8 = 1;

/// Lua as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Lua,
    version: 1,
    grammars: &[GrammarVariant {
        name: "lua",
        package: "tree-sitter-lua",
        version: "0.5.0",
        language: || tree_sitter_lua::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["lua", "rockspec"],
    file_names: &[".luacheckrc"],
    interpreters: &["lua", "luajit", "texlua"],
    rules: &[
        (kind::ASSIGNMENT, assign),
        (kind::BLOCK, open_block),
        (kind::CALL, call),
        (kind::CHUNK, find_returned),
        (kind::DOT_INDEX, use_member),
        (kind::FIELD, define_field),
        (kind::FOR, open_block),
        (kind::FOR_GENERIC, bind_loop),
        (kind::FOR_NUMERIC, bind_loop),
        (kind::FUNCTION, define_function),
        (kind::FUNCTION_VALUE, open_function),
        (kind::IDENTIFIER, |unit, node| unit.use_name(node, RefKind::Read)),
        (kind::STRING, use_string),
        (kind::VARIABLE, assign),
    ],
    definition_kinds: &["function_declaration"],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text,
    class_scope: ClassScope::MembersOnly,
    module_in_names: false,
    builtins: BUILTINS,
    module_of: |_, path| module_of(path),
    module_target,
    travel: Travel { nested_modules: false, last_wins: true, names_package: |_| true, ..Travel::BASE },
    ..LanguageSpec::BASE
};

/// Expressions, statements and definitions.
#[rustfmt::skip]
static FRAGMENT_KINDS: &[&str] = &[
    "assignment_statement", "binary_expression", "block", "bracket_index_expression", "do_statement",
    "dot_index_expression", "else_statement", "elseif_statement", "for_statement", "function_call",
    "function_declaration", "function_definition", "if_statement", "parenthesized_expression", "repeat_statement",
    "return_statement", "string", "table_constructor", "unary_expression", "variable_declaration", "while_statement",
];

/// The globals of Lua 5.1 to 5.4.
#[rustfmt::skip]
static BUILTINS: &[&str] = &[
    "_G", "_VERSION", "arg", "assert", "bit32", "collectgarbage", "coroutine", "debug", "dofile", "error", "getfenv",
    "getmetatable", "io", "ipairs", "jit", "load", "loadfile", "loadstring", "math", "module", "next", "os", "package",
    "pairs", "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setfenv", "setmetatable",
    "string", "table", "tonumber", "tostring", "type", "unpack", "utf8", "warn", "xpcall",
];

/// The name by which `require` knows a file: directories below a usual root and file with dots, `init` left out.
fn module_of(path: &str) -> String {
    let stem = path.strip_suffix(".lua").unwrap_or(path);
    let stem = ["lua/", "src/", "lib/"].iter().find_map(|&root| stem.strip_prefix(root)).unwrap_or(stem);
    stem.strip_suffix("/init").unwrap_or(stem).replace('/', ".")
}

/// A source names a file from one of the roots, or from the directory of the file that requires it or one around it.
fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let source = source.trim_end_matches(".lua").replace('/', ".");
    let file = source.replace('.', "/");
    let around = context.path.rmatch_indices('/').map(|(at, _)| &context.path[..at]);
    let beside = around.map(|directory| module_of(&format!("{directory}/{file}")));
    ModuleTarget::Candidates(std::iter::once(source).chain(beside).collect())
}

/// Notes the value that the file returns: a node is a number, and 0 is the chunk.
fn find_returned(unit: &mut Unit<'_>, chunk: NodeId) {
    let last = unit.children(chunk).last().filter(|&last| unit.is(last, kind::RETURN));
    let value = last.and_then(|last| unit.children(last).next()).and_then(|list| unit.children(list).next());
    unit.note(value.unwrap_or(0));
}

/// A definition of a path of names at a node, with what its parameters and the comments above say of it. A member of
/// what the file returns is reached from other files by the module's name.
fn define<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    symbol_kind: SymbolKind,
    (path, name): (&[&'s str], NodeId),
    value: Option<NodeId>,
) -> SymbolId {
    let docstring = docs(unit, node);
    let is_field = unit.is(node, kind::FIELD);
    let is_local = unit.has(node, kind::LOCAL) || unit.is_in_function();
    let last = path.last().copied().unwrap_or_default();
    let parameters = value.and_then(|function| unit.child(function, field::PARAMETERS));
    let is_inner = is_local && path.len() == 1 && !is_field;
    let draft = SymbolDraft {
        qualified: (path.len() > 1).then(|| path.join(".")),
        parent: unit.symbol_named(path[0]).filter(|_| path.len() == 2),
        arity: parameters.map(|parameters| Arity {
            required: unit.children_in(parameters, field::NAME).count().min(usize::from(u16::MAX)) as u16,
            optional: 0,
            variadic: unit.has(parameters, kind::VARARG),
        }),
        visibility: if is_inner || last.starts_with('_') { Visibility::Private } else { Visibility::Public },
        deprecated: docstring.as_deref().is_some_and(|docs| docs.contains("@deprecated")),
        docstring,
        signature: parameters.and_then(|last| unit.signature(unit.start_byte(node), unit.end_byte(last))),
        binds: (path.len() == 1 && !is_field).then_some(Space::ANY),
        ..SymbolDraft::new(symbol_kind, name, last)
    };
    let symbol = unit.define(node, draft);
    if let Some(table) = value.filter(|&value| unit.is(value, kind::TABLE)) {
        unit.open_context(table, symbol, ContextKind::Type);
        unit.enter_mode(table, NAMED_TABLE);
    }
    let member = unit.qualified_name(symbol).strip_prefix(unit.text(unit.notes()));
    if let Some(member) = member.filter(|member| member.starts_with('.') && !is_inner) {
        let qualified = [unit.module(), member].concat();
        unit.export_as(symbol, qualified);
    }
    symbol
}

/// `function f`, `local function f`, `function M.f`, `function M:m`.
fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    let Some(target) = unit.child(node, field::NAME) else { return };
    if let Some((path, name)) = path_of(unit, target) {
        unit.claim(target);
        if path.len() > 1 {
            unit.open_type(node, &path[..path.len() - 1].join("."));
        }
        let is_method = unit.is(target, kind::METHOD_INDEX);
        let symbol_kind = if is_method { SymbolKind::Method } else { SymbolKind::Function };
        define(unit, node, symbol_kind, (&path, name), Some(node));
    }
    open_function(unit, node);
}

/// A function's own scope, with its parameters.
fn open_function(unit: &mut Unit<'_>, node: NodeId) {
    unit.open_scope(node, ScopeKind::Function);
    unit.enter_mode(node, 0);
    let Some(parameters) = unit.child(node, field::PARAMETERS) else { return };
    for parameter in unit.children_in(parameters, field::NAME) {
        unit.bind_local(parameter, Reach::Scope);
    }
}

/// `local a, b = 1, 2` and `a.b, c = 1, 2`. At the top of a file, and for functions, the first one of a name or member
/// defines it.
fn assign(unit: &mut Unit<'_>, node: NodeId) {
    let is_local = unit.is(node, kind::VARIABLE);
    let assignment = if is_local { unit.child_of(node, kind::ASSIGNMENT) } else { Some(node) };
    let Some(names) = unit.child_of(assignment.unwrap_or(node), kind::VARIABLE_LIST) else { return };
    unit.claim(assignment.unwrap_or(node));
    let values = assignment.and_then(|assignment| unit.child_of(assignment, kind::EXPRESSION_LIST));
    let mut values = values.map(|values| unit.children(values)).into_iter().flatten();
    let targets: Vec<NodeId> = unit.children_in(names, field::NAME).collect();
    for &target in &targets {
        let value = values.next();
        if is_local && value.is_some_and(|value| import(unit, value, Some(target)).is_some()) {
            continue;
        }
        let Some((path, name)) = path_of(unit, target) else { continue };
        let is_function = value.is_some_and(|value| unit.is(value, kind::FUNCTION_VALUE));
        let is_top = !unit.is_in_function() && (!is_local || unit.scope_kind() == ScopeKind::File);
        let defines = match path.len() {
            _ if is_local => is_top || is_function,
            1 => is_top && !unit.is_bound(path[0]),
            _ => (is_function && path[0] != "self") || (is_top && !unit.is_defined(&path.join("."))),
        };
        if defines {
            let symbol_kind = match path.len() {
                _ if is_function => SymbolKind::Function,
                1 => SymbolKind::Variable,
                _ => SymbolKind::Field,
            };
            unit.claim(target);
            define(unit, if targets.len() == 1 { node } else { target }, symbol_kind, (&path, name), value);
        } else if is_local {
            unit.bind_local(target, Reach::After(node));
        } else if let Some(usage) = use_of(unit, target) {
            unit.claim(target);
            unit.reference(usage, RefKind::Write);
        }
    }
}

/// `name = value` in a table: a member where a name is given the table or the file returns it, and any function.
fn define_field(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME).filter(|&name| unit.is(name, kind::IDENTIFIER)) else {
        return;
    };
    unit.claim(name);
    let (table, value, text) = (unit.parent(node), unit.child(node, field::VALUE), unit.text(name));
    let is_returned = table == Some(unit.notes());
    let exported = [unit.module(), ".", text].concat();
    if let Some(value) = value.filter(|&value| is_returned && unit.is(value, kind::IDENTIFIER)) {
        return unit.export_name(unit.text(value), exported);
    }
    let holder = table.and_then(|table| unit.parent(table));
    let is_named = holder.is_some_and(|holder| match unit.kind(holder) {
        kind::FIELD => unit.context_node() == Some(holder),
        _ => unit.is(holder, kind::EXPRESSION_LIST) && unit.mode() == NAMED_TABLE,
    });
    let is_function = value.is_some_and(|value| unit.is(value, kind::FUNCTION_VALUE));
    if is_returned || is_function || (is_named && unit.context_kind() == ContextKind::Type) {
        let symbol_kind = if is_function { SymbolKind::Function } else { SymbolKind::Field };
        let symbol = define(unit, node, symbol_kind, (&[text], name), value);
        if is_returned {
            unit.export_as(symbol, exported);
        }
    }
}

/// The names of a plain path (`a.b.c`, `a:m`), and the node of the last.
fn path_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(Vec<&'s str>, NodeId)> {
    let (mut path, mut next, mut name) = (Vec::new(), node, None);
    while path.len() < PATH_SEGMENTS_MAX {
        let member = match unit.kind(next) {
            kind::IDENTIFIER => {
                path.push(unit.text(next));
                path.reverse();
                return Some((path, name.unwrap_or(next)));
            }
            kind::DOT_INDEX => unit.child(next, field::FIELD)?,
            kind::METHOD_INDEX => unit.child(next, field::METHOD)?,
            _ => return None,
        };
        path.push(unit.text(member));
        name = name.or(Some(member));
        next = unit.child(next, field::TABLE)?;
    }
    None
}

/// The use that a name or member is; `self` is the table that the enclosing method belongs to.
fn use_of<'s>(unit: &Unit<'s>, node: NodeId) -> Option<Use<'s>> {
    if let Some((path, name)) = path_of(unit, node) {
        let written = unit.text(node);
        let path: Vec<Segment<'s>> = path.into_iter().map(Segment::from).collect();
        return Some(match path.as_slice() {
            [first, rest @ ..] if first == "self" && !rest.is_empty() && !unit.is_local("self") => {
                Use::receiver(name, rest.to_vec(), written)
            }
            _ => Use { written: Some(written.into()), ..Use::path(name, path) },
        });
    }
    let member = unit.child(node, field::METHOD).or(unit.child(node, field::FIELD))?;
    unit.is(member, kind::IDENTIFIER).then(|| Use::computed(member, unit.text(member), None))
}

fn call(unit: &mut Unit<'_>, node: NodeId) {
    if import(unit, node, None).is_some() {
        return;
    }
    let Some(callee) = unit.child(node, field::NAME) else { return };
    let Some(usage) = use_of(unit, callee) else { return };
    let arity = unit.child(node, field::ARGUMENTS).map_or(0, |arguments| unit.children(arguments).count());
    unit.claim(callee);
    unit.call(usage, arity.min(usize::from(u16::MAX)) as u16);
}

fn use_member(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(member) = unit.child(node, field::FIELD) {
        unit.claim(member);
    }
    if let Some(usage) = use_of(unit, node) {
        unit.attribute_term(usage.at, unit.text(usage.at));
        unit.reference(usage, RefKind::Read);
    }
}

/// The body of a function is part of the function's own scope.
fn open_block(unit: &mut Unit<'_>, node: NodeId) {
    if !matches!(unit.parent_kind(node), kind::FUNCTION | kind::FUNCTION_VALUE) {
        unit.open_scope(node, ScopeKind::Block);
    }
}

fn bind_loop(unit: &mut Unit<'_>, clause: NodeId) {
    let names = unit.child_of(clause, kind::VARIABLE_LIST).unwrap_or(clause);
    for name in unit.children_in(names, field::NAME) {
        unit.bind_local(name, Reach::Scope);
    }
}

/// `require "a.b"`, also with a member taken out of it (`require("a.b").c`); `None` for any other value.
fn import(unit: &mut Unit<'_>, value: NodeId, local: Option<NodeId>) -> Option<ImportId> {
    let member = unit.child(value, field::FIELD).filter(|_| unit.is(value, kind::DOT_INDEX));
    let call = if member.is_some() { unit.child(value, field::TABLE)? } else { value };
    let callee = unit.child(call, field::NAME).filter(|_| unit.is(call, kind::CALL))?;
    let argument = unit.children(unit.child(call, field::ARGUMENTS)?).next()?;
    let source = unit.child(argument, field::CONTENT).filter(|_| unit.is(argument, kind::STRING))?;
    if unit.text(callee) != "require" || unit.is_bound("require") {
        return None;
    }
    let draft = ImportDraft {
        name: member.map(|member| unit.text(member).into()),
        local: local.map(|local| unit.text(local).into()),
        after: local.map(|_| value),
        ..ImportDraft::module(ImportKind::Absolute, unit.text(source).into())
    };
    for node in [Some(callee), Some(call), member, local, Some(value)].into_iter().flatten() {
        unit.claim(node);
    }
    Some(unit.import(argument, draft))
}

fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    let content = unit.child(node, field::CONTENT).map(|content| unit.text(content));
    if let Some(content) = content.filter(|content| !content.contains('\n')) {
        unit.string_term(node, content);
    }
}

/// The comments that end on the line above a definition.
fn docs(unit: &Unit<'_>, definition: NodeId) -> Option<Box<str>> {
    let (mut line, mut lines) = (unit.line(definition), Vec::new());
    let mut next = unit.previous(definition);
    while let Some(comment) = next.filter(|&node| unit.is(node, kind::COMMENT)) {
        let text = unit.text(comment).trim_end();
        let before = unit.previous(comment).filter(|&before| unit.line(before) == unit.line(comment));
        if unit.line(comment) + text.matches('\n').count() as u32 + 1 != line || before.is_some() {
            break;
        }
        line = unit.line(comment);
        lines.push(comment_text(text));
        next = unit.previous(comment);
    }
    unit.docstring(lines.into_iter().rev().flat_map(str::lines))
}

/// A comment's text without its markers.
fn comment_text(text: &str) -> &str {
    match text.strip_prefix("--[").and_then(|block| block.trim_start_matches('=').strip_prefix('[')) {
        Some(block) => block.trim_end().trim_end_matches([']', '=']),
        None => text.trim_start_matches('-'),
    }
}
