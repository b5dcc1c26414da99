//! HTML: anchors and headings, and the scripts and style sheets that a page loads. Scripts in the page are not parsed.

use super::{FactClass, GrammarVariant, LanguageSpec, ModuleContext, ModuleTarget, Travel, vocabulary};
use crate::extract::{ImportDraft, SymbolDraft, Unit};
use crate::model::{ImportKind, Language, NodeId, SymbolKind};

vocabulary! {
    fields {}
    kinds {
        ATTRIBUTE = "attribute",
        ATTRIBUTE_NAME = "attribute_name",
        ATTRIBUTE_VALUE = "attribute_value",
        ELEMENT = "element",
        END_TAG = "end_tag",
        ENTITY = "entity",
        QUOTED_VALUE = "quoted_attribute_value",
        START_TAG = "start_tag",
        TAG_NAME = "tag_name",
        TEXT = "text",
    }
    tokens {}
}

/// HTML as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Html,
    grammars: &[GrammarVariant {
        name: "html",
        package: "tree-sitter-html",
        version: "0.23.2",
        language: || tree_sitter_html::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["htm", "html", "xhtml"],
    rules: &[(kind::ATTRIBUTE, read_attribute), (kind::ELEMENT, define_heading)],
    comment_kinds: &["comment"],
    comment_text: |text| {
        let text = text.strip_prefix("<!--").unwrap_or(text);
        text.strip_suffix("-->").unwrap_or(text)
    },
    facts: &[FactClass::Symbols, FactClass::Imports, FactClass::Comments],
    module_in_names: false,
    module_of: |_, path| path.to_owned(),
    module_target,
    travel: Travel { family: Some(Language::JavaScript), nested_modules: false, ..Travel::BASE },
    ..LanguageSpec::BASE
};

/// Nodes of a heading whose text is read; one without an end would take in the page.
const HEADING_NODES_MAX: usize = 64;

/// `<h2>Text</h2>`
fn define_heading(unit: &mut Unit<'_>, node: NodeId) {
    let Some(tag) = unit.child_of(node, kind::START_TAG) else { return };
    let Some(name_node) = unit.child_of(tag, kind::TAG_NAME) else { return };
    let is_heading = matches!(unit.text(name_node).as_bytes(), [b'h' | b'H', b'1'..=b'6']);
    if !is_heading || !unit.has(node, kind::END_TAG) {
        return;
    }
    let name = text_inside(unit, node);
    if !name.is_empty() {
        let draft = SymbolDraft { binds: None, ..SymbolDraft::new(SymbolKind::Heading, name_node, name) };
        unit.define(node, draft);
    }
}

/// The words of an element, whatever tags stand in them.
fn text_inside(unit: &Unit<'_>, element: NodeId) -> String {
    let mut text = String::new();
    let mut end = unit.start_byte(element);
    for part in unit.subtree(element).take(HEADING_NODES_MAX) {
        if matches!(unit.kind(part), kind::TEXT | kind::ENTITY) {
            let start = unit.start_byte(part);
            let is_space = |at: u32| unit.slice(at, at + 1).trim().is_empty();
            if !text.is_empty() && end <= start && (is_space(end) || is_space(start.saturating_sub(1))) {
                text.push(' ');
            }
            text.push_str(unit.text(part));
            end = unit.end_byte(part);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read_attribute(unit: &mut Unit<'_>, node: NodeId) {
    let (Some((name, value)), Some(tag)) = (attribute(unit, node), unit.parent(node)) else { return };
    let text = unit.text(value);
    // What a template makes of the place is not known here.
    if text.contains(['{', '}', '<', '$']) || text.trim().is_empty() {
        return;
    }
    let element =
        unit.child_of(tag, kind::TAG_NAME).map_or(String::new(), |name| unit.text(name).to_lowercase());
    match (element.as_str(), name.to_ascii_lowercase().as_str()) {
        (_, "id") | ("a", "name") => define_anchor(unit, tag, value),
        ("script", "src") => import(unit, value),
        ("link", "href") if is_loaded(unit, tag) => import(unit, value),
        _ => {}
    }
}

/// The name of an attribute and the node of its value.
fn attribute<'s>(unit: &Unit<'s>, node: NodeId) -> Option<(&'s str, NodeId)> {
    let name = unit.text(unit.child_of(node, kind::ATTRIBUTE_NAME)?);
    let quoted = unit.child_of(node, kind::QUOTED_VALUE);
    Some((name, unit.child_of(quoted.unwrap_or(node), kind::ATTRIBUTE_VALUE)?))
}

/// `<p id="a">`, `<a name="a">`: a link to `#a` leads to the element.
fn define_anchor(unit: &mut Unit<'_>, tag: NodeId, value: NodeId) {
    let element = unit.parent(tag).unwrap_or(tag);
    let draft = SymbolDraft {
        // Where the end tag is left out, the element goes on to the next one.
        last: unit.children(element).last(),
        signature: unit.signature(unit.start_byte(tag), unit.end_byte(tag)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Anchor, value, unit.text(value).trim())
    };
    unit.define(element, draft);
}

/// Whether a `link` names a part of the page, and not another page.
fn is_loaded(unit: &Unit<'_>, tag: NodeId) -> bool {
    let attributes = unit.children(tag).filter_map(|part| attribute(unit, part));
    let mut relations = attributes.filter(|(name, _)| name.eq_ignore_ascii_case("rel"));
    relations.any(|(_, value)| {
        unit.text(value).split_ascii_whitespace().any(|word| matches!(word, "stylesheet" | "modulepreload"))
    })
}

fn import(unit: &mut Unit<'_>, value: NodeId) {
    let source = unit.text(value).trim();
    let elsewhere = source.contains("://") || source.starts_with("//") || source.starts_with("data:");
    let kind = match source.starts_with('/') {
        _ if elsewhere => ImportKind::External,
        true => ImportKind::Absolute,
        false => ImportKind::Relative,
    };
    unit.import(value, ImportDraft::module(kind, source.into()));
}

/// The file of a path, or the script, whose module leaves its extension out. Where the site's root lies in the package
/// is not known, so that a path from there means nothing.
fn module_target(context: &ModuleContext<'_>, source: &str) -> ModuleTarget {
    let Some(path) = beside(context.path, source) else { return ModuleTarget::Candidates(Vec::new()) };
    let stem = path.strip_suffix(".js").or_else(|| path.strip_suffix(".mjs")).map(str::to_owned);
    ModuleTarget::Candidates([path].into_iter().chain(stem).collect())
}

/// The path that a relative one means beside a file.
fn beside(path: &str, source: &str) -> Option<String> {
    let source = source.split(['?', '#']).next().filter(|source| !source.starts_with('/'))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loaded_files_lie_beside_the_page() {
        assert_eq!(beside("web/index.html", "js/app.js?v=3").as_deref(), Some("web/js/app.js"));
        assert_eq!(beside("web/index.html", "../app.css").as_deref(), Some("app.css"));
        assert_eq!(beside("web/index.html", "/app.css"), None);
    }
}
