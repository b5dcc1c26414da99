//! `use` of other namespaces' names, and files that are loaded.

use super::{docs, field, kind};
use crate::extract::{ImportDraft, Segment, Space, Unit};
use crate::model::{ImportKind, NodeId};

/// `use A\B;`, `use A\{B, C as D};`, `use function a\f;`, `use const a\C;`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let declared = unit.child(node, field::TYPE);
    if let Some(group) = unit.child(node, field::BODY) {
        let prefix = unit.child_of(node, kind::NAMESPACE_NAME).map_or("", |name| unit.text(name));
        for clause in unit.children(group) {
            import_clause(unit, clause, prefix, declared);
        }
    } else {
        for clause in unit.children(node) {
            if unit.is(clause, kind::USE_CLAUSE) {
                import_clause(unit, clause, "", declared);
            }
        }
    }
    unit.claim_subtree(node);
}

fn import_clause(unit: &mut Unit<'_>, clause: NodeId, prefix: &str, declared: Option<NodeId>) {
    let alias = unit.child(clause, field::ALIAS);
    let written =
        unit.children(clause).find(|&part| matches!(unit.kind(part), kind::NAME | kind::QUALIFIED_NAME));
    let Some(written) = written else { return };
    let text = unit.text(written).trim_start_matches('\\');
    let whole: Segment<'_> =
        if prefix.is_empty() { text.into() } else { [prefix, "\\", text].concat().into() };
    let imported = unit.child(clause, field::TYPE).or(declared);
    let space = match imported.map(|word| unit.text(word).to_ascii_lowercase()).as_deref() {
        Some("function" | "const") => Space::VALUE,
        _ => Space::TYPE,
    };
    let alias = alias.map(|alias| Segment::from(unit.text(alias)));
    let draft = match whole.rsplit_once('\\') {
        Some((source, name)) => {
            let (source, name) = (source.to_owned().into(), name.to_owned().into());
            ImportDraft { space, ..ImportDraft::name(ImportKind::Absolute, source, name, alias) }
        }
        None => {
            let local = Some(alias.clone().unwrap_or_else(|| whole.clone()));
            ImportDraft { space, alias, local, ..ImportDraft::module(ImportKind::Absolute, whole) }
        }
    };
    unit.import(written, draft);
}

/// `require 'a.php';`, `include __DIR__ . '/a.php';`: where the path is written out.
pub fn include(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = unit.children(node).next() else { return };
    let source = match unit.kind(path) {
        kind::STRING | kind::ENCAPSED_STRING => docs::string_text(unit, path).map(Segment::from),
        kind::BINARY => included_beside(unit, path).map(|path| [".", path].concat().into()),
        kind::PARENTHESIZED => {
            let inner = unit.children(path).next();
            inner.and_then(|inner| docs::string_text(unit, inner)).map(Segment::from)
        }
        _ => None,
    };
    if let Some(source) = source.filter(|source| !source.is_empty()) {
        unit.import(path, ImportDraft::module(ImportKind::Relative, source));
    }
}

/// The literal behind `__DIR__ .` or `dirname(__FILE__) .`.
fn included_beside<'s>(unit: &Unit<'s>, sum: NodeId) -> Option<&'s str> {
    let directory = unit.text(unit.child(sum, field::LEFT)?);
    let path = docs::string_text(unit, unit.child(sum, field::RIGHT)?)?;
    (matches!(directory, "__DIR__" | "dirname(__FILE__)") && path.starts_with('/')).then_some(path)
}

/// The path in the package of a file that another one loads; `None` where a source is a namespace.
pub fn included_path(from: &str, source: &str) -> Option<String> {
    if !source.contains('.') || source.contains('\\') {
        return None;
    }
    let mut segments: Vec<&str> = from.split('/').collect();
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
    fn loaded_files_lie_beside_the_one_that_loads() {
        assert_eq!(included_path("src/a.php", "./b.php").as_deref(), Some("src/b.php"));
        assert_eq!(included_path("src/a.php", "../lib/b.inc").as_deref(), Some("lib/b.inc"));
        assert_eq!(included_path("a.php", "../b.php"), None);
        assert_eq!(included_path("a.php", "App\\Models"), None);
    }
}
