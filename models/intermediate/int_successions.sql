-- Which figures of a speaker's totals or stocks come after which: on one contract, of a later day, and
-- not reported before. Two numbers of one stated period do not follow each other, whatever they say,
-- and flows of different periods stand side by side.

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

)

select
    earlier.figure_id as earlier_figure_id,
    later.figure_id as later_figure_id,
    -- the newer number that was reported first is the one that supersedes
    row_number() over (
        partition by earlier.figure_id
        order by later.first_reported_on, later.as_of_to, later.figure_id
    ) = 1 as is_first_after,
    -- the last number before is the one that is revised
    row_number() over (
        partition by later.figure_id
        order by earlier.as_of_to desc, earlier.first_reported_on desc, earlier.figure_id asc
    ) = 1 as is_last_before
from figures as earlier
inner join figures as later
    on
        earlier.series_id = later.series_id
        and earlier.as_of_to < later.as_of_to
        and earlier.first_reported_on <= later.first_reported_on
        and earlier.period <> later.period
