-- Purpose: what containers hand to the parts of versions; without a consumer, what they provide.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".di_edges exists. Equality on provided reaches its index.

create or replace view :"schema".di_edges as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    d.line,
    d.framework,
    cq.text as consumer,
    d.provided,
    pq.text as provider,
    pf.path as provider_path,
    ps.name_line as provider_line,
    d.consumer_file_id,
    d.consumer_ordinal,
    d.provider_file_id,
    d.provider_ordinal,
    d.ordinal,
    f.id as file_id,
    d.version_id,
    d.org_id
from di_edges d
join package_versions v on v.id = d.version_id and v.state = 2
join packages p on p.id = v.package_id
join files f on f.id = d.file_id
left join files cf on cf.id = d.consumer_file_id
left join symbols cs on cs.unit_id = cf.unit_id and cs.ordinal = d.consumer_ordinal
left join names cq on cq.id = cs.qualified_name_id
left join files pf on pf.id = d.provider_file_id
left join symbols ps on ps.unit_id = pf.unit_id and ps.ordinal = d.provider_ordinal
left join names pq on pq.id = ps.qualified_name_id;
