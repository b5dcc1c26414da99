-- Purpose: keys of fragments, and the way to definitions that differ in local names alone.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists fragments_pkey on fragments (id);
create unique index if not exists fragments_key on fragments (hash, org_id);
create index if not exists fragments_normalized_hash_idx on fragments (normalized_hash) where normalized_hash is not null;
