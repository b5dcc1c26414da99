-- Purpose: names of symbols that look like a given one, for when nothing matches exactly.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function similar_names exists. It reads the names of all symbols: seconds, not milliseconds, on
--          millions of names, and only after an exact search has found nothing.

create or replace function :"schema".similar_names(wanted text, max_names integer default 10)
returns table (name text)
language plpgsql stable rows 10
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
declare
    -- The extension may live in any schema, or be absent.
    trigram_schema name := (
        select n.nspname
        from pg_extension e
        join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'pg_trgm');
begin
    if trigram_schema is null then
        return query
            select n.name
            from (select distinct s.name from symbol_names s) n
            where strpos(lower(n.name), lower(wanted)) > 0
            order by octet_length(n.name), n.name
            limit max_names;
    else
        -- Names of half to twice the length are the only ones that can be similar enough.
        return query execute format(
            'select x.name
             from (
                 select s.name, %I.similarity(s.name, $1) as similarity
                 from (select distinct n.name from symbol_names n) s
                 where octet_length(s.name) between octet_length($1) / 2 and octet_length($1) * 2
             ) x
             where x.similarity >= 0.3
             order by x.similarity desc, x.name
             limit $2', trigram_schema)
        using wanted, max_names;
    end if;
end
$$;
