-- Purpose: symbols of the newest complete version of each package, so that a definition shows once a package.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".active_symbols exists. The newest version is the one that was published last.

create or replace view :"schema".active_symbols as
select s.*
from :"schema".symbols s
join package_versions v on v.id = s.version_id
where not exists (
    select
    from package_versions newer
    where newer.package_id = v.package_id
      and newer.state = 2
      and (coalesce(newer.published_at, '-infinity'), newer.id) > (coalesce(v.published_at, '-infinity'), v.id));
