-- Each step in one speaker's series. A revision is not a flow: what lies between two totals is an
-- interval, and may be more knowledge rather than more people.

with series as (

    select * from {{ ref('int_figure_series') }}

),

-- the last figure of each step is what the next step revises
last_of_step as (

    select *
    from series
    qualify row_number() over (partition by series_id, step order by place desc) = 1

),

steps as (

    select
        later.figure_id,
        earlier.figure_id as previous_figure_id,
        later.series_id,
        later.kind,
        later.place,
        later.number > earlier.number as is_rise,
        later.number < earlier.number as is_fall,
        later.number = before_that.number and later.number <> earlier.number as is_return,
        {{ change('earlier', 'later', 'lower_bound', 'upper_bound') }} as change_low,
        {{ change('earlier', 'later', 'upper_bound', 'lower_bound') }} as change_high,
        earlier.as_of_to as previous_as_of_on,
        later.as_of_to as as_of_on
    from series as later
    inner join last_of_step as earlier
        on
            later.series_id = earlier.series_id
            and later.step = earlier.step + 1
    left join last_of_step as before_that
        on
            later.series_id = before_that.series_id
            and later.step = before_that.step + 2

)

select
    ---------- ids
    figure_id,
    previous_figure_id,

    ---------- text
    case
        when is_return then 'reversal'
        when is_rise then 'growth'
        when is_fall and kind = 'cumulative' then 'correction'
        when is_fall then 'decline'
        else 'unchanged'
    end as direction,

    ---------- numbers
    change_low,
    change_high,

    ---------- dates
    previous_as_of_on,
    as_of_on

from steps
