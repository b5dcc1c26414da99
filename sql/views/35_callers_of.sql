-- Purpose: the calls that reach the functions that a name means, and the unbound calls that are written with it.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function callers_of exists. Bound calls come first; resolution tells proofs from guesses.

create or replace function :"schema".callers_of(wanted text, max_rows integer default 1000)
returns table (
    ecosystem text, package text, version text, path text, line integer, column_number integer, caller text,
    caller_line integer, resolution text, target text, target_path text, target_line integer, file_id bigint,
    ordinal integer)
language sql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
    select *
    from (
        select e.ecosystem, e.package, e.version, e.path, e.line, e.column_number, e.caller, e.caller_line,
            e.resolution, e.target, e.target_path, e.target_line, e.file_id, e.ordinal
        from matching_symbols(wanted) m
        -- The offset keeps the key a parameter of the inner query, so that it reaches the indexes.
        cross join lateral (
            select *
            from call_edges inside
            where inside.target_file_id = m.file_id and inside.target_ordinal = m.ordinal
            offset 0) e
        union all
        select c.ecosystem, c.package, c.version, c.path, c.line, c.column_number, c.caller, c.caller_line,
            c.resolution, c.callee, null, null, c.file_id, c.ordinal
        from calls c
        where c.name = last_segment(wanted)
          and c.target is null
          and (wanted = last_segment(wanted) or name_matches(c.callee, wanted))
    ) use
    order by use.target_path is null, use.package, use.version, use.path, use.line, use.column_number
    limit max_rows
$$;
