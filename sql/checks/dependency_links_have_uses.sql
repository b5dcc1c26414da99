-- Purpose: dependency links whose use does not leave its version, or is proved to stay in it.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select l.version_id, l.unit_id, l.fact, l.ordinal
from dependency_links l
where not exists (
    select
    from outside_uses u
    where u.version_id = l.version_id and u.unit_id = l.unit_id and u.fact = l.fact and u.ordinal = l.ordinal)
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from dependency_links l
join links o on o.version_id = l.version_id and o.unit_id = l.unit_id and o.fact = l.fact and o.ordinal = l.ordinal
where o.target_file_id is not null
  and o.resolution not in (select r.number from resolutions r where r.label in ('name', 'package'))
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from dependency_links l
join calls f on f.unit_id = l.unit_id and f.ordinal = l.ordinal and f.target_ordinal is not null
where l.fact = (select k.number from fact_kinds k where k.label = 'call')
union all
select l.version_id, l.unit_id, l.fact, l.ordinal
from dependency_links l
join refs f on f.unit_id = l.unit_id and f.ordinal = l.ordinal and f.target_ordinal is not null
where l.fact = (select k.number from fact_kinds k where k.label = 'reference');
