-- Purpose: the ids of the staged keys of contents.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table, merged before.
-- Gives:   (staged id, id in contents) for each staged row.

select s.id, d.id
from :"stage" s
join contents d on d.content_hash = s.content_hash and d.org_id = s.org_id;
