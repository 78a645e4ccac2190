with mentions as (

    select * from {{ ref('int_placed_figure_mentions') }}

)

select
    ---------- ids
    mention_id,
    figure_id,
    claim_id,
    article_id,
    parent_mention_id,
    claimant_id,
    claimant_org_id,

    ---------- text
    measure,
    unit,
    relation,
    population,
    side,
    kind,
    period,
    claimant_as_coded,
    claimant_org_as_coded,
    relayed_by,
    summary,
    note,
    extractor,

    ---------- numbers
    value_low,
    value_high,
    lower_bound,
    upper_bound,
    echo_depth,
    value_start,
    value_end,
    quote_start,
    quote_end,

    ---------- booleans
    is_lower_open,
    is_upper_open,
    is_origin

from mentions
