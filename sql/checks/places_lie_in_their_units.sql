-- Purpose: facts that end before they begin, or stand on a line or column that their unit does not have.
-- Inputs:  search_path names the data schema, then the public schema.
-- Holds afterwards: nothing has changed; each row is something that must not be.

select 'symbols' as table_name, s.unit_id, s.ordinal, s.start_line as line
from symbols s
join units u on u.id = s.unit_id
where s.start_line < 1 or s.end_line < s.start_line or s.end_line > u.lines
   or s.name_line < s.start_line or s.name_line > s.end_line
   or s.start_byte < 0 or s.end_byte < s.start_byte
union all
select 'comments', c.unit_id, c.ordinal, c.start_line
from comments c
join units u on u.id = c.unit_id
where c.start_line < 1 or c.end_line < c.start_line or c.end_line > u.lines or c.column_number < 1
union all
select 'fragment_sites', s.unit_id, s.first_node, s.start_line
from fragment_sites s
join units u on u.id = s.unit_id
where s.start_line < 1 or s.end_line < s.start_line or s.end_line > u.lines
   or s.start_byte < 0 or s.end_byte < s.start_byte or s.first_node < 0 or s.nodes < 1
union all
select 'refs', f.unit_id, f.ordinal, f.line
from refs f
join units u on u.id = f.unit_id
where f.line < 1 or f.line > u.lines or f.column_number < 1
union all
select 'imports', f.unit_id, f.ordinal, f.line
from imports f
join units u on u.id = f.unit_id
where f.line < 1 or f.line > u.lines or f.column_number < 1
union all
select 'calls', f.unit_id, f.ordinal, f.line
from calls f
join units u on u.id = f.unit_id
where f.line < 1 or f.line > u.lines or f.column_number < 1;
