//! A grammar with its language's vocabulary and rules resolved to the grammar's own numbers, once.

use std::collections::HashMap;
use std::sync::OnceLock;

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

use super::registry::languages;
use super::{Field, Kind, LanguageSpec, MarkTable, Rule};
use crate::model::{Language, Tag};

/// What a node kind is to the walk.
#[derive(Clone, Copy, Default)]
pub struct KindTraits {
    pub named: bool,
    pub fragment: bool,
    pub comment: bool,
    /// A definition wherever it stands.
    pub definition: bool,
    /// May be a mark of a framework.
    pub mark: bool,
}

/// One grammar, ready to walk.
pub struct Grammar {
    pub spec: &'static LanguageSpec,
    pub language: tree_sitter::Language,
    kind_names: Vec<Box<str>>,
    kind_hashes: Vec<u64>,
    token_hashes: Vec<u128>,
    traits: Vec<KindTraits>,
    kinds: Vec<Kind>,
    fields: Vec<u16>,
    rules: Vec<Option<Rule>>,
    term_rules: Vec<Option<Rule>>,
    pub marks: MarkTable,
}

/// The name of an error node, whose kind id is out of every table.
const ERROR_NAME: &str = "ERROR";

impl Grammar {
    fn new(spec: &'static LanguageSpec, variant: usize) -> Self {
        let language = (spec.grammars[variant].language)();
        let count = language.node_kind_count();
        let name = |id: usize| language.node_kind_for_id(id as u16).unwrap_or_default();
        let named = |id: usize| language.node_kind_is_named(id as u16);
        // Kinds of one name in two languages are different things: a fragment belongs to one language.
        let seed = spec.language.number() as u64;
        let kind_hashes: Vec<u64> =
            (0..count).map(|id| xxh3_64_with_seed(name(id).as_bytes(), seed)).collect();
        let kinds: Vec<Kind> = (0..count).map(|id| vocabulary_kind(spec, name(id), named(id))).collect();
        let rules = kinds.iter().map(|&kind| find_rule(spec.rules, kind)).collect();
        let term_rules = kinds.iter().map(|&kind| find_rule(spec.term_rules, kind)).collect();
        let field = |&name: &&'static str| language.field_id_for_name(name).map_or(u16::MAX, |id| id.get());
        let marks = MarkTable::new(&spec.marks, &language);
        let kind_traits = |id: usize| KindTraits {
            named: named(id),
            fragment: named(id) && spec.fragment_kinds.contains(&name(id)),
            comment: named(id) && spec.comment_kinds.contains(&name(id)),
            definition: spec.definition_kinds.is_empty() || spec.definition_kinds.contains(&name(id)),
            mark: marks.role(id as u16).starts_mark(),
        };
        Self {
            spec,
            kind_names: (0..count).map(|id| name(id).into()).collect(),
            token_hashes: (0..count)
                .map(|id| xxh3_128_with_seed(name(id).as_bytes(), kind_hashes[id]))
                .collect(),
            kind_hashes,
            traits: (0..count).map(kind_traits).collect(),
            kinds,
            fields: spec.vocabulary.fields.iter().map(field).collect(),
            rules,
            term_rules,
            marks,
            language,
        }
    }

    /// The name of a kind id as found in a tree.
    pub fn kind_name(&self, id: u16) -> &str {
        self.kind_names.get(id as usize).map_or(ERROR_NAME, |name| name)
    }

    /// A hash of the kind's name, which survives a grammar that renumbers its kinds.
    pub fn kind_hash(&self, id: u16) -> u64 {
        self.kind_hashes.get(id as usize).copied().unwrap_or(u64::MAX)
    }

    /// The structural hash of a leaf whose text is its kind's name, as that of most tokens is.
    pub(crate) fn token_hash(&self, id: u16) -> u128 {
        self.token_hashes.get(id as usize).copied().unwrap_or_default()
    }

    pub fn traits(&self, id: u16) -> KindTraits {
        self.traits.get(id as usize).copied().unwrap_or(KindTraits { named: true, ..KindTraits::default() })
    }

    /// The vocabulary's constant for a kind id.
    pub fn kind(&self, id: u16) -> Kind {
        self.kinds.get(id as usize).copied().unwrap_or(Kind::OTHER)
    }

    /// The grammar's id of a field of the vocabulary; `u16::MAX`, which no node has, where it has none.
    pub fn field(&self, field: Field) -> u16 {
        self.fields[field.0 as usize]
    }

    pub fn rule(&self, id: u16) -> Option<Rule> {
        self.rules.get(id as usize).copied().flatten()
    }

    /// The rule for the terms of a kind id.
    pub fn term_rule(&self, id: u16) -> Option<Rule> {
        self.term_rules.get(id as usize).copied().flatten()
    }
}

fn vocabulary_kind(spec: &LanguageSpec, name: &str, named: bool) -> Kind {
    let vocabulary = spec.vocabulary;
    let (list, offset) =
        if named { (vocabulary.kinds, 0) } else { (vocabulary.tokens, vocabulary.kinds.len()) };
    list.iter().position(|&entry| entry == name).map_or(Kind::OTHER, |at| Kind((at + offset) as u16))
}

fn find_rule(rules: &[(Kind, Rule)], kind: Kind) -> Option<Rule> {
    if kind == Kind::OTHER {
        return None;
    }
    rules.iter().find(|(rule_kind, _)| *rule_kind == kind).map(|&(_, rule)| rule)
}

/// The compiled grammar of a language for a path (TSX and TypeScript are two grammars).
pub fn grammar(spec: &'static LanguageSpec, path: &str) -> &'static Grammar {
    static GRAMMARS: OnceLock<HashMap<(Language, usize), Grammar>> = OnceLock::new();
    let all = GRAMMARS.get_or_init(|| {
        let keys = languages().iter().flat_map(|&spec| (0..spec.grammars.len()).map(move |at| (spec, at)));
        keys.map(|(spec, at)| ((spec.language, at), Grammar::new(spec, at))).collect()
    });
    let variant = (spec.grammar_for)(path).min(spec.grammars.len() - 1);
    &all[&(spec.language, variant)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vocabulary may serve several grammars (JavaScript and TypeScript); one of them must know each entry.
    #[test]
    fn grammars_have_every_kind_and_field_of_their_vocabulary() {
        for &spec in languages() {
            let sharing: Vec<_> = languages()
                .iter()
                .filter(|other| std::ptr::eq(other.vocabulary, spec.vocabulary))
                .flat_map(|other| other.grammars.iter().map(|variant| (variant.language)()))
                .collect();
            let has_kind = |name: &str, named| sharing.iter().any(|l| l.id_for_node_kind(name, named) != 0);
            for name in spec.vocabulary.kinds.iter().chain(spec.comment_kinds) {
                assert!(has_kind(name, true), "{}: no kind {name}", spec.language);
            }
            for name in spec.fragment_kinds {
                assert!(has_kind(name, true), "{}: no fragment kind {name}", spec.language);
            }
            for name in spec.vocabulary.tokens {
                assert!(has_kind(name, false), "{}: no token {name}", spec.language);
            }
            for name in spec.vocabulary.fields {
                let known = sharing.iter().any(|l| l.field_id_for_name(name).is_some());
                assert!(known, "{}: no field {name}", spec.language);
            }
            assert!(spec.builtins.is_sorted(), "{}: builtins must be sorted", spec.language);
            let positions: std::collections::BTreeSet<u16> =
                spec.rules.iter().map(|(kind, _)| kind.0).collect();
            assert_eq!(positions.len(), spec.rules.len(), "{}: a kind has two rules", spec.language);
        }
    }

    #[test]
    fn declared_grammar_versions_are_those_of_the_lock_file() {
        let lock = include_str!("../../Cargo.lock");
        for variant in languages().iter().flat_map(|spec| spec.grammars) {
            let entry = format!("name = \"{}\"\nversion = \"{}\"\n", variant.package, variant.version);
            assert!(lock.contains(&entry), "{} is not {} in Cargo.lock", variant.package, variant.version);
        }
    }
}
