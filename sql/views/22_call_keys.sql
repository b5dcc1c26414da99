-- Purpose: the edges of call_edges by their keys alone, for walks over the graph: no texts, no lines.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".call_keys exists. Equality on the target's key reaches an index in each arm.

create or replace view :"schema".call_keys as
-- Bound by the file alone.
select
    f.id as target_file_id,
    c.target_ordinal,
    f.id as file_id,
    c.caller_ordinal,
    c.resolution as resolution_number
from calls c, files f, package_versions v
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and c.target_ordinal is not null
  and not exists (
      select
      from links l
      where l.version_id = f.version_id and l.unit_id = c.unit_id and l.fact = 1 and l.ordinal = c.ordinal)
union all
-- Bound by the version's files.
select
    l.target_file_id,
    l.target_ordinal,
    f.id as file_id,
    c.caller_ordinal,
    l.resolution as resolution_number
from links l, calls c, files f, package_versions v
where l.fact = 1
  and l.target_file_id is not null
  and c.unit_id = l.unit_id
  and c.ordinal = l.ordinal
  and f.unit_id = l.unit_id
  and f.version_id = l.version_id
  and v.id = f.version_id
  and v.state = 2
  and not exists (
      select
      from dependency_links x
      where x.version_id = l.version_id and x.unit_id = l.unit_id and x.fact = 1 and x.ordinal = l.ordinal)
union all
-- Bound by another package's version.
select
    l.target_file_id,
    l.target_ordinal,
    f.id as file_id,
    c.caller_ordinal,
    5::smallint as resolution_number
from dependency_links l, calls c, files f, package_versions v
where l.fact = 1
  and c.unit_id = l.unit_id
  and c.ordinal = l.ordinal
  and f.unit_id = l.unit_id
  and f.version_id = l.version_id
  and v.id = f.version_id
  and v.state = 2;
