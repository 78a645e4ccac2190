with mentions as (

    select * from {{ ref('int_statement_mentions') }}

)

select
    ---------- ids
    mention_id,
    statement_id,
    article_id,

    ---------- text
    claimant_as_coded,
    claimant_org_as_coded,
    relayed_by,
    summary,
    note,
    extractor,

    ---------- numbers
    quote_start,
    quote_end

from mentions
