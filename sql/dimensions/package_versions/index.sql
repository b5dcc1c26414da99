-- Purpose: keys of package_versions.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists package_versions_pkey on package_versions (id);
create unique index if not exists package_versions_key on package_versions (package_id, version);
