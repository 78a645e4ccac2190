-- Each claim once, as it was first said.

with mentions as (

    select * from {{ ref('int_claim_mentions') }}

),

-- Of those that appeared on one day the first is the one that reports its speaker most fully, and
-- then the one that keeps the bound.
first_mentions as (

    select *
    from mentions
    qualify
        row_number() over (
            partition by claim_id
            order by
                published_to asc,
                published_from asc,
                speaker_mention_count desc,
                case when relation = 'exact' then 1 else 0 end,
                case when claimant_id is null then 1 else 0 end,
                mention_id asc
        ) = 1

)

select
    first_mentions.claim_id,
    first_mentions.mention_id as first_mention_id,
    first_mentions.outlet_id,
    first_mentions.relay_outlet_id,
    first_mentions.speaker,
    first_mentions.speaker_country,
    first_mentions.retold_as,
    first_mentions.unit,
    first_mentions.side,
    first_mentions.retold_population,
    first_mentions.retold_kind,
    first_mentions.measure,
    first_mentions.number,
    first_mentions.number_to,
    first_mentions.digits,
    first_mentions.sets_floor,
    first_mentions.sets_ceiling,
    first_mentions.is_split,
    first_mentions.is_state_speaker,
    first_mentions.is_unnamed_speaker,
    first_mentions.is_weak_speaker,
    first_mentions.period,
    first_mentions.period_from,
    first_mentions.period_to,
    first_mentions.published_from as first_published_from,
    first_mentions.published_to as first_published_to,
    -- which of two claims of one number was said first; ids settle what days leave open
    concat_ws(
        '|',
        cast(first_mentions.published_to as {{ dbt.type_string() }}),
        cast(first_mentions.published_from as {{ dbt.type_string() }}),
        first_mentions.claim_id
    ) as said_order
from first_mentions
