-- Purpose: imports, with the file or the symbol that each means where that is in the same version.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".imports exists. Equality on source reaches the index of names.

create or replace view :"schema".imports as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    i.line,
    i.column_number,
    s.text as source,
    n.text as name,
    b.text as alias,
    i.star,
    i.reexport,
    k.label as kind,
    r.label as resolution,
    tf.path as target_path,
    ts.name_line as target_line,
    tq.text as target,
    (
        select eq.text
        from symbols es
        join names eq on eq.id = es.qualified_name_id
        where es.unit_id = i.unit_id and es.ordinal = i.enclosing_ordinal
    ) as enclosing,
    i.enclosing_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    i.ordinal,
    f.id as file_id,
    f.version_id,
    i.unit_id,
    i.org_id
from imports i
join names s on s.id = i.source_id
join files f on f.unit_id = i.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
left join links l on l.version_id = f.version_id and l.unit_id = i.unit_id and l.fact = 3 and l.ordinal = i.ordinal
left join files tf on tf.id = l.target_file_id
left join symbols ts on ts.unit_id = tf.unit_id and ts.ordinal = l.target_ordinal
-- What follows only adds columns, so it stands behind the eight that the planner orders as one problem.
left join names tq on tq.id = ts.qualified_name_id
left join names n on n.id = i.name_id
left join names b on b.id = i.alias_id
left join import_kinds k on k.number = i.kind
left join resolutions r on r.number = l.resolution;
