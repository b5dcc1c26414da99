-- Purpose: where each fragment stands.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".fragment_sites exists.

create or replace view :"schema".fragment_sites as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    s.start_line as line,
    s.end_line,
    s.start_byte,
    s.end_byte,
    g.hash,
    g.normalized_hash,
    k.text as kind,
    n.text as name,
    g.arity,
    g.mass,
    a.label as language,
    -- The subtree is first_node .. first_node + nodes of the unit's syntax tree, in preorder.
    s.first_node,
    s.nodes,
    s.fragment_id,
    f.id as file_id,
    f.version_id,
    s.unit_id,
    s.org_id
from fragment_sites s
join fragments g on g.id = s.fragment_id
join files f on f.unit_id = s.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id
join names k on k.id = g.kind_id
left join names n on n.id = g.name_id
left join languages a on a.number = g.language;
