-- Purpose: the uses of a name: those bound to a symbol that it means, under whatever name they are written, and those
--          that are written with it.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function references_to exists. Bound uses come first; resolution tells proofs from guesses.

create or replace function :"schema".references_to(wanted text, max_rows integer default 1000)
returns table (
    ecosystem text, package text, version text, path text, line integer, column_number integer, kind text,
    enclosing text, resolution text, target text, target_path text, target_line integer, file_id bigint,
    ordinal integer)
language sql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
    select *
    from (
        select e.ecosystem, e.package, e.version, e.path, e.line, e.column_number, e.kind,
            e.enclosing, e.resolution, e.target, e.target_path, e.target_line, e.file_id, e.ordinal
        from matching_symbols(wanted) m
        -- The offset keeps the key a parameter of the inner query, so that it reaches the indexes.
        cross join lateral (
            select *
            from ref_edges inside
            where inside.target_file_id = m.file_id and inside.target_ordinal = m.ordinal
            offset 0) e
        union
        select e.ecosystem, e.package, e.version, e.path, e.line, e.column_number, 'call',
            e.caller, e.resolution, e.target, e.target_path, e.target_line, e.file_id, e.ordinal
        from matching_symbols(wanted) m
        cross join lateral (
            select *
            from call_edges inside
            where inside.target_file_id = m.file_id and inside.target_ordinal = m.ordinal
            offset 0) e
        union
        select r.ecosystem, r.package, r.version, r.path, r.line, r.column_number, r.kind,
            r.enclosing, r.resolution, r.target, r.target_path, r.target_line, r.file_id, r.ordinal
        from "references" r
        where r.name = last_segment(wanted)
          and (wanted = last_segment(wanted) or name_matches(r.qualified_name, wanted))
    ) use
    order by use.target is null, use.package, use.version, use.path, use.line, use.column_number, use.kind
    limit max_rows
$$;
