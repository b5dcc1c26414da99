-- Purpose: facts that have a target and say that nothing is known of it, or that it is outside.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'refs' as table_name, f.unit_id, f.ordinal, f.resolution
from refs f
where f.target_ordinal is not null
  and f.resolution in (select r.number from resolutions r where r.label in ('unresolved', 'external'))
union all
select 'calls', f.unit_id, f.ordinal, f.resolution
from calls f
where f.target_ordinal is not null
  and f.resolution in (select r.number from resolutions r where r.label in ('unresolved', 'external'))
union all
select 'links', f.unit_id, f.ordinal, f.resolution
from links f
where f.target_file_id is not null
  and f.resolution in (select r.number from resolutions r where r.label in ('unresolved', 'external'));
