-- Purpose: units without a content, and contents of another org than their unit.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select u.id as unit_id, u.content_id
from units u
left join contents c on c.id = u.content_id
where c.id is null or c.org_id <> u.org_id;
