-- Purpose: the key of calls, and the way in by the name that is called.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists calls_pkey on calls (unit_id, ordinal);
create index if not exists calls_name_idx on calls (name_id);
