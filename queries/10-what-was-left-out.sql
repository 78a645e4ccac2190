-- What landed and is not where one would look for it, and why?
select
    left_out_of,
    reason,
    count(*) as row_count
from left_out
group by left_out_of, reason
order by row_count desc, left_out_of, reason
