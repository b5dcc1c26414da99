//! Protocol buffers: packages, messages, enums, services and their members; types, options and imports that they use.

use super::{FactClass, GrammarVariant, Kind, LanguageSpec, ModuleContext, ModuleTarget, Travel, vocabulary};
use crate::extract::{ContextKind, ImportDraft, ScopeKind, Segment, SymbolDraft, Unit, Use};
use crate::limits::PATH_SEGMENTS_MAX;
use crate::model::{Arity, ImportKind, Language, NodeId, RefKind, SymbolKind, Visibility};

vocabulary! {
    fields {
        PATH = "path",
    }
    kinds {
        COMMENT = "comment",
        CONSTANT = "constant",
        ENUM = "enum",
        ENUM_BODY = "enum_body",
        ENUM_FIELD = "enum_field",
        ENUM_NAME = "enum_name",
        ENUM_OPTION = "enum_value_option",
        EXTEND = "extend",
        FIELD = "field",
        FIELD_NUMBER = "field_number",
        FIELD_OPTION = "field_option",
        FIELD_OPTIONS = "field_options",
        FULL_IDENT = "full_ident",
        GROUP = "group",
        IDENTIFIER = "identifier",
        IMPORT = "import",
        INT = "int_lit",
        MAP_FIELD = "map_field",
        MESSAGE = "message",
        MESSAGE_BODY = "message_body",
        MESSAGE_NAME = "message_name",
        ONEOF = "oneof",
        ONEOF_FIELD = "oneof_field",
        OPTION = "option",
        PACKAGE = "package",
        RPC = "rpc",
        RPC_NAME = "rpc_name",
        SERVICE = "service",
        SERVICE_NAME = "service_name",
        TYPE_NAME = "message_or_enum_type",
    }
    tokens {
        CLOSE = ")",
        DOT = ".",
        LOCAL = "local",
        PUBLIC = "public",
    }
}

/// Protocol buffers as the extractor knows them.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Protobuf,
    grammars: &[GrammarVariant {
        name: "proto",
        package: "tree-sitter-proto",
        version: "0.6.0",
        language: || tree_sitter_proto::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["proto"],
    rules: &[
        (kind::ENUM, define_enum),
        (kind::ENUM_FIELD, define_value),
        (kind::ENUM_OPTION, use_options),
        (kind::EXTEND, use_extended),
        (kind::FIELD, define_field),
        (kind::FIELD_OPTION, use_options),
        (kind::GROUP, define_message),
        (kind::IMPORT, import),
        (kind::MAP_FIELD, define_field),
        (kind::MESSAGE, define_message),
        (kind::ONEOF, define_oneof),
        (kind::ONEOF_FIELD, define_field),
        (kind::OPTION, use_options),
        (kind::PACKAGE, define_package),
        (kind::RPC, define_rpc),
        (kind::SERVICE, define_service),
        (kind::TYPE_NAME, use_type),
    ],
    fragment_kinds: &["enum", "extend", "group", "message", "oneof", "rpc", "service"],
    comment_kinds: &["comment"],
    comment_text,
    facts: &[
        FactClass::Symbols,
        FactClass::References,
        FactClass::Imports,
        FactClass::Comments,
        FactClass::Fragments,
    ],
    unbound_paths: true,
    unbound_names: true,
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    module_target,
    travel: Travel {
        nested_modules: false,
        relative_paths: true,
        outer_modules: true,
        global_names: true,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// `package a.b;`: the rest of the file is inside.
fn define_package(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child_of(node, kind::FULL_IDENT) else { return };
    let name = unit.text(name_node);
    let draft = SymbolDraft {
        qualified: Some(name.to_owned()),
        docstring: docs(unit, node),
        binds: None,
        context: None,
        everywhere: false,
        ..SymbolDraft::new(SymbolKind::Package, name_node, name)
    };
    let package = unit.define(node, draft);
    unit.open_context(0, package, ContextKind::Module);
}

/// `message A { … }`; a group is a message where it stands.
fn define_message(unit: &mut Unit<'_>, node: NodeId) {
    define_type(unit, node, SymbolKind::Struct, kind::MESSAGE_NAME);
}

fn define_enum(unit: &mut Unit<'_>, node: NodeId) {
    define_type(unit, node, SymbolKind::Enum, kind::ENUM_NAME);
}

fn define_service(unit: &mut Unit<'_>, node: NodeId) {
    define_type(unit, node, SymbolKind::Interface, kind::SERVICE_NAME);
}

fn define_type(unit: &mut Unit<'_>, node: NodeId, symbol: SymbolKind, name: Kind) {
    let Some(name_node) = unit.child_of(node, name) else { return };
    let draft = SymbolDraft {
        visibility: if unit.has(node, kind::LOCAL) { Visibility::Private } else { Visibility::Public },
        deprecated: is_deprecated(unit, node),
        docstring: docs(unit, node),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name_node)),
        ..SymbolDraft::new(symbol, name_node, unit.text(name_node))
    };
    unit.define(node, draft);
    unit.open_scope(node, ScopeKind::Class);
}

/// A value of an enum is a name of the scope around the enum, as in C++.
fn define_value(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let name = unit.text(name_node);
    let around = unit.context_name().rsplit_once('.').map_or("", |(around, _)| around);
    let qualified = if around.is_empty() { name.to_owned() } else { [around, ".", name].concat() };
    let end = unit.child_of(node, kind::INT).unwrap_or(name_node);
    let draft = SymbolDraft {
        qualified: Some(qualified),
        deprecated: is_deprecated(unit, node),
        docstring: docs(unit, node),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(end)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::EnumMember, name_node, name)
    };
    unit.define(node, draft);
}

/// A field of a message, of a `oneof` in it, or of an extension, whose name is the scope's around it.
fn define_field(unit: &mut Unit<'_>, node: NodeId) {
    define_member(unit, node, SymbolKind::Field, kind::FIELD_NUMBER);
}

/// `oneof a { … }` gives its fields to the message.
fn define_oneof(unit: &mut Unit<'_>, node: NodeId) {
    define_member(unit, node, SymbolKind::Union, kind::IDENTIFIER);
}

fn define_member(unit: &mut Unit<'_>, node: NodeId, symbol: SymbolKind, last: Kind) {
    let Some(name_node) = unit.child_of(node, kind::IDENTIFIER) else { return };
    let end = unit.child_of(node, last).unwrap_or(name_node);
    let draft = SymbolDraft {
        deprecated: is_deprecated(unit, node),
        docstring: docs(unit, node),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(end)),
        binds: None,
        context: None,
        everywhere: false,
        ..SymbolDraft::new(symbol, name_node, unit.text(name_node))
    };
    unit.define(node, draft);
}

/// `rpc Get(A) returns (stream B);`
fn define_rpc(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child_of(node, kind::RPC_NAME) else { return };
    let close = unit.all_children(node).filter(|&part| unit.is(part, kind::CLOSE)).last();
    let draft = SymbolDraft {
        arity: Some(Arity { required: 1, optional: 0, variadic: false }),
        deprecated: is_deprecated(unit, node),
        docstring: docs(unit, node),
        signature: unit.signature(unit.start_byte(node), unit.end_byte(close.unwrap_or(name_node))),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Method, name_node, unit.text(name_node))
    };
    unit.define(node, draft);
}

fn use_type(unit: &mut Unit<'_>, node: NodeId) {
    let absolute = unit.text(node).starts_with('.');
    use_path(unit, node, absolute, RefKind::Type);
}

/// `extend A { … }`
fn use_extended(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(extended) = unit.child_of(node, kind::FULL_IDENT) {
        let absolute = unit.has(node, kind::DOT);
        use_path(unit, extended, absolute, RefKind::Type);
    }
}

/// `(a.b).c = 1`: an option in parentheses is an extension's field.
fn use_options(unit: &mut Unit<'_>, node: NodeId) {
    let names = unit.children(node).filter(|&part| unit.is(part, kind::FULL_IDENT));
    for name in names.collect::<Vec<_>>() {
        let absolute = unit.previous(name).is_some_and(|before| unit.is(before, kind::DOT));
        use_path(unit, name, absolute, RefKind::Annotation);
    }
}

fn use_path(unit: &mut Unit<'_>, node: NodeId, absolute: bool, kind: RefKind) {
    let names: Vec<NodeId> =
        unit.children(node).filter(|&part| unit.is(part, kind::IDENTIFIER)).take(PATH_SEGMENTS_MAX).collect();
    let Some(&last) = names.last() else { return };
    let path: Vec<Segment<'_>> = names.iter().map(|&name| unit.text(name).into()).collect();
    let usage = if absolute { Use::absolute(last, path, unit.text(node)) } else { Use::path(last, path) };
    unit.reference(usage, kind);
}

/// `import public "a/b.proto";`
fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = unit.child(node, field::PATH) else { return };
    let source = unit.text(path).trim_matches(['"', '\'']);
    let reexport = unit.has(node, kind::PUBLIC);
    unit.import(path, ImportDraft { reexport, ..ImportDraft::module(ImportKind::Absolute, source.into()) });
}

/// The file that an import means: imports are written from a root, which is one of the directories above the importing
/// file.
fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let mut directory = context.path;
    let mut candidates = Vec::new();
    while let Some((outer, _)) = directory.rsplit_once('/') {
        directory = outer;
        candidates.push([outer, "/", source].concat());
    }
    candidates.push(source.to_owned());
    candidates.retain(|path| context.package.has_file(path));
    ModuleTarget::Candidates(candidates)
}

/// Whether an option of a definition, in its body or in brackets behind it, says so.
fn is_deprecated(unit: &Unit<'_>, node: NodeId) -> bool {
    let says = |option: NodeId| {
        let name = unit.child_of(option, kind::IDENTIFIER).map(|name| unit.text(name));
        let value = unit.child_of(option, kind::CONSTANT).map(|value| unit.text(value));
        name == Some("deprecated") && value == Some("true")
    };
    unit.children(node).any(|part| match unit.kind(part) {
        kind::OPTION | kind::ENUM_OPTION => says(part),
        kind::FIELD_OPTIONS | kind::MESSAGE_BODY | kind::ENUM_BODY => unit
            .children(part)
            .any(|option| matches!(unit.kind(option), kind::OPTION | kind::FIELD_OPTION) && says(option)),
        _ => false,
    })
}

/// The comments right before a definition, or else the one behind it on its line.
fn docs(unit: &Unit<'_>, node: NodeId) -> Option<Box<str>> {
    let is_comment = |&part: &NodeId| unit.is(part, kind::COMMENT);
    let mut before = Vec::new();
    let (mut first, mut next) = (node, unit.previous(node));
    while let Some(comment) = next.filter(is_comment) {
        next = unit.previous(comment);
        let trails = next.is_some_and(|other| end_line(unit, other) == unit.line(comment));
        if trails || end_line(unit, comment) + 1 < unit.line(first) {
            break;
        }
        before.push(comment);
        first = comment;
    }
    if before.is_empty() {
        let behind = unit.next(node).filter(is_comment);
        before.extend(behind.filter(|&comment| unit.line(comment) == end_line(unit, node)));
    }
    unit.docstring(
        before.iter().rev().flat_map(|&comment| comment_text(unit.text(comment)).split('\n')).map(strip_star),
    )
}

fn end_line(unit: &Unit<'_>, node: NodeId) -> u32 {
    unit.line(node) + unit.text(node).trim_end().matches('\n').count() as u32
}

fn comment_text(text: &str) -> &str {
    match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => text.trim_start_matches('/'),
    }
}

/// A line of a comment without the star and the space in front of it.
fn strip_star(line: &str) -> &str {
    let line = line.trim_end();
    let rest = line.trim_start().strip_prefix('*').unwrap_or(line);
    rest.strip_prefix(' ').unwrap_or(rest)
}
