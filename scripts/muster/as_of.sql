-- What was known at the end of a day: table macros of the published file.
--
-- An article is known from the last day on which it can have appeared. The registry, the codebook
-- and the reviews are those of today, and so is `occasion_id`.

create or replace macro figures_as_of(day) as table
with reports as (
    select
        figure_mentions.figure_id,
        count(*) as mention_count,
        count(distinct articles.article_id) as article_count,
        count(distinct articles.outlet_id) as outlet_count,
        max(articles.published_to) as last_reported_on
    from figure_mentions
    inner join articles on figure_mentions.article_id = articles.article_id
    where articles.published_to <= cast(day as date)
    group by figure_mentions.figure_id
)
select
    figures.* replace (
        reports.mention_count as mention_count,
        reports.article_count as article_count,
        reports.outlet_count as outlet_count,
        reports.last_reported_on as last_reported_on,
        case
            when newer.first_reported_on <= cast(day as date) then figures.superseded_by
        end as superseded_by
    )
from figures
inner join reports on figures.figure_id = reports.figure_id
left join figures as newer on figures.superseded_by = newer.figure_id
where figures.first_reported_on <= cast(day as date);

create or replace macro events_as_of(day) as table
with reports as (
    select
        event_mentions.event_id,
        arg_max(event_mentions.status, statuses.stage) as status,
        count(distinct articles.article_id) as article_count,
        count(distinct articles.outlet_id) as outlet_count,
        max(articles.published_to) as last_reported_on
    from event_mentions
    inner join articles on event_mentions.article_id = articles.article_id
    inner join codebook.statuses on event_mentions.status = statuses.status
    where articles.published_to <= cast(day as date)
    group by event_mentions.event_id
)
select
    events.* replace (
        reports.status as status,
        reports.article_count as article_count,
        reports.outlet_count as outlet_count,
        reports.last_reported_on as last_reported_on
    )
from events
inner join reports on events.event_id = reports.event_id
where events.first_reported_on <= cast(day as date);

create or replace macro timeline_as_of(day) as table
with known as (
    select figure_id as entry_id, article_count, outlet_count from figures_as_of(day)
    union all
    select event_id as entry_id, article_count, outlet_count from events_as_of(day)
)
select
    timeline.* replace (
        known.article_count as article_count,
        known.outlet_count as outlet_count
    )
from timeline
inner join known on timeline.entry_id = known.entry_id;
