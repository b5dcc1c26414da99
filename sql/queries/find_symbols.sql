-- Purpose: the definitions that a name means, else those that begin with it, else those like it.
-- Inputs:  :"schema" is the public schema; $1 the name, then the largest number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".find_symbols($1, $2);
