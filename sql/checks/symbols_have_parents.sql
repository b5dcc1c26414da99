-- Purpose: symbols whose parent is not there, is the symbol itself, or does not contain them though it must: members
--          may stand apart from what they are members of (methods of an impl, of a JavaScript prototype), as may
--          anything in a type or module; what else is inside a function may not.
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
          and s.kind not in (
              select k.number from symbol_kinds k where k.label in ('method', 'constructor', 'field', 'property'))
          and p.kind in (
              select k.number from symbol_kinds k where k.label in ('function', 'method', 'constructor'))));
