-- Purpose: the key of links, and the way back from a target.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists links_pkey on links (version_id, unit_id, fact, ordinal);
create index if not exists links_target_idx on links (target_file_id, target_ordinal) where target_file_id is not null;
