-- Purpose: public names of a file that is not in their version, or of a symbol that is not there or not public.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select n.version_id, n.file_id, n.ordinal, n.name_key
from public_names n
left join files f on f.id = n.file_id and f.version_id = n.version_id
left join symbols s
    on s.unit_id = f.unit_id
    and s.ordinal = n.ordinal
    and s.visibility = (select k.number from visibilities k where k.label = 'public')
where s.ordinal is null;
