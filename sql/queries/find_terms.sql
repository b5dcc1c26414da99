-- Purpose: the code whose structure has every one of the terms.
-- Inputs:  :"schema" is the public schema; $1 the terms, then the largest number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select ecosystem, package, version, path, line, end_line, kind, name, mass, hash::text
from :"schema".find_terms($1, $2);
