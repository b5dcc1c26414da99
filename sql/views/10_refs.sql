-- Purpose: every use of a name that is not a call, with what the file alone, its version, or
--          another package's version decides of its target.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".refs exists. Equality on name or enclosing reaches the index of names; for equality on
--          the target use ref_edges. A link overrides what the unit says, a dependency link (5: dependency) both.

create or replace view :"schema".refs as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    k.label as kind,
    n.text as name,
    -- What the file proves the name to mean.
    w.text as qualified_name,
    r.label as resolution,
    eq.text as enclosing,
    tf.path as target_path,
    tp.name as target_package,
    tv.version as target_version,
    ts.name_line as target_line,
    tq.text as target,
    c.enclosing_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from refs c
join names n on n.id = c.name_id
join files f on f.unit_id = c.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
left join symbols es on es.unit_id = c.unit_id and es.ordinal = c.enclosing_ordinal
left join names eq on eq.id = es.qualified_name_id
left join links l on l.version_id = f.version_id and l.unit_id = c.unit_id and l.fact = 2 and l.ordinal = c.ordinal
-- What follows only adds columns, so it stands behind the eight that the planner orders as one problem.
left join names w on w.id = c.qualified_name_id
left join dependency_links x
    on x.version_id = f.version_id and x.unit_id = c.unit_id and x.fact = 2 and x.ordinal = c.ordinal
left join files tf
    on tf.id = case
        when x.unit_id is not null then x.target_file_id
        when l.unit_id is not null then l.target_file_id
        when c.target_ordinal is not null then f.id
    end
left join package_versions tv on tv.id = tf.version_id
left join packages tp on tp.id = tv.package_id
left join symbols ts
    on ts.unit_id = tf.unit_id
    and ts.ordinal = case
        when x.unit_id is not null then x.target_ordinal
        when l.unit_id is not null then l.target_ordinal
        else c.target_ordinal
    end
left join names tq on tq.id = ts.qualified_name_id
left join ref_kinds k on k.number = c.kind
left join resolutions r
    on r.number = case when x.unit_id is not null then 5 else coalesce(l.resolution, c.resolution) end;
