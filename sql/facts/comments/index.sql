-- Purpose: the key of comments.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists comments_pkey on comments (unit_id, ordinal);
