//! Shell: Bash, and sh, dash and ksh as far as its grammar reads them.
//!
//! Functions, aliases, and the variables that a script sets outside of functions. Functions and variables are two name
//! spaces. A command is a call of whatever has its name: of a function here or in a sourced file, else of a program.

mod repairs;

use super::{ClassScope, GrammarVariant, LanguageSpec, ModuleContext, ModuleTarget, Travel, vocabulary};
use crate::extract::{ImportDraft, Reach, ScopeKind, Space, SymbolDraft, Unit, Use};
use crate::model::{ImportKind, Language, NodeId, RefKind, SymbolKind, Visibility};

vocabulary! {
    fields {
        ARGUMENT = "argument",
        BODY = "body",
        NAME = "name",
        VARIABLE = "variable",
    }
    kinds {
        ASSIGNMENT = "variable_assignment",
        COMMAND = "command",
        COMMENT = "comment",
        CONCATENATION = "concatenation",
        DECLARATION = "declaration_command",
        FOR = "for_statement",
        FUNCTION = "function_definition",
        RAW_STRING = "raw_string",
        STRING = "string",
        STRING_CONTENT = "string_content",
        SUBSCRIPT = "subscript",
        VARIABLE = "variable_name",
        WORD = "word",
    }
    tokens {
    }
}

/// Functions and aliases.
const FUNCTIONS: Space = Space::VALUE;
const VARIABLES: Space = Space::MACRO;

/// Shell as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Bash,
    version: 1,
    grammars: &[GrammarVariant {
        name: "bash",
        package: "tree-sitter-bash",
        version: "0.25.1",
        language: || tree_sitter_bash::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["bash", "bats", "ebuild", "eclass", "ksh", "sh"],
    file_names: FILE_NAMES,
    interpreters: &["ash", "bash", "bats", "dash", "ksh", "mksh", "sh"],
    rules: &[
        (kind::ASSIGNMENT, assign),
        (kind::COMMAND, call),
        (kind::DECLARATION, declare),
        (kind::FOR, set_by_loop),
        (kind::FUNCTION, define_function),
        (kind::RAW_STRING, use_string),
        (kind::STRING, use_string),
        (kind::VARIABLE, |unit, node| use_variable(unit, node, RefKind::Read)),
    ],
    fragment_kinds: FRAGMENT_KINDS,
    comment_kinds: &["comment"],
    comment_text,
    repair: repairs::repair,
    class_scope: ClassScope::MembersOnly,
    builtins: BUILTINS,
    module_of: |_, path| path.to_owned(),
    module_target,
    travel: Travel { nested_modules: false, last_wins: true, ..Travel::BASE },
    ..LanguageSpec::BASE
};

#[rustfmt::skip]
static FILE_NAMES: &[&str] = &[
    ".bash_aliases", ".bash_functions", ".bash_login", ".bash_logout", ".bash_profile", ".bashrc", ".envrc", ".kshrc",
    ".profile", "APKBUILD", "PKGBUILD", "bash.bashrc", "bash_completion",
];

/// Statements and definitions.
#[rustfmt::skip]
static FRAGMENT_KINDS: &[&str] = &[
    "c_style_for_statement", "case_item", "case_statement", "command", "command_substitution", "compound_statement",
    "declaration_command", "do_group", "elif_clause", "else_clause", "for_statement", "function_definition",
    "if_statement", "list", "negated_command", "pipeline", "redirected_statement", "string", "subshell",
    "test_command", "unset_command", "variable_assignment", "while_statement",
];

/// The commands of Bash itself.
#[rustfmt::skip]
static BUILTINS: &[&str] = &[
    ".", ":", "[", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "command", "compgen", "complete",
    "compopt", "continue", "dirs", "disown", "echo", "enable", "eval", "exec", "exit", "false", "fc", "fg", "getopts",
    "hash", "help", "history", "jobs", "kill", "let", "logout", "mapfile", "popd", "printf", "pushd", "pwd", "read",
    "readarray", "return", "set", "shift", "shopt", "source", "suspend", "test", "times", "trap", "true", "type",
    "ulimit", "umask", "unalias", "wait",
];

/// A sourced file lies where its path says from the package's root or beside the script; one that begins with the
/// script's own directory (`$(dirname "$0")/…`, `${BASH_SOURCE%/*}/…`) beside it. Other expansions only running knows.
fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let directory = context.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let own = is_of_own_directory(source);
    let rest = source.rsplit_once([')', '}', '"']).map_or(source, |(_, rest)| rest);
    let file = match rest.strip_prefix('/') {
        Some(rest) if own => rest,
        Some(_) if rest == source => return ModuleTarget::External,
        _ if source.contains(['$', '`']) => return ModuleTarget::Candidates(Vec::new()),
        _ => source,
    };
    let beside = normalise(directory, file);
    let from_root = normalise("", file).filter(|_| !own);
    ModuleTarget::Candidates(from_root.into_iter().chain(beside).collect())
}

/// Whether a path begins with an expansion to the directory of the script.
fn is_of_own_directory(path: &str) -> bool {
    ["dirname", "%/*}"].iter().any(|mark| path.contains(mark))
        && ["$0", "${0", "BASH_SOURCE"].iter().any(|script| path.contains(script))
}

/// A path from a directory without `.` and `..`; `None` where it leaves the package.
fn normalise(directory: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = directory.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Defines a name at a node. Every file that sources this one has it too.
fn define<'s>(unit: &mut Unit<'s>, node: NodeId, symbol_kind: SymbolKind, name: NodeId, text: &'s str) {
    let is_variable = matches!(symbol_kind, SymbolKind::Variable | SymbolKind::Constant);
    let end = unit.child(node, field::BODY).map_or(unit.end_byte(node), |body| unit.start_byte(body));
    let draft = SymbolDraft {
        // A function has no names of its own: what it defines is everybody's.
        qualified: Some(text.to_owned()),
        visibility: if text.starts_with('_') { Visibility::Private } else { Visibility::Public },
        signature: unit.signature(unit.start_byte(node), end),
        docstring: docs(unit, node),
        binds: Some(if is_variable { VARIABLES } else { FUNCTIONS }),
        ..SymbolDraft::new(symbol_kind, name, text)
    };
    let draft = if symbol_kind == SymbolKind::Macro {
        SymbolDraft { context: None, everywhere: false, ..draft }
    } else {
        draft
    };
    let symbol = unit.define(node, draft);
    let qualified = [unit.module(), ".", text].concat();
    unit.name_also(symbol, qualified);
}

/// `f() { … }`, `function f { … }`.
fn define_function(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::NAME) {
        define(unit, node, SymbolKind::Function, name, unit.text(name));
    }
    unit.open_scope(node, ScopeKind::Function);
}

/// `for name in …`
fn set_by_loop(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = unit.child(node, field::VARIABLE) {
        use_variable(unit, name, RefKind::Write);
        unit.claim(name);
    }
}

/// `name=value`: outside of functions, the first one defines the variable.
fn assign(unit: &mut Unit<'_>, node: NodeId) {
    // `name=value command` sets it for the command alone.
    if unit.parent_kind(node) != kind::COMMAND {
        set(unit, node, SymbolKind::Variable);
    } else if let Some(name) = unit.child(node, field::NAME) {
        unit.claim(name);
    }
}

fn set(unit: &mut Unit<'_>, node: NodeId, symbol_kind: SymbolKind) {
    let Some(name) = unit.child(node, field::NAME).filter(|&name| unit.is(name, kind::VARIABLE)) else {
        return;
    };
    let text = unit.text(name);
    if unit.is_in_function() || unit.is_bound_here_in(text, VARIABLES) {
        use_variable(unit, name, RefKind::Write);
    } else {
        define(unit, node, symbol_kind, name, text);
    }
}

/// `local`, `declare`, `typeset`, `export`, `readonly`, each with names and assignments.
fn declare(unit: &mut Unit<'_>, node: NodeId) {
    let text = unit.text(node);
    let word = text.split_ascii_whitespace().next().unwrap_or_default();
    let mut flags = text.split_ascii_whitespace().skip(1).take_while(|word| word.starts_with('-'));
    let (mut is_global, mut is_constant) = (false, word == "readonly");
    for flag in flags.by_ref() {
        is_global |= flag.contains('g');
        is_constant |= flag.contains('r');
    }
    let makes = matches!(word, "declare" | "local" | "typeset");
    let is_local = unit.is_in_function() && makes && !is_global;
    let symbol_kind = if is_constant { SymbolKind::Constant } else { SymbolKind::Variable };
    for child in unit.children(node) {
        let name = match unit.kind(child) {
            kind::ASSIGNMENT => unit.child(child, field::NAME),
            kind::VARIABLE => Some(child),
            _ => None,
        };
        let Some(name) = name.filter(|&name| unit.is(name, kind::VARIABLE)) else { continue };
        match unit.kind(child) {
            _ if is_local => unit.bind_local_in(name, Reach::Function, VARIABLES),
            kind::ASSIGNMENT => set(unit, child, symbol_kind),
            _ if makes && !unit.is_in_function() && !unit.is_bound_here_in(unit.text(name), VARIABLES) => {
                define(unit, name, symbol_kind, name, unit.text(name));
            }
            _ => {}
        }
        unit.claim(child);
    }
}

/// Positional parameters are nobody's.
fn use_variable(unit: &mut Unit<'_>, name: NodeId, ref_kind: RefKind) {
    if unit.text(name).starts_with(|first: char| first.is_ascii_digit()) {
        return;
    }
    let usage = Use { space: Some(VARIABLES), ..Use::name(name, unit.text(name)) };
    unit.reference(usage, ref_kind);
}

/// A command whose name is a plain word; the shell's own words for files, aliases and handlers are looked at.
fn call(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let text = unit.text(name);
    // A lone bracket is what is left of a statement that does not parse.
    if text.contains(['$', '`', '"', '\'', '\n']) || matches!(text, "{" | "}" | "(" | ")") {
        return;
    }
    let arguments: Vec<NodeId> = unit.children_in(node, field::ARGUMENT).collect();
    match text {
        "source" | "." => {
            if let Some(&file) = arguments.first() {
                return import(unit, file);
            }
        }
        "alias" => arguments.iter().for_each(|&argument| define_alias(unit, argument)),
        // What they are given may be a function of the file.
        "complete" | "trap" => {
            for &argument in &arguments {
                let is_name =
                    |text: &str| text.contains(|part: char| part.is_ascii_lowercase() || part == '_');
                if unit.is(argument, kind::WORD) && is_name(unit.text(argument)) {
                    unit.use_name(argument, RefKind::Read);
                }
            }
        }
        _ => {}
    }
    unit.call(Use::name(name, text), arguments.len().min(usize::from(u16::MAX)) as u16);
}

/// `alias name='…'`.
fn define_alias(unit: &mut Unit<'_>, argument: NodeId) {
    let text = unit.text(argument);
    if let Some((name, _)) = text.split_once('=').filter(|(name, _)| !name.is_empty() && !name.contains('$'))
    {
        define(unit, argument, SymbolKind::Macro, argument, name);
    }
}

/// `source file`: everything that the file defines is defined here.
fn import(unit: &mut Unit<'_>, file: NodeId) {
    let text = literal(unit, file).unwrap_or(unit.text(file));
    let is_relative = is_of_own_directory(text) || !text.starts_with(['/', '$', '~']);
    let import_kind = if is_relative { ImportKind::Relative } else { ImportKind::Absolute };
    unit.import(file, ImportDraft { reexport: true, ..ImportDraft::star(import_kind, text.into()) });
}

/// The text of a word or string, without its quotes.
fn literal<'s>(unit: &Unit<'s>, node: NodeId) -> Option<&'s str> {
    let quote = match unit.kind(node) {
        kind::STRING => '"',
        kind::RAW_STRING => '\'',
        _ => return None,
    };
    unit.text(node).strip_prefix(quote)?.strip_suffix(quote)
}

fn use_string(unit: &mut Unit<'_>, node: NodeId) {
    let text = literal(unit, node).filter(|text| !text.contains(['$', '`', '\n']));
    if let Some(text) = text {
        unit.string_term(node, text);
    }
}

/// The comments that end on the line above a definition, without what they say to the kernel or to shellcheck.
fn docs(unit: &Unit<'_>, definition: NodeId) -> Option<Box<str>> {
    let holder = unit.parent(definition).filter(|&holder| unit.is(holder, kind::DECLARATION));
    let definition = holder.unwrap_or(definition);
    let (mut line, mut lines) = (unit.line(definition), Vec::new());
    let mut next = unit.previous(definition);
    while let Some(node) = next {
        next = unit.previous(node);
        if !unit.is(node, kind::COMMENT) {
            // The line ends of the grammar are nodes, too.
            if unit.text(node).trim().is_empty() {
                continue;
            }
            break;
        }
        let text = unit.text(node);
        if unit.line(node) + 1 != line || !unit.starts_line(node) {
            break;
        }
        line = unit.line(node);
        if !text.starts_with("#!") && !text.trim_start_matches(['#', ' ']).starts_with("shellcheck ") {
            lines.push(comment_text(text));
        }
    }
    unit.docstring(lines.into_iter().rev())
}

/// A comment's text without its markers.
fn comment_text(text: &str) -> &str {
    text.strip_prefix("#!").unwrap_or(text.trim_start_matches('#'))
}
