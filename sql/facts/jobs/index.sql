-- Purpose: the key of jobs, which is the way in by version.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists jobs_pkey on jobs (version_id, ordinal);
