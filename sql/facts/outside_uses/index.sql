-- Purpose: the key of outside_uses, and the way in by the name that is used.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists outside_uses_pkey on outside_uses (version_id, unit_id, fact, ordinal, name_key);
create index if not exists outside_uses_name_idx on outside_uses (name_key);
