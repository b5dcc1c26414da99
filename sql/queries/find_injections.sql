-- Purpose: what is handed to whom.
-- Inputs:  :"schema" is the public schema; $1 to $4 the type or token, the consumer, the framework, the package, each or null, then the largest
--          number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".find_injections($1, $2, $3, $4, $5);
