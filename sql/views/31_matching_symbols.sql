-- Purpose: the symbols that a name means exactly: by bare name, qualified name, or the end of a qualified name.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function matching_symbols exists.

create or replace function :"schema".matching_symbols(wanted text)
returns table (
    ecosystem text, package text, version text, path text, line integer, kind text, name text, qualified_name text,
    language text, signature text, ordinal integer, file_id bigint, version_id bigint, unit_id bigint)
language sql stable parallel safe rows 20
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
    select s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
        s.language, s.signature, s.ordinal, s.file_id, s.version_id, s.unit_id
    from symbols s
    where s.name = wanted
    union
    select s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
        s.language, s.signature, s.ordinal, s.file_id, s.version_id, s.unit_id
    from symbols s
    where s.qualified_name = wanted
    union
    select s.ecosystem, s.package, s.version, s.path, s.line, s.kind, s.name, s.qualified_name,
        s.language, s.signature, s.ordinal, s.file_id, s.version_id, s.unit_id
    from symbols s
    where s.name = last_segment(wanted) and wanted <> last_segment(wanted) and name_matches(s.qualified_name, wanted)
$$;
