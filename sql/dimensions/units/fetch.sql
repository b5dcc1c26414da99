-- Purpose: the staged units that another loader had added first, with the id that counts.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table, merged before.
-- Gives:   (staged id, id in units) for each staged row whose id differs.

select s.id, d.id
from :"stage" s
join units d on d.content_id = s.content_id and d.module_id = s.module_id and d.language = s.language
    and d.fingerprint = s.fingerprint
where d.id <> s.id;
