-- Purpose: files of complete versions, those that are not indexed too, with the reason.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".files exists.

create or replace view :"schema".files as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    a.label as language,
    m.text as module,
    f.bytes,
    f.lines,
    -- Null where the file is indexed.
    k.label as skip_reason,
    u.parse_errors,
    coalesce(u.parse_errors, 0) > 0 as has_errors,
    u.timed_out,
    f.generated,
    f.minified,
    f.vendored,
    f.lossy,
    f.id as file_id,
    f.version_id,
    f.unit_id,
    f.org_id
from files f
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
left join units u on u.id = f.unit_id
left join names m on m.id = u.module_id
left join languages a on a.number = f.language
left join skip_reasons k on k.number = f.skip_reason;
