select
    ---------- ids
    mention_id,
    article_id,

    ---------- text
    event_type,
    status,
    date,
    place,
    summary,
    extractor,
    extractor_version,

    ---------- numbers
    quote_start,
    quote_end,

    ---------- timestamps
    extracted_at

from {{ landed('raw_event_mentions') }}
