//! All qualified names of a version as one tree of segments, so that following a path is one look-up a segment.
//!
//! Knows names only, not what they stand for. Texts are borrowed from the interfaces.

use rustc_hash::FxHashMap;

/// A qualified name: a node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PathId(pub u32);

/// The tree. The root is the empty path; each family of languages has its own child of it.
pub(super) struct Paths<'a> {
    children: FxHashMap<(PathId, &'a str), PathId>,
    nodes: Vec<(PathId, &'a str)>,
}

impl<'a> Paths<'a> {
    pub const ROOT: PathId = PathId(0);

    pub fn new() -> Self {
        Self { children: FxHashMap::default(), nodes: vec![(Self::ROOT, "")] }
    }

    /// The number of paths; ids are below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn all(&self) -> impl Iterator<Item = PathId> + use<> {
        (0..self.nodes.len() as u32).map(PathId)
    }

    pub fn child(&self, parent: PathId, segment: &str) -> Option<PathId> {
        self.children.get(&(parent, segment)).copied()
    }

    /// The child of this name, which is made if it is new.
    pub fn intern(&mut self, parent: PathId, segment: &'a str) -> PathId {
        let next = PathId(self.nodes.len() as u32);
        let id = *self.children.entry((parent, segment)).or_insert(next);
        if id == next {
            self.nodes.push((parent, segment));
        }
        id
    }

    pub fn intern_all(&mut self, start: PathId, segments: impl Iterator<Item = &'a str>) -> PathId {
        segments.fold(start, |path, segment| self.intern(path, segment))
    }

    /// The root is its own parent.
    pub fn parent(&self, path: PathId) -> PathId {
        self.nodes[path.0 as usize].0
    }

    pub fn segment(&self, path: PathId) -> &'a str {
        self.nodes[path.0 as usize].1
    }

    /// The path itself and what encloses it, innermost first, without the root.
    pub fn ancestors(&self, path: PathId) -> impl Iterator<Item = PathId> + '_ {
        let mut next = path;
        std::iter::from_fn(move || {
            let current = next;
            next = self.parent(current);
            (current != Self::ROOT).then_some(current)
        })
    }

    pub fn is_within(&self, path: PathId, outer: PathId) -> bool {
        self.ancestors(path).any(|ancestor| ancestor == outer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_paths_are_one() {
        let mut paths = Paths::new();
        let a = paths.intern_all(Paths::ROOT, "x::y".split("::"));
        let b = paths.intern_all(Paths::ROOT, ["x", "y"].into_iter());
        assert_eq!(a, b);
        assert_eq!(paths.child(paths.parent(a), "y"), Some(a));
        assert!(paths.is_within(a, paths.parent(a)) && !paths.is_within(paths.parent(a), a));
        assert_eq!(paths.segment(a), "y");
    }
}
