-- Purpose: links to a file that is not in their version, or to a symbol that the file does not have.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select l.version_id, l.unit_id, l.fact, l.ordinal, l.target_file_id, l.target_ordinal
from links l
left join files f on f.id = l.target_file_id and f.version_id = l.version_id
left join symbols s on s.unit_id = f.unit_id and s.ordinal = l.target_ordinal
where (l.target_file_id is not null and f.id is null)
   or (l.target_ordinal is not null and s.ordinal is null);
