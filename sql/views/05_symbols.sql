-- Purpose: every named definition of every indexed file.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".symbols exists. Equality on name or qualified_name reaches the index of names.

create or replace view :"schema".symbols as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    s.name_line as line,
    k.label as kind,
    n.text as name,
    q.text as qualified_name,
    a.label as language,
    s.signature,
    s.docstring,
    b.label as visibility,
    s.arity,
    s.arity_optional,
    s."variadic",
    s.deprecated,
    s.test,
    s.start_line,
    s.end_line,
    s.start_byte,
    s.end_byte,
    (
        select pq.text
        from symbols ps
        join names pq on pq.id = ps.qualified_name_id
        where ps.unit_id = s.unit_id and ps.ordinal = s.parent_ordinal
    ) as parent,
    s.parent_ordinal,
    s.ordinal,
    f.id as file_id,
    f.version_id,
    s.unit_id,
    s.org_id
-- The label tables come last, so that the planner orders everything else as one problem (join_collapse_limit).
from symbols s
join names n on n.id = s.name_id
join names q on q.id = s.qualified_name_id
join files f on f.unit_id = s.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
left join symbol_kinds k on k.number = s.kind
left join languages a on a.number = f.language
left join visibilities b on b.number = s.visibility;
