-- Purpose: find what is handed to whom, by the type or token that is asked for or by who provides it.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function find_injections exists.

-- A null leaves a condition out.
create or replace function :"schema".find_injections(
    wanted text default null,
    wanted_consumer text default null,
    wanted_framework text default null,
    wanted_package text default null,
    max_rows integer default 100)
returns setof :"schema".di_edges
language sql stable
set search_path = :"schema", pg_catalog
as $$
    select d.*
    from di_edges d
    where (wanted is null or name_matches(d.provided, wanted) or name_matches(d.provider, wanted))
      and (wanted_consumer is null or name_matches(d.consumer, wanted_consumer))
      and (wanted_framework is null or d.framework = lower(wanted_framework))
      and (wanted_package is null or d.package = wanted_package)
    order by d.package, d.version, d.provided, d.consumer nulls first, d.path, d.line, d.ordinal
    limit max_rows
$$;
