-- Purpose: complete package versions.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".package_versions exists.

create or replace view :"schema".package_versions as
select
    p.ecosystem,
    p.name as package,
    v.version,
    v.identity_source,
    v.source_ref,
    v.published_at,
    v.archive_sum,
    v.content_sum,
    v.fingerprint,
    v.metadata,
    v.run_id,
    v.id as version_id,
    v.package_id,
    v.org_id
from package_versions v
join packages p on p.id = v.package_id
where v.state = 2;
