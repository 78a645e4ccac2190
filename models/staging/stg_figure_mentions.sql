select
    ---------- ids
    mention_id,
    article_id,

    ---------- text
    measure,
    unit,
    relation,
    population,
    side,
    kind,
    period,
    claimant,
    claimant_org,
    relayed_by,
    summary,
    note,
    extractor,
    extractor_version,

    ---------- numbers
    value_low,
    value_high,
    value_start,
    value_end,
    quote_start,
    quote_end,

    ---------- timestamps
    extracted_at

from {{ landed('raw_figure_mentions') }}
