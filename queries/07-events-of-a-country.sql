-- What happened in Kenya, who took part, and how many articles report it?
select
    events.happened,
    events.event_type,
    events.status,
    events.summary,
    events.article_count,
    string_agg(actors.actor_name || ' (' || event_participants.role || ')', ', ' order by actors.actor_name) as actors
from events
left join event_participants on events.event_id = event_participants.event_id
left join actors on event_participants.actor_id = actors.actor_id
where list_contains(string_split(events.place, '+'), 'KEN')
group by events.event_id, events.happened, events.event_type, events.status, events.summary,
    events.article_count, events.happened_from
order by events.happened_from desc nulls last, events.event_id
