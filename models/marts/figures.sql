with figures as (

    select * from {{ ref('int_figures') }}

),

occasions as (

    select * from {{ ref('int_occasions') }}

),

superseded as (

    select earlier_figure_id as figure_id, later_figure_id as superseded_by
    from {{ ref('int_successions') }}
    where is_first_after

)

select
    ---------- ids
    figures.figure_id,
    figures.claimant_id,
    figures.claimant_org_id,
    superseded.superseded_by,
    occasions.occasion_id,

    ---------- text
    figures.measure,
    figures.family,
    figures.unit,
    figures.relation,
    figures.population,
    figures.side,
    figures.kind,
    figures.period,
    figures.claimant_as_coded,
    figures.claimant_org_as_coded,
    figures.claimant_position,
    figures.origin,
    figures.scope,
    figures.summary,

    ---------- numbers
    figures.value_low,
    figures.value_high,
    figures.lower_bound,
    figures.upper_bound,
    figures.mention_count,
    figures.article_count,
    figures.outlet_count,

    ---------- booleans
    figures.is_lower_open,
    figures.is_upper_open,
    figures.is_period_approximate,
    figures.is_part_of_whole,
    figures.is_partial_period,

    ---------- dates
    figures.period_from,
    figures.period_to,
    figures.as_of_from,
    figures.as_of_to,
    figures.first_reported_on,
    figures.last_reported_on

from figures
left join occasions on figures.figure_id = occasions.figure_id
left join superseded on figures.figure_id = superseded.figure_id
