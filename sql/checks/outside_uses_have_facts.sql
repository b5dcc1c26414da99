-- Purpose: outside uses whose unit is in no file of their version, or whose fact is not there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select u.version_id, u.unit_id, u.fact, u.ordinal
from outside_uses u
where not exists (select from files f where f.version_id = u.version_id and f.unit_id = u.unit_id)
union all
select u.version_id, u.unit_id, u.fact, u.ordinal
from outside_uses u
where u.fact = (select k.number from fact_kinds k where k.label = 'call')
  and not exists (select from calls f where f.unit_id = u.unit_id and f.ordinal = u.ordinal)
union all
select u.version_id, u.unit_id, u.fact, u.ordinal
from outside_uses u
where u.fact = (select k.number from fact_kinds k where k.label = 'reference')
  and not exists (select from refs f where f.unit_id = u.unit_id and f.ordinal = u.ordinal);
