-- Purpose: the contents of live units. The hash of the original bytes stands for them; the stored text is hashed too,
--          since decoding may lose something.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(c.bytes, c.source), hash_record_extended(row(o.uid, c.content_hash), 0))), 0) as sum
from contents c
join orgs o on o.id = c.org_id
where exists (
    select
    from units u
    join files f on f.unit_id = u.id
    join package_versions v on v.id = f.version_id and v.state = 2
    where u.content_id = c.id);
