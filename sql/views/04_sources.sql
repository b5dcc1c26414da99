-- Purpose: the text of every indexed file.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".sources exists.

create or replace view :"schema".sources as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    a.label as language,
    -- sha256 over the original bytes; source is what is left after lossy decoding.
    c.content_hash,
    c.bytes,
    f.lossy,
    c.source,
    f.id as file_id,
    f.version_id,
    f.unit_id,
    u.content_id,
    f.org_id
from files f
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
join units u on u.id = f.unit_id
join contents c on c.id = u.content_id
left join languages a on a.number = f.language;
