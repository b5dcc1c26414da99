-- Purpose: make those versions due that use a name which a package with a changed version offers.
-- Inputs:  search_path names the data schema; no other transaction publishes or binds.
-- Holds afterwards: due_versions has every version whose dependency links may differ from what binding now gives. Names
--          of all versions of a package count, since another of its versions may be the one that is chosen now; those
--          that a version offered before it was replaced were noted when it was.

insert into due_versions (version_id, offers)
select distinct u.version_id, false
from outside_uses u
where u.version_id not in (select d.version_id from due_versions d)
  and u.name_key in (
      select n.name_key
      from public_names n
      join package_versions v on v.id = n.version_id
      where v.package_id in (
          select changed.package_id
          from due_versions d
          join package_versions changed on changed.id = d.version_id
          where d.offers));
