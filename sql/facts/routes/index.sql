-- Purpose: the key of routes, which is the way in by version, and the way in by path.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists routes_pkey on routes (version_id, ordinal);
create index if not exists routes_normal_route_idx on routes (normal_route);
