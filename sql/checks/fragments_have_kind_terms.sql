-- Purpose: fragments that no kind term leads to. Definitions are found by def: terms, and what is above mass 2000 has no
--          terms (limits::FRAGMENT_MASS_MAX).
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select g.id as fragment_id, g.kind_id
from fragments g
where g.name_id is null
  and g.mass <= 2000
  and not exists (
    select
    from (
        select o.first_fragment_id + unnest(o.fragment_offsets) as fragment_id
        from terms t
        join term_postings o on o.term_id = t.id
        where starts_with(t.text, 'kind:')
    ) posting
    where posting.fragment_id = g.id);
