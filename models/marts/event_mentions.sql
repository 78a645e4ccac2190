with mentions as (

    select * from {{ ref('int_event_mentions') }}

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
    row_number() over (
        partition by event_id order by published_to, published_from, mention_id
    ) = 1 as is_first_report

from mentions
