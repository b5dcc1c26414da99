-- Purpose: calls whose callee is a symbol of the index: caller to callee, one row a call. What another package's version
--          proves comes before a guess.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".call_edges exists.

-- Six exclusive arms and plain lists of tables: each arm is planned as one problem, whatever join_collapse_limit
-- says, and equality on the source's name, the target's name or the target's key reaches an index in each.
create or replace view :"schema".call_edges as
-- Bound by the file alone, inside a symbol.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    cq.text as caller,
    cs.name_line as caller_line,
    tq.text as target,
    f.path as target_path,
    p.name as target_package,
    v.version as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = c.resolution) as resolution,
    c.caller_ordinal,
    f.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from calls c, files f, package_versions v, packages p, symbols ts, names tq, symbols cs, names cq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and ts.unit_id = c.unit_id
  and ts.ordinal = c.target_ordinal
  and tq.id = ts.qualified_name_id
  and cs.unit_id = c.unit_id
  and cs.ordinal = c.caller_ordinal
  and cq.id = cs.qualified_name_id
  and not exists (
      select
      from links l
      where l.version_id = f.version_id and l.unit_id = c.unit_id and l.fact = 1 and l.ordinal = c.ordinal)
union all
-- Bound by the file alone, at the level of the module.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    null::text as caller,
    null::integer as caller_line,
    tq.text as target,
    f.path as target_path,
    p.name as target_package,
    v.version as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = c.resolution) as resolution,
    c.caller_ordinal,
    f.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from calls c, files f, package_versions v, packages p, symbols ts, names tq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and ts.unit_id = c.unit_id
  and ts.ordinal = c.target_ordinal
  and tq.id = ts.qualified_name_id
  and c.caller_ordinal is null
  and not exists (
      select
      from links l
      where l.version_id = f.version_id and l.unit_id = c.unit_id and l.fact = 1 and l.ordinal = c.ordinal)
union all
-- Bound by the version's files, inside a symbol.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    cq.text as caller,
    cs.name_line as caller_line,
    tq.text as target,
    tf.path as target_path,
    p.name as target_package,
    v.version as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = l.resolution) as resolution,
    c.caller_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from calls c, files f, package_versions v, packages p, links l, files tf, symbols ts, names tq, symbols cs, names cq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and l.version_id = f.version_id
  and l.unit_id = c.unit_id
  and l.fact = 1
  and l.ordinal = c.ordinal
  and tf.id = l.target_file_id
  and ts.unit_id = tf.unit_id
  and ts.ordinal = l.target_ordinal
  and tq.id = ts.qualified_name_id
  and cs.unit_id = c.unit_id
  and cs.ordinal = c.caller_ordinal
  and cq.id = cs.qualified_name_id
  and not exists (
      select
      from dependency_links x
      where x.version_id = f.version_id and x.unit_id = c.unit_id and x.fact = 1 and x.ordinal = c.ordinal)
union all
-- Bound by the version's files, at the level of the module.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    null::text as caller,
    null::integer as caller_line,
    tq.text as target,
    tf.path as target_path,
    p.name as target_package,
    v.version as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = l.resolution) as resolution,
    c.caller_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from calls c, files f, package_versions v, packages p, links l, files tf, symbols ts, names tq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and l.version_id = f.version_id
  and l.unit_id = c.unit_id
  and l.fact = 1
  and l.ordinal = c.ordinal
  and tf.id = l.target_file_id
  and ts.unit_id = tf.unit_id
  and ts.ordinal = l.target_ordinal
  and tq.id = ts.qualified_name_id
  and c.caller_ordinal is null
  and not exists (
      select
      from dependency_links x
      where x.version_id = f.version_id and x.unit_id = c.unit_id and x.fact = 1 and x.ordinal = c.ordinal)
union all
-- Bound by another package's version, inside a symbol.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    cq.text as caller,
    cs.name_line as caller_line,
    tq.text as target,
    tf.path as target_path,
    (
        select tp.name
        from package_versions tv, packages tp
        where tv.id = l.target_version_id and tp.id = tv.package_id
    ) as target_package,
    (select tv.version from package_versions tv where tv.id = l.target_version_id) as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = 5) as resolution,
    c.caller_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from
    calls c, files f, package_versions v, packages p, dependency_links l, files tf, symbols ts, names tq,
    symbols cs, names cq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and l.version_id = f.version_id
  and l.unit_id = c.unit_id
  and l.fact = 1
  and l.ordinal = c.ordinal
  and tf.id = l.target_file_id
  and ts.unit_id = tf.unit_id
  and ts.ordinal = l.target_ordinal
  and tq.id = ts.qualified_name_id
  and cs.unit_id = c.unit_id
  and cs.ordinal = c.caller_ordinal
  and cq.id = cs.qualified_name_id
union all
-- Bound by another package's version, at the level of the module.
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    c.line,
    c.column_number,
    null::text as caller,
    null::integer as caller_line,
    tq.text as target,
    tf.path as target_path,
    (
        select tp.name
        from package_versions tv, packages tp
        where tv.id = l.target_version_id and tp.id = tv.package_id
    ) as target_package,
    (select tv.version from package_versions tv where tv.id = l.target_version_id) as target_version,
    ts.name_line as target_line,
    (select r.label from resolutions r where r.number = 5) as resolution,
    c.caller_ordinal,
    tf.id as target_file_id,
    ts.ordinal as target_ordinal,
    c.ordinal,
    f.id as file_id,
    f.version_id,
    c.unit_id,
    c.org_id
from calls c, files f, package_versions v, packages p, dependency_links l, files tf, symbols ts, names tq
where f.unit_id = c.unit_id
  and v.id = f.version_id
  and v.state = 2
  and p.id = v.package_id
  and l.version_id = f.version_id
  and l.unit_id = c.unit_id
  and l.fact = 1
  and l.ordinal = c.ordinal
  and tf.id = l.target_file_id
  and ts.unit_id = tf.unit_id
  and ts.ordinal = l.target_ordinal
  and tq.id = ts.qualified_name_id
  and c.caller_ordinal is null;
