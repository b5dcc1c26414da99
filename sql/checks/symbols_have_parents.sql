-- Purpose: symbols whose parent is not there, is the symbol itself, or does not contain them though it must: members
--          of types and modules may stand apart (methods of an impl), what is inside a function may not.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select s.unit_id, s.ordinal, s.parent_ordinal
from symbols s
left join symbols p on p.unit_id = s.unit_id and p.ordinal = s.parent_ordinal
where s.parent_ordinal is not null
  and (
      p.ordinal is null
      or p.ordinal = s.ordinal
      or (
          (s.start_byte < p.start_byte or s.end_byte > p.end_byte)
          and p.kind in (
              select k.number from symbol_kinds k where k.label in ('function', 'method', 'constructor'))));
