-- One row per event, with its actors and its reports.
with actors_of_events as (
    select
        event_participants.event_id,
        list(
            {
                'id': actors.actor_id,
                'name': actors.actor_name,
                'role': replace(event_participants.role, '_', ' ')
            }
            order by actors.actor_name, event_participants.role
        ) as actors
    from event_participants
    inner join actors on event_participants.actor_id = actors.actor_id
    group by event_participants.event_id
),

reports as (
    select
        event_mentions.event_id,
        list(
            {
                'outlet_id': outlets.outlet_id,
                'outlet': outlets.outlet_name,
                'url': articles.url,
                'published_on': articles.published_on,
                'status': event_mentions.status,
                'summary': event_mentions.summary,
                'extractor': event_mentions.extractor,
                'quote_start': event_mentions.quote_start,
                'quote_end': event_mentions.quote_end,
                'text_sha256': articles.text_sha256
            }
            order by event_mentions.is_first_report desc, articles.published_to, articles.article_id
        ) as reports
    from event_mentions
    inner join articles on event_mentions.article_id = articles.article_id
    inner join outlets on articles.outlet_id = outlets.outlet_id
    group by event_mentions.event_id
)

select
    events.*,
    event_types.definition,
    coalesce(actors_of_events.actors, []) as actors,
    reports.reports
from events
inner join reports on events.event_id = reports.event_id
inner join codebook.event_types on events.event_type = event_types.event_type
left join actors_of_events on events.event_id = actors_of_events.event_id
order by events.happened_from desc nulls last, events.event_id
