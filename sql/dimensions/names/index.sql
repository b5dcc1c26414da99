-- Purpose: keys of names; the text comes first, so that equality on a name alone reaches it.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists names_pkey on names (id);
create unique index if not exists names_key on names (text, org_id);
