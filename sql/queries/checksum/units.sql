-- Purpose: live units, with their interface and syntax tree.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

with live as materialized (
    select u.id, hash_record_extended(row(o.uid, c.content_hash, u.language, m.text), 0) as hash
    from units u
    join contents c on c.id = u.content_id
    join names m on m.id = u.module_id
    join orgs o on o.id = u.org_id
    where exists (
        select
        from files f
        join package_versions v on v.id = f.version_id and v.state = 2
        where f.unit_id = u.id)
)
select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(u.fingerprint, u.lines, u.parse_errors, u.timed_out, u.interface, u.ast), live.hash)), 0) as sum
from units u
join live on live.id = u.id;
