-- Each step in one speaker's series. A revision is not a flow: what lies between two totals is an
-- interval, and may be more knowledge rather than more people.

with successions as (

    select later_figure_id as figure_id, earlier_figure_id as previous_figure_id
    from {{ ref('int_successions') }}
    where is_last_before

),

figures as (

    select * from {{ ref('int_figures') }}

),

steps as (

    select
        successions.figure_id,
        successions.previous_figure_id,
        later.kind,
        later.number > earlier.number as is_rise,
        later.number < earlier.number as is_fall,
        later.number = before_that.number and later.number <> earlier.number as is_return,
        {{ change('earlier', 'later', 'lower_bound', 'upper_bound') }} as change_low,
        {{ change('earlier', 'later', 'upper_bound', 'lower_bound') }} as change_high,
        earlier.as_of_to as previous_as_of_on,
        later.as_of_to as as_of_on
    from successions
    inner join figures as later on successions.figure_id = later.figure_id
    inner join figures as earlier on successions.previous_figure_id = earlier.figure_id
    left join successions as previous on earlier.figure_id = previous.figure_id
    left join figures as before_that on previous.previous_figure_id = before_that.figure_id

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
