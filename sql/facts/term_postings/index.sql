-- Purpose: the key of term_postings.
-- Inputs:  search_path names the data schema.
-- Holds afterwards: the indexes exist and are valid; running it again changes nothing.

create unique index if not exists term_postings_pkey on term_postings (term_id, segment_id);
