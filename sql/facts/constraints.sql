-- Purpose: primary keys from the finished unique indexes, and the foreign keys that carry the structure.
-- Inputs:  search_path names the data schema; every index.sql has run.
-- Holds afterwards: the constraints exist; running it again changes nothing.
-- Facts have no foreign key to units: a unit's row is written after its facts and says that they are complete.

do $$
declare
    item record;
begin
    for item in
        select t.name from unnest(array[
            'packages', 'package_versions', 'names', 'terms', 'contents', 'units', 'fragments', 'term_postings',
            'symbols', 'refs', 'imports', 'calls', 'comments', 'fragment_sites', 'files', 'links',
            'outside_uses', 'public_names', 'dependency_links', 'routes', 'jobs', 'di_edges']) as t(name)
        where not exists (
            select from pg_constraint c
            where c.conrelid = format('%I.%I', current_schema(), t.name)::regclass and c.contype = 'p')
    loop
        execute format('alter table %I add constraint %I primary key using index %I',
            item.name, item.name || '_pkey', item.name || '_pkey');
    end loop;

    for item in
        select * from (values
            ('package_versions', 'package_id', 'packages'),
            ('units', 'content_id', 'contents'),
            ('files', 'version_id', 'package_versions'),
            ('files', 'unit_id', 'units'),
            ('links', 'version_id', 'package_versions'),
            ('outside_uses', 'version_id', 'package_versions'),
            ('public_names', 'version_id', 'package_versions'),
            ('dependency_links', 'version_id', 'package_versions'),
            ('routes', 'version_id', 'package_versions'),
            ('jobs', 'version_id', 'package_versions'),
            ('di_edges', 'version_id', 'package_versions')) as f(source, key, target)
        where not exists (
            select from pg_constraint c
            where c.conrelid = format('%I.%I', current_schema(), f.source)::regclass
              and c.conname = format('%s_%s_fkey', f.source, f.key))
    loop
        execute format('alter table %I add constraint %I foreign key (%I) references %I (id)',
            item.source, format('%s_%s_fkey', item.source, item.key), item.key, item.target);
    end loop;
end
$$;
