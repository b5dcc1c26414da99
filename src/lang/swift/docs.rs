//! Comments of Swift: texts without markers, and documentation.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// A comment without its markers.
pub fn comment_text(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("//") {
        return rest.trim_start_matches('/');
    }
    let inner = text.strip_prefix("/*").unwrap_or(text);
    inner.strip_suffix("*/").unwrap_or(inner).trim_start_matches('*')
}

/// The documentation before a declaration: `///` lines, or one `/** … */`. Its text is Markdown and stays so.
pub fn docstring_before(unit: &Unit<'_>, declaration: NodeId) -> Option<Box<str>> {
    let mut lines: Vec<&str> = Vec::new();
    let mut next = unit.previous(declaration);
    while let Some(comment) = next {
        let text = unit.text(comment);
        match unit.kind(comment) {
            kind::COMMENT if text.starts_with("///") => lines.push(&text[3..]),
            // An ordinary comment below the documentation doesn't matter.
            kind::COMMENT if lines.is_empty() => {}
            kind::MULTILINE_COMMENT if lines.is_empty() && text.starts_with("/**") => {
                let inner = text.trim_start_matches("/**").trim_end_matches("*/");
                let starless = |line: &'_ str| -> String {
                    let bare = line.trim_start();
                    bare.strip_prefix("* ").or((bare == "*").then_some("")).unwrap_or(line).to_owned()
                };
                let block: Vec<String> = inner.lines().map(starless).collect();
                return unit.docstring(block.iter().map(String::as_str));
            }
            _ => break,
        }
        next = unit.previous(comment);
    }
    lines.reverse();
    unit.docstring(lines.into_iter())
}
