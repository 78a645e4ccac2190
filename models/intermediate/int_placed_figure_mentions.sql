-- Each mention in the tree of its figure: where the claim began, whom this mention has it from, and
-- how many steps that is.

with mentions as (

    select * from {{ ref('int_claim_mentions') }}

),

claims as (

    select * from {{ ref('int_claims') }}

),

links as (

    select * from {{ ref('int_claim_links') }}

),

roots as (

    select * from {{ ref('int_claim_roots') }}

),

-- the figure is named after the claim that all its mentions go back to
placed as (

    select
        mentions.*,
        roots.root_claim_id as figure_id,
        roots.depth as claim_depth,
        origins.first_mention_id as origin_mention_id,
        parents.first_mention_id as repeated_mention_id
    from mentions
    inner join roots on mentions.claim_id = roots.claim_id
    inner join claims as origins on roots.root_claim_id = origins.claim_id
    inner join links on mentions.claim_id = links.claim_id
    left join claims as parents on links.parent_claim_id = parents.claim_id

),

-- an outlet or agency through which an article has the claim, where its own article is here too
relays as (

    select
        placed.mention_id,
        min_by(
            relay.mention_id,
            concat_ws('|', cast(relay.published_to as {{ dbt.type_string() }}), relay.mention_id)
        ) as relay_mention_id
    from placed
    inner join placed as relay
        on
            placed.figure_id = relay.figure_id
            and placed.relay_outlet_id = relay.outlet_id
            and placed.outlet_id <> relay.outlet_id
            and placed.published_to >= relay.published_to
            and placed.article_id <> relay.article_id
    group by placed.mention_id

)

select
    placed.*,
    placed.mention_id = placed.origin_mention_id as is_origin,
    case
        when placed.mention_id = placed.origin_mention_id then null
        else coalesce(
            relays.relay_mention_id, placed.repeated_mention_id, placed.origin_mention_id
        )
    end as parent_mention_id,
    -- a relay is one step more, whether its own article is here or not
    case
        when placed.mention_id = placed.origin_mention_id then 0
        else
            greatest(placed.claim_depth, 1)
            + case when placed.relayed_by is null then 0 else 1 end
    end as echo_depth
from placed
left join relays on placed.mention_id = relays.mention_id
