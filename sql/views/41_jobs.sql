-- Purpose: the work that versions do in the background or by the clock.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".jobs exists.

create or replace view :"schema".jobs as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    j.line,
    j.framework,
    j.name,
    j.queue,
    j.schedule,
    j.handler,
    hq.text as handler_symbol,
    hf.path as handler_path,
    hs.name_line as handler_line,
    j.handler_file_id,
    j.handler_ordinal,
    j.ordinal,
    f.id as file_id,
    j.version_id,
    j.org_id
from jobs j
join package_versions v on v.id = j.version_id and v.state = 2
join packages p on p.id = v.package_id
join files f on f.id = j.file_id
left join files hf on hf.id = j.handler_file_id
left join symbols hs on hs.unit_id = hf.unit_id and hs.ordinal = j.handler_ordinal
left join names hq on hq.id = hs.qualified_name_id;
