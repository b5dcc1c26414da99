-- Purpose: symbols whose parent is not there, or does not contain them.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select s.unit_id, s.ordinal, s.parent_ordinal
from symbols s
left join symbols p on p.unit_id = s.unit_id and p.ordinal = s.parent_ordinal
where s.parent_ordinal is not null
  and (p.ordinal is null or s.start_byte < p.start_byte or s.end_byte > p.end_byte);
