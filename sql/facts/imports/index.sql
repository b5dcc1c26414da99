-- Purpose: the key of imports, and the way in by source.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists imports_pkey on imports (unit_id, ordinal);
create index if not exists imports_source_idx on imports (source_id);
