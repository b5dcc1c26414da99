-- Purpose: uses that leave complete versions, by the names that they mean.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

with live as materialized (
    select v.id, hash_record_extended(row(o.uid, p.ecosystem, p.name, v.version), 0) as hash
    from package_versions v
    join packages p on p.id = v.package_id
    join orgs o on o.id = p.org_id
    where v.state = 2
), live_units as materialized (
    select u.id, hash_record_extended(row(c.content_hash, u.language, m.text), 0) as hash
    from units u
    join contents c on c.id = u.content_id
    join names m on m.id = u.module_id
)
select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(s.role, s.arity),
        hash_record_extended(row(u.hash, s.fact, s.ordinal, s.name_key), live.hash))), 0) as sum
from outside_uses s
join live on live.id = s.version_id
join live_units u on u.id = s.unit_id;
