-- Purpose: distinct pieces of code that complete versions hold.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".fragments exists. Where each stands is in fragment_sites.

create or replace view :"schema".fragments as
select
    g.hash,
    g.normalized_hash,
    a.label as language,
    k.text as kind,
    n.text as name,
    g.arity,
    g.mass,
    g.id as fragment_id,
    g.org_id
from fragments g
join names k on k.id = g.kind_id
left join names n on n.id = g.name_id
left join languages a on a.number = g.language
where exists (
    select
    from fragment_sites s
    join files f on f.unit_id = s.unit_id
    join package_versions v on v.id = f.version_id and v.state = 2
    where s.fragment_id = g.id);
