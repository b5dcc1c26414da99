-- Purpose: how people write names: bare, qualified, or the end of a qualified name, with any language's separators.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the functions last_segment and name_matches exist.

-- The name at the end of a path: method of Class.method, get of MyApp.Repo.get/2.
create or replace function :"schema".last_segment(wanted text) returns text
language sql immutable parallel safe
as $$
    select coalesce(nullif(regexp_replace(regexp_replace(wanted, '/\d+$', ''), '^.*[.:/\\#]', ''), ''), wanted)
$$;

-- Whether a qualified name is the wanted one or ends in it at a separator; an arity may be left out.
create or replace function :"schema".name_matches(qualified_name text, wanted text) returns boolean
language sql immutable parallel safe
as $$
    select full_name = tail
        or right(full_name, length(tail) + 1) in ('.' || tail, '/' || tail)
        or bare_name = tail
        or right(bare_name, length(tail) + 1) in ('.' || tail, '/' || tail)
    from (
        select
            translate(replace(qualified_name, '::', '.'), '\#', '..') as full_name,
            translate(replace(regexp_replace(qualified_name, '/\d+$', ''), '::', '.'), '\#', '..') as bare_name,
            translate(replace(wanted, '::', '.'), '\#', '..') as tail
    ) normal
$$;
