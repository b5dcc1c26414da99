-- Purpose: which units are there already, so that they are not extracted again.
-- Inputs:  search_path names the data schema; $1 org, then arrays of equal length: $2 content hashes, $3 languages,
--          $4 modules, $5 fingerprints.
-- Gives:   (position in the arrays from 1, unit id) for each unit that exists.

select k.position, u.id
from unnest($2::bytea[], $3::smallint[], $4::text[], $5::bigint[])
    with ordinality as k (content_hash, language, module, fingerprint, position)
join contents c on c.content_hash = k.content_hash and c.org_id = $1
join names n on n.text = k.module and n.org_id = $1
join units u on u.content_id = c.id and u.module_id = n.id and u.language = k.language
    and u.fingerprint = k.fingerprint;
