-- Purpose: the calls that a name makes.
-- Inputs:  :"schema" is the public schema; $1 the name, then the largest number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".callees_of($1, $2);
