//! The stored syntax tree: the preorder vector as variable-length integers, about 4 bytes a node.
//!
//! Format: version, number of nodes, then each node: kind, field and flags, start as the distance from the node
//! before, length, and number of children. Parents and subtree sizes follow from the child counts.

use std::fmt;

use crate::model::{NodeId, SyntaxNode, SyntaxTree};

/// First byte of an encoded tree.
pub const AST_VERSION: u8 = 1;

/// Why bytes are no syntax tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AstError {
    /// They begin with another format version than [`AST_VERSION`].
    Version,
    /// They end within a node, or a number in them is out of range.
    Malformed,
}

impl fmt::Display for AstError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AstError::Version => "the syntax tree is of another format version",
            AstError::Malformed => "the bytes are not a syntax tree",
        })
    }
}

impl std::error::Error for AstError {}

/// The bytes of a tree.
pub fn encode(tree: &SyntaxTree) -> Vec<u8> {
    let children = child_counts(tree);
    let mut bytes = Vec::with_capacity(tree.nodes.len() * 5 + 8);
    bytes.push(AST_VERSION);
    put(&mut bytes, tree.nodes.len() as u64);
    let mut last_start = 0;
    for (node, &count) in tree.nodes.iter().zip(&children) {
        put(&mut bytes, u64::from(node.kind));
        put(&mut bytes, u64::from(node.field) << 3 | u64::from(node.flags & 7));
        put(&mut bytes, u64::from(node.start_byte.wrapping_sub(last_start)));
        put(&mut bytes, u64::from(node.end_byte.wrapping_sub(node.start_byte)));
        put(&mut bytes, u64::from(count));
        last_start = node.start_byte;
    }
    bytes
}

fn child_counts(tree: &SyntaxTree) -> Vec<u32> {
    let mut counts = vec![0; tree.nodes.len()];
    for node in tree.nodes.iter().skip(1) {
        if let Some(count) = counts.get_mut(node.parent as usize) {
            *count += 1;
        }
    }
    counts
}

/// The tree of such bytes.
///
/// # Errors
/// Fails on anything that [`encode`] did not write; it allocates no more than the bytes can hold.
pub fn decode(bytes: &[u8]) -> Result<SyntaxTree, AstError> {
    let (&version, mut rest) = bytes.split_first().ok_or(AstError::Malformed)?;
    if version != AST_VERSION {
        return Err(AstError::Version);
    }
    let count = take(&mut rest)? as usize;
    // A node is at least five bytes.
    if count > rest.len() / 5 {
        return Err(AstError::Malformed);
    }
    let mut nodes: Vec<SyntaxNode> = Vec::with_capacity(count);
    // Nodes whose children are still due, with how many.
    let mut open: Vec<(NodeId, u32)> = Vec::new();
    let mut last_start = 0u32;
    for id in 0..count as NodeId {
        let parent = match open.last_mut() {
            Some((parent, due)) => {
                *due -= 1;
                *parent
            }
            None if id == 0 => 0,
            None => return Err(AstError::Malformed),
        };
        let (node, children) = take_node(&mut rest, last_start, parent)?;
        last_start = node.start_byte;
        nodes.push(node);
        open.push((id, children));
        while let Some(&(done, 0)) = open.last() {
            open.pop();
            nodes[done as usize].nodes = id + 1 - done;
        }
    }
    if open.is_empty() && rest.is_empty() { Ok(SyntaxTree { nodes }) } else { Err(AstError::Malformed) }
}

fn take_node(rest: &mut &[u8], last_start: u32, parent: NodeId) -> Result<(SyntaxNode, u32), AstError> {
    let kind = take_as(rest)?;
    let field_and_flags = take(rest)?;
    let field = u16::try_from(field_and_flags >> 3).map_err(|_| AstError::Malformed)?;
    let start_byte = last_start.wrapping_add(take_as(rest)?);
    let end_byte = start_byte.wrapping_add(take_as(rest)?);
    let flags = (field_and_flags & 7) as u8;
    Ok((SyntaxNode { kind, field, start_byte, end_byte, nodes: 1, parent, flags }, take_as(rest)?))
}

fn take_as<T: TryFrom<u64>>(rest: &mut &[u8]) -> Result<T, AstError> {
    T::try_from(take(rest)?).map_err(|_| AstError::Malformed)
}

/// Appends a number, seven bits a byte, lowest first.
fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn take(rest: &mut &[u8]) -> Result<u64, AstError> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let (&byte, tail) = rest.split_first().ok_or(AstError::Malformed)?;
        *rest = tail;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(AstError::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any tree: each entry gives a node's kind, field, flags, step, length, and to which open node it belongs.
    fn tree_of(steps: &[(u16, u16, u8, u16, u16, u8)]) -> SyntaxTree {
        let mut nodes: Vec<SyntaxNode> = Vec::new();
        let mut open: Vec<NodeId> = Vec::new();
        let mut start_byte = 0;
        for &(kind, field, flags, step, length, closes) in steps {
            let depth = open.len().saturating_sub(usize::from(closes)).max(1);
            open.truncate(depth);
            let id = nodes.len() as NodeId;
            start_byte += u32::from(step);
            let end_byte = start_byte + u32::from(length);
            let parent = open.last().copied().unwrap_or(0);
            nodes.push(SyntaxNode {
                kind,
                field: field >> 3,
                start_byte,
                end_byte,
                nodes: 1,
                parent,
                flags: flags & 7,
            });
            open.iter().for_each(|&outer| nodes[outer as usize].nodes += 1);
            open.push(id);
        }
        SyntaxTree { nodes }
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(steps in prop::collection::vec(any::<(u16, u16, u8, u16, u16, u8)>(), 0..200)) {
            let tree = tree_of(&steps);
            prop_assert_eq!(decode(&encode(&tree)), Ok(tree));
        }

        #[test]
        fn garbage_is_refused_or_a_tree(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut versioned = vec![AST_VERSION];
            versioned.extend(&bytes);
            for bytes in [bytes, versioned] {
                if let Ok(tree) = decode(&bytes) {
                    let ends = (0..tree.nodes.len() as NodeId).map(|id| tree.subtree(id).end as usize);
                    prop_assert!(ends.into_iter().all(|end| end <= tree.nodes.len()));
                }
            }
        }
    }
}
