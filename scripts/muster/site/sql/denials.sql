-- One row per denial and figure or event that it denies; the most reported denial first, and of what it
-- denies the most reported.
select denials.*
from denials
inner join events on denials.event_id = events.event_id
left join figures on denials.denied_id = figures.figure_id
left join events as denied_events on denials.denied_id = denied_events.event_id
order by
    events.article_count desc,
    denials.event_id,
    coalesce(figures.article_count, denied_events.article_count) desc,
    denials.denied_id
