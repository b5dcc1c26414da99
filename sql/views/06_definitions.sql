-- Purpose: where each name is defined: the short form of symbols.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".definitions exists.

create or replace view :"schema".definitions as
select
    s.ecosystem,
    s.package,
    s.version,
    s.path,
    s.line,
    s.end_line,
    s.kind,
    s.name,
    s.qualified_name,
    s.signature,
    s.ordinal,
    s.file_id,
    s.version_id,
    s.unit_id,
    s.org_id
from :"schema".symbols s;
