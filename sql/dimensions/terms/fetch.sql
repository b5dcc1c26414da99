-- Purpose: the ids of the staged keys of terms.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table, merged before.
-- Gives:   (staged id, id in terms) for each staged row.

select s.id::bigint, d.id::bigint
from :"stage" s
join terms d on d.text = s.text and d.org_id = s.org_id;
