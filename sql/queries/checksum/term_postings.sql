-- Purpose: the (term, fragment) pairs of live fragments, whatever segments they lie in.
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
    coalesce(sum(hash_record_extended(row(g.hash), posting.term_hash)), 0) as sum
from (
    select
        t.org_id,
        hash_record_extended(row(o.uid, t.text), 0) as term_hash,
        e.first_fragment_id + unnest(e.fragment_offsets) as fragment_id
    from term_postings e
    join terms t on t.id = e.term_id
    join orgs o on o.id = t.org_id
) posting
join live on live.id = posting.fragment_id
join fragments g on g.id = live.id;
