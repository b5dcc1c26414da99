-- Purpose: files of complete versions, with the identity of their unit.
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
        row(c.content_hash, u.language, m.text, u.fingerprint, f.bytes, f.lines, f.language, f.skip_reason,
            f.generated, f.minified, f.vendored, f.lossy),
        hash_record_extended(row(f.path), live.hash))), 0) as sum
from files f
join live on live.id = f.version_id
left join units u on u.id = f.unit_id
left join contents c on c.id = u.content_id
left join names m on m.id = u.module_id;
