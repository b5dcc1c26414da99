-- Purpose: jobs of complete versions, with the symbols that do them.
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
        row(f.path, t.line, t.framework, t.name, t.queue, t.schedule, t.handler, h.path, t.handler_ordinal),
        hash_record_extended(row(t.ordinal), live.hash))), 0) as sum
from jobs t
join live on live.id = t.version_id
join files f on f.id = t.file_id
left join files h on h.id = t.handler_file_id;
