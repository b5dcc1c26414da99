-- Purpose: name ids that are not in names.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select f.used_in, f.name_id
from (
    select distinct 'units.module_id' as used_in, module_id as name_id from units
    union all
    select distinct 'fragments.kind_id' as used_in, kind_id as name_id from fragments
    union all
    select distinct 'fragments.name_id' as used_in, name_id as name_id from fragments
    union all
    select distinct 'symbols.name_id' as used_in, name_id as name_id from symbols
    union all
    select distinct 'symbols.qualified_name_id' as used_in, qualified_name_id as name_id from symbols
    union all
    select distinct 'refs.name_id' as used_in, name_id as name_id from refs
    union all
    select distinct 'refs.qualified_name_id' as used_in, qualified_name_id as name_id from refs
    union all
    select distinct 'imports.source_id' as used_in, source_id as name_id from imports
    union all
    select distinct 'imports.name_id' as used_in, name_id as name_id from imports
    union all
    select distinct 'imports.alias_id' as used_in, alias_id as name_id from imports
    union all
    select distinct 'calls.name_id' as used_in, name_id as name_id from calls
    union all
    select distinct 'calls.callee_id' as used_in, callee_id as name_id from calls
) f
where f.name_id is not null and not exists (select from names n where n.id = f.name_id);
