-- Purpose: how many packages and versions there are; exact, since these tables are small.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row.

select
    count(*) filter (where v.state = 2) as versions,
    count(*) filter (where v.state <> 2) as incomplete,
    count(distinct v.package_id) filter (where v.state = 2) as packages
from package_versions v;
