-- Which earlier report each report of an event repeats, if any: one type, one country, days that can
-- be the same, and an actor in common. Where they name other actors of one state, or one of the two
-- names none, both must give the day.
-- An event that was announced and then happened is one event, if an actor is in both reports.

with mentions as (

    select
        event_mentions.*,
        statuses.stage,
        concat_ws(
            '|',
            cast(event_mentions.published_to as {{ dbt.type_string() }}),
            cast(event_mentions.published_from as {{ dbt.type_string() }}),
            event_mentions.mention_id
        ) as said_order
    from {{ ref('int_event_mentions') }} as event_mentions
    inner join {{ ref('statuses') }} as statuses on event_mentions.status = statuses.status

),

rules as (

    select * from {{ echo_rules() }}

),

actors as (

    select distinct mention_id, actor_id
    from {{ ref('int_resolved_names') }}
    where source_table = 'raw_event_participants' and actor_id is not null

),

registry as (

    select * from {{ ref('registry_actors') }}

),

decisions as (

    select *
    from {{ ref('stg_review_decisions') }}
    where decision in ('merge', 'split') and subject_table = 'raw_event_mentions'

),

-- an event in two countries is found under either; one in none, by its actors alone
countries as (

    select
        places.place,
        coalesce(nullif(split_part(places.place, '+', numbers.n), ''), '∅') as country
    from (select distinct coalesce(place, '') as place from mentions) as places
    inner join {{ numbers_to(400) }} as numbers
        on numbers.n = 1 or split_part(places.place, '+', numbers.n) <> ''

),

-- Reports are compared within a block: one type, one country. A day is a number, to be reckoned with.
blocks as (

    select
        mentions.mention_id,
        mentions.article_id,
        mentions.said_order,
        concat_ws('|', mentions.event_type, countries.country) as block,
        {{ season_of('mentions.published_to', 'rules.event_report_days') }} as season,
        {{ season_of('mentions.published_from', 'rules.event_report_days') }} - 1 as first_season,
        case
            when mentions.date_precision = 'day' and mentions.place is not null
                then {{ days_between("date '2000-01-01'", 'mentions.happened_from') }}
        end as happened_day
    from mentions
    inner join countries on coalesce(mentions.place, '') = countries.place
    cross join rules

),

-- two reports that name one actor: those of the seasons before that are not too long ago
named as (

    select blocks.*, actors.actor_id
    from blocks
    inner join actors on blocks.mention_id = actors.mention_id

),

seasons as (

    select distinct season from blocks

),

searches as (

    select named.*, seasons.season as searched_season
    from named
    inner join seasons on seasons.season between named.first_season and named.season

),

common_actors as (

    select
        later.mention_id,
        earlier.mention_id as parent_mention_id,
        count(distinct later.actor_id) as actor_count
    from searches as later
    inner join named as earlier
        on
            later.block = earlier.block
            and later.actor_id = earlier.actor_id
            and later.searched_season = earlier.season
    where later.article_id <> earlier.article_id and earlier.said_order < later.said_order
    group by later.mention_id, earlier.mention_id

),

-- two reports of one day in one country, give or take some days
days_near as (

    select blocks.*, blocks.happened_day + numbers.n - 1 - rules.event_days as near_day
    from blocks
    cross join rules
    inner join {{ numbers_to(400) }} as numbers on numbers.n <= 2 * rules.event_days + 1
    where blocks.happened_day is not null

),

common_days as (

    select distinct
        later.mention_id,
        earlier.mention_id as parent_mention_id
    from days_near as later
    inner join blocks as earlier
        on later.block = earlier.block and later.near_day = earlier.happened_day
    where later.article_id <> earlier.article_id and earlier.said_order < later.said_order

),

actor_counts as (

    select mention_id, count(*) as actor_count
    from actors
    group by mention_id

),

-- a minister and a ministry, a unit and its army: other names, one state
actor_countries as (

    select distinct actors.mention_id, registry.country
    from actors
    inner join registry on actors.actor_id = registry.actor_id

),

common_countries as (

    select distinct common_days.mention_id, common_days.parent_mention_id
    from common_days
    inner join actor_countries as one on common_days.mention_id = one.mention_id
    inner join actor_countries as other
        on common_days.parent_mention_id = other.mention_id and one.country = other.country

),

candidates as (

    select mention_id, parent_mention_id from common_actors
    union
    select mention_id, parent_mention_id from common_days

),

pairs as (

    select
        candidates.mention_id,
        candidates.parent_mention_id,
        later.article_id,
        earlier.said_order as parent_said_order,
        coalesce(common_actors.actor_count, 0) as common_actor_count,
        common_actors.actor_count is not null as is_same_actor,
        common_countries.mention_id is not null as is_same_actor_country,
        later_counts.actor_count is not null and earlier_counts.actor_count is not null
            as is_told_by_actors,
        later.date_precision = 'day' and earlier.date_precision = 'day' as is_told_by_day,
        later.place is not null and earlier.place is not null as is_told_by_place,
        -- what was announced comes before what happened
        case
            when later.stage > earlier.stage then later.happened_to >= earlier.happened_from
            when later.stage < earlier.stage then earlier.happened_to >= later.happened_from
            else false
        end as is_next_stage,
        {{ days_between('later.happened_to', 'earlier.happened_from') }} as days_before,
        {{ days_between('earlier.happened_to', 'later.happened_from') }} as days_after,
        {{ days_between('earlier.published_to', 'later.published_from') }} as silent_days
    from candidates
    inner join mentions as later on candidates.mention_id = later.mention_id
    inner join mentions as earlier on candidates.parent_mention_id = earlier.mention_id
    left join actor_counts as later_counts on later.mention_id = later_counts.mention_id
    left join actor_counts as earlier_counts on earlier.mention_id = earlier_counts.mention_id
    left join common_actors
        on
            candidates.mention_id = common_actors.mention_id
            and candidates.parent_mention_id = common_actors.parent_mention_id
    left join common_countries
        on
            candidates.mention_id = common_countries.mention_id
            and candidates.parent_mention_id = common_countries.parent_mention_id

),

nearest as (

    select pairs.*
    from pairs
    cross join rules
    where
        pairs.silent_days <= rules.event_report_days
        and (
            pairs.is_same_actor
            or (
                (not pairs.is_told_by_actors or pairs.is_same_actor_country)
                and pairs.is_told_by_day
                and pairs.is_told_by_place
            )
        )
        and (
            (pairs.days_before <= rules.event_days and pairs.days_after <= rules.event_days)
            or (
                pairs.is_next_stage
                and pairs.is_same_actor
                and pairs.days_before <= rules.event_report_days
                and pairs.days_after <= rules.event_report_days
            )
        )
    qualify
        row_number() over (
            partition by pairs.mention_id
            order by pairs.common_actor_count desc, pairs.parent_said_order asc
        ) = 1

),

-- two events of one article are two events, even if they look alike
repeats as (

    select mention_id, parent_mention_id
    from nearest
    qualify
        row_number() over (
            partition by article_id, parent_mention_id
            order by common_actor_count desc, mention_id asc
        ) = 1

),

merged_by_review as (

    select
        later.mention_id,
        min_by(earlier.mention_id, earlier.said_order) as parent_mention_id
    from decisions
    inner join mentions as later on later.mention_id in (decisions.subject_id, decisions.corrected)
    inner join mentions as earlier
        on earlier.mention_id in (decisions.subject_id, decisions.corrected)
    where decisions.decision = 'merge' and earlier.said_order < later.said_order
    group by later.mention_id

),

splits as (

    select distinct subject_id as mention_id
    from decisions
    where decision = 'split'

)

select
    mentions.mention_id,
    case
        when splits.mention_id is null and parent_splits.mention_id is null
            then coalesce(merged_by_review.parent_mention_id, repeats.parent_mention_id)
    end as parent_mention_id
from mentions
left join repeats on mentions.mention_id = repeats.mention_id
left join merged_by_review on mentions.mention_id = merged_by_review.mention_id
left join splits on mentions.mention_id = splits.mention_id
left join splits as parent_splits on repeats.parent_mention_id = parent_splits.mention_id
