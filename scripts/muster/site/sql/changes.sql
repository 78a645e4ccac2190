-- One row per item that this publication brought, changed or took away; empty in a first one.
select
    changes.*,
    coalesce(figures.summary, events.summary, actors.actor_name) as what
from changes
left join figures on changes.item_kind = 'figure' and changes.item_id = figures.figure_id
left join events on changes.item_kind = 'event' and changes.item_id = events.event_id
left join actors on changes.item_kind = 'actor' and changes.item_id = actors.actor_id
order by changes.change, changes.item_kind, what
