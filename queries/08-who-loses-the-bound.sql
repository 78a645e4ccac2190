-- Which outlets lose "more than", "about" or the speaker when they repeat a claim?
-- Only outlets with three repeats or more; a rate of one repeat says nothing.
select
    outlets.outlet_name,
    outlet_drift.echo_count,
    outlet_drift.relation_lost_pct,
    outlet_drift.speaker_lost_pct,
    outlet_drift.period_changed_pct
from outlet_drift
inner join outlets on outlet_drift.outlet_id = outlets.outlet_id
where outlet_drift.echo_count >= 3
order by outlet_drift.relation_lost_pct desc nulls last, outlet_drift.echo_count desc, outlets.outlet_name
