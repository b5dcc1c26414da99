-- Purpose: add the staged keys that names lacks.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table.
-- Holds afterwards: every staged key has exactly one row in names. Keys go in sorted, so that two loaders
--          cannot deadlock, and only those that are absent, so that no id is burnt.

insert into names (org_id, text)
select s.org_id, s.text
from :"stage" s
where not exists (select from names d where d.text = s.text and d.org_id = s.org_id)
order by s.text collate "C", s.org_id
on conflict (text, org_id) do nothing;
