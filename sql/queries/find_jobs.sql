-- Purpose: the jobs of a name, a queue, a framework, a package.
-- Inputs:  :"schema" is the public schema; $1 to $4 the name, the queue, the framework, the package, each or null, then the largest
--          number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".find_jobs($1, $2, $3, $4, $5);
