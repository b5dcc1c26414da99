-- Purpose: keys of packages.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists packages_pkey on packages (id);
create unique index if not exists packages_key on packages (name, ecosystem, org_id);
