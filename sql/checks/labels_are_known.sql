-- Purpose: numbers of closed vocabularies that their label table does not have.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'files.language' as used_in, f.language as number
from files f
where f.language is not null and not exists (select from languages k where k.number = f.language)
group by f.language
union all
select 'units.language', f.language
from units f
where f.language is not null and not exists (select from languages k where k.number = f.language)
group by f.language
union all
select 'fragments.language', f.language
from fragments f
where f.language is not null and not exists (select from languages k where k.number = f.language)
group by f.language
union all
select 'files.skip_reason', f.skip_reason
from files f
where f.skip_reason is not null and not exists (select from skip_reasons k where k.number = f.skip_reason)
group by f.skip_reason
union all
select 'symbols.kind', f.kind
from symbols f
where f.kind is not null and not exists (select from symbol_kinds k where k.number = f.kind)
group by f.kind
union all
select 'symbols.visibility', f.visibility
from symbols f
where f.visibility is not null and not exists (select from visibilities k where k.number = f.visibility)
group by f.visibility
union all
select 'refs.kind', f.kind
from refs f
where f.kind is not null and not exists (select from ref_kinds k where k.number = f.kind)
group by f.kind
union all
select 'refs.resolution', f.resolution
from refs f
where f.resolution is not null and not exists (select from resolutions k where k.number = f.resolution)
group by f.resolution
union all
select 'imports.kind', f.kind
from imports f
where f.kind is not null and not exists (select from import_kinds k where k.number = f.kind)
group by f.kind
union all
select 'calls.resolution', f.resolution
from calls f
where f.resolution is not null and not exists (select from resolutions k where k.number = f.resolution)
group by f.resolution
union all
select 'links.fact', f.fact
from links f
where f.fact is not null and not exists (select from fact_kinds k where k.number = f.fact)
group by f.fact
union all
select 'links.resolution', f.resolution
from links f
where f.resolution is not null and not exists (select from resolutions k where k.number = f.resolution)
group by f.resolution
union all
select 'outside_uses.fact', f.fact
from outside_uses f
where not exists (select from fact_kinds k where k.number = f.fact)
group by f.fact
union all
select 'dependency_links.fact', f.fact
from dependency_links f
where not exists (select from fact_kinds k where k.number = f.fact)
group by f.fact;
