-- Purpose: add the links of versions that are due and that are not there yet; nothing is due any more.
-- Inputs:  search_path names the data schema; :"stage" has what binding gives (find.sql); remove.sql has run.
-- Holds afterwards: the dependency links of every version are what binding gives; due_versions is empty.

insert into dependency_links
    (version_id, unit_id, target_version_id, target_file_id, org_id, ordinal, target_ordinal, fact)
select
    s.version_id, s.unit_id, s.target_version_id, s.target_file_id, s.org_id, s.ordinal, s.target_ordinal, s.fact
from :"stage" s
where not exists (
    select
    from dependency_links l
    where l.version_id = s.version_id and l.unit_id = s.unit_id and l.fact = s.fact and l.ordinal = s.ordinal)
order by s.version_id, s.unit_id, s.fact, s.ordinal;
