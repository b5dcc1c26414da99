//! The stored syntax tree against a fresh parse: kinds, fields, spans and shape of every node.

use codelode::extract::{ast, extract, read};
use codelode::lang::{detect, grammar, spec};
use codelode::model::SyntaxTree;

/// The number of nodes of a text's stored tree, which must be tree-sitter's own; `None` where its language is unknown.
fn check(source: &str, path: &str) -> Option<usize> {
    let spec = detect(path, source.as_bytes()).and_then(spec)?;
    let stored = ast::decode(&extract(source, spec, "demo", path).ast).expect("the stored tree decodes");
    Some(compare(&stored, source, path))
}

/// Holds a stored tree against a fresh parse; the number of nodes.
pub fn compare(stored: &SyntaxTree, source: &str, path: &str) -> usize {
    let spec = detect(path, source.as_bytes()).and_then(spec).expect("a language");
    let parsed = read(source, grammar(spec, path), path).expect("the text parses in time").tree;
    let mut cursor = parsed.walk();
    let (mut id, mut depth) = (0, 0);
    loop {
        let (node, kept) = (cursor.node(), stored.node(id));
        assert_eq!(
            (kept.kind, kept.start_byte, kept.end_byte),
            (node.kind_id(), node.start_byte() as u32, node.end_byte() as u32)
        );
        assert_eq!(
            (kept.is_named(), kept.is_extra(), kept.is_missing()),
            (node.is_named(), node.is_extra(), node.is_missing())
        );
        assert_eq!(kept.nodes as usize, node.descendant_count(), "{path}: node {id}");
        assert_eq!(depth_of(stored, id), depth, "{path}: node {id}");
        id += 1;
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                assert_eq!(id as usize, stored.nodes.len(), "{path}");
                return stored.nodes.len();
            }
            depth -= 1;
        }
    }
}

fn depth_of(tree: &SyntaxTree, mut id: u32) -> u32 {
    let mut depth = 0;
    while let Some(parent) = tree.parent(id) {
        id = parent;
        depth += 1;
    }
    depth
}

#[test]
fn stored_trees_are_those_of_a_fresh_parse() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut nodes = 0;
    for directory in ["fixtures/languages", "src"] {
        for entry in ignore::WalkBuilder::new(root.join(directory)).build().flatten() {
            if let Ok(source) = std::fs::read_to_string(entry.path()) {
                nodes += check(&source, &entry.path().to_string_lossy()).unwrap_or_default();
            }
        }
    }
    assert!(nodes > 100_000, "only {nodes} nodes were compared");
}
