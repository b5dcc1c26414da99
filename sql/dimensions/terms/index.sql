-- Purpose: keys of terms; the text comes first, so that equality on a term alone reaches it.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists terms_pkey on terms (id);
create unique index if not exists terms_key on terms (text, org_id);
