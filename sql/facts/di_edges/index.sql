-- Purpose: the key of di_edges, which is the way in by version, and the way in by what is provided.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists di_edges_pkey on di_edges (version_id, ordinal);
create index if not exists di_edges_provided_idx on di_edges (provided);
