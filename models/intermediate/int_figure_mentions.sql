-- A figure mention with everything that its number needs to mean something: bounds, period,
-- speaker, days.

with mentions as (

    select * from {{ ref('int_reviewed_figure_mentions') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

speakers as (

    select *
    from {{ ref('int_speakers') }}
    where source_table = 'raw_figure_mentions'

),

-- what reviewers found to count only a part of its population
narrowings as (

    select subject_id as mention_id, max_by(corrected, decision_id) as scope
    from {{ ref('stg_review_decisions') }}
    where decision = 'narrow' and subject_table = 'raw_figure_mentions'
    group by subject_id

),

relations as (

    select * from {{ ref('relations') }}

),

tolerances as (

    select * from {{ ref('tolerances') }}

),

measures as (

    select * from {{ ref('measures') }}

),

population_aliases as (

    select * from {{ ref('registry_population_aliases') }}

),

described as (

    select
        mentions.mention_id,
        mentions.article_id,
        articles.outlet_id,
        speakers.claimant_id,
        speakers.claimant_org_id,
        mentions.measure,
        measures.family,
        measures.retold_as,
        mentions.unit,
        mentions.relation,
        coalesce(population_aliases.population, mentions.population) as population,
        mentions.side,
        mentions.kind,
        mentions.period,
        mentions.claimant as claimant_as_coded,
        mentions.claimant_org as claimant_org_as_coded,
        speakers.claimant_position,
        coalesce(mentions.relayed_by, articles.relayed_from) as relayed_by,
        mentions.summary,
        mentions.note,
        narrowings.scope,
        mentions.extractor,
        mentions.value_low,
        mentions.value_high,
        {{ lower_bound('relations.lower', 'mentions.value_low', 'mentions.value_high',
            'tolerances.tolerance_pct') }} as lower_bound,
        {{ upper_bound('relations.upper', 'mentions.value_low', 'mentions.value_high',
            'tolerances.tolerance_pct') }} as upper_bound,
        mentions.value_start,
        mentions.value_end,
        mentions.quote_start,
        mentions.quote_end,
        {{ is_open_end('relations.lower') }} as is_lower_open,
        {{ is_open_end('relations.upper') }} as is_upper_open,
        measures.is_floor or narrowings.scope is not null as is_part_of_whole,
        {{ edtf_is_approximate('mentions.period') }} as is_period_approximate,
        {{ edtf_from('mentions.period') }} as period_from,
        {{ edtf_to('mentions.period') }} as period_to,
        {{ edtf_end_from('mentions.period') }} as period_end_from,
        articles.published_from,
        articles.published_to
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    inner join relations on mentions.relation = relations.relation
    inner join measures on mentions.measure = measures.measure
    left join tolerances on mentions.relation = tolerances.relation
    left join population_aliases on mentions.population = population_aliases.alias
    left join speakers on mentions.mention_id = speakers.mention_id
    left join narrowings on mentions.mention_id = narrowings.mention_id

)

-- Who is behind the number. A body and its head are one origin; an outlet that asserts it itself
-- is its own; a source that the article does not name cannot be told from another article's.
select
    described.*,
    case
        when claimant_org_id is not null then 'actor:' || claimant_org_id
        when claimant_id is not null then 'actor:' || claimant_id
        when claimant_as_coded is null then 'outlet:' || outlet_id
        else 'unnamed:' || article_id
    end as origin
from described
