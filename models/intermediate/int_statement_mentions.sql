-- A statement mention with its speaker, its days and the statement it belongs to.

with mentions as (

    select * from {{ ref('int_reviewed_statement_mentions') }}

),

articles as (

    select * from {{ ref('int_articles') }}

),

speakers as (

    select *
    from {{ ref('int_speakers') }}
    where source_table = 'raw_statement_mentions'

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
        mentions.topic,
        mentions.value,
        coalesce(population_aliases.population, mentions.population) as population,
        mentions.period,
        mentions.claimant as claimant_as_coded,
        mentions.claimant_org as claimant_org_as_coded,
        coalesce(mentions.relayed_by, articles.relayed_from) as relayed_by,
        mentions.summary,
        mentions.note,
        mentions.extractor,
        mentions.quote_start,
        mentions.quote_end,
        {{ edtf_from('mentions.period') }} as period_from,
        {{ edtf_to('mentions.period') }} as period_to,
        articles.published_from,
        articles.published_to
    from mentions
    inner join articles on mentions.article_id = articles.article_id
    left join population_aliases on mentions.population = population_aliases.alias
    left join speakers on mentions.mention_id = speakers.mention_id

)

-- A claimant who says the same of the same period again says it once; of another period, it is
-- another statement. An unnamed claimant cannot be told from another.
select
    described.*,
    {{ id_of([
        'topic', 'value', 'population', 'period', 'claimant_id', 'claimant_org_id',
        "case when claimant_id is null and claimant_org_id is null then
            case when claimant_as_coded is null then outlet_id else article_id end end",
    ]) }} as statement_id
from described
