-- One row per outlet.
select
    outlet_id,
    outlet_name
from outlets
