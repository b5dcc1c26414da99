-- Purpose: postings of terms that are not there, or that point to no fragment.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select o.term_id, o.segment_id, null::bigint as fragment_id
from term_postings o
where not exists (select from terms t where t.id = o.term_id)
union all
select o.term_id, o.segment_id, o.fragment_id
from (
    select term_id, segment_id, first_fragment_id + unnest(fragment_offsets) as fragment_id
    from term_postings
) o
where not exists (select from fragments g where g.id = o.fragment_id);
