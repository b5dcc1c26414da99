-- Purpose: the key of symbols, and the ways in by name.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists symbols_pkey on symbols (unit_id, ordinal);
create index if not exists symbols_name_idx on symbols (name_id);
create index if not exists symbols_qualified_name_idx on symbols (qualified_name_id);
