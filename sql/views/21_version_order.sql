-- Purpose: an order of version strings: compare the results, by bytes.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the function :"schema".version_order exists. A version is read as runs of digits and of letters;
--          what stands between them, a `v` in front and build metadata behind `+` don't count. Digits compare as
--          numbers. A word other than post, patch, sp and pl makes a version earlier than the same without it
--          (1.0-rc1 < 1.0), those make it later (1.0 < 1.0.post1), a further number too (1.0 < 1.0.1); final, ga and
--          release mean nothing, dev comes before every other word.

create or replace function :"schema".version_order(version text)
returns text
language sql immutable strict parallel safe
set search_path = pg_catalog
as $$
    select
        coalesce(string_agg(
            case
                when part ~ '^[0-9]' then '3' || lpad(length(ltrim(part, '0'))::text, 3, '0') || ltrim(part, '0')
                when part = 'dev' then '0'
                when part in ('post', 'patch', 'sp', 'pl') then '4' || part || ' '
                else '1' || part || ' '
            end, '' order by place), '') || '2'
    from (
        select m[1] as part, place
        from regexp_matches(
            regexp_replace(lower(split_part(version, '+', 1)), '^v(?=[0-9])', ''), '[0-9]+|[a-z]+', 'g')
            with ordinality as found (m, place)
    ) parts
    where part not in ('final', 'ga', 'release')
$$;
