//! The stored syntax tree: the preorder vector in about a byte and a half a node.
//!
//! Most nodes of a file are of a few shapes (a comma under its parent right behind the sibling before, an identifier
//! one space on), so the file's shapes come first, the most frequent at the front, and each node is the number of
//! its shape, then what the shape leaves open. Format: version, number of nodes, number of shapes, shapes, nodes; all
//! numbers are LEB128. Positions are relative: a start to the end of the sibling before (or the parent's start), the
//! end of an inner node to the end of its last child.

use std::fmt;

use rustc_hash::FxHashMap;

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

/// What nodes have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    kind: u16,
    /// The field, and the flags in the lowest three bits.
    field: u32,
    /// Bytes between the sibling before and this node.
    gap: Part,
    children: Part,
    /// The length of a leaf; of an inner node the bytes after its last child.
    length: Part,
}

/// A number that a shape says, or that each node of the shape brings along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Said(u32),
    Open,
}

/// A length that a shape may say; a longer token without a name is none of a grammar's.
const SAID_LENGTH_MAX: u32 = (1 << 20) - 2;

impl Shape {
    /// All of it in one number, which hashes in a few cycles: 16 + 19 + 2 + 3 + 20 bits.
    fn key(&self) -> u64 {
        let key = u64::from(self.kind) << 19 | u64::from(self.field);
        (((key << 2 | self.gap.code()) << 3) | self.children.code()) << 20 | self.length.code()
    }
}

impl Part {
    fn said_if(value: u32, said: bool) -> Self {
        if said { Part::Said(value) } else { Part::Open }
    }

    fn code(self) -> u64 {
        match self {
            Part::Open => 0,
            Part::Said(value) => u64::from(value) + 1,
        }
    }

    fn of_code(code: u64) -> Result<Self, AstError> {
        match code.checked_sub(1) {
            None => Ok(Part::Open),
            Some(value) => u32::try_from(value).map(Part::Said).map_err(|_| AstError::Malformed),
        }
    }

    /// The number itself, from the shape or from the bytes.
    fn value(self, rest: &mut &[u8]) -> Result<u32, AstError> {
        match self {
            Part::Said(value) => Ok(value),
            Part::Open => take_as(rest),
        }
    }
}

/// A node as its shape and the numbers that the shape may leave open.
struct Entry {
    shape: u32,
    gap: u32,
    children: u32,
    length: u32,
}

/// The bytes of a tree.
pub fn encode(tree: &SyntaxTree) -> Vec<u8> {
    let (shapes, entries) = entries(tree);
    // The most frequent shapes get the numbers of one byte.
    let mut order: Vec<u32> = (0..shapes.len() as u32).collect();
    order.sort_by_key(|&id| std::cmp::Reverse(shapes[id as usize].1));
    let mut numbers = vec![0; shapes.len()];
    order.iter().zip(0u64..).for_each(|(&id, number)| numbers[id as usize] = number);
    let mut bytes = Vec::with_capacity(entries.len() * 2 + shapes.len() * 6 + 8);
    bytes.push(AST_VERSION);
    put(&mut bytes, entries.len() as u64);
    put(&mut bytes, shapes.len() as u64);
    for &id in &order {
        let shape = shapes[id as usize].0;
        put(&mut bytes, u64::from(shape.kind));
        put(&mut bytes, u64::from(shape.field));
        for part in [shape.gap, shape.children, shape.length] {
            put(&mut bytes, part.code());
        }
    }
    for entry in &entries {
        put(&mut bytes, numbers[entry.shape as usize]);
        let shape = shapes[entry.shape as usize].0;
        for (part, value) in
            [(shape.gap, entry.gap), (shape.children, entry.children), (shape.length, entry.length)]
        {
            if part == Part::Open {
                put(&mut bytes, u64::from(value));
            }
        }
    }
    bytes
}

/// The distinct shapes in order of first occurrence, with how often each occurs, and the nodes.
fn entries(tree: &SyntaxTree) -> (Vec<(Shape, u32)>, Vec<Entry>) {
    let (children, covered) = child_counts(tree);
    let mut shapes: Vec<(Shape, u32)> = Vec::new();
    let mut by_shape: FxHashMap<u64, u32> = FxHashMap::default();
    let mut entries = Vec::with_capacity(tree.nodes.len());
    // The end of the sibling before, for each parent whose children are being read.
    let mut reached: Vec<u32> = tree.nodes.iter().map(|node| node.start_byte).collect();
    for (id, node) in tree.nodes.iter().enumerate() {
        let before =
            if id == 0 { 0 } else { std::mem::replace(&mut reached[node.parent as usize], node.end_byte) };
        let gap = node.start_byte.wrapping_sub(before);
        let children = children[id];
        let length = node.end_byte.wrapping_sub(if children == 0 { node.start_byte } else { covered[id] });
        let is_token = !node.is_named() && length <= SAID_LENGTH_MAX;
        let shape = Shape {
            kind: node.kind,
            field: u32::from(node.field) << 3 | u32::from(node.flags & 7),
            gap: Part::said_if(gap, gap <= 1),
            children: Part::said_if(children, children <= 6),
            length: Part::said_if(length, if children == 0 { is_token } else { length == 0 }),
        };
        let number = *by_shape.entry(shape.key()).or_insert_with(|| {
            shapes.push((shape, 0));
            shapes.len() as u32 - 1
        });
        shapes[number as usize].1 += 1;
        entries.push(Entry { shape: number, gap, children, length });
    }
    (shapes, entries)
}

/// For each node, how many children it has, and where the last of them ends.
fn child_counts(tree: &SyntaxTree) -> (Vec<u32>, Vec<u32>) {
    let mut counts = vec![0; tree.nodes.len()];
    let mut ends = vec![0; tree.nodes.len()];
    for node in tree.nodes.iter().skip(1) {
        counts[node.parent as usize] += 1;
        ends[node.parent as usize] = node.end_byte;
    }
    (counts, ends)
}

/// A node whose children are being read.
struct Frame {
    node: NodeId,
    children_due: u32,
    /// Where the last child read so far ends.
    reached: u32,
    tail: u32,
}

/// The tree of such bytes.
///
/// # Errors
/// Fails on anything that [`encode`] did not write; it allocates in proportion to the bytes.
pub fn decode(bytes: &[u8]) -> Result<SyntaxTree, AstError> {
    let (&version, mut rest) = bytes.split_first().ok_or(AstError::Malformed)?;
    if version != AST_VERSION {
        return Err(AstError::Version);
    }
    let count = take_count(&mut rest)?;
    let shapes = take_shapes(&mut rest)?;
    let mut nodes: Vec<SyntaxNode> = Vec::with_capacity(count.min(rest.len()));
    let mut open: Vec<Frame> = Vec::new();
    for id in 0..count as NodeId {
        let (parent, before) = match open.last() {
            Some(frame) => (frame.node, frame.reached),
            None if id == 0 => (0, 0),
            None => return Err(AstError::Malformed),
        };
        let shape = shapes.get(take(&mut rest)? as usize).ok_or(AstError::Malformed)?;
        let start_byte = before.wrapping_add(shape.gap.value(&mut rest)?);
        let children_due = shape.children.value(&mut rest)?;
        let tail = shape.length.value(&mut rest)?;
        let field = (shape.field >> 3) as u16;
        let flags = (shape.field & 7) as u8;
        nodes.push(SyntaxNode { kind: shape.kind, field, start_byte, end_byte: 0, nodes: 1, parent, flags });
        open.push(Frame { node: id, children_due, reached: start_byte, tail });
        close_finished(&mut open, &mut nodes);
    }
    if open.is_empty() && rest.is_empty() { Ok(SyntaxTree { nodes }) } else { Err(AstError::Malformed) }
}

/// Closes every open node that has all its children.
fn close_finished(open: &mut Vec<Frame>, nodes: &mut [SyntaxNode]) {
    let count = nodes.len() as NodeId;
    while let Some(frame) = open.pop_if(|frame| frame.children_due == 0) {
        let node = &mut nodes[frame.node as usize];
        node.end_byte = frame.reached.wrapping_add(frame.tail);
        node.nodes = count - frame.node;
        if let Some(parent) = open.last_mut() {
            parent.children_due -= 1;
            parent.reached = node.end_byte;
        }
    }
}

/// A number of things that are at least a byte each.
fn take_count(rest: &mut &[u8]) -> Result<usize, AstError> {
    let count = take(rest)? as usize;
    if count > rest.len() { Err(AstError::Malformed) } else { Ok(count) }
}

fn take_shapes(rest: &mut &[u8]) -> Result<Vec<Shape>, AstError> {
    let count = take_count(rest)?;
    let mut shapes = Vec::with_capacity(count);
    for _ in 0..count {
        let kind = take_as(rest)?;
        let field = take_as(rest)?;
        if field >> 3 > u32::from(u16::MAX) {
            return Err(AstError::Malformed);
        }
        let mut part = || take(rest).and_then(Part::of_code);
        shapes.push(Shape { kind, field, gap: part()?, children: part()?, length: part()? });
    }
    Ok(shapes)
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
