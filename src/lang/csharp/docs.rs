//! Comments of C#: texts without markers, and XML documentation as plain text.
//!
//! Of XML documentation the text is kept: tags are dropped, but for what they name (`<see cref="Foo"/>` is `Foo`,
//! `<param name="x">` is `x: `), and entities are read.

use super::kind;
use crate::extract::Unit;
use crate::model::NodeId;

/// Attributes of documentation tags that are read in place of the tag.
const NAMING: &[&str] = &["cref", "href", "langword", "name"];

/// A comment without its markers.
pub fn comment_text(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("//") {
        return rest.trim_start_matches('/');
    }
    let inner = text.strip_prefix("/*").unwrap_or(text);
    inner.strip_suffix("*/").unwrap_or(inner).trim_start_matches('*')
}

/// The documentation before a declaration: `///` lines, or one `/** … */`.
pub fn docstring_before(unit: &Unit<'_>, declaration: NodeId) -> Option<Box<str>> {
    let mut comments = Vec::new();
    let mut next = unit.previous(declaration);
    while let Some(comment) = next.filter(|&node| unit.is(node, kind::COMMENT)) {
        let text = unit.text(comment);
        if !is_documentation(text) {
            // Documentation ends where an ordinary comment stands between; one below it doesn't matter.
            if !comments.is_empty() {
                break;
            }
        } else {
            comments.push(comment);
            if text.starts_with("/*") {
                break;
            }
        }
        next = unit.previous(comment);
    }
    let written: Vec<&str> = comments.iter().rev().map(|&comment| unit.text(comment)).collect();
    let text = plain_text(&lines(&written));
    unit.docstring(text.lines())
}

fn is_documentation(text: &str) -> bool {
    (text.starts_with("///") && !text.starts_with("////")) || (text.starts_with("/**") && text.len() > 4)
}

/// The text of documentation comments, without markers.
fn lines(comments: &[&str]) -> String {
    let mut text = String::new();
    for comment in comments {
        if let Some(line) = comment.strip_prefix("///") {
            text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
            text.push('\n');
            continue;
        }
        let inner = comment.trim_start_matches("/**").trim_end_matches("*/");
        for line in inner.lines() {
            let line = line.trim();
            text.push_str(line.strip_prefix("* ").or((line == "*").then_some("")).unwrap_or(line));
            text.push('\n');
        }
    }
    text
}

/// XML documentation as text. What is no tag stays as it is.
fn plain_text(documentation: &str) -> String {
    let mut text = String::with_capacity(documentation.len());
    let mut rest = documentation;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let read =
            if rest.starts_with('<') { read_tag(rest, &mut text) } else { read_entity(rest, &mut text) };
        let skipped = read.unwrap_or(1);
        if read.is_none() {
            text.push_str(&rest[..1]);
        }
        rest = &rest[skipped..];
    }
    text.push_str(rest);
    // Lines that held nothing but a tag are gone.
    let kept: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    kept.join("\n")
}

/// Reads a tag at the start of a text; gives its length.
fn read_tag(rest: &str, text: &mut String) -> Option<usize> {
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!');
    let end = rest.find('>').filter(|_| rest[1..].starts_with(is_name))?;
    let tag = &rest[1..end];
    if let Some(content) = rest.strip_prefix("<![CDATA[") {
        let length = content.find("]]>")?;
        text.push_str(&content[..length]);
        return Some("<![CDATA[".len() + length + "]]>".len());
    }
    let named = NAMING.iter().find_map(|attribute| attribute_value(tag, attribute));
    if let Some(name) = named {
        // `T:Some.Type` says of what kind the name is.
        let name =
            name.split_once(':').filter(|(prefix, _)| prefix.len() == 1).map_or(name, |(_, name)| name);
        let followed = rest[end + 1..].trim_start().starts_with("</");
        let is_reference = tag.ends_with('/') || tag.starts_with("see ");
        if is_reference && (followed || tag.ends_with('/')) {
            text.push_str(name);
        } else if !is_reference {
            text.push_str(name);
            text.push_str(": ");
        }
    }
    Some(end + 1)
}

fn attribute_value<'t>(tag: &'t str, attribute: &str) -> Option<&'t str> {
    let at = tag.find(&[" ", attribute].concat())?;
    let rest = tag[at + 1 + attribute.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split(quote).next()
}

fn read_entity(rest: &str, text: &mut String) -> Option<usize> {
    let entities = [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\'')];
    let (entity, character) = entities.into_iter().find(|(entity, _)| rest.starts_with(entity))?;
    text.push(character);
    Some(entity.len())
}
