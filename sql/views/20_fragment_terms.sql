-- Purpose: the structural terms of fragments, a row a term and site.
-- Inputs:  search_path names the data schema, then the public schema; :"schema" is the public schema.
-- Holds afterwards: the view :"schema".fragment_terms exists. Equality on term reaches the postings; a search by fragment alone
--          reads every posting.

create or replace view :"schema".fragment_terms as
select
    p.ecosystem,
    p.name as package,
    v.version,
    f.path,
    s.start_line as line,
    s.end_line,
    t.text as term,
    g.hash,
    g.mass,
    g.id as fragment_id,
    f.id as file_id,
    f.version_id,
    s.unit_id,
    s.org_id
from terms t
join term_postings o on o.term_id = t.id
cross join lateral unnest(o.fragment_offsets) as posting (fragment_offset)
join fragments g on g.id = o.first_fragment_id + posting.fragment_offset
join fragment_sites s on s.fragment_id = g.id
join files f on f.unit_id = s.unit_id
join package_versions v on v.id = f.version_id and v.state = 2
join packages p on p.id = v.package_id;
