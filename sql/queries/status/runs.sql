-- Purpose: the last runs.
-- Inputs:  :"schema" is the public schema.
-- Holds afterwards: nothing has changed; at most five rows, the last run first.

select
    r.run_id::text as run_id,
    r.state,
    to_char(r.started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started_at,
    to_char(r.finished_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as finished_at
from :"schema".runs r
order by r.started_at desc, r.run_id desc
limit 5;
