-- One row per reason of a contradiction, with what it means.
select
    reason,
    definition
from codebook.contradiction_reasons
order by reason
