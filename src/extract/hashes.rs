//! Structural hashes and masses of every subtree, from the leaves up.
//!
//! A hash is a function of language and subtree alone: kind names and leaf texts, without positions and comments. Knows
//! nothing of fragments.

use xxhash_rust::xxh3::{xxh3_128, xxh3_128_with_seed};

use crate::lang::Grammar;
use crate::model::{NodeId, SyntaxNode, SyntaxTree};

/// One entry a node in each.
pub struct Hashes {
    pub hashes: Vec<u128>,
    /// 1 + the masses of the children; comments have none.
    pub masses: Vec<u32>,
}

/// Hashes the subtrees of a file.
pub fn hash(tree: &SyntaxTree, source: &str, grammar: &Grammar) -> Hashes {
    let source = source.as_bytes();
    let count = tree.nodes.len();
    let mut hashes = vec![0; count];
    let mut masses = vec![1; count];
    let mut parts: Vec<[u8; 16]> = Vec::new();
    // Children come after their parent, so that backwards they are there when it is its turn.
    for (id, node) in tree.nodes.iter().enumerate().rev() {
        if node.nodes == 1 {
            hashes[id] = leaf_hash(node, source, grammar);
            continue;
        }
        parts.clear();
        let (mut covered, mut mass) = (node.start_byte, 1);
        for child in tree.children(id as NodeId) {
            let inner = tree.node(child);
            push_gap(source, covered, inner.start_byte, &mut parts);
            covered = inner.end_byte;
            // What can't be read may stand anywhere too, but it is no comment.
            if !inner.is_extra() || inner.is_error() {
                mass += masses[child as usize];
                parts.push(u128::to_le_bytes(hashes[child as usize]));
            }
        }
        push_gap(source, covered, node.end_byte, &mut parts);
        hashes[id] = xxh3_128_with_seed(parts.as_flattened(), grammar.kind_hash(node.kind));
        masses[id] = mass;
    }
    Hashes { hashes, masses }
}

fn leaf_hash(node: &SyntaxNode, source: &[u8], grammar: &Grammar) -> u128 {
    let text = &source[node.start_byte as usize..node.end_byte as usize];
    if !node.is_named() && text == grammar.kind_name(node.kind).as_bytes() {
        return grammar.token_hash(node.kind);
    }
    xxh3_128_with_seed(text, grammar.kind_hash(node.kind))
}

/// Some grammars leave text between children without a node of its own (the plain parts of a string between its
/// escapes); it belongs to the structure unless it is white space.
fn push_gap(source: &[u8], from: u32, to: u32, hashes: &mut Vec<[u8; 16]>) {
    if from >= to {
        return;
    }
    let text = &source[from as usize..to as usize];
    if !text.iter().all(u8::is_ascii_whitespace) {
        hashes.push(xxh3_128(text.trim_ascii()).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{flatten, parse};
    use crate::lang::{FactClass, grammar, languages};

    #[test]
    fn hashes_follow_structure_and_not_layout() {
        // What the text below says, and where it may be broken, only a language of calls knows; in a page of PHP it is
        // text, one token, and Swift has no end of a statement after a blank.
        for spec in languages().iter().filter(|spec| spec.facts.contains(&FactClass::Calls)) {
            let grammar = grammar(spec, "");
            let is_call = |source: &str| {
                parse(source, grammar).is_some_and(|parsed| {
                    let root = parsed.root_node();
                    !root.has_error() && root.descendant_count() > 2
                })
            };
            if !is_call("f(a, b);") || !is_call("f( a,   b ) ;") {
                continue;
            }
            let whole = |source: &str| {
                parse(source, grammar)
                    .map(|parsed| hash(&flatten(&parsed, source, grammar).tree, source, grammar).hashes[0])
                    .unwrap_or_default()
            };
            assert_eq!(whole("f(a, b);"), whole("f( a,   b ) ;"), "{}", spec.language);
            assert_ne!(whole("f(a, b);"), whole("f(b, a);"), "{}", spec.language);
            assert_ne!(whole("f(\"a\\nb\");"), whole("f(\"c\\nd\");"), "{}", spec.language);
        }
    }
}
