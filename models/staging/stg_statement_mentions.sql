select
    ---------- ids
    mention_id,
    article_id,

    ---------- text
    topic,
    value,
    population,
    period,
    claimant,
    claimant_org,
    relayed_by,
    summary,
    note,
    extractor,
    extractor_version,

    ---------- numbers
    quote_start,
    quote_end,

    ---------- timestamps
    extracted_at

from {{ landed('raw_statement_mentions') }}
