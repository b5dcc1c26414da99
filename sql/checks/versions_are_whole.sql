-- Purpose: versions without a package, and complete versions without a content sum, a fingerprint or a run.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select v.id as version_id, v.version
from package_versions v
left join packages p on p.id = v.package_id
where p.id is null
   or (v.state = 2 and (v.content_sum is null or v.fingerprint is null or v.run_id is null));
