-- Purpose: facts whose caller, enclosing symbol or target in their own unit is not there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'refs.enclosing_ordinal' as used_in, f.unit_id, f.ordinal, f.enclosing_ordinal as symbol_ordinal
from refs f
where f.enclosing_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.enclosing_ordinal)
union all
select 'refs.target_ordinal', f.unit_id, f.ordinal, f.target_ordinal
from refs f
where f.target_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.target_ordinal)
union all
select 'imports.enclosing_ordinal', f.unit_id, f.ordinal, f.enclosing_ordinal
from imports f
where f.enclosing_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.enclosing_ordinal)
union all
select 'calls.caller_ordinal', f.unit_id, f.ordinal, f.caller_ordinal
from calls f
where f.caller_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.caller_ordinal)
union all
select 'calls.target_ordinal', f.unit_id, f.ordinal, f.target_ordinal
from calls f
where f.target_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.target_ordinal)
union all
select 'comments.enclosing_ordinal', f.unit_id, f.ordinal, f.enclosing_ordinal
from comments f
where f.enclosing_ordinal is not null
  and not exists (select from symbols s where s.unit_id = f.unit_id and s.ordinal = f.enclosing_ordinal);
