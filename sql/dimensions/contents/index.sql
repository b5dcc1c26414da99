-- Purpose: keys of contents.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists contents_pkey on contents (id);
create unique index if not exists contents_key on contents (content_hash, org_id);
