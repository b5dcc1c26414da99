-- Purpose: fragments that stand in a live unit.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row: rows (bigint) and sum (numeric). Each row is hashed with the hash of
--          its natural key as the seed, so that values that change places between rows change the sum.

with live as materialized (
    select distinct s.fragment_id as id
    from fragment_sites s
    where exists (
        select
        from files f
        join package_versions v on v.id = f.version_id and v.state = 2
        where f.unit_id = s.unit_id)
)
select
    count(*) as rows,
    coalesce(sum(hash_record_extended(
        row(g.normalized_hash, k.text, n.text, g.mass, g.arity, g.language),
        hash_record_extended(row(o.uid, g.hash), 0))), 0) as sum
from fragments g
join live on live.id = g.id
join orgs o on o.id = g.org_id
join names k on k.id = g.kind_id
left join names n on n.id = g.name_id;
