-- Purpose: find code by structure: the sites of the fragments that have every one of the given terms.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function find_terms exists.

create or replace function :"schema".find_terms(wanted text[], max_rows integer default 100)
returns table (
    ecosystem text, package text, version text, path text, line integer, end_line integer, kind text, name text,
    mass integer, hash uuid, fragment_id bigint, file_id bigint)
language plpgsql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
declare
    terms_wanted integer := (select count(distinct t) from unnest(wanted) t);
    -- Only a segment that has every term can hold a fragment that has them all.
    segments bigint[] := array(
        select s.segment_id
        from term_segments s
        where s.term = any (wanted)
        group by s.segment_id
        having count(distinct s.term) = terms_wanted);
    candidates bigint[];
    item record;
begin
    -- The rarest term first, so that the candidates are few from the start.
    for item in
        select s.term
        from term_segments s
        where s.term = any (wanted) and s.segment_id = any (segments)
        group by s.term
        order by sum(pg_column_size(s.fragment_offsets)), s.term
    loop
        if candidates is null then
            candidates := array(
                select s.first_fragment_id + unnest(s.fragment_offsets)
                from term_segments s
                where s.term = item.term and s.segment_id = any (segments));
        else
            candidates := array(
                select c.id
                from unnest(candidates) as c (id)
                join (
                    select s.first_fragment_id + unnest(s.fragment_offsets) as id
                    from term_segments s
                    where s.term = item.term and s.segment_id = any (segments)
                ) posting on posting.id = c.id);
        end if;
        exit when cardinality(candidates) = 0;
    end loop;

    return query
        select s.ecosystem, s.package, s.version, s.path, s.line, s.end_line, s.kind, s.name, s.mass, s.hash,
            s.fragment_id, s.file_id
        from unnest(candidates) as c (id)
        join fragment_sites s on s.fragment_id = c.id
        order by s.package, s.version, s.path, s.line, s.start_byte, s.end_byte
        limit max_rows;
end
$$;
