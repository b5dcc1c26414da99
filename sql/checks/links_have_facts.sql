-- Purpose: links whose unit is in no file of their version, or whose fact is not there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select l.version_id, l.unit_id, l.fact, l.ordinal
from links l
where not exists (select from files f where f.version_id = l.version_id and f.unit_id = l.unit_id)
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from links l
where l.fact = (select k.number from fact_kinds k where k.label = 'call')
  and not exists (select from calls f where f.unit_id = l.unit_id and f.ordinal = l.ordinal)
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from links l
where l.fact = (select k.number from fact_kinds k where k.label = 'reference')
  and not exists (select from refs f where f.unit_id = l.unit_id and f.ordinal = l.ordinal)
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from links l
where l.fact = (select k.number from fact_kinds k where k.label = 'import')
  and not exists (select from imports f where f.unit_id = l.unit_id and f.ordinal = l.ordinal);
