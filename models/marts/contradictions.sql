-- Pairs of figures that look as if they cannot both hold, and why they can, or that they cannot.
--
-- Each pair is first explained away if it can be, by the plainest reason that does; what is left is
-- a conflict. A total that grows is no contradiction; one that falls is, unless its speaker rounds.

with disagreements as (

    select * from {{ ref('int_disagreements') }}

),

explained as (

    select
        disagreements.*,
        case
            when is_other_side then 'side'
            when is_other_population then 'population'
            when is_other_kind then 'kind'
            when is_period_in_period then 'period'
            when is_other_time and retold_kind = 'flow' then 'period'
            when is_other_time and kind = 'stock' then 'period'
            when is_part_and_whole and is_other_time then 'period'
            when is_smaller_a_part then 'nested'
            when is_same_breakdown then 'nested'
            when kind = 'stock' and is_same_speaker and not is_same_period then 'revision'
            -- a total may grow from one day to a later one
            when is_other_time and not is_fall and not is_same_period and is_same_speaker
                then 'revision'
            when is_other_time and not is_fall and not is_same_period then 'period'
            when
                not is_surely_rise
                and not is_surely_fall
                and not (
                    kind = 'cumulative' and is_same_speaker and is_other_time and is_fall
                )
                then 'bound'
            else 'conflict'
        end as reason
    from disagreements

)

select
    ---------- ids
    earlier_figure_id as figure_id_a,
    later_figure_id as figure_id_b,

    ---------- text
    reason,

    ---------- booleans
    is_same_speaker,
    is_part_and_whole,
    reason <> 'conflict' as is_explained

from explained
