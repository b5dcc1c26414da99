-- Purpose: the packages that have a complete version.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(p.name), hash_record_extended(row(o.uid, p.ecosystem), 0))), 0) as sum
from packages p
join orgs o on o.id = p.org_id
where exists (select from package_versions v where v.package_id = p.id and v.state = 2);
