-- Purpose: the ids of the staged keys of names.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table, merged before.
-- Gives:   (staged id, id in names) for each staged row.

select s.id::bigint, d.id::bigint
from :"stage" s
join names d on d.text = s.text and d.org_id = s.org_id;
