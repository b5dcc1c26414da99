-- Purpose: the routes that versions serve: one row a method and a whole path.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".routes exists. Equality on normal_route reaches its index.

create or replace view :"schema".routes as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    r.line,
    r.framework,
    r.method,
    r.route,
    r.normal_route,
    r.handler,
    hq.text as handler_symbol,
    hf.path as handler_path,
    hs.name_line as handler_line,
    r.handler_file_id,
    r.handler_ordinal,
    r.ordinal,
    f.id as file_id,
    r.version_id,
    r.org_id
from routes r
join package_versions v on v.id = r.version_id and v.state = 2
join packages p on p.id = v.package_id
join files f on f.id = r.file_id
left join files hf on hf.id = r.handler_file_id
left join symbols hs on hs.unit_id = hf.unit_id and hs.ordinal = r.handler_ordinal
left join names hq on hq.id = hs.qualified_name_id;
