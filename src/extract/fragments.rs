//! Fragments: subtrees with their structural hash, where they stand, and the terms they can be searched by.
//!
//! Everything here but the sites is a function of language and subtree alone, so that identical code is one row
//! wherever it stands. Knows nothing of scopes but which names are variables.

use std::ops::Range;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use super::hashes::Hashes;
use super::text::bound_name;
use super::unit::Unit;
use crate::limits::{FRAGMENT_MASS_MAX, FRAGMENT_MASS_MIN, FRAGMENT_TERMS_MAX};
use crate::model::{Extraction, Fragment, FragmentSite, NameId, NodeId};

/// Fills in fragments, their sites and their terms.
pub(super) fn write_fragments(unit: &mut Unit<'_>, structure: &Hashes, extraction: &mut Extraction) {
    unit.events.sort_by_key(|&(node, _)| node);
    unit.variables.sort_unstable();
    unit.variables.dedup();
    unit.locals.sort_unstable();
    unit.callees.sort_unstable();
    unit.definitions.sort_unstable();
    unit.excluded.sort_unstable();
    let mut writer = FragmentWriter::new(unit, structure);
    let mut definitions = unit.definitions.iter().copied().peekable();
    let mut excluded = unit.excluded.iter().copied().peekable();
    let mut excluded_until = 0;
    for node in 0..unit.flat.tree.nodes.len() as NodeId {
        while let Some((_, end)) = excluded.next_if(|&(start, _)| start <= node) {
            excluded_until = end.max(excluded_until);
        }
        let mut symbol = None;
        while let Some((_, id)) = definitions.next_if(|&(at, _)| at == node) {
            symbol = symbol.or(Some(id));
        }
        if symbol.is_some() || node >= excluded_until {
            writer.visit(node, symbol, extraction);
        }
    }
    extraction.terms = std::mem::take(&mut unit.terms);
}

struct FragmentWriter<'u, 's> {
    unit: &'u Unit<'s>,
    structure: &'u Hashes,
    by_hash: FxHashMap<u128, u32>,
    /// The name of each grammar kind, once it was used.
    kind_names: FxHashMap<u16, NameId>,
    /// For each term, the number after the last fragment that has it.
    last_fragment: Vec<u32>,
    /// The bytes of the last site.
    last_span: Option<(u32, u32)>,
}

impl<'u, 's> FragmentWriter<'u, 's> {
    fn new(unit: &'u Unit<'s>, structure: &'u Hashes) -> Self {
        let last_fragment = vec![0; unit.terms.len()];
        Self {
            unit,
            structure,
            by_hash: FxHashMap::default(),
            kind_names: FxHashMap::default(),
            last_fragment,
            last_span: None,
        }
    }

    fn visit(&mut self, node: NodeId, symbol: Option<u32>, extraction: &mut Extraction) {
        let flat = self.unit.flat;
        let mass = self.structure.masses[node as usize];
        let symbol = symbol.filter(|&id| self.is_definition(id));
        let syntax = flat.tree.node(node);
        let in_bounds = (FRAGMENT_MASS_MIN..=FRAGMENT_MASS_MAX).contains(&mass);
        let is_value = || self.unit.callees.binary_search(&node).is_err();
        let wanted =
            symbol.is_some() || (in_bounds && self.unit.grammar.traits(syntax.kind).fragment && is_value());
        let covered = self.last_span == Some((syntax.start_byte, syntax.end_byte));
        if !wanted || covered || (symbol.is_none() && self.inner_fragment(node)) {
            return;
        }
        self.last_span = Some((syntax.start_byte, syntax.end_byte));
        let fragment = self.fragment(node, symbol, extraction);
        extraction.fragment_sites.push(FragmentSite {
            fragment,
            span: self.unit.span(node, node),
            first_node: node,
            nodes: syntax.nodes,
        });
    }

    /// Whether a symbol's node is a definition for its fragment too: a variable is one only at some places, but a
    /// fragment is the same everywhere.
    fn is_definition(&self, symbol: u32) -> bool {
        let draft = &self.unit.symbols[symbol as usize].draft;
        draft.everywhere && draft.context.is_some()
    }

    /// Whether a node of the same extent inside this one is a fragment. One span is one fragment: the definition if
    /// there is one, else the innermost, which is the same wherever it stands (`f(x)` as a statement and as a value).
    fn inner_fragment(&self, node: NodeId) -> bool {
        let flat = self.unit.flat;
        let extent = flat.tree.byte_range(node);
        let mut outer = node;
        // Such a child comes first, but for missing nodes, which are empty; a wide node is not searched.
        let starts = |&child: &NodeId| flat.tree.node(child).start_byte as usize == extent.start;
        let same = |&child: &NodeId| flat.tree.byte_range(child) == extent;
        while let Some(inner) = flat.tree.children(outer).take_while(starts).find(same) {
            let in_bounds = self.structure.masses[inner as usize] >= FRAGMENT_MASS_MIN;
            let mut definitions = events_in(&self.unit.definitions, inner..inner + 1).iter();
            if definitions.any(|&(_, id)| self.is_definition(id))
                || (in_bounds && self.unit.grammar.traits(flat.tree.kind(inner)).fragment)
            {
                return true;
            }
            outer = inner;
        }
        false
    }

    fn fragment(&mut self, node: NodeId, symbol: Option<u32>, extraction: &mut Extraction) -> u32 {
        let hash = self.structure.hashes[node as usize];
        if let Some(&known) = self.by_hash.get(&hash) {
            return known;
        }
        let id = extraction.fragments.len() as u32;
        self.by_hash.insert(hash, id);
        let draft = symbol.map(|id| &self.unit.symbols[id as usize].draft);
        let mass = self.structure.masses[node as usize];
        let terms = if mass <= FRAGMENT_MASS_MAX { self.terms(node, id, extraction) } else { 0..0 };
        let kind = self.kind_name(self.unit.flat.tree.kind(node), extraction);
        let fragment = Fragment {
            hash,
            normalized_hash: symbol.map(|_| normalized_hash(self.unit, self.structure, node)),
            kind,
            name: draft.map(|draft| extraction.names.intern(&bound_name(&draft.name))),
            arity: draft.and_then(|draft| draft.declared_parameters()),
            mass,
            terms,
        };
        extraction.fragments.push(fragment);
        id
    }

    fn kind_name(&mut self, kind: u16, extraction: &mut Extraction) -> NameId {
        let grammar = self.unit.grammar;
        *self.kind_names.entry(kind).or_insert_with(|| extraction.names.intern(grammar.kind_name(kind)))
    }

    /// The distinct terms of a subtree, in order of first occurrence, up to the cap.
    fn terms(&mut self, node: NodeId, fragment: u32, extraction: &mut Extraction) -> Range<u32> {
        let first = extraction.fragment_terms.len();
        for &(_, term) in events_in(&self.unit.events, self.unit.subtree(node)) {
            let last = &mut self.last_fragment[term.0 as usize];
            if *last != fragment + 1 {
                *last = fragment + 1;
                extraction.fragment_terms.push(term);
                if extraction.fragment_terms.len() - first == FRAGMENT_TERMS_MAX {
                    break;
                }
            }
        }
        first as u32..extraction.fragment_terms.len() as u32
    }
}

/// The entries of a list sorted by node that lie in a subtree.
fn events_in<T>(events: &[(NodeId, T)], subtree: Range<NodeId>) -> &[(NodeId, T)] {
    let first = events.partition_point(|&(at, _)| at < subtree.start);
    let count = events[first..].partition_point(|&(at, _)| at < subtree.end);
    &events[first..first + count]
}

/// The hash of a definition with the names of its own locals numbered by first use. Subtrees without such a name
/// enter by their structural hash, so that the cost follows the variables and not the size.
fn normalized_hash(unit: &Unit<'_>, structure: &Hashes, root: NodeId) -> u128 {
    let flat = unit.flat;
    let subtree = unit.subtree(root);
    let mut numbers: FxHashMap<u64, Option<u32>> =
        events_in(&unit.locals, subtree.clone()).iter().map(|&(_, key)| (key, None)).collect();
    if numbers.is_empty() {
        return structure.hashes[root as usize];
    }
    let mut variables = events_in(&unit.variables, subtree.clone())
        .iter()
        .filter(|(_, key)| numbers.contains_key(key))
        .copied()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    let mut count = 0;
    let mut shape: Vec<u8> = Vec::new();
    let mut node = subtree.start;
    while node < subtree.end {
        let syntax = flat.tree.node(node);
        let end = node + syntax.nodes;
        match variables.peek() {
            _ if syntax.is_extra() => node = end,
            Some(&(at, key)) if at == node => {
                variables.next();
                let number = *numbers.entry(key).or_default().get_or_insert_with(|| {
                    count += 1;
                    count
                });
                shape.extend_from_slice(&u128::from(number).to_le_bytes());
                node = end;
            }
            Some(&(at, _)) if at < end => {
                shape.extend_from_slice(&unit.grammar.kind_hash(syntax.kind).to_le_bytes());
                shape.extend_from_slice(&u64::from(structure.masses[node as usize]).to_le_bytes());
                node += 1;
            }
            _ => {
                shape.extend_from_slice(&structure.hashes[node as usize].to_le_bytes());
                node = end;
            }
        }
    }
    xxh3_128(&shape)
}
