-- Purpose: add the staged keys that fragments lacks.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table.
-- Holds afterwards: every staged key has exactly one row in fragments. Keys go in sorted, so that two loaders
--          cannot deadlock, and only those that are absent, so that no id is burnt.

insert into fragments (hash, normalized_hash, org_id, kind_id, name_id, mass, arity, language)
select s.hash, s.normalized_hash, s.org_id, s.kind_id, s.name_id, s.mass, s.arity, s.language
from :"stage" s
where not exists (select from fragments d where d.hash = s.hash and d.org_id = s.org_id)
order by s.hash, s.org_id
on conflict (hash, org_id) do nothing
returning id, hash;
