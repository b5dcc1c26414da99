-- Purpose: routes, jobs and injections said by a file that is not in their version, or bound to a symbol that is not
--          there.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

with places as (
    select 'routes' as table_name, version_id, ordinal, file_id, null::integer as symbol
    from routes
    union all
    select 'routes', version_id, ordinal, handler_file_id, handler_ordinal
    from routes
    where handler_file_id is not null or handler_ordinal is not null
    union all
    select 'jobs', version_id, ordinal, file_id, null
    from jobs
    union all
    select 'jobs', version_id, ordinal, handler_file_id, handler_ordinal
    from jobs
    where handler_file_id is not null or handler_ordinal is not null
    union all
    select 'di_edges', version_id, ordinal, file_id, null
    from di_edges
    union all
    select 'di_edges', version_id, ordinal, consumer_file_id, consumer_ordinal
    from di_edges
    where consumer_file_id is not null or consumer_ordinal is not null
    union all
    select 'di_edges', version_id, ordinal, provider_file_id, provider_ordinal
    from di_edges
    where provider_file_id is not null or provider_ordinal is not null
)
select p.table_name, p.version_id, p.ordinal
from places p
left join files f on f.id = p.file_id and f.version_id = p.version_id
left join symbols s on s.unit_id = f.unit_id and s.ordinal = p.symbol
where f.unit_id is null or (p.symbol is not null and s.ordinal is null);
