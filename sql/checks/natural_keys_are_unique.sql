-- Purpose: natural keys that occur twice. Where a valid unique index stands, it is the proof, and the table is not read.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

with proved as materialized (
    select c.relname as name
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    where i.indisunique and i.indisvalid and c.relnamespace = quote_ident(current_schema())::regnamespace
)
select 'packages' as table_name, row(org_id, ecosystem, name)::text as natural_key, count(*) as rows
from packages
where not exists (select from proved p where p.name = 'packages_key')
group by org_id, ecosystem, name
having count(*) > 1
union all
select 'package_versions', row(package_id, version)::text, count(*)
from package_versions
where not exists (select from proved p where p.name = 'package_versions_key')
group by package_id, version
having count(*) > 1
union all
select 'names', row(org_id, text)::text, count(*)
from names
where not exists (select from proved p where p.name = 'names_key')
group by org_id, text
having count(*) > 1
union all
select 'terms', row(org_id, text)::text, count(*)
from terms
where not exists (select from proved p where p.name = 'terms_key')
group by org_id, text
having count(*) > 1
union all
select 'contents', row(org_id, content_hash)::text, count(*)
from contents
where not exists (select from proved p where p.name = 'contents_key')
group by org_id, content_hash
having count(*) > 1
union all
select 'units', row(content_id, module_id, language, fingerprint)::text, count(*)
from units
where not exists (select from proved p where p.name = 'units_key')
group by content_id, module_id, language, fingerprint
having count(*) > 1
union all
select 'fragments', row(org_id, hash)::text, count(*)
from fragments
where not exists (select from proved p where p.name = 'fragments_key')
group by org_id, hash
having count(*) > 1
union all
select 'files', row(version_id, path)::text, count(*)
from files
where not exists (select from proved p where p.name = 'files_key')
group by version_id, path
having count(*) > 1
union all
select 'term_postings', row(term_id, segment_id)::text, count(*)
from term_postings
where not exists (select from proved p where p.name = 'term_postings_pkey')
group by term_id, segment_id
having count(*) > 1
union all
select 'symbols', row(unit_id, ordinal)::text, count(*)
from symbols
where not exists (select from proved p where p.name = 'symbols_pkey')
group by unit_id, ordinal
having count(*) > 1
union all
select 'refs', row(unit_id, ordinal)::text, count(*)
from refs
where not exists (select from proved p where p.name = 'refs_pkey')
group by unit_id, ordinal
having count(*) > 1
union all
select 'imports', row(unit_id, ordinal)::text, count(*)
from imports
where not exists (select from proved p where p.name = 'imports_pkey')
group by unit_id, ordinal
having count(*) > 1
union all
select 'calls', row(unit_id, ordinal)::text, count(*)
from calls
where not exists (select from proved p where p.name = 'calls_pkey')
group by unit_id, ordinal
having count(*) > 1
union all
select 'comments', row(unit_id, ordinal)::text, count(*)
from comments
where not exists (select from proved p where p.name = 'comments_pkey')
group by unit_id, ordinal
having count(*) > 1
union all
select 'fragment_sites', row(unit_id, start_byte, end_byte)::text, count(*)
from fragment_sites
where not exists (select from proved p where p.name = 'fragment_sites_pkey')
group by unit_id, start_byte, end_byte
having count(*) > 1
union all
select 'links', row(version_id, unit_id, fact, ordinal)::text, count(*)
from links
where not exists (select from proved p where p.name = 'links_pkey')
group by version_id, unit_id, fact, ordinal
having count(*) > 1
union all
select 'outside_uses', row(version_id, unit_id, fact, ordinal, name_key)::text, count(*)
from outside_uses
where not exists (select from proved p where p.name = 'outside_uses_pkey')
group by version_id, unit_id, fact, ordinal, name_key
having count(*) > 1
union all
select 'public_names', row(version_id, name_key, file_id, ordinal)::text, count(*)
from public_names
where not exists (select from proved p where p.name = 'public_names_pkey')
group by version_id, name_key, file_id, ordinal
having count(*) > 1
union all
select 'dependency_links', row(version_id, unit_id, fact, ordinal)::text, count(*)
from dependency_links
where not exists (select from proved p where p.name = 'dependency_links_pkey')
group by version_id, unit_id, fact, ordinal
having count(*) > 1
union all
select 'routes', row(version_id, ordinal)::text, count(*)
from routes
where not exists (select from proved p where p.name = 'routes_pkey')
group by version_id, ordinal
having count(*) > 1
union all
select 'jobs', row(version_id, ordinal)::text, count(*)
from jobs
where not exists (select from proved p where p.name = 'jobs_pkey')
group by version_id, ordinal
having count(*) > 1
union all
select 'di_edges', row(version_id, ordinal)::text, count(*)
from di_edges
where not exists (select from proved p where p.name = 'di_edges_pkey')
group by version_id, ordinal
having count(*) > 1;
