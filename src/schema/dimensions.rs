//! The dimensions: rows that facts point to by id, each with a natural key.
//!
//! Their ids are not columns of the staging tables where the server hands them out; a row type with `id` is
//! one whose id the client reserves.

use uuid::Uuid;

use super::table::row;

row! {
    /// Natural key (org, ecosystem, name).
    PackageRow<'a> in "packages" {
        org_id: i32,
        ecosystem: &'a str,
        name: &'a str,
    }
}

row! {
    /// Natural key (package, version); the package by its own key until it is merged.
    PackageVersionRow<'a> in "package_versions" {
        package_id: i64,
        org_id: i32,
        version: &'a str,
        identity_source: &'a str,
        source_ref: Option<&'a str>,
    }
}

row! {
    /// Natural key (org, text).
    NameRow<'a> in "names" {
        id: i32,
        org_id: i32,
        text: &'a str,
    }
}

row! {
    /// Natural key (org, text).
    TermRow<'a> in "terms" {
        id: i32,
        org_id: i32,
        text: &'a str,
    }
}

row! {
    /// Natural key (org, content_hash): sha256 over the original bytes.
    ContentRow<'a> in "contents" {
        id: i64,
        org_id: i32,
        bytes: i32,
        content_hash: &'a [u8],
        source: &'a str,
    }
}

row! {
    /// Natural key (org, hash). Hashes are 128 bits, stored in the native 16-byte type.
    FragmentRow in "fragments" {
        hash: Uuid,
        normalized_hash: Option<Uuid>,
        id: i64,
        org_id: i32,
        kind_id: i32,
        name_id: Option<i32>,
        mass: i32,
        arity: Option<i16>,
        language: i16,
    }
}

row! {
    /// Natural key (term, segment): the fragments of one segment that have the term, as offsets from the
    /// segment's first fragment id.
    TermPostingRow<'a> in "term_postings" {
        first_fragment_id: i64,
        segment_id: i64,
        org_id: i32,
        term_id: i32,
        fragment_offsets: &'a [i32],
    }
}

row! {
    /// Natural key (org, content, language, module, fingerprint). Its existence says that its facts are complete.
    UnitRow<'a> in "units" {
        id: i64,
        content_id: i64,
        fingerprint: i64,
        org_id: i32,
        module_id: i32,
        lines: i32,
        parse_errors: i32,
        language: i16,
        timed_out: bool,
        interface: &'a [u8],
        ast: &'a [u8],
    }
}
