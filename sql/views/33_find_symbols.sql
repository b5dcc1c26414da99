-- Purpose: find definitions by name: exactly, else by how the name begins, else by likeness.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function find_symbols exists. The first way that finds anything is the only one used, and is
--          told in the column match: exact, prefix or similar.

create or replace function :"schema".find_symbols(wanted text, max_rows integer default 100)
returns table (
    match text, ecosystem text, package text, version text, path text, line integer, kind text, name text,
    qualified_name text, language text, signature text, ordinal integer, file_id bigint, version_id bigint,
    unit_id bigint)
language plpgsql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
begin
    return query
        select 'exact', m.*
        from matching_symbols(wanted) m
        order by m.package, m.version, m.path, m.line, m.ordinal
        limit max_rows;
    if found then
        return;
    end if;

    return query
        select 'prefix', s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
            s.language, s.signature, s.ordinal, s.file_id, s.version_id, s.unit_id
        from symbols s
        -- A range, which the index of names serves whatever the plan; the last code point ends it.
        where s.name >= wanted collate "C" and s.name < (wanted || U&'\+10FFFF') collate "C"
        order by octet_length(s.name), s.name, s.package, s.version, s.path, s.line, s.ordinal
        limit max_rows;
    if found then
        return;
    end if;

    return query
        select 'similar', s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
            s.language, s.signature, s.ordinal, s.file_id, s.version_id, s.unit_id
        from similar_names(last_segment(wanted)) with ordinality as near (name, place)
        -- The offset keeps the name a parameter of the inner query, so that it reaches the index.
        cross join lateral (select * from symbols inside where inside.name = near.name offset 0) s
        order by near.place, s.package, s.version, s.path, s.line, s.ordinal
        limit max_rows;
end
$$;
