//! Extraction: one pass over a file's tree gives every fact of its unit.
//!
//! Pure: no I/O, no clock but the parse deadline, and it cannot fail; what cannot be parsed gives an extraction
//! that says why. It knows no path on disk, no package and no database.

mod assigned;
pub mod ast;
mod contexts;
mod define;
mod facts;
mod fragments;
mod hashes;
mod imports;
mod interface;
mod marks;
mod members;
mod order;
mod parse;
mod print;
mod read;
mod resolve;
mod scopes;
mod terms;
mod text;
mod tree;
mod typed;
mod unit;
mod uses;
mod values;

pub use contexts::ContextKind;
pub use define::{SymbolDraft, SymbolId};
pub use hashes::{Hashes, hash};
pub use imports::{ImportDraft, ImportId};
pub use parse::parse;
pub use print::{PrintedLink, print};
pub use read::{Reading, read};
pub use scopes::{Reach, ScopeKind, Space};
pub use text::{LineTable, cut, docstring, signature};
pub use tree::{FlatTree, flatten};
pub use typed::Assigned;
pub use unit::{Segment, Unit};
pub use uses::{Root, Use};

use xxhash_rust::xxh3::xxh3_64;

use crate::frameworks;
use crate::lang::{LanguageSpec, grammar};
use crate::model::{Extraction, NameId, NodeId, ParseStatus};

/// Version of what is common to all languages: hashes, masses, terms, resolution. Raise it with any change of them.
pub const ALGORITHM_VERSION: u32 = 4;

/// What decides a unit's facts beside its text: equal fingerprints of equal texts mean equal facts.
pub fn fingerprint(spec: &LanguageSpec) -> u64 {
    let mut text = format!("{} {} {} {}", ALGORITHM_VERSION, ast::AST_VERSION, spec.language, spec.version);
    for variant in spec.grammars {
        text.push_str(&format!(" {} {} {}", variant.name, variant.package, variant.version));
    }
    if let Some(marks) = frameworks::marks_key(spec.language) {
        text.push_str(&format!(" {marks}"));
    }
    xxh3_64(text.as_bytes())
}

/// Which facts are extracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// All of them.
    Standard,
    /// All but fragments, their terms, and the syntax tree.
    Minimal,
}

/// All facts of one file. `module` is what [`LanguageSpec::module_of`] gives; `path` chooses among the grammars of a
/// language (TSX) and is otherwise unused.
pub fn extract(source: &str, spec: &'static LanguageSpec, module: &str, path: &str) -> Extraction {
    extract_profile(Profile::Standard, source, spec, module, path)
}

/// The facts of a profile of one file, as [`extract`].
pub fn extract_profile(
    profile: Profile,
    source: &str,
    spec: &'static LanguageSpec,
    module: &str,
    path: &str,
) -> Extraction {
    let grammar = grammar(spec, path);
    let Some(reading) = read(source, grammar, path) else {
        let lines = LineTable::new(source).count();
        return Extraction::empty(spec.language, module.to_owned(), ParseStatus::TimedOut, lines);
    };
    let status = match reading.errors {
        0 => ParseStatus::Clean,
        errors => ParseStatus::Errors(errors),
    };
    let flat = flatten(&reading.tree, source, grammar);
    drop(reading);
    let mut unit = Unit::new(source, &flat, grammar, module, path);
    unit.fragments_wanted = profile == Profile::Standard;
    let mut extraction = Extraction::empty(spec.language, module.to_owned(), status, unit.lines.count());
    let comments = walk(&mut unit);
    unit.settle_given();
    facts::FactWriter::new(&unit).write(&mut extraction, comments);
    if profile == Profile::Standard {
        let structure = hash(&flat.tree, source, grammar);
        fragments::write_fragments(&mut unit, &structure, &mut extraction);
        extraction.ast = ast::encode(&flat.tree);
    }
    extraction
}

/// Calls the rules in preorder, and collects the comments with the context that each stands in.
fn walk(unit: &mut Unit<'_>) -> Vec<(NodeId, contexts::ContextId)> {
    let (flat, grammar) = (unit.flat, unit.grammar);
    let mut comments = Vec::new();
    let mut kind_terms: Vec<Option<NameId>> = Vec::new();
    for (id, node) in (0..).zip(&flat.tree.nodes) {
        unit.scopes.close_before(id);
        unit.contexts.close_before(id);
        unit.close_modes_before(id);
        let traits = grammar.traits(node.kind);
        if traits.comment {
            comments.push((id, unit.contexts.current()));
        }
        if traits.fragment && node.nodes > 1 && unit.fragments_wanted {
            let at = node.kind as usize;
            if kind_terms.len() <= at {
                kind_terms.resize(at + 1, None);
            }
            let term = *kind_terms[at].get_or_insert_with(|| unit.kind_term(grammar.kind_name(node.kind)));
            unit.events.push((id, term));
        }
        if unit.fragments_wanted
            && let Some(rule) = grammar.term_rule(node.kind)
        {
            rule(unit, id);
        }
        if traits.mark {
            unit.note_mark(id);
        }
        if let Some(rule) = grammar.rule(node.kind)
            && !unit.is_claimed(id)
        {
            unit.visited = id;
            rule(unit, id);
        }
    }
    comments
}
