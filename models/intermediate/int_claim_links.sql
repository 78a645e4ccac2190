-- Which earlier claim each claim repeats, if any: the same number told again by another speaker or
-- in another way, or a rounder number told of an exact one. The numbers in the rules are a seed,
-- `echo_rules`; reviewers' merges win over all of them.

with claims as (

    select * from {{ ref('int_claims') }}

),

mentions as (

    select claim_id, mention_id, article_id, published_to from {{ ref('int_claim_mentions') }}

),

rules as (

    select
        *,
        greatest(late_days, same_speaker_days, other_speaker_days) as longest_days
    from {{ echo_rules() }}

),

decisions as (

    select *
    from {{ ref('stg_review_decisions') }}
    where decision = 'merge' and subject_table = 'raw_figure_mentions'

),

-- what an exact number may be rounded to on the way, down to `kept_digits`
roundings as (

    select
        claims.claim_id,
        claims.number,
        floor(claims.number / power(10, digits.n)) * power(10, digits.n) as rounded_down,
        ceil(claims.number / power(10, digits.n)) * power(10, digits.n) as rounded_up
    from claims
    cross join rules
    inner join {{ numbers_to(9) }} as digits
        on claims.number >= power(10, digits.n + rules.kept_digits - 1)
    where
        claims.digits >= rules.distinct_digits
        and claims.number_to is null
        and claims.measure <> 'other'

),

numbers as (

    select claim_id, number, false as is_rounded from claims
    union all
    select claim_id, rounded_down as number, true as is_rounded
    from roundings
    where rounded_down <> number
    union
    select claim_id, rounded_up as number, true as is_rounded
    from roundings
    where rounded_up <> number

),

-- Claims are compared within a block: one contract, one number, and one season, which is as long as
-- the longest silence after which a number is still the same.
contracts as (

    select
        claims.*,
        {{ block_of([
            'claims.retold_as', 'claims.unit', 'claims.side', 'claims.retold_population',
            'coalesce(claims.number_to, -1)',
        ]) }} as contract,
        {{ season_of('claims.first_published_from', 'rules.longest_days') }} - 1 as first_season,
        {{ season_of('claims.first_published_to', 'rules.longest_days') }} as last_season,
        {{ season_of('claims.period_to', 'rules.as_of_days') }} as as_of_season
    from claims
    cross join rules

),

said_seasons as (

    select distinct
        mentions.claim_id,
        {{ season_of('mentions.published_to', 'rules.longest_days') }} as season
    from mentions
    cross join rules

),

seasons as (

    select distinct season from said_seasons

),

-- one speaker may come back to one day however much later: the day makes a block of its own
searches as (

    select
        contracts.*,
        {{ block_of(['contracts.contract', 'contracts.number', 'seasons.season']) }} as block
    from contracts
    inner join seasons
        on seasons.season between contracts.first_season and contracts.last_season

    union all

    select
        contracts.*,
        {{ block_of([
            'contracts.contract', 'contracts.number', 'contracts.as_of_season + steps.n - 2',
            'contracts.speaker',
        ]) }} as block
    from contracts
    cross join {{ numbers_to(3) }} as steps

),

blocks as (

    select
        contracts.*,
        numbers.is_rounded,
        {{ block_of(['contracts.contract', 'numbers.number', 'said_seasons.season']) }} as block
    from contracts
    inner join numbers on contracts.claim_id = numbers.claim_id
    inner join said_seasons on contracts.claim_id = said_seasons.claim_id

    union all

    select
        contracts.*,
        numbers.is_rounded,
        {{ block_of([
            'contracts.contract', 'numbers.number', 'contracts.as_of_season', 'contracts.speaker',
        ]) }} as block
    from contracts
    inner join numbers on contracts.claim_id = numbers.claim_id

),

pairs as (

    select distinct
        later.claim_id,
        earlier.claim_id as parent_claim_id,
        earlier.is_rounded,
        earlier.said_order as parent_said_order,
        later.retold_kind <> earlier.retold_kind as is_other_kind,
        later.speaker = earlier.speaker as is_same_speaker,
        coalesce(
            later.relay_outlet_id in (
                earlier.outlet_id, earlier.relay_outlet_id, earlier.speaker
            ) or earlier.relay_outlet_id = later.outlet_id,
            false
        ) as is_relayed,
        coalesce(
            later.is_state_speaker and earlier.is_state_speaker
            and later.speaker_country = earlier.speaker_country,
            false
        ) as is_same_state,
        -- whoever has a name and no source answers for the number; the press may have read it
        later.is_unnamed_speaker
        or (earlier.is_unnamed_speaker and later.is_weak_speaker) as is_unnamed,
        later.is_weak_speaker or earlier.is_weak_speaker as is_weak,
        later.digits >= rules.distinct_digits
        or (
            later.digits >= rules.distinct_digits - 1
            and later.number >= rules.distinct_round_number
        ) as is_distinct,
        later.first_published_from,
        later.first_published_to,
        coalesce(
            abs({{ days_between('earlier.period_to', 'later.period_to') }})
            <= rules.as_of_days,
            false
        ) as is_same_as_of
    from searches as later
    inner join blocks as earlier on later.block = earlier.block
    cross join rules
    where
        later.claim_id <> earlier.claim_id
        and later.measure <> 'other'
        and not later.is_split
        and not earlier.is_split
        -- nobody repeats what was not said yet, so that what was known on a day never changes
        and earlier.said_order < later.said_order
        and (not earlier.is_rounded or earlier.digits > later.digits)
        -- a bound does not turn round
        and (not later.sets_ceiling or earlier.sets_ceiling or earlier.is_rounded)
        and not (later.sets_floor and earlier.sets_ceiling)
        and not (later.sets_floor and later.number > earlier.number)
        and not (later.sets_ceiling and later.number < earlier.number)
        -- numbers of different periods are different numbers
        and (
            later.retold_kind = 'total'
            or earlier.retold_kind = 'total'
            or (
                later.period_from <= coalesce(earlier.period_to, later.period_from)
                and earlier.period_from <= coalesce(later.period_to, earlier.period_from)
            )
            or later.period = earlier.period
            or (later.period is null and earlier.period is null)
        )
        and (later.retold_kind <> 'point') = (earlier.retold_kind <> 'point')

),

-- What is decided when a claim is first published stays decided: only what was said by then counts.
-- What the first articles give side by side is told apart.
known_by_then as (

    select
        pairs.claim_id,
        pairs.parent_claim_id,
        max(earlier.published_to) as last_said_on,
        count(later.mention_id) as side_by_side_count
    from pairs
    inner join mentions as earlier
        on
            pairs.parent_claim_id = earlier.claim_id
            and pairs.first_published_to >= earlier.published_to
    left join mentions as later
        on
            pairs.claim_id = later.claim_id
            and pairs.first_published_to = later.published_to
            and earlier.article_id = later.article_id
    group by pairs.claim_id, pairs.parent_claim_id

),

timed as (

    select
        pairs.*,
        {{ days_between('known_by_then.last_said_on', 'pairs.first_published_from') }}
            as silent_days
    from pairs
    inner join known_by_then
        on
            pairs.claim_id = known_by_then.claim_id
            and pairs.parent_claim_id = known_by_then.parent_claim_id
    where known_by_then.side_by_side_count = 0

),

echoes as (

    select timed.*
    from timed
    cross join rules
    where
        (not timed.is_other_kind or (timed.is_distinct and not timed.is_rounded))
        -- somebody must have it from somebody, or the number be too distinct for chance
        and (
            timed.is_same_speaker
            or timed.is_relayed
            or timed.is_same_state
            or timed.is_unnamed
            or (timed.is_weak and timed.is_rounded)
            or (timed.is_distinct and not timed.is_rounded)
        )
        and (
            timed.silent_days <= rules.other_speaker_days
            or (
                timed.is_same_speaker
                and (timed.silent_days <= rules.same_speaker_days or timed.is_same_as_of)
            )
            or (timed.is_distinct and timed.is_same_as_of and timed.silent_days <= rules.late_days)
        )

),

nearest as (

    select claim_id, parent_claim_id
    from echoes
    qualify
        row_number() over (
            partition by claim_id
            order by
                case when is_rounded then 2 else 1 end,
                case
                    when is_same_speaker or is_relayed then 1
                    when is_same_state then 2
                    when is_weak then 3
                    else 4
                end,
                parent_said_order
        ) = 1

),

-- a reviewer names two mentions; the later claim then repeats the earlier one
merged_by_review as (

    select
        later.claim_id,
        min_by(earlier.claim_id, earlier.said_order) as parent_claim_id
    from decisions
    inner join mentions as one on decisions.subject_id = one.mention_id
    inner join mentions as other on decisions.corrected = other.mention_id
    inner join claims as later on later.claim_id in (one.claim_id, other.claim_id)
    inner join claims as earlier on earlier.claim_id in (one.claim_id, other.claim_id)
    where
        earlier.said_order < later.said_order
    group by later.claim_id

)

select
    claims.claim_id,
    coalesce(merged_by_review.parent_claim_id, nearest.parent_claim_id) as parent_claim_id,
    merged_by_review.parent_claim_id is not null as is_merged_by_review
from claims
left join merged_by_review on claims.claim_id = merged_by_review.claim_id
left join nearest on claims.claim_id = nearest.claim_id
