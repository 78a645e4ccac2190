-- Every place at which a mention names somebody: who speaks, for whom, who takes part, who is named.
-- `context` (whom the mention is about) tells actors of one name apart; `said_on` tells who held
-- an office. A claim about a period that was over is dated by its period, not by a later reprint.

with articles as (

    select * from {{ ref('int_articles') }}

),

figure_mentions as (

    select * from {{ ref('int_reviewed_figure_mentions') }}

),

statement_mentions as (

    select * from {{ ref('int_reviewed_statement_mentions') }}

),

event_mentions as (

    select * from {{ ref('int_reviewed_event_mentions') }}

),

participants as (

    select * from {{ ref('stg_event_participants') }}

),

actor_mentions as (

    select * from {{ ref('stg_actor_mentions') }}

),

places as (

    select * from {{ ref('registry_places') }}

),

claims as (

    select
        'raw_figure_mentions' as source_table,
        mention_id, article_id, population, period, claimant, claimant_org
    from figure_mentions

    union all

    select
        'raw_statement_mentions' as source_table,
        mention_id, article_id, population, period, claimant, claimant_org
    from statement_mentions

),

dated_claims as (

    select
        claims.*,
        least(
            coalesce({{ edtf_to('claims.period') }}, articles.published_to),
            articles.published_to
        ) as said_on
    from claims
    inner join articles on claims.article_id = articles.article_id

),

claimants as (

    select
        source_table, mention_id, article_id,
        'claimant' as field, claimant as name, '' as role, population as context, said_on
    from dated_claims
    where claimant is not null

),

organisations as (

    select
        source_table, mention_id, article_id,
        'claimant_org' as field, claimant_org as name, '' as role, population as context, said_on
    from dated_claims
    where claimant_org is not null

),

event_participants as (

    select
        'raw_event_participants' as source_table,
        event_mentions.mention_id,
        event_mentions.article_id,
        'participant' as field,
        participants.name,
        participants.role,
        places.country as context,
        coalesce({{ edtf_to('event_mentions.date') }}, articles.published_to) as said_on
    from participants
    inner join event_mentions on participants.mention_id = event_mentions.mention_id
    inner join articles on event_mentions.article_id = articles.article_id
    left join places on event_mentions.place = places.place

),

named_actors as (

    select
        'raw_actor_mentions' as source_table,
        actor_mentions.mention_id,
        actor_mentions.article_id,
        'name' as field,
        actor_mentions.name,
        '' as role,
        actor_mentions.country as context,
        articles.published_to as said_on
    from actor_mentions
    inner join articles on actor_mentions.article_id = articles.article_id

)

select * from claimants
union all
select * from organisations
union all
select * from event_participants
union all
select * from named_actors
