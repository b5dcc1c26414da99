-- Purpose: the key of refs, and the ways in by name.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists refs_pkey on refs (unit_id, ordinal);
create index if not exists refs_name_idx on refs (name_id);
