-- Purpose: add the staged keys that contents lacks.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table.
-- Holds afterwards: every staged key has exactly one row in contents. Keys go in sorted, so that two loaders
--          cannot deadlock, and only those that are absent, so that no id is burnt.

insert into contents (org_id, bytes, content_hash, source)
select s.org_id, s.bytes, s.content_hash, s.source
from :"stage" s
where not exists (select from contents d where d.content_hash = s.content_hash and d.org_id = s.org_id)
order by s.content_hash, s.org_id
on conflict (content_hash, org_id) do nothing;
