-- Purpose: facts whose unit has no row, outside the ids that an unfinished run reserved.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select f.table_name, f.unit_id
from (
    select distinct 'symbols' as table_name, unit_id from symbols
    union all
    select distinct 'refs' as table_name, unit_id from refs
    union all
    select distinct 'imports' as table_name, unit_id from imports
    union all
    select distinct 'calls' as table_name, unit_id from calls
    union all
    select distinct 'comments' as table_name, unit_id from comments
    union all
    select distinct 'fragment_sites' as table_name, unit_id from fragment_sites
) f
where not exists (select from units u where u.id = f.unit_id)
  -- Runs that are at work, or that died before they were swept: what they wrote is garbage that is known of.
  and not exists (
      select
      from :"schema".runs r
      where r.state <> 'done' and r.swept_at is null and r.unit_ids @> f.unit_id);
