-- Purpose: units whose facts are not numbered 0, 1, 2 and so on.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'symbols' as table_name, unit_id, count(*) as rows, min(ordinal) as first, max(ordinal) as last
from symbols
group by unit_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1
union all
select 'refs' as table_name, unit_id, count(*) as rows, min(ordinal) as first, max(ordinal) as last
from refs
group by unit_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1
union all
select 'imports' as table_name, unit_id, count(*) as rows, min(ordinal) as first, max(ordinal) as last
from imports
group by unit_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1
union all
select 'calls' as table_name, unit_id, count(*) as rows, min(ordinal) as first, max(ordinal) as last
from calls
group by unit_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1
union all
select 'comments' as table_name, unit_id, count(*) as rows, min(ordinal) as first, max(ordinal) as last
from comments
group by unit_id
having min(ordinal) <> 0 or max(ordinal) <> count(*) - 1;
