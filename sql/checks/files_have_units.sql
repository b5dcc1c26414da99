-- Purpose: files of complete versions whose unit is missing, or is of another language.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select f.id as file_id, f.path, f.unit_id
from files f
join package_versions v on v.id = f.version_id and v.state = 2
left join units u on u.id = f.unit_id
where f.unit_id is not null and (u.id is null or u.language is distinct from f.language);
