-- Purpose: the key of calls, and the ways in by the name that is called and back from a target in the same file.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists calls_pkey on calls (unit_id, ordinal);
create index if not exists calls_name_idx on calls (name_id);
create index if not exists calls_target_idx on calls (unit_id, target_ordinal) where target_ordinal is not null;
