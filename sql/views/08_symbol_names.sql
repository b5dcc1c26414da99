-- Purpose: the distinct names that symbols bear: what a fuzzy search looks through.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".symbol_names exists.

create or replace view :"schema".symbol_names as
select n.text as name, n.org_id
from names n
where exists (select from symbols s where s.name_id = n.id);
