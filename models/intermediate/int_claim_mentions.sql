-- Each mention as part of a claim: what one speaker says of one number, for as long as the speaker
-- is known to go on saying it.

with mentions as (

    select * from {{ ref('int_figure_mentions') }}

),

rules as (

    select * from {{ echo_rules() }}

),

actors as (

    select * from {{ ref('registry_actors') }}

),

actor_kinds as (

    select * from {{ ref('actor_kinds') }}

),

outlet_labels as (

    select * from {{ ref('registry_outlet_labels') }}

),

splits as (

    select distinct subject_id as mention_id
    from {{ ref('stg_review_decisions') }}
    where decision = 'split' and subject_table = 'raw_figure_mentions'

),

-- Who has to answer for the number. An outlet that has the number from a source it does not name
-- answers for it; outlets and actors share their ids.
spoken as (

    select
        mentions.*,
        relays.outlet_id as relay_outlet_id,
        speakers.country as speaker_country,
        coalesce(actor_kinds.is_state, false) as is_state_speaker,
        mentions.origin not like 'actor:%' as is_unnamed_speaker,
        mentions.origin not like 'actor:%' or speakers.kind = 'media' as is_weak_speaker,
        case
            when mentions.origin like 'unnamed:%'
                then coalesce(relays.outlet_id, mentions.origin)
            else split_part(mentions.origin, ':', 2)
        end as speaker
    from mentions
    left join actors as speakers
        on coalesce(mentions.claimant_org_id, mentions.claimant_id) = speakers.actor_id
    left join actor_kinds on speakers.kind = actor_kinds.kind
    left join outlet_labels as relays on mentions.relayed_by = relays.outlet_label

),

described as (

    select
        spoken.*,
        splits.mention_id is not null as is_split,
        {{ retold_population('spoken.population') }} as retold_population,
        case
            when spoken.kind in ('cumulative', 'stock') then 'total' else spoken.kind
        end as retold_kind,
        {{ stated_value('spoken.value_low', 'spoken.value_high') }} as number,
        case when spoken.relation = 'range' then spoken.value_high end as number_to,
        count(*) over (partition by spoken.article_id, spoken.speaker) as speaker_mention_count,
        spoken.lower_bound is not null and spoken.upper_bound is null as sets_floor,
        spoken.lower_bound is null and spoken.upper_bound is not null as sets_ceiling
    from spoken
    left join splits on spoken.mention_id = splits.mention_id

),

-- A bound may be lost on the way, but it does not turn round: a ceiling is a claim of its own.
with_words as (

    select
        described.*,
        {{ significant_digits('number') }} as digits,
        {{ id_of([
            'retold_as', 'unit', 'side', 'retold_population', 'retold_kind',
            number_as_text('number'), number_as_text('number_to'), 'speaker', 'sets_ceiling',
            "case when retold_kind = 'flow' then period_from end",
            "case when retold_kind = 'point' then period end",
            'case when is_split then mention_id end',
        ]) }} as words_id
    from described

),

-- two claims of one article are two claims, even if they look alike
numbered as (

    select
        with_words.*,
        row_number() over (partition by words_id, article_id order by mention_id)
            as number_in_article
    from with_words

),

before as (

    select
        numbered.*,
        lag(published_to) over (
            partition by words_id, number_in_article
            order by published_to, published_from, mention_id
        ) as said_before_on,
        lag(period_to) over (
            partition by words_id, number_in_article
            order by published_to, published_from, mention_id
        ) as said_before_of
    from numbered

),

-- after a long silence the same words are a new claim, unless they speak of the same day
silences as (

    select
        before.*,
        case
            when
                {{ days_between('before.said_before_on', 'before.published_from') }}
                > rules.same_speaker_days
                and coalesce(abs(
                    {{ days_between('before.said_before_of', 'before.period_to') }}
                ) > rules.as_of_days, true)
                then 1
            else 0
        end as is_new
    from before
    cross join rules

),

stretches as (

    select
        silences.*,
        sum(is_new) over (
            partition by words_id, number_in_article
            order by published_to, published_from, mention_id
            rows between unbounded preceding and current row
        ) as stretch
    from silences

)

select
    stretches.*,
    {{ id_of(['words_id', 'number_in_article', 'stretch']) }} as claim_id
from stretches
