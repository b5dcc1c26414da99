-- Purpose: what the edge views run between: every indexed file (ordinal null: its module) and every symbol.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".graph_nodes exists. A node's key is (file_id, ordinal).

create or replace view :"schema".graph_nodes as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    1 as line,
    'file' as kind,
    m.text as name,
    m.text as qualified_name,
    null::integer as parent_ordinal,
    null::integer as ordinal,
    f.id as file_id,
    f.version_id,
    f.unit_id,
    f.org_id
from files f
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
join units u on u.id = f.unit_id
join names m on m.id = u.module_id
union all
select
    s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
    s.parent_ordinal, s.ordinal, s.file_id, s.version_id, s.unit_id, s.org_id
from :"schema".symbols s;
