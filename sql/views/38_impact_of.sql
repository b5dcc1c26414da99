-- Purpose: what a change of the functions that a name means can reach: their callers, the callers of these, and so on.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the functions impact_keys and impact_of exist. Each caller stands once, at its smallest distance, so
--          cycles end; the most distant come last. Without resolutions every proof counts and no guess does. The walk
--          ends with the level that brings max_rows.

-- The walk by keys, level by level: (file, ordinal) of each caller, and of the symbol that it calls on a shortest way.
-- The ordinal is null where the module itself calls.
create or replace function :"schema".impact_keys(
    file_ids bigint[], ordinals integer[], max_depth integer default null, resolutions text[] default null,
    max_rows integer default null)
returns table (
    depth integer, file_id bigint, ordinal integer, target_file_id bigint, target_ordinal integer,
    resolution_number smallint)
language plpgsql stable
set search_path = :"schema", pg_catalog
-- These plans are wide and short-lived: compiling one takes seconds, running it milliseconds.
set jit = off
as $$
declare
    -- A module has no ordinal, and a null can't be hashed for the look-up of what was seen.
    module_ordinal constant integer := -1;
    numbers smallint[] := array(
        select r.number
        from resolutions r
        where case when resolutions is null then r.label not in ('name', 'unresolved', 'external')
            else r.label = any (resolutions) end);
    level_files bigint[] := file_ids;
    level_ordinals integer[] := ordinals;
    seen_files bigint[] := file_ids;
    seen_ordinals integer[] := ordinals;
    level_targets bigint[];
    level_target_ordinals integer[];
    level_resolutions smallint[];
begin
    depth := 0;
    while (max_depth is null or depth < max_depth)
        and (max_rows is null or cardinality(seen_files) < max_rows + cardinality(file_ids))
    loop
        depth := depth + 1;
        select array_agg(e.file_id), array_agg(e.caller), array_agg(e.target_file), array_agg(e.target),
            array_agg(e.number)
        into level_files, level_ordinals, level_targets, level_target_ordinals, level_resolutions
        from (
            -- The strongest proof first.
            select distinct on (k.file_id, coalesce(k.caller_ordinal, module_ordinal))
                k.file_id, coalesce(k.caller_ordinal, module_ordinal) as caller, k.resolution_number as number,
                n.file_id as target_file, n.ordinal as target
            from unnest(level_files, level_ordinals) as n (file_id, ordinal)
            -- The offset keeps the key a parameter of the inner query, so that it reaches the indexes.
            cross join lateral (
                select *
                from call_keys inside
                where inside.target_file_id = n.file_id and inside.target_ordinal = n.ordinal
                offset 0) k
            where k.resolution_number = any (numbers)
            order by k.file_id, coalesce(k.caller_ordinal, module_ordinal), k.resolution_number, n.file_id, n.ordinal
        ) e
        where not exists (
            select
            from unnest(seen_files, seen_ordinals) as s (file_id, ordinal)
            where s.file_id = e.file_id and s.ordinal = e.caller);
        exit when level_files is null;
        return query
            select depth, l.file_id, nullif(l.ordinal, module_ordinal), l.target_file, l.target, l.number
            from unnest(level_files, level_ordinals, level_targets, level_target_ordinals, level_resolutions)
                as l (file_id, ordinal, target_file, target, number);
        seen_files := seen_files || level_files;
        seen_ordinals := seen_ordinals || level_ordinals;
    end loop;
end
$$;

create or replace function :"schema".impact_of(
    wanted text, max_depth integer default null, resolutions text[] default null, max_rows integer default 1000)
returns table (
    depth integer, ecosystem text, package text, version text, path text, line integer, caller text,
    resolution text, target text, target_path text, target_line integer, target_package text, target_version text,
    file_id bigint, ordinal integer)
language sql stable
set search_path = :"schema", pg_catalog
set jit = off
as $$
    select k.depth, n.ecosystem, n.package, n.version, n.path, n.line, n.qualified_name,
        (select r.label from resolutions r where r.number = k.resolution_number),
        t.qualified_name, t.path, t.line, t.package, t.version, k.file_id, k.ordinal
    from (
        select i.*
        from (select array_agg(m.file_id) as files, array_agg(m.ordinal) as ordinals from matching_symbols(wanted) m) w
        cross join lateral impact_keys(w.files, w.ordinals, max_depth, resolutions, max_rows) i
        where w.files is not null
        order by i.depth, i.file_id, i.ordinal
        limit max_rows
    ) k
    cross join lateral (
        select *
        from graph_nodes inside
        where inside.file_id = k.file_id and inside.ordinal is not distinct from k.ordinal
        offset 0) n
    cross join lateral (
        select *
        from symbols inside
        where inside.file_id = k.target_file_id and inside.ordinal = k.target_ordinal
        offset 0) t
    order by k.depth, n.package, n.version, n.path, n.line, k.ordinal
$$;
