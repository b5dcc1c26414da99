-- Purpose: bind the outside uses of the versions that are due to what other packages offer.
-- Inputs:  search_path names the data schema; :"stage" is an empty staging table of dependency_links; :"schema" is the
--          public schema; due_versions has been spread.
-- Holds afterwards: the stage has one row for each use that one symbol of one package serves. Of a package the version
--          that was chosen counts alone. A use for which two packages, or two symbols that take its arguments, offer the
--          name has none; of a use that may mean several names, all count together.

insert into :"stage"
    (version_id, unit_id, target_version_id, target_file_id, org_id, ordinal, target_ordinal, fact)
with due as materialized (
    select v.id, v.package_id, p.org_id, p.ecosystem
    from package_versions v
    join packages p on p.id = v.package_id
    where v.state = 2 and v.id in (select d.version_id from due_versions d)
), offered as materialized (
    -- By name alone first: pairs of versions would be a product.
    select
        u.version_id, u.unit_id, u.org_id, u.fact, u.ordinal,
        n.version_id as target_version_id, n.file_id as target_file_id, n.ordinal as target_ordinal
    from outside_uses u
    join public_names n
        on n.name_key = u.name_key
        and n.roles & u.role <> 0
        and (n.arity_least is null or u.arity is null or u.arity between n.arity_least and n.arity_most)
    where u.version_id in (select d.version_id from due_versions d)
), chosen as materialized (
    -- The version of each package that uses mean. Where it is known what a version requires, the newest that the
    -- requirement allows is to be chosen here, for each pair of using version and package.
    select distinct on (v.package_id) v.id, v.package_id, p.org_id, p.ecosystem
    from package_versions v
    join packages p on p.id = v.package_id
    where v.state = 2
    order by v.package_id, :"schema".version_order(v.version) desc, v.version desc
)
select
    o.version_id,
    o.unit_id,
    min(o.target_version_id),
    min(o.target_file_id),
    o.org_id,
    o.ordinal,
    min(o.target_ordinal),
    o.fact
from offered o
join due d on d.id = o.version_id
join chosen c
    on c.id = o.target_version_id
    and c.package_id <> d.package_id
    and c.ecosystem = d.ecosystem
    and c.org_id = d.org_id
group by o.version_id, o.unit_id, o.fact, o.ordinal, o.org_id
having min(o.target_file_id) = max(o.target_file_id) and min(o.target_ordinal) = max(o.target_ordinal);
