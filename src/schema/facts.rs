//! The facts of a unit, and the files and links of a version.

use super::table::row;

row! {
    SymbolRow<'a> in "symbols" {
        unit_id: i64,
        org_id: i32,
        ordinal: i32,
        parent_ordinal: Option<i32>,
        name_id: i32,
        qualified_name_id: i32,
        start_line: i32,
        end_line: i32,
        name_line: i32,
        start_byte: i32,
        end_byte: i32,
        kind: i16,
        visibility: i16,
        /// Parameters that must be given; null where a symbol is not callable.
        arity: Option<i16>,
        /// Parameters that may be left out.
        arity_optional: Option<i16>,
        variadic: bool,
        deprecated: bool,
        test: bool,
        signature: Option<&'a str>,
        docstring: Option<&'a str>,
    }
}

row! {
    RefRow in "refs" {
        unit_id: i64,
        org_id: i32,
        ordinal: i32,
        name_id: i32,
        qualified_name_id: Option<i32>,
        enclosing_ordinal: Option<i32>,
        target_ordinal: Option<i32>,
        line: i32,
        column_number: i32,
        kind: i16,
        resolution: i16,
    }
}

row! {
    ImportRow in "imports" {
        unit_id: i64,
        org_id: i32,
        ordinal: i32,
        source_id: i32,
        name_id: Option<i32>,
        alias_id: Option<i32>,
        enclosing_ordinal: Option<i32>,
        line: i32,
        column_number: i32,
        kind: i16,
        star: bool,
        reexport: bool,
    }
}

row! {
    CallRow in "calls" {
        unit_id: i64,
        org_id: i32,
        ordinal: i32,
        caller_ordinal: Option<i32>,
        name_id: i32,
        callee_id: i32,
        target_ordinal: Option<i32>,
        line: i32,
        column_number: i32,
        arity: i16,
        resolution: i16,
    }
}

row! {
    CommentRow<'a> in "comments" {
        unit_id: i64,
        org_id: i32,
        ordinal: i32,
        enclosing_ordinal: Option<i32>,
        start_line: i32,
        end_line: i32,
        column_number: i32,
        text: &'a str,
    }
}

row! {
    /// Where a fragment stands; key (unit, start_byte, end_byte).
    FragmentSiteRow in "fragment_sites" {
        unit_id: i64,
        fragment_id: i64,
        org_id: i32,
        start_byte: i32,
        end_byte: i32,
        start_line: i32,
        end_line: i32,
        /// Preorder number of the root in the unit's AST.
        first_node: i32,
        /// Nodes of the subtree.
        nodes: i32,
    }
}

row! {
    /// A file of a version; key (version, path).
    FileRow<'a> in "files" {
        id: i64,
        version_id: i64,
        unit_id: Option<i64>,
        bytes: i64,
        org_id: i32,
        lines: i32,
        language: Option<i16>,
        /// Null where the file is indexed, else the reason why it is not.
        skip_reason: Option<i16>,
        generated: bool,
        minified: bool,
        vendored: bool,
        lossy: bool,
        path: &'a str,
    }
}

row! {
    /// What a version's files decide of one fact; key (version, unit, fact, ordinal).
    LinkRow in "links" {
        version_id: i64,
        unit_id: i64,
        target_file_id: Option<i64>,
        org_id: i32,
        ordinal: i32,
        target_ordinal: Option<i32>,
        fact: i16,
        resolution: i16,
    }
}

row! {
    /// A use that leaves its version; key (version, unit, fact, ordinal, name_key).
    OutsideUseRow in "outside_uses" {
        version_id: i64,
        unit_id: i64,
        name_key: i64,
        org_id: i32,
        ordinal: i32,
        fact: i16,
        role: i16,
        arity: Option<i16>,
    }
}

row! {
    /// A name of a symbol in other packages; key (name_key, version, file, ordinal).
    PublicNameRow in "public_names" {
        version_id: i64,
        file_id: i64,
        name_key: i64,
        org_id: i32,
        ordinal: i32,
        roles: i16,
        arity_least: Option<i16>,
        arity_most: Option<i16>,
    }
}

row! {
    /// What another package's version decides of one fact; key (version, unit, fact, ordinal).
    DependencyLinkRow in "dependency_links" {
        version_id: i64,
        unit_id: i64,
        target_version_id: i64,
        target_file_id: i64,
        org_id: i32,
        ordinal: i32,
        target_ordinal: i32,
        fact: i16,
    }
}

row! {
    /// A route that a version serves; key (version, ordinal).
    RouteRow<'a> in "routes" {
        version_id: i64,
        file_id: i64,
        handler_file_id: Option<i64>,
        org_id: i32,
        ordinal: i32,
        line: i32,
        handler_ordinal: Option<i32>,
        framework: &'a str,
        method: &'a str,
        route: &'a str,
        normal_route: &'a str,
        handler: &'a str,
    }
}

row! {
    /// Work that a version puts off; key (version, ordinal).
    JobRow<'a> in "jobs" {
        version_id: i64,
        file_id: i64,
        handler_file_id: Option<i64>,
        org_id: i32,
        ordinal: i32,
        line: i32,
        handler_ordinal: Option<i32>,
        framework: &'a str,
        name: &'a str,
        queue: Option<&'a str>,
        schedule: Option<&'a str>,
        handler: &'a str,
    }
}

row! {
    /// What is handed to a part of a version; key (version, ordinal).
    DiEdgeRow<'a> in "di_edges" {
        version_id: i64,
        file_id: i64,
        consumer_file_id: Option<i64>,
        provider_file_id: Option<i64>,
        org_id: i32,
        ordinal: i32,
        line: i32,
        consumer_ordinal: Option<i32>,
        provider_ordinal: Option<i32>,
        framework: &'a str,
        provided: &'a str,
    }
}

row! {
    /// A version whose outside uses are to be bound again.
    DueVersionRow in "due_versions" {
        version_id: i64,
        offers: bool,
    }
}
