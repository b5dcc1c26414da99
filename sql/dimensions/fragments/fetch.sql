-- Purpose: the ids of the staged keys of fragments.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table, merged before.
-- Gives:   (staged id, id in fragments) for each staged row.

select s.id, d.id
from :"stage" s
join fragments d on d.hash = s.hash and d.org_id = s.org_id;
