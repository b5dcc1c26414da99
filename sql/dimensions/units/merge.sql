-- Purpose: add the staged units that are still absent; another loader may have been first.
-- Inputs:  search_path names the data schema; :"stage" is the run's staging table.
-- Holds afterwards: every staged key has exactly one row in units, under the staged id unless it was there before.

insert into units (id, content_id, fingerprint, org_id, module_id, lines, parse_errors, language, timed_out,
    interface, ast)
select s.id, s.content_id, s.fingerprint, s.org_id, s.module_id, s.lines, s.parse_errors, s.language, s.timed_out,
    s.interface, s.ast
from :"stage" s
order by s.content_id, s.module_id, s.language, s.fingerprint
on conflict (content_id, module_id, language, fingerprint) do nothing;
