-- Purpose: comments of every indexed file.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".comments exists.

create or replace view :"schema".comments as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.start_line as line,
    c.end_line,
    c.column_number,
    c.text,
    (
        select eq.text
        from symbols es
        join names eq on eq.id = es.qualified_name_id
        where es.unit_id = c.unit_id and es.ordinal = c.enclosing_ordinal
    ) as enclosing,
    c.enclosing_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from comments c
join files f on f.unit_id = c.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id;
