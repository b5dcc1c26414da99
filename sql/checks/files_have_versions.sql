-- Purpose: files and links of versions that are not there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'files' as table_name, f.version_id
from files f
where not exists (select from package_versions v where v.id = f.version_id)
group by f.version_id
union all
select 'links', l.version_id
from links l
where not exists (select from package_versions v where v.id = l.version_id)
group by l.version_id;
