-- Purpose: keys of files, and the way in by unit.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists files_pkey on files (id);
create unique index if not exists files_key on files (version_id, path);
create index if not exists files_unit_idx on files (unit_id);
