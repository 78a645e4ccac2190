-- What each figure of intake says of each month: how many were recruited in it, or by its end,
-- at least or at most.
--
-- A flow within a month is a floor for that month; a total is a floor for every month that ends
-- after it. A flow that covers a month, and was over when it was told, is a ceiling for it; a total
-- is a ceiling for every month that was over by then, unless it leaves out whoever came before its
-- start. What counts only a part sets no ceiling. Plans and attributes (measures of kind point) say
-- nothing of what happened and stay out.

with measures as (

    select * from {{ ref('measures') }}

),

figures as (

    select figures.*
    from {{ ref('figures') }} as figures
    inner join measures on figures.measure = measures.measure
    where
        figures.family = 'intake'
        and measures.default_kind in ('flow', 'cumulative')
        and figures.unit = 'persons'
        and figures.side = 'RU'
        and figures.kind in ('flow', 'cumulative')
        and figures.period_to is not null
        and (figures.kind = 'cumulative' or figures.period_from is not null)

),

-- no figure speaks of a day after it was told
spoken_of as (

    select
        figures.*,
        case when kind = 'flow' then period_from else as_of_to end as speaks_from,
        case
            when kind = 'flow' then least(period_to, first_reported_on) else as_of_to
        end as speaks_to
    from figures

),

spans as (

    select
        population,
        measure,
        cast(min(date_trunc('month', speaks_from)) as date) as first_month,
        cast(max(date_trunc('month', speaks_to)) as date) as last_month
    from spoken_of
    group by population, measure

),

months as (

    select
        spans.population,
        spans.measure,
        calendar.month,
        last_day(calendar.month) as month_end
    from spans
    inner join {{ months_from('1900-01-01', 2400) }} as calendar
        on calendar.month between spans.first_month and spans.last_month

)

select
    months.month,
    spoken_of.figure_id,
    spoken_of.origin,
    spoken_of.measure,
    spoken_of.unit,
    spoken_of.population,
    spoken_of.side,
    spoken_of.kind,
    case
        when
            spoken_of.kind = 'flow'
            and months.month <= spoken_of.period_from
            and months.month_end >= spoken_of.period_to
            then spoken_of.lower_bound
        when spoken_of.kind = 'cumulative' and months.month_end >= spoken_of.as_of_to
            then spoken_of.lower_bound
    end as floor,
    case
        when spoken_of.is_part_of_whole then null
        when
            spoken_of.kind = 'flow'
            and months.month >= spoken_of.period_from
            and months.month_end <= spoken_of.period_to
            and not spoken_of.is_partial_period
            then spoken_of.upper_bound
        when
            spoken_of.kind = 'cumulative'
            and spoken_of.period_from is null
            and months.month_end <= spoken_of.as_of_from
            then spoken_of.upper_bound
    end as ceiling,
    spoken_of.speaks_from <= months.month_end and spoken_of.speaks_to >= months.month
        as speaks_of_month
from months
inner join spoken_of
    on
        months.population = spoken_of.population
        and months.measure = spoken_of.measure
