-- Purpose: keys of units.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists units_pkey on units (id);
create unique index if not exists units_key on units (content_id, module_id, language, fingerprint);
