-- How often an outlet loses or changes something when it repeats a claim. A bound can only be lost
-- where there was one, a speaker where one was named: each rate has the echoes that it can speak of.

with echoes as (

    select * from {{ ref('echoes') }}

),

origins as (

    select
        mention_id as origin_mention_id,
        relation <> 'exact' as has_bound,
        not is_unnamed_speaker as has_speaker
    from {{ ref('int_placed_figure_mentions') }}
    where is_origin

),

counts as (

    select
        echoes.outlet_id,
        count(*) as echo_count,
        count(case when origins.has_bound then 1 end) as bounded_echo_count,
        count(case when origins.has_speaker then 1 end) as spoken_echo_count,
        count(case when echoes.relation_lost then 1 end) as relation_lost_count,
        count(case when echoes.speaker_lost then 1 end) as speaker_lost_count,
        count(case when echoes.value_changed then 1 end) as value_changed_count,
        count(case when echoes.period_changed then 1 end) as period_changed_count,
        count(case when echoes.is_stale then 1 end) as stale_count
    from echoes
    inner join origins on echoes.origin_mention_id = origins.origin_mention_id
    group by echoes.outlet_id

)

select
    ---------- ids
    outlet_id,

    ---------- numbers
    echo_count,
    bounded_echo_count,
    spoken_echo_count,
    cast(100 as double) * relation_lost_count / nullif(bounded_echo_count, 0) as relation_lost_pct,
    cast(100 as double) * speaker_lost_count / nullif(spoken_echo_count, 0) as speaker_lost_pct,
    cast(100 as double) * value_changed_count / echo_count as value_changed_pct,
    cast(100 as double) * period_changed_count / echo_count as period_changed_pct,
    cast(100 as double) * stale_count / echo_count as stale_pct

from counts
