-- What the figures allow for each month: how many were recruited in it, and by its end.
--
-- A flow within a month is a floor for that month. A total that covers a month is a ceiling for
-- it. A running total is a floor for every later month and a ceiling for every earlier one. Where
-- floor and ceiling cross, the figures cannot all hold: the row says so, and holds the gap between.

-- Plans and attributes (measures of kind point) say nothing of what happened and stay out.

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

coverage as (

    select month, cast(sum(article_count) as {{ dbt.type_bigint() }}) as article_count
    from {{ ref('coverage_monthly') }}
    group by month

),

spans as (

    select
        population,
        measure,
        cast(
            min(date_trunc('month', case when kind = 'flow' then period_from else period_to end))
            as date
        ) as first_month,
        cast(max(date_trunc('month', period_to)) as date) as last_month
    from figures
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

),

flow_floors as (

    select
        months.population,
        months.measure,
        months.month,
        {{ within_contract('max(figures.lower_bound)') }} as lower_bound
    from months
    inner join figures
        on
            months.population = figures.population
            and months.measure = figures.measure
            and months.month <= figures.period_from
            and months.month_end >= figures.period_to
    where figures.kind = 'flow'
    group by months.population, months.measure, months.month

),

-- a period that was not over when somebody spoke sets no ceiling
flow_ceilings as (

    select
        months.population,
        months.measure,
        months.month,
        {{ within_contract('min(figures.upper_bound)') }} as upper_bound
    from months
    inner join figures
        on
            months.population = figures.population
            and months.measure = figures.measure
            and months.month >= figures.period_from
            and months.month_end <= figures.period_to
    where figures.kind = 'flow' and not figures.is_partial_period
    group by months.population, months.measure, months.month

),

total_floors as (

    select
        months.population,
        months.measure,
        months.month,
        {{ within_contract('max(figures.lower_bound)') }} as lower_bound
    from months
    inner join figures
        on
            months.population = figures.population
            and months.measure = figures.measure
            and months.month_end >= figures.period_to
    where figures.kind = 'cumulative'
    group by months.population, months.measure, months.month

),

-- a total with a stated start leaves out whoever came before, and so is no ceiling for all
total_ceilings as (

    select
        months.population,
        months.measure,
        months.month,
        {{ within_contract('min(figures.upper_bound)') }} as upper_bound
    from months
    inner join figures
        on
            months.population = figures.population
            and months.measure = figures.measure
            and months.month_end <= figures.period_to
    where figures.kind = 'cumulative' and figures.period_from is null
    group by months.population, months.measure, months.month

),

speakers as (

    select
        months.population,
        months.measure,
        months.month,
        count(distinct figures.figure_id) as figure_count,
        count(distinct figures.origin) as origin_count
    from months
    inner join figures
        on
            months.population = figures.population
            and months.measure = figures.measure
            and months.month <= figures.period_to
            and case when figures.kind = 'flow' then figures.period_from else figures.period_to end
            <= months.month_end
    group by months.population, months.measure, months.month

),

floors_and_ceilings as (

    select
        months.population,
        months.measure,
        months.month,
        coalesce(flow_floors.lower_bound, 0) as lower_bound,
        -- the lower of the two ceilings; `least` passes over a missing one on both engines
        least(flow_ceilings.upper_bound, total_ceilings.upper_bound) as upper_bound,
        total_floors.lower_bound as cumulative_lower_bound,
        total_ceilings.upper_bound as cumulative_upper_bound,
        coalesce(speakers.figure_count, 0) as figure_count,
        coalesce(speakers.origin_count, 0) as origin_count,
        coalesce(coverage.article_count, 0) as article_count
    from months
    left join flow_floors
        on
            months.population = flow_floors.population
            and months.measure = flow_floors.measure
            and months.month = flow_floors.month
    left join flow_ceilings
        on
            months.population = flow_ceilings.population
            and months.measure = flow_ceilings.measure
            and months.month = flow_ceilings.month
    left join total_floors
        on
            months.population = total_floors.population
            and months.measure = total_floors.measure
            and months.month = total_floors.month
    left join total_ceilings
        on
            months.population = total_ceilings.population
            and months.measure = total_ceilings.measure
            and months.month = total_ceilings.month
    left join speakers
        on
            months.population = speakers.population
            and months.measure = speakers.measure
            and months.month = speakers.month
    left join coverage on months.month = coverage.month

),

crossings as (

    select
        floors_and_ceilings.*,
        coalesce(lower_bound > upper_bound, false) as is_flow_contested,
        coalesce(cumulative_lower_bound > cumulative_upper_bound, false) as is_total_contested
    from floors_and_ceilings

)

select
    ---------- text
    population,
    measure,

    ---------- numbers
    case when is_flow_contested then upper_bound else lower_bound end as lower_bound,
    case when is_flow_contested then lower_bound else upper_bound end as upper_bound,
    case when is_total_contested then cumulative_upper_bound else cumulative_lower_bound end
        as cumulative_lower_bound,
    case when is_total_contested then cumulative_lower_bound else cumulative_upper_bound end
        as cumulative_upper_bound,
    figure_count,
    origin_count,
    article_count,

    ---------- booleans
    is_flow_contested or is_total_contested as is_contested,

    ---------- dates
    month

from crossings
