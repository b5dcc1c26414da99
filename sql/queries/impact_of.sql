-- Purpose: the transitive callers of a name, the nearest first.
-- Inputs:  :"schema" is the public schema; $1 the name, $2 the largest distance or null, $3 the resolutions that count or
--          null, then the largest number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".impact_of($1, $2, $3, $4);
