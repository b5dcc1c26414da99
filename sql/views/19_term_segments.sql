-- Purpose: postings of terms, a row a term and segment: what find_terms intersects.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".term_segments exists. The fragments are first_fragment_id plus each offset; some of
--          them may stand in no complete version.

create or replace view :"schema".term_segments as
select
    t.text as term,
    o.segment_id,
    o.first_fragment_id,
    o.fragment_offsets,
    o.org_id
from terms t
join term_postings o on o.term_id = t.id;
