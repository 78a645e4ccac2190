with mentions as (

    select * from {{ ref('int_figure_mentions') }}

),

-- The origin is the first mention of a claim. Of those that appeared on one day it is the one that
-- keeps most: a bound is lost on the way, never found.
ranked as (

    select
        mentions.*,
        row_number() over (
            partition by figure_id
            order by
                published_to,
                published_from,
                case when relation = 'exact' then 1 else 0 end,
                case when claimant_id is null then 1 else 0 end,
                mention_id
        ) as mention_number
    from mentions

)

select
    ---------- ids
    mention_id,
    figure_id,
    article_id,
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
    case
        when mention_number = 1 then 0
        when relayed_by is null then 1
        else 2
    end as echo_depth,
    value_start,
    value_end,
    quote_start,
    quote_end,

    ---------- booleans
    is_lower_open,
    is_upper_open,
    mention_number = 1 as is_origin

from ranked
