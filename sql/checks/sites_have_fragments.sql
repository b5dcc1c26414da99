-- Purpose: sites whose fragment is not there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select s.unit_id, s.start_byte, s.end_byte, s.fragment_id
from fragment_sites s
where not exists (select from fragments g where g.id = s.fragment_id);
