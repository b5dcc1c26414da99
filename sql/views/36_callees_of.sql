-- Purpose: the calls that the functions that a name means make.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function callees_of exists.

create or replace function :"schema".callees_of(wanted text, max_rows integer default 1000)
returns table (
    ecosystem text, package text, version text, path text, line integer, column_number integer, caller text,
    callee text, arity smallint, resolution text, target text, target_path text, target_line integer,
    file_id bigint, ordinal integer)
language sql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
    select c.ecosystem, c.package, c.version, c.path, c.line, c.column_number, c.caller,
        c.callee, c.arity, c.resolution, c.target, c.target_path, c.target_line, c.file_id, c.ordinal
    from matching_symbols(wanted) m
    -- The offset keeps the key a parameter of the inner query, so that it reaches the indexes.
    cross join lateral (
        select *
        from calls inside
        where inside.file_id = m.file_id and inside.caller_ordinal = m.ordinal
        offset 0) c
    order by c.package, c.version, c.path, c.line, c.column_number
    limit max_rows
$$;
