-- Purpose: packages that have a complete version.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".packages exists.

create or replace view :"schema".packages as
select
    p.ecosystem,
    p.name as package,
    o.name as org,
    p.id as package_id,
    p.org_id
from packages p
left join orgs o on o.id = p.org_id
where exists (select from package_versions v where v.package_id = p.id and v.state = 2);
