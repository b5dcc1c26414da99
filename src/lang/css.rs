//! CSS: the classes and ids that its rules style, custom properties, animations, and the sheets that it imports.

use std::collections::HashSet;

use super::{FactClass, GrammarVariant, LanguageSpec, ModuleContext, ModuleTarget, Travel, vocabulary};
use crate::extract::{ImportDraft, SymbolDraft, Unit, Use};
use crate::model::{ImportKind, Language, NodeId, RefKind, SymbolKind};

vocabulary! {
    fields {}
    kinds {
        ADJACENT = "adjacent_sibling_selector",
        ARGUMENTS = "arguments",
        ATTRIBUTE = "attribute_selector",
        CALL = "call_expression",
        CHILD = "child_selector",
        CLASS = "class_selector",
        CLASS_NAME = "class_name",
        DECLARATION = "declaration",
        DESCENDANT = "descendant_selector",
        FUNCTION_NAME = "function_name",
        ID = "id_selector",
        ID_NAME = "id_name",
        IMPORT = "import_statement",
        KEYFRAMES = "keyframes_statement",
        KEYFRAMES_NAME = "keyframes_name",
        NAMESPACE = "namespace_selector",
        PROPERTY_NAME = "property_name",
        PSEUDO_CLASS = "pseudo_class_selector",
        PSEUDO_ELEMENT = "pseudo_element_selector",
        RULE_SET = "rule_set",
        SELECTORS = "selectors",
        SIBLING = "sibling_selector",
        STRING = "string_value",
    }
    tokens {}
}

/// CSS as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Css,
    grammars: &[GrammarVariant {
        name: "css",
        package: "tree-sitter-css",
        version: "0.25.0",
        language: || tree_sitter_css::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["css", "pcss", "postcss"],
    rules: &[
        (kind::CALL, use_variable),
        (kind::DECLARATION, define_variable),
        (kind::IMPORT, import),
        (kind::KEYFRAMES, define_animation),
        (kind::RULE_SET, define_selectors),
    ],
    comment_kinds: &["comment", "js_comment"],
    comment_text,
    facts: &[FactClass::Symbols, FactClass::References, FactClass::Imports, FactClass::Comments],
    unbound_names: true,
    module_in_names: false,
    separator: " ",
    module_of: |_, path| path.to_owned(),
    module_target,
    travel: Travel {
        // Scripts import style sheets, and the pages that hold both name them alike: by their paths.
        family: Some(Language::JavaScript),
        nested_modules: false,
        global_names: true,
        ..Travel::BASE
    },
    ..LanguageSpec::BASE
};

/// `.a .b, #c:hover { … }` styles `.b` and `#c`: what the last part of each selector names. `.a` is only asked for.
fn define_selectors(unit: &mut Unit<'_>, node: NodeId) {
    let Some(selectors) = unit.child_of(node, kind::SELECTORS) else { return };
    let mut names = HashSet::new();
    for selector in unit.children(selectors) {
        for (name, name_node) in subjects(unit, selector) {
            if !names.insert(name.clone()) {
                continue;
            }
            let draft = SymbolDraft {
                signature: unit.signature(unit.start_byte(selector), unit.end_byte(selector)),
                binds: None,
                ..SymbolDraft::new(SymbolKind::Selector, name_node, name)
            };
            unit.define(node, draft);
        }
    }
}

/// The classes and ids of a selector's last part.
fn subjects(unit: &Unit<'_>, selector: NodeId) -> Vec<(String, NodeId)> {
    let mut found = Vec::new();
    let mut next = Some(selector);
    while let Some(part) = next {
        let parts = || unit.children(part);
        let (mark, name) = match unit.kind(part) {
            kind::CLASS => (".", unit.child_of(part, kind::CLASS_NAME)),
            kind::ID => ("#", unit.child_of(part, kind::ID_NAME)),
            kind::ATTRIBUTE | kind::PSEUDO_CLASS | kind::PSEUDO_ELEMENT => ("", None),
            kind::ADJACENT | kind::CHILD | kind::DESCENDANT | kind::NAMESPACE | kind::SIBLING => {
                next = parts().last();
                continue;
            }
            _ => break,
        };
        if let Some(name) = name {
            found.push(([mark, unit.text(name)].concat(), name));
        }
        // What the part goes on from stands before its own mark.
        next = parts().next().filter(|&first| Some(first) != name && is_selector(unit, first));
    }
    found.reverse();
    found
}

fn is_selector(unit: &Unit<'_>, node: NodeId) -> bool {
    !matches!(unit.kind(node), kind::ARGUMENTS | kind::CLASS_NAME | kind::ID_NAME | kind::STRING)
}

/// `--name: value;`
fn define_variable(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child_of(node, kind::PROPERTY_NAME) else { return };
    let name = unit.text(name_node);
    if name.starts_with("--") {
        let draft = SymbolDraft {
            signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
            ..SymbolDraft::new(SymbolKind::Variable, name_node, name)
        };
        unit.define(node, draft);
    }
}

/// `var(--name)`
fn use_variable(unit: &mut Unit<'_>, node: NodeId) {
    let function = unit.child_of(node, kind::FUNCTION_NAME).map(|name| unit.text(name));
    let arguments = unit.child_of(node, kind::ARGUMENTS).filter(|_| function == Some("var"));
    let Some(name) = arguments.and_then(|arguments| unit.children(arguments).next()) else { return };
    if unit.text(name).starts_with("--") {
        unit.reference(Use::name(name, unit.text(name)), RefKind::Read);
    }
}

/// `@keyframes spin { … }`
fn define_animation(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name_node) = unit.child_of(node, kind::KEYFRAMES_NAME) else { return };
    let draft = SymbolDraft {
        signature: unit.signature(unit.start_byte(node), unit.end_byte(name_node)),
        ..SymbolDraft::new(SymbolKind::Constant, name_node, unit.text(name_node))
    };
    unit.define(node, draft);
}

/// `@import "a.css";`, `@import url(a.css) print;`
fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(value) = unit.children(node).next() else { return };
    let text = match unit.child_of(value, kind::ARGUMENTS) {
        Some(arguments) => unit.children(arguments).next().map_or("", |argument| unit.text(argument)),
        None => unit.text(value),
    };
    let source = text.trim_matches(['"', '\'']);
    if source.is_empty() {
        return;
    }
    let elsewhere = source.contains("://") || source.starts_with("//");
    let kind = if elsewhere { ImportKind::External } else { ImportKind::Relative };
    unit.import(value, ImportDraft::module(kind, source.into()));
    unit.claim_subtree(value);
}

fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    match beside(context.path, source) {
        Some(path) => ModuleTarget::Candidates(vec![path]),
        None => ModuleTarget::Candidates(Vec::new()),
    }
}

/// The path that a relative one means beside a file; `None` where it leads out of the package.
fn beside(path: &str, source: &str) -> Option<String> {
    let source = source.split(['?', '#']).next().unwrap_or(source);
    let mut segments: Vec<&str> = path.split('/').collect();
    segments.pop();
    for segment in source.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

fn comment_text(text: &str) -> &str {
    match text.strip_prefix("/*") {
        Some(block) => block.strip_suffix("*/").unwrap_or(block).trim_start_matches('*'),
        None => text.trim_start_matches('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imported_sheets_lie_beside_the_one_that_imports() {
        assert_eq!(beside("css/a.css", "b.css").as_deref(), Some("css/b.css"));
        assert_eq!(beside("css/a.css", "../lib/b.css?v=1").as_deref(), Some("lib/b.css"));
        assert_eq!(beside("a.css", "../b.css"), None);
    }
}
