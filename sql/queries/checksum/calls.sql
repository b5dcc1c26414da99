-- Purpose: calls of live units.
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
        row(c.caller_ordinal, n.text, w.text, c.target_ordinal, c.line, c.column_number, c.arity, c.resolution),
        live.hash # c.ordinal)), 0) as sum
from calls c
join live on live.id = c.unit_id
join names n on n.id = c.name_id
join names w on w.id = c.callee_id;
