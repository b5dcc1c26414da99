-- Purpose: the key of public_names, and the way in by name.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists public_names_pkey on public_names (version_id, name_key, file_id, ordinal);
create index if not exists public_names_name_idx on public_names (name_key);
