-- Each figure once, as its origin said it, with the days on which it was reported.

with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

),

-- what the origin said stands; what later mentions lost on the way does not touch the figure
origins as (

    select * from mentions
    where is_origin

),

reports as (

    select
        figure_id,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct outlet_id) as outlet_count,
        max(published_to) as last_reported_on
    from mentions
    group by figure_id

)

select
    origins.*,
    reports.mention_count,
    reports.article_count,
    reports.outlet_count,
    -- a flow of a month that was not over says less than it seems to; where the article is dated
    -- too coarsely to tell, nobody knows
    case
        when origins.kind <> 'flow' or origins.period_to is null then false
        when origins.period_to > origins.published_to then true
        when origins.period_to <= origins.published_from then false
    end as is_partial_period,
    -- a total or a stock holds when it was said, if its period was not over by then
    case
        when origins.kind in ('cumulative', 'stock')
            then least(origins.period_end_from, origins.published_from)
    end as as_of_from,
    case
        when origins.kind in ('cumulative', 'stock')
            then least(origins.period_to, origins.published_to)
    end as as_of_to,
    origins.published_from as first_reported_from,
    origins.published_to as first_reported_on,
    reports.last_reported_on
from origins
inner join reports on origins.figure_id = reports.figure_id
