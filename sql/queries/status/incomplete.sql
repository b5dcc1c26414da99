-- Purpose: versions whose load has not ended; they are not visible.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; at most ten rows.

select p.ecosystem, p.name as package, v.version
from package_versions v
join packages p on p.id = v.package_id
where v.state <> 2
order by p.ecosystem, p.name, v.version
limit 10;
