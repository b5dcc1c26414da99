-- Purpose: the uses of a name.
-- Inputs:  :"schema" is the public schema; $1 the name, then the largest number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".references_to($1, $2);
