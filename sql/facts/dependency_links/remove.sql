-- Purpose: remove the links of versions that are due and that binding no longer gives.
-- Inputs:  search_path names the data schema; :"stage" has what binding gives (find.sql).
-- Holds afterwards: every dependency link of a version that is due is in the stage. Links that stay are not written.

delete from dependency_links l
where l.version_id in (select d.version_id from due_versions d)
  and not exists (
      select
      from :"stage" s
      where s.version_id = l.version_id
        and s.unit_id = l.unit_id
        and s.fact = l.fact
        and s.ordinal = l.ordinal
        and s.target_file_id = l.target_file_id
        and s.target_ordinal = l.target_ordinal);
