-- Purpose: complete versions. Left out: run and times, and source_ref, which says where the version was read from.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

with live as materialized (
    select v.id, hash_record_extended(row(o.uid, p.ecosystem, p.name, v.version), 0) as hash
    from package_versions v
    join packages p on p.id = v.package_id
    join orgs o on o.id = p.org_id
    where v.state = 2
)
select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(v.content_sum, v.archive_sum, v.fingerprint, v.identity_source, v.metadata), live.hash)), 0) as sum
from package_versions v
join live on live.id = v.id;
