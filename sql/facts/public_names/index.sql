-- Purpose: the key of public_names, which is the way in by name, and the way in by version.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists public_names_pkey on public_names (name_key, version_id, file_id, ordinal);
create index if not exists public_names_version_idx on public_names (version_id);
