//! The public views and functions, in the order in which they build on each other.

use crate::schema::{Script, script};

/// Run with the search path on the data schema, then the public schema.
pub(crate) const VIEWS: &[Script] = &[
    script!("views/01_packages.sql"),
    script!("views/02_package_versions.sql"),
    script!("views/03_files.sql"),
    script!("views/04_sources.sql"),
    script!("views/05_symbols.sql"),
    script!("views/06_definitions.sql"),
    script!("views/07_active_symbols.sql"),
    script!("views/08_symbol_names.sql"),
    script!("views/09_calls.sql"),
    script!("views/10_refs.sql"),
    script!("views/11_references.sql"),
    script!("views/12_call_edges.sql"),
    script!("views/13_ref_edges.sql"),
    script!("views/14_imports.sql"),
    script!("views/15_comments.sql"),
    script!("views/16_graph_nodes.sql"),
    script!("views/17_fragments.sql"),
    script!("views/18_fragment_sites.sql"),
    script!("views/19_term_segments.sql"),
    script!("views/20_fragment_terms.sql"),
    script!("views/21_version_order.sql"),
    script!("views/30_name_matches.sql"),
    script!("views/31_matching_symbols.sql"),
    script!("views/32_similar_names.sql"),
    script!("views/33_find_symbols.sql"),
    script!("views/34_references_to.sql"),
    script!("views/35_callers_of.sql"),
    script!("views/36_callees_of.sql"),
    script!("views/37_find_terms.sql"),
];
