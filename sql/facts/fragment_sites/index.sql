-- Purpose: the key of fragment_sites, and the way in by fragment.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists fragment_sites_pkey on fragment_sites (unit_id, start_byte, end_byte);
create index if not exists fragment_sites_fragment_idx on fragment_sites (fragment_id);
