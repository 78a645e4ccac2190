with mentions as (

    select * from {{ ref('int_placed_event_mentions') }}

)

select
    ---------- ids
    mention_id,
    event_id,
    article_id,

    ---------- text
    status,
    place_as_printed,
    summary,
    extractor,

    ---------- numbers
    quote_start,
    quote_end,

    ---------- booleans
    is_first_report

from mentions
