-- The months of which the figures of intake speak, population by population and measure by measure:
-- how many figures and independent origins speak of each, and how many articles were watched. Months
-- between two that figures speak of are in, with a count of nought.

with figures as (

    select * from {{ ref('figures') }}

),

constrained as (

    select distinct figure_id from {{ ref('recruitment_constraints') }}

),

coverage as (

    select
        month,
        cast(sum(article_count) as {{ dbt.type_bigint() }}) as article_count
    from {{ ref('coverage_monthly') }}
    group by month

),

-- a flow speaks of its period, as far as it was over; a total of its as-of date
spoken_of as (

    select
        figures.population,
        figures.measure,
        figures.figure_id,
        figures.origin,
        case when figures.kind = 'flow' then figures.period_from else figures.as_of_to end
            as speaks_from,
        case
            when figures.kind = 'flow' then least(figures.period_to, figures.first_reported_on)
            else figures.as_of_to
        end as speaks_to
    from figures
    inner join constrained on figures.figure_id = constrained.figure_id

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
    months.population,
    months.measure,
    count(distinct spoken_of.figure_id) as figure_count,
    count(distinct spoken_of.origin) as origin_count,
    coalesce(max(coverage.article_count), 0) as article_count,
    months.month,
    months.month_end
from months
left join spoken_of
    on
        months.population = spoken_of.population
        and months.measure = spoken_of.measure
        and months.month_end >= spoken_of.speaks_from
        and months.month <= spoken_of.speaks_to
left join coverage on months.month = coverage.month
group by months.population, months.measure, months.month, months.month_end
