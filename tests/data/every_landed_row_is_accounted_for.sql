-- What landed is in the marts or in `left_out`, and the two add up, table by table.

with landed as (

    select 'raw_articles' as source_table, count(*) as landed_count
    from {{ landed('raw_articles') }}

    union all

    select 'raw_figure_mentions' as source_table, count(*) as landed_count
    from {{ landed('raw_figure_mentions') }}

    union all

    select 'raw_event_mentions' as source_table, count(*) as landed_count
    from {{ landed('raw_event_mentions') }}

    union all

    select 'raw_event_participants' as source_table, count(*) as landed_count
    from {{ landed('raw_event_participants') }}

    union all

    select 'raw_statement_mentions' as source_table, count(*) as landed_count
    from {{ landed('raw_statement_mentions') }}

),

arrived as (

    select 'raw_articles' as source_table, count(*) as arrived_count
    from {{ ref('articles') }}

    union all

    select 'raw_figure_mentions' as source_table, count(*) as arrived_count
    from {{ ref('figure_mentions') }}

    union all

    select 'raw_event_mentions' as source_table, count(*) as arrived_count
    from {{ ref('event_mentions') }}

    union all

    select 'raw_event_participants' as source_table, sum(mention_count) as arrived_count
    from {{ ref('event_participants') }}

    union all

    select 'raw_statement_mentions' as source_table, count(*) as arrived_count
    from {{ ref('statement_mentions') }}

),

left_out as (

    select source_table, count(*) as left_out_count
    from {{ ref('left_out') }}
    where
        left_out_of = 'event_participants'
        or reason in ('not_published_yet', 'earlier_version')
        or (reason = 'rejected' and left_out_of in ('figures', 'events', 'statements'))
    group by source_table

)

select
    landed.source_table,
    landed.landed_count,
    arrived.arrived_count,
    left_out.left_out_count
from landed
inner join arrived on landed.source_table = arrived.source_table
left join left_out on landed.source_table = left_out.source_table
where landed.landed_count <> coalesce(arrived.arrived_count, 0) + coalesce(left_out.left_out_count, 0)
