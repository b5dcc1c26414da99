-- Purpose: rows (the planner's estimate, null where it has none) and bytes with indexes of each table, and whether its
--          indexes are finished.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; one row a table, the largest first.

select
    t.relname::text as name,
    case when t.reltuples >= 0 then t.reltuples::bigint end as rows,
    pg_total_relation_size(t.oid) as bytes,
    exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
        and not exists (select from pg_index i where i.indrelid = t.oid and not i.indisvalid) as indexed
from pg_class t
where t.relnamespace = current_schema()::regnamespace and t.relkind = 'r' and t.relpersistence <> 't'
order by bytes desc, name;
