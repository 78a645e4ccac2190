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
        mentions.mention_id,
        coalesce(nullif(split_part(mentions.place, '+', numbers.n), ''), '∅') as country
    from mentions
    inner join {{ numbers_to(400) }} as numbers
        on numbers.n = 1 or split_part(mentions.place, '+', numbers.n) <> ''

),

same_place as (

    select distinct
        later.mention_id,
        earlier.mention_id as parent_mention_id
    from mentions as later
    inner join countries as later_countries on later.mention_id = later_countries.mention_id
    inner join countries as earlier_countries
        on later_countries.country = earlier_countries.country
    inner join mentions as earlier
        on
            earlier_countries.mention_id = earlier.mention_id
            and later.event_type = earlier.event_type
    where later.article_id <> earlier.article_id and earlier.said_order < later.said_order

),

actor_counts as (

    select mention_id, count(*) as actor_count
    from actors
    group by mention_id

),

common_actors as (

    select one.mention_id, other.mention_id as parent_mention_id, count(*) as actor_count
    from actors as one
    inner join actors as other on one.actor_id = other.actor_id
    group by one.mention_id, other.mention_id

),

-- a minister and a ministry, a unit and its army: other names, one state
common_countries as (

    select distinct one.mention_id, other.mention_id as parent_mention_id
    from actors as one
    inner join registry as one_registry on one.actor_id = one_registry.actor_id
    inner join registry as other_registry on one_registry.country = other_registry.country
    inner join actors as other on other_registry.actor_id = other.actor_id

),

pairs as (

    select
        same_place.mention_id,
        same_place.parent_mention_id,
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
    from same_place
    inner join mentions as later on same_place.mention_id = later.mention_id
    inner join mentions as earlier on same_place.parent_mention_id = earlier.mention_id
    left join actor_counts as later_counts on later.mention_id = later_counts.mention_id
    left join actor_counts as earlier_counts on earlier.mention_id = earlier_counts.mention_id
    left join common_actors
        on
            same_place.mention_id = common_actors.mention_id
            and same_place.parent_mention_id = common_actors.parent_mention_id
    left join common_countries
        on
            same_place.mention_id = common_countries.mention_id
            and same_place.parent_mention_id = common_countries.parent_mention_id

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
