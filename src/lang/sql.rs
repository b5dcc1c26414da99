//! SQL: tables and views, their columns, types, functions, schemas, and the tables that statements read and write.
//!
//! Dialects differ more than one grammar holds: where a statement isn't read, the parse errors say so.

use super::{FactClass, GrammarVariant, LanguageSpec, Travel, vocabulary};
use crate::extract::{Reach, ScopeKind, Segment, SymbolDraft, Unit, Use};
use crate::model::{Arity, Language, NodeId, RefKind, SymbolKind};

vocabulary! {
    fields {
        NAME = "name",
        SCHEMA = "schema",
    }
    kinds {
        COLUMN = "column_definition",
        COLUMNS = "column_definitions",
        CREATE_FUNCTION = "create_function",
        CREATE_MATERIALIZED_VIEW = "create_materialized_view",
        CREATE_SCHEMA = "create_schema",
        CREATE_TABLE = "create_table",
        CREATE_TYPE = "create_type",
        CREATE_VIEW = "create_view",
        CTE = "cte",
        ENUM_ELEMENTS = "enum_elements",
        FROM = "from",
        FUNCTION_ARGUMENT = "function_argument",
        FUNCTION_ARGUMENTS = "function_arguments",
        FUNCTION_BODY = "function_body",
        IDENTIFIER = "identifier",
        INSERT = "insert",
        LITERAL = "literal",
        OBJECT = "object_reference",
        REFERENCES = "keyword_references",
        RELATION = "relation",
        STATEMENT = "statement",
        UPDATE = "update",
    }
    tokens {}
}

/// SQL as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Sql,
    grammars: &[GrammarVariant {
        name: "sql",
        package: "tree-sitter-sequel",
        version: "0.3.11",
        language: || tree_sitter_sequel::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["ddl", "psql", "sql"],
    rules: &[
        (kind::COLUMN, define_column),
        (kind::CREATE_FUNCTION, define_function),
        (kind::CREATE_MATERIALIZED_VIEW, define_view),
        (kind::CREATE_SCHEMA, define_schema),
        (kind::CREATE_TABLE, define_table),
        (kind::CREATE_TYPE, define_type),
        (kind::CREATE_VIEW, define_view),
        (kind::CTE, bind_query),
        (kind::FROM, use_written),
        (kind::INSERT, use_written),
        (kind::REFERENCES, use_referenced),
        (kind::RELATION, use_relation),
        (kind::STATEMENT, |unit, statement| unit.open_scope(statement, ScopeKind::Block)),
    ],
    fragment_kinds: &[
        "create_function",
        "create_materialized_view",
        "create_table",
        "create_type",
        "create_view",
    ],
    comment_kinds: &["comment", "marginalia"],
    comment_text: |text| match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => text.trim_start_matches('-'),
    },
    facts: &[FactClass::Symbols, FactClass::References, FactClass::Comments, FactClass::Fragments],
    unbound_names: true,
    unbound_paths: true,
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    travel: Travel { nested_modules: false, global_names: true, ..Travel::BASE },
    ..LanguageSpec::BASE
};

fn define_table(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Table, |_, draft| draft);
}

fn define_view(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::View, |_, draft| draft);
}

/// `create type a as enum (…)`, `as (…)`, and the others.
fn define_type(unit: &mut Unit<'_>, node: NodeId) {
    let elements = unit.child_of(node, kind::ENUM_ELEMENTS);
    let symbol = match elements {
        Some(_) => SymbolKind::Enum,
        None if unit.has(node, kind::COLUMNS) => SymbolKind::Struct,
        None => SymbolKind::TypeAlias,
    };
    define(unit, node, symbol, |_, draft| draft);
    let literals = elements.into_iter().flat_map(|list| unit.children(list));
    for literal in literals.filter(|&part| unit.is(part, kind::LITERAL)).collect::<Vec<_>>() {
        let name = unquoted(unit.text(literal));
        let draft = SymbolDraft { binds: None, ..SymbolDraft::new(SymbolKind::EnumMember, literal, name) };
        unit.define(literal, draft);
    }
}

fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    define(unit, node, SymbolKind::Function, |unit, draft| {
        let arguments = unit.child_of(node, kind::FUNCTION_ARGUMENTS);
        let count = arguments.into_iter().flat_map(|list| unit.children(list));
        let count = count.filter(|&part| unit.is(part, kind::FUNCTION_ARGUMENT)).count();
        let required = u16::try_from(count).unwrap_or(u16::MAX);
        let end = unit.child_of(node, kind::FUNCTION_BODY).map(|body| unit.start_byte(body));
        SymbolDraft {
            arity: Some(Arity { required, optional: 0, variadic: false }),
            signature: end.and_then(|end| unit.signature(unit.start_byte(node), end)),
            ..draft
        }
    });
}

fn define_schema(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let text = unquoted(unit.text(name));
    let draft = SymbolDraft {
        context: None,
        everywhere: false,
        hoisted: true,
        ..SymbolDraft::new(SymbolKind::Namespace, name, text)
    };
    unit.define(node, draft);
}

/// Defines what a statement creates. Its name is known to the whole file, without its schema too.
fn define<'s>(
    unit: &mut Unit<'s>,
    node: NodeId,
    symbol: SymbolKind,
    complete: impl FnOnce(&Unit<'s>, SymbolDraft<'s>) -> SymbolDraft<'s>,
) {
    let Some(object) = unit.child_of(node, kind::OBJECT) else { return };
    let path = path(unit, object);
    let (Some(name), Some(name_node)) = (path.last().copied(), unit.child(object, field::NAME)) else {
        return;
    };
    let draft = SymbolDraft {
        qualified: Some(path.join(".")),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(object)),
        hoisted: true,
        ..SymbolDraft::new(symbol, name_node, name)
    };
    let draft = complete(unit, draft);
    unit.claim(object);
    unit.define(node, draft);
}

fn define_column(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let draft = SymbolDraft {
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Field, name, unquoted(unit.text(name)))
    };
    unit.define(node, draft);
}

/// `with a as (…)`: a name of its statement.
fn bind_query(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child_of(node, kind::IDENTIFIER) {
        unit.bind_local(name, Reach::Scope);
    }
}

/// A table or view of a `from`, a `join`, or right behind `update`.
fn use_relation(unit: &mut Unit<'_>, node: NodeId) {
    let is_written = unit.parent_kind(node) == kind::UPDATE;
    let usage = if is_written { RefKind::Write } else { RefKind::Read };
    use_object(unit, unit.child_of(node, kind::OBJECT), usage);
}

/// `insert into a`, `delete from a`: where a query reads, a relation stands between.
fn use_written(unit: &mut Unit<'_>, node: NodeId) {
    use_object(unit, unit.child_of(node, kind::OBJECT), RefKind::Write);
}

/// `references a (…)`
fn use_referenced(unit: &mut Unit<'_>, node: NodeId) {
    use_object(unit, unit.next(node).filter(|&next| unit.is(next, kind::OBJECT)), RefKind::Read);
}

fn use_object(unit: &mut Unit<'_>, object: Option<NodeId>, kind: RefKind) {
    let Some(object) = object else { return };
    let Some(name) = unit.child(object, field::NAME) else { return };
    let path: Vec<Segment<'_>> = path(unit, object).into_iter().map(Segment::from).collect();
    unit.reference(Use::path(name, path), kind);
}

/// The names of `schema.table`.
fn path<'s>(unit: &Unit<'s>, object: NodeId) -> Vec<&'s str> {
    unit.children(object)
        .filter(|&part| unit.is(part, kind::IDENTIFIER))
        .map(|part| unquoted(unit.text(part)))
        .collect()
}

/// A name as written, without the quotes of its dialect.
fn unquoted(text: &str) -> &str {
    let quotes = [('"', '"'), ('`', '`'), ('[', ']'), ('\'', '\'')];
    let inner = quotes.iter().find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.filter(|inner| !inner.is_empty()).unwrap_or(text)
}
