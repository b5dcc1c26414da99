-- Purpose: indexes that are not valid, and tables without a primary key: the end of a load is missing.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select c.relname as name, 'index is not valid' as problem
from pg_index i
join pg_class c on c.oid = i.indexrelid
where c.relnamespace = quote_ident(current_schema())::regnamespace and not i.indisvalid
union all
select t.relname, 'table has no primary key'
from pg_class t
where t.relnamespace = quote_ident(current_schema())::regnamespace
  and t.relkind = 'r'
  and t.relname in (
      'packages', 'package_versions', 'names', 'terms', 'contents', 'units', 'fragments', 'term_postings', 'symbols',
      'refs', 'imports', 'calls', 'comments', 'fragment_sites', 'files', 'links',
      'outside_uses', 'public_names', 'dependency_links', 'routes', 'jobs', 'di_edges')
  and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p');
