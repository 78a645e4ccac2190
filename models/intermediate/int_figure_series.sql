-- One speaker's totals or stocks on one contract, in the order of the days that they speak of.
--
-- A figure is a step when it speaks of a later day than the one before and was not reported earlier.
-- Numbers of one stated period are one step, whatever they say. Flows of different periods stand side
-- by side and make no series.

with figures as (

    select
        int_figures.*,
        {{ id_of([
            'origin', 'measure', 'unit', 'population', 'side', 'kind', 'period_from',
        ]) }} as series_id
    from {{ ref('int_figures') }} as int_figures
    where
        kind in ('cumulative', 'stock')
        and measure <> 'other'
        and origin like 'actor:%'
        and as_of_to is not null

),

numbered as (

    select
        figures.*,
        row_number() over (
            partition by series_id order by as_of_to, first_reported_on, figure_id
        ) as place
    from figures

),

compared as (

    select
        numbered.*,
        case
            when
                lag(period) over (partition by series_id order by place) <> period
                and lag(as_of_to) over (partition by series_id order by place) < as_of_to
                and lag(first_reported_on) over (partition by series_id order by place)
                <= first_reported_on
                then 1
            else 0
        end as is_step
    from numbered

)

select
    figure_id,
    series_id,
    measure,
    unit,
    population,
    side,
    kind,
    number,
    lower_bound,
    upper_bound,
    as_of_to,
    place,
    sum(is_step) over (
        partition by series_id order by place
        rows between unbounded preceding and current row
    ) as step
from compared
