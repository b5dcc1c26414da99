-- Purpose: dependency links that lead to a version that is not complete or of the same package, to a file that is not in
--          it, or to a symbol that the file does not have or that others may not use.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select l.version_id, l.unit_id, l.fact, l.ordinal, l.target_version_id, l.target_file_id, l.target_ordinal
from dependency_links l
left join package_versions v on v.id = l.version_id
left join package_versions tv on tv.id = l.target_version_id and tv.state = 2 and tv.package_id <> v.package_id
left join files f on f.id = l.target_file_id and f.version_id = tv.id
left join symbols s
    on s.unit_id = f.unit_id
    and s.ordinal = l.target_ordinal
    and s.visibility = (select k.number from visibilities k where k.label = 'public')
where s.ordinal is null;
