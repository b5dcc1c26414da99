-- Purpose: find jobs by their names or by what does them.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function find_jobs exists.

-- A null leaves a condition out.
create or replace function :"schema".find_jobs(
    wanted text default null,
    wanted_queue text default null,
    wanted_framework text default null,
    wanted_package text default null,
    max_rows integer default 100)
returns setof :"schema".jobs
language sql stable
set search_path = :"schema", pg_catalog
as $$
    select j.*
    from jobs j
    where (
        wanted is null
        or name_matches(j.name, wanted)
        or name_matches(j.handler, wanted)
        or name_matches(j.handler_symbol, wanted))
      and (wanted_queue is null or j.queue = wanted_queue)
      and (wanted_framework is null or j.framework = lower(wanted_framework))
      and (wanted_package is null or j.package = wanted_package)
    order by j.package, j.version, j.name, j.path, j.line, j.ordinal
    limit max_rows
$$;
