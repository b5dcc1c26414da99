-- Purpose: the key of dependency_links, and the ways back from a target.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists dependency_links_pkey on dependency_links (version_id, unit_id, fact, ordinal);
create index if not exists dependency_links_version_idx on dependency_links (target_version_id);
create index if not exists dependency_links_target_idx on dependency_links (target_file_id, target_ordinal);
