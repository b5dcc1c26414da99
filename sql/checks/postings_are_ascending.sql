-- Purpose: postings whose offsets are empty, negative, or not strictly ascending.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select o.term_id, o.segment_id
from term_postings o
where cardinality(o.fragment_offsets) = 0
   or exists (
       select
       from (
           select e.fragment_offset, lag(e.fragment_offset, 1, -1) over (order by e.place) as before
           from unnest(o.fragment_offsets) with ordinality as e (fragment_offset, place)
       ) pair
       where pair.fragment_offset <= pair.before);
