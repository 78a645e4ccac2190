select
    ---------- ids
    mention_id,
    article_id,

    ---------- text
    name,
    kind,
    country,
    position as position_as_written,
    extractor,
    extractor_version,

    ---------- numbers
    span_start,
    span_end,

    ---------- timestamps
    extracted_at

from {{ landed('raw_actor_mentions') }}
