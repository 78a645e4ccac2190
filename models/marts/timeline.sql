with events as (

    select * from {{ ref('events') }}

),

figures as (

    select * from {{ ref('figures') }}

),

event_entries as (

    select
        event_id as entry_id,
        'event' as entry_kind,
        event_type as entry_type,
        summary as title,
        place,
        cast(null as {{ dbt.type_string() }}) as population,
        article_count,
        outlet_count,
        happened_from as known_from,
        happened_to as known_to,
        first_reported_on
    from events

),

-- a total or a stock stands at its as-of date, a flow over its period
figure_entries as (

    select
        figure_id as entry_id,
        'figure' as entry_kind,
        measure as entry_type,
        summary as title,
        cast(null as {{ dbt.type_string() }}) as place,
        population,
        article_count,
        outlet_count,
        case when kind = 'flow' then period_from else period_to end as known_from,
        period_to as known_to,
        first_reported_on
    from figures

),

entries as (

    select * from event_entries
    union all
    select * from figure_entries

)

select
    ---------- ids
    entry_id,

    ---------- text
    entry_kind,
    entry_type,
    title,
    place,
    population,

    ---------- numbers
    article_count,
    outlet_count,

    ---------- booleans
    known_from is null and known_to is null as is_dated_by_report,

    ---------- dates
    coalesce(known_from, known_to, first_reported_on) as entry_from,
    coalesce(known_to, case when known_from is null then first_reported_on end) as entry_to,
    first_reported_on

from entries
