//! Markdown: its headings, each with the section under it. The grammar is that of blocks; what stands in a paragraph, a
//! fence or a piece of HTML is not parsed.

use super::{FactClass, GrammarVariant, LanguageSpec, vocabulary};
use crate::extract::{ContextKind, SymbolDraft, Unit};
use crate::model::{Language, NodeId, SymbolKind};

vocabulary! {
    fields {
        CONTENT = "heading_content",
    }
    kinds {
        ATX = "atx_heading",
        ATX_1 = "atx_h1_marker",
        ATX_2 = "atx_h2_marker",
        ATX_3 = "atx_h3_marker",
        ATX_4 = "atx_h4_marker",
        ATX_5 = "atx_h5_marker",
        ATX_6 = "atx_h6_marker",
        DOCUMENT = "document",
        SECTION = "section",
        SETEXT = "setext_heading",
        SETEXT_1 = "setext_h1_underline",
        SETEXT_2 = "setext_h2_underline",
    }
    tokens {}
}

/// Markdown as the extractor knows it.
pub static SPEC: LanguageSpec = LanguageSpec {
    language: Language::Markdown,
    grammars: &[GrammarVariant {
        name: "markdown",
        package: "tree-sitter-md",
        version: "0.5.4",
        language: || tree_sitter_md::LANGUAGE.into(),
    }],
    vocabulary: &VOCABULARY,
    extensions: &["markdown", "md", "mdown", "mkd"],
    rules: &[(kind::ATX, define_heading), (kind::SETEXT, define_heading)],
    module_in_names: false,
    separator: " > ",
    module_of: |_, path| path.to_owned(),
    facts: &[FactClass::Symbols],
    ..LanguageSpec::BASE
};

/// Set once the file's first heading was seen.
const SEEN: u32 = 1;

/// A heading of the document itself; one in a list or a quotation heads nothing.
fn define_heading(unit: &mut Unit<'_>, node: NodeId) {
    let Some(level) = level(unit, node) else { return };
    let Some(content) = unit.child(node, field::CONTENT) else { return };
    if !is_of_document(unit, node) {
        return;
    }
    let text = unit.text(content).trim();
    let text = if unit.is(node, kind::ATX) { without_closing(text) } else { text };
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return;
    }
    if unit.notes() & SEEN == 0 {
        // No other file can name a heading, so that none is kept for the link.
        unit.open_anonymous_function(0);
        unit.note(SEEN);
    }
    let last = section_end(unit, node, level);
    let draft = SymbolDraft {
        last: Some(last_text(unit, last)),
        binds: None,
        ..SymbolDraft::new(SymbolKind::Heading, content, name)
    };
    let symbol = unit.define(node, draft);
    unit.open_context(last, symbol, ContextKind::Module);
}

/// Whether only sections are around a heading; there are at most six.
fn is_of_document(unit: &Unit<'_>, heading: NodeId) -> bool {
    let mut outer = unit.parent(heading);
    while let Some(section) = outer.filter(|&outer| unit.is(outer, kind::SECTION)) {
        outer = unit.parent(section);
    }
    outer.is_some_and(|outer| unit.is(outer, kind::DOCUMENT))
}

/// What a block ends with; the block itself goes on over the blank lines behind it.
fn last_text(unit: &Unit<'_>, block: NodeId) -> NodeId {
    let mut last = block;
    while let Some(inner) = unit.children(last).last() {
        last = inner;
    }
    last
}

/// 1 for `# A` and `A` over `===`.
fn level(unit: &Unit<'_>, heading: NodeId) -> Option<u8> {
    unit.all_children(heading).find_map(|part| match unit.kind(part) {
        kind::ATX_1 | kind::SETEXT_1 => Some(1),
        kind::ATX_2 | kind::SETEXT_2 => Some(2),
        kind::ATX_3 => Some(3),
        kind::ATX_4 => Some(4),
        kind::ATX_5 => Some(5),
        kind::ATX_6 => Some(6),
        _ => None,
    })
}

/// `# A #` says `A`, `# C#` says `C#`.
fn without_closing(text: &str) -> &str {
    let rest = text.trim_end_matches('#');
    if rest.is_empty() || rest.ends_with([' ', '\t']) { rest.trim_end() } else { text }
}

/// The last block before the next heading of the same level or a higher one. The grammar's own sections don't end at
/// underlined headings. Every block is passed once a level, of which there are six.
fn section_end(unit: &Unit<'_>, heading: NodeId, level_of_section: u8) -> NodeId {
    let mut last = heading;
    let mut next = unit.end_of(heading);
    while next < unit.end_of(0) {
        if unit.is(next, kind::SECTION) {
            next += 1;
            continue;
        }
        if level(unit, next).is_some_and(|level| level <= level_of_section) {
            break;
        }
        last = next;
        next = unit.end_of(next);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_marks_are_no_part_of_a_heading() {
        assert_eq!(["A #", "A ##", "C#", "##"].map(without_closing), ["A", "A", "C#", ""]);
    }
}
