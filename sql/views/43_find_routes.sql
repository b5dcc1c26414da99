-- Purpose: find routes by path, as people write paths: whole, the beginning of one, with *, or a path that is asked for.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the functions route_matches and find_routes exist.

-- Whether a route is meant: /users/42 by /users/{id}, /users also by what lies below it, /users/* by a pattern.
create or replace function :"schema".route_matches(route text, normal_route text, wanted text) returns boolean
language sql immutable parallel safe
as $$
    select wanted in (route, normal_route)
        or starts_with(route, rtrim(wanted, '/') || '/')
        or starts_with(normal_route, rtrim(wanted, '/') || '/')
        or case
            when strpos(wanted, '*') > 0 then
                route ~ pattern.asked or normal_route ~ pattern.asked
            else wanted ~ pattern.served
        end
    from (
        select
            '^' || replace(regexp_replace(wanted, '([.+?^$()|{}\[\]\\])', '\\\1', 'g'), '*', '.*') || '$' as asked,
            '^' || regexp_replace(
                regexp_replace(
                    regexp_replace(normal_route, '([.+?^$()|\[\]\\])', '\\\1', 'g'),
                    '\{[^/{}]*\*\}', '.+', 'g'),
                '\{[^/{}]*\}', '[^/]+', 'g') || '/?$' as served
    ) pattern
$$;

-- A null leaves a condition out. A route of every method is one of each.
create or replace function :"schema".find_routes(
    wanted text default null,
    wanted_method text default null,
    wanted_framework text default null,
    wanted_package text default null,
    max_rows integer default 100)
returns setof :"schema".routes
language sql stable
set search_path = :"schema", pg_catalog
as $$
    select r.*
    from routes r
    where (wanted is null or route_matches(r.route, r.normal_route, wanted))
      and (wanted_method is null or r.method in (upper(wanted_method), 'ANY'))
      and (wanted_framework is null or r.framework = lower(wanted_framework))
      and (wanted_package is null or r.package = wanted_package)
    order by r.package, r.version, r.normal_route, r.method, r.path, r.line, r.ordinal
    limit max_rows
$$;
