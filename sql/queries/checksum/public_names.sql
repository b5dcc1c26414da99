-- Purpose: names that complete versions offer, with the symbols that they mean, by path and ordinal in the file.
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
        row(n.roles, n.arity_least, n.arity_most),
        hash_record_extended(row(f.path, n.name_key, n.ordinal), live.hash))), 0) as sum
from public_names n
join live on live.id = n.version_id
join files f on f.id = n.file_id;
