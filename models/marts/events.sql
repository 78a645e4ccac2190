with mentions as (

    select * from {{ ref('int_placed_event_mentions') }}

),

statuses as (

    select * from {{ ref('statuses') }}

),

-- the first report names the event
first_reports as (

    select * from mentions
    where is_first_report

),

-- the one that saw it furthest says how far it has come: a late retelling of a plan undoes nothing
furthest as (

    select mentions.event_id, mentions.status
    from mentions
    inner join statuses on mentions.status = statuses.status
    qualify
        row_number() over (
            partition by mentions.event_id order by statuses.stage desc, mentions.mention_id asc
        ) = 1

),

reports as (

    select
        event_id,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count,
        min(published_to) as first_reported_on,
        max(published_to) as last_reported_on
    from mentions
    group by event_id

)

select
    ---------- ids
    first_reports.event_id,

    ---------- text
    first_reports.event_type,
    first_reports.family,
    furthest.status,
    first_reports.happened,
    first_reports.date_precision,
    first_reports.place,
    first_reports.place_as_printed,
    first_reports.summary,

    ---------- numbers
    reports.article_count,
    reports.outlet_count,

    ---------- booleans
    first_reports.is_date_approximate,

    ---------- dates
    first_reports.happened_from,
    first_reports.happened_to,
    reports.first_reported_on,
    reports.last_reported_on

from first_reports
inner join furthest on first_reports.event_id = furthest.event_id
inner join reports on first_reports.event_id = reports.event_id
