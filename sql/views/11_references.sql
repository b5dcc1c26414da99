-- Purpose: every use of a name, calls and other references together.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema"."references" exists. Equality on name or enclosing reaches the index of names.

create or replace view :"schema"."references" as
select
    r.ecosystem, r.package, r.version, r.path, r.line, r.column_number, r.kind, r.name,
    coalesce(r.target, r.qualified_name) as qualified_name,
    r.resolution, r.enclosing, r.target_path, r.target_package, r.target_version, r.target_line, r.target,
    r.enclosing_ordinal, r.target_file_id, r.target_ordinal, r.ordinal, r.file_id, r.version_id, r.unit_id, r.org_id
from :"schema".refs r
union all
select
    c.ecosystem, c.package, c.version, c.path, c.line, c.column_number, 'call', c.name,
    coalesce(c.target, c.callee),
    c.resolution, c.caller, c.target_path, c.target_package, c.target_version, c.target_line, c.target,
    c.caller_ordinal, c.target_file_id, c.target_ordinal, c.ordinal, c.file_id, c.version_id, c.unit_id, c.org_id
from :"schema".calls c;
