-- Purpose: the routes of a path, a method, a framework, a package.
-- Inputs:  :"schema" is the public schema; $1 to $4 the path, the method, the framework, the package, each or null, then the largest
--          number of rows.
-- Holds afterwards: nothing has changed; the rows are the answer.

select *
from :"schema".find_routes($1, $2, $3, $4, $5);
