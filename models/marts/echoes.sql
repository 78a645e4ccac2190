with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

),

origins as (

    select * from mentions
    where is_origin

),

figures as (

    select figure_id, superseded_by from {{ ref('figures') }}

),

newer_figures as (

    select figure_id, first_reported_on from {{ ref('figures') }}

),

paired as (

    select
        mentions.*,
        mentions.published_from = mentions.published_to
        and origins.published_from = origins.published_to as is_dated_to_the_day,
        origins.published_to as origin_published_to,
        origins.relation as origin_relation,
        origins.number as origin_number,
        origins.number_to as origin_number_to,
        origins.measure as origin_measure,
        origins.population as origin_population,
        origins.kind as origin_kind,
        origins.period as origin_period,
        origins.speaker as origin_speaker,
        origins.is_unnamed_speaker as is_unnamed_origin,
        newer_figures.first_reported_on as superseded_on
    from mentions
    inner join origins on mentions.figure_id = origins.figure_id
    inner join figures on mentions.figure_id = figures.figure_id
    left join newer_figures on figures.superseded_by = newer_figures.figure_id
    where not mentions.is_origin

)

select
    ---------- ids
    mention_id,
    figure_id,
    origin_mention_id,
    parent_mention_id,
    article_id,
    outlet_id,

    ---------- numbers
    echo_depth,
    case
        when is_dated_to_the_day
            then {{ days_between('origin_published_to', 'published_to') }}
    end as days_after_origin,

    ---------- booleans
    relation <> origin_relation as relation_changed,
    origin_relation <> 'exact' and relation = 'exact' as relation_lost,
    number <> origin_number
    or coalesce(number_to, -1) <> coalesce(origin_number_to, -1) as value_changed,
    measure <> origin_measure as measure_changed,
    population <> origin_population as population_changed,
    kind <> origin_kind as kind_changed,
    coalesce(period, '') <> coalesce(origin_period, '') as period_changed,
    speaker <> origin_speaker as speaker_changed,
    is_unnamed_speaker and not is_unnamed_origin as speaker_lost,
    -- told on after the same speaker had given a newer number
    coalesce(published_from > superseded_on, false) as is_stale

from paired
